// Rows of whole days: written in the place of what stood there, with their months.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstQuarterOf } from '../../src/domain/local-days.ts';
import { DaySums } from '../../src/storage/day-sums.ts';
import { homeOf, writeDays } from '../../src/storage/duckdb-day-rows.ts';
import { DuckdbFiles } from '../../src/storage/duckdb-files.ts';
import { flagCode } from '../../src/storage/series.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
let dir: string;
let files: DuckdbFiles;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-day-rows-'));
  files = await DuckdbFiles.open(dir);
});
afterAll(async () => {
  await files.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A day of a register on which every quarter has the same amount. */
async function write(date: string, amount: number): Promise<number> {
  const day = dayOf(date);
  const [from, to] = [firstQuarterOf(day), firstQuarterOf(day + 1)];
  const made = new DaySums([{ register: 7, day }]);
  const quarters = Int32Array.from({ length: to - from }, (_, t) => from + t);
  made.add({
    registers: quarters.map(() => 7),
    days: quarters.map(() => day),
    quarters,
    amounts: Float64Array.from(quarters, () => amount),
    flags: Uint8Array.from(quarters, () => flagCode('M')),
    ranks: new Float64Array(quarters.length),
  });
  await files.attach(homeOf(day));
  let months = 0;
  await files.transaction(async () => {
    months = await writeDays(files, homeOf(day), { days: [{ register: 7, day }], made });
  });
  return months;
}
const rows = async (sql: string): Promise<number[][]> => (await (await files.writer.run(sql)).getRows()).map((row) => row.map(Number));

it('stand in the file of their local year, once, and their month is the sum of its days', async () => {
  expect([await write('2026-10-25', 1), await write('2026-10-26', 2), await write('2026-10-26', 3), await write('2027-01-01', 5)]).toEqual([1, 1, 1, 1]);

  expect(await rows('select day, present, amount_micro, m from quarters_2026.days order by day')).toEqual([
    [dayOf('2026-10-25'), 100, 100e6, 100e6],
    [dayOf('2026-10-26'), 96, 288e6, 288e6],
  ]);
  expect(await rows('select day, present, amount_micro from quarters_2026.months')).toEqual([[dayOf('2026-10-01'), 196, 388e6]]);
  expect(await rows('select day, len(amounts), amounts[96], unit_micro from quarters_2026.whole_days order by day')).toEqual([
    [dayOf('2026-10-25'), 100, 1_000, 1_000],
    [dayOf('2026-10-26'), 96, 3_000, 1_000],
  ]);
  expect(await rows('select present from quarters_2027.months')).toEqual([[96]]);
});
