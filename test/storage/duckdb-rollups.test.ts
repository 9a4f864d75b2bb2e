// Day and month sums in DuckDB: equal to summing the quarters whatever was written in whatever order, only what
// changed is computed again, and nothing is lost over the turn of a year or an upgrade.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstQuarterOf } from '../../src/domain/local-days.ts';
import { type Rollup, type SourcedQuarter, rollUp } from '../../src/domain/rollup.ts';
import { DuckdbFiles } from '../../src/storage/duckdb-files.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { NOTHING, emptyColumns } from '../../src/storage/series.ts';
import { reading } from '../ingest/projecting.ts';

const QUARTER = 900_000;
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const ALL = { registers: null, daysMax: 1_000_000 };
const REGISTERS = Int32Array.of(1, 2);

let dir: string;
let store: SeriesDuckdb;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-rollups-'));
  store = await SeriesDuckdb.open(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const live = (quarter: number, amountMicro: number, register = 1) => ({ register, quarter, amountMicro, flag: 'M' as const, anchor: reading(quarter * QUARTER, 1) });
const write = (changed: ReturnType<typeof live>[], removed: { register: number; quarter: number }[] = []) => store.writeQuarters({ changed, removed });

async function settle(rows: readonly { register: number; quarter: number; amountMicro: number; flag: number }[], field: 'settled' | 'corrected'): Promise<void> {
  const columns = emptyColumns(rows.length);
  rows.forEach((row, at) => {
    columns.registers[at] = row.register;
    columns.quarters[at] = row.quarter;
    columns.amounts[at] = row.amountMicro / 1e6;
    columns.flags[at] = row.flag;
  });
  await store.writeSettled(columns, field);
}

const sums = (step: 'P1D' | 'P1M'): Promise<Rollup[]> => store.keeping.readRollups({ registers: REGISTERS, step, from: 0, to: 100_000 });

/** What summing the quarters as a reader gets them would say. */
async function expected(step: 'P1D' | 'P1M'): Promise<Rollup[]> {
  const columns = await store.readQuarters({ registers: REGISTERS, from: 0, to: 2 ** 31 - 1 });
  const rows = [...columns.registers].map((register, at): SourcedQuarter => ({
    register,
    quarter: columns.quarters[at] ?? 0,
    amountMicro: Math.round((columns.amounts[at] ?? 0) * 1e6),
    flag: columns.flags[at] ?? 0,
    source: columns.sources[at] ?? 0,
  }));
  return rollUp(rows, step);
}

describe('sums of days and months', () => {
  // Quarters around both clock changes and the turn of the year, where days are long, short and in two files.
  const places = ['2026-03-28', '2026-03-29', '2026-10-25', '2026-12-31', '2027-01-01'].map((date) => firstQuarterOf(dayOf(date)));
  const place = fc.record({ at: fc.constantFrom(...places), offset: fc.integer({ min: 0, max: 99 }), register: fc.constantFrom(1, 2) }).map((one) => ({
    register: one.register,
    quarter: one.at + one.offset,
  }));
  const amount = fc.integer({ min: 0, max: 5_000_000_000 });
  const change = fc.oneof(
    fc.array(fc.tuple(place, amount), { minLength: 1, maxLength: 12 }).map((rows) => ({ kind: 'live' as const, rows })),
    fc.record({
      kind: fc.constant('given' as const),
      field: fc.constantFrom('settled' as const, 'corrected' as const),
      rows: fc.array(fc.tuple(place, amount), { minLength: 1, maxLength: 12 }),
    }),
    place.map((where) => ({ kind: 'removed' as const, where })),
    fc.constant({ kind: 'roll-up' as const }),
  );

  it('equal the sums of the quarters, whatever was written, given or removed in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        for (const one of changes) {
          const rows = 'rows' in one ? [...new Map(one.rows.map(([where, micro]) => [`${where.register} ${where.quarter}`, { ...where, micro }])).values()] : [];
          if (one.kind === 'live') await write(rows.map((row) => live(row.quarter, row.micro, row.register)));
          // Every seventh value is taken away.
          if (one.kind === 'given')
            await settle(
              rows.map((row) => ({ ...row, amountMicro: row.micro, flag: row.micro % 7 === 6 ? NOTHING : row.micro % 7 })),
              one.field,
            );
          if (one.kind === 'removed') await write([], [one.where]);
          if (one.kind === 'roll-up') await store.keeping.rollUp({ registers: null, daysMax: 3 });
        }
        while ((await store.keeping.rollUp({ registers: null, daysMax: 3 })).left > 0);

        expect(await sums('P1D')).toEqual(await expected('P1D'));
        expect(await sums('P1M')).toEqual(await expected('P1M'));
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('are computed again for the days that changed, and for no others', async () => {
    const days = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-07-01'].map(dayOf);
    await write(days.flatMap((day) => [live(firstQuarterOf(day), 1_000_000), live(firstQuarterOf(day), 1_000_000, 2)]));
    const first = await store.keeping.rollUp(ALL);

    await write([live(firstQuarterOf(dayOf('2026-06-02')) + 5, 7)]);
    const second = await store.keeping.rollUp(ALL);

    // 4 days of 2 registers; then one day of one register, and its month.
    expect([first.days, second, await store.keeping.rollUp(ALL)]).toEqual([8, { days: 1, months: 1, left: 0 }, { days: 0, months: 0, left: 0 }]);
    expect((await sums('P1M')).map((one) => [one.register, one.day, one.amountMicro])).toEqual([
      [1, dayOf('2026-06-01'), 3_000_007],
      [1, dayOf('2026-07-01'), 1_000_000],
      [2, dayOf('2026-06-01'), 3_000_000],
      [2, dayOf('2026-07-01'), 1_000_000],
    ]);
  });

  it('come in turns of a size, of the registers that somebody asks for', async () => {
    await write([1, 2, 3].flatMap((index) => [live(firstQuarterOf(dayOf('2026-06-01') + index), 1), live(firstQuarterOf(dayOf('2026-06-01') + index), 1, 2)]));

    const mine = await store.keeping.rollUp({ registers: Int32Array.of(2), daysMax: 2 });

    expect(mine).toMatchObject({ days: 2, left: 1 });
    expect((await sums('P1D')).map((one) => one.register)).toEqual([2, 2]);
  });

  it('lose the days whose quarters are removed', async () => {
    const first = firstQuarterOf(dayOf('2026-12-30'));
    await write(Array.from({ length: 400 }, (_, index) => live(first + index, 1)));
    await store.keeping.rollUp(ALL);

    await write(
      [live(first + 96, 5)],
      Array.from({ length: 303 }, (_, index) => ({ register: 1, quarter: first + 97 + index })),
    );
    await store.keeping.rollUp(ALL);

    expect((await sums('P1D')).map((one) => [one.day, one.amountMicro])).toEqual([
      [dayOf('2026-12-30'), 96],
      [dayOf('2026-12-31'), 5],
    ]);
  });

  it('of files from before there were sums are made as well', async () => {
    await write([live(firstQuarterOf(dayOf('2026-06-01')), 3)]);
    await store.close();
    const files = await DuckdbFiles.open(dir);
    await files.writer.run('delete from quarters_2026.dirty');
    await files.close();

    store = await SeriesDuckdb.open(dir);
    await store.keeping.rollUp(ALL);

    expect(await sums('P1D')).toHaveLength(1);
  });

  it('are not made again at a start where a file holds no more than the last hour of a year', async () => {
    const first = firstQuarterOf(dayOf('2027-01-01'));
    // Local midnight is 23:00 UTC of the year before: four quarters lie in the file of 2026, their day in that of 2027.
    await write(Array.from({ length: 192 }, (_, index) => live(first + index, 1)));
    await store.keeping.rollUp(ALL);
    await store.close();

    store = await SeriesDuckdb.open(dir);

    expect(await store.keeping.rollUp(ALL)).toEqual({ days: 0, months: 0, left: 0 });
    expect((await sums('P1D')).map((one) => [one.day, one.amountMicro])).toEqual([
      [dayOf('2027-01-01'), 96],
      [dayOf('2027-01-02'), 96],
    ]);
  });
});
