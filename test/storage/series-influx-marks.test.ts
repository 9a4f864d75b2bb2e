// The marks of the series in InfluxDB survive a restart, only move when told, and never shrink the span that queries look at.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Marks } from '../../src/storage/series-influx-marks.ts';

const DAY = 86_400_000;
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'kringstroom-marks-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('marks', () => {
  it('are there again after a restart, the number of the folder included', () => {
    const marks = new Marks(dir);
    marks.moveTo({ journalId: 'j', seq: 5 });
    marks.appendedUpTo({ journalId: 'j', seq: 9 });

    const again = new Marks(dir);

    expect([again.position, again.appended, again.owner]).toEqual([{ journalId: 'j', seq: 5 }, { journalId: 'j', seq: 9 }, marks.owner]);
  });

  it('of what was appended do not go back within a journal', () => {
    const marks = new Marks(dir);
    marks.appendedUpTo({ journalId: 'j', seq: 9 });
    marks.appendedUpTo({ journalId: 'j', seq: 4 });
    expect(marks.appended?.seq).toBe(9);

    marks.appendedUpTo({ journalId: 'k', seq: 1 });
    expect(marks.appended).toEqual({ journalId: 'k', seq: 1 });
  });

  it('of the span grow by whole days, and the day of the last point is inside', () => {
    const marks = new Marks(dir);
    expect(marks.span('raw')).toEqual({ fromMs: 0, toMs: 0 });

    marks.widen('raw', 10.5 * DAY, 11 * DAY);
    marks.widen('raw', 10.7 * DAY, 10.8 * DAY);

    expect(marks.span('raw')).toEqual({ fromMs: 10 * DAY, toMs: 12 * DAY });
    expect(new Marks(dir).span('quarters')).toEqual({ fromMs: 0, toMs: 0 });
  });

  it('that cannot be read keep the store from opening: guessing would double or lose', () => {
    writeFileSync(join(dir, 'influx-marks.json'), '{"owner":');

    expect(() => new Marks(dir)).toThrow();
    expect(readFileSync(join(dir, 'influx-marks.json'), 'utf8')).toBe('{"owner":');
  });
});
