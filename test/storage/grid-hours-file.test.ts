// The cache of the grid's hours: old ones go, and a file that is broken is as good as none.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { GRID_HOURS_KEPT, GridHoursFile } from '../../src/storage/grid-hours-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'kringstroom-grid-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const NOW = Date.parse('2026-11-26T12:00:00Z');
const hours = (count: number): { start: ReturnType<typeof epochMs>; kgPerKwh: number; forecast: boolean; updatedAt: ReturnType<typeof epochMs> }[] =>
  Array.from({ length: count }, (_, index) => ({ start: epochMs(NOW + (index - count + 24) * HOUR_MS), kgPerKwh: 0.2, forecast: false, updatedAt: epochMs(NOW) }));

it('keeps two weeks', () => {
  const file = new GridHoursFile(join(dir, 'kept.json'));
  file.add(hours(1000), epochMs(NOW));

  expect(file.hours().length).toBe(GRID_HOURS_KEPT + 24);
  expect(new GridHoursFile(join(dir, 'kept.json')).hours()).toEqual(file.hours());
});

it.each(['', '{', '[]', '{"askedAt":"now","hours":[]}', '{"askedAt":1,"hours":[{"start":null}]}'])('begins anew where the file says %j', (text) => {
  const path = join(dir, 'broken.json');
  writeFileSync(path, text);
  const file = new GridHoursFile(path);

  expect([file.hours(), file.askedAt()]).toEqual([[], null]);
  file.add(hours(1), epochMs(NOW));
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ askedAt: NOW, hours: [{ kgPerKwh: 0.2 }] });
});
