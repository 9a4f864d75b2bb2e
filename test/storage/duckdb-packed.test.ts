// Whole days in one row say what their quarters say, whatever was written, given, removed or erased in between.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstQuarterOf } from '../../src/domain/local-days.ts';
import { type QualityFlag, toMicro } from '../../src/domain/ledger.ts';
import { epochMs } from '../../src/domain/units.ts';
import { spansBeside, wholeDaysIn } from '../../src/storage/duckdb-packed.ts';
import { DuckdbFiles } from '../../src/storage/duckdb-files.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { type DaysAndRows, NOTHING, type PackedDays, type QuarterColumns, emptyColumns, emptyDays, flagCode } from '../../src/storage/series.ts';
import { reading } from '../ingest/projecting.ts';

const QUARTER = 900_000;
const ALL = { registers: null, daysMax: 1_000_000 };
const REGISTERS = Int32Array.of(1, 2, 7);
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

let dir: string;
let store: SeriesDuckdb;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-packed-'));
  store = await SeriesDuckdb.open(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const live = (register: number, quarter: number, amountMicro: number, flag: QualityFlag = 'M') => ({ register, quarter, amountMicro, flag, anchor: reading(quarter * QUARTER, 1) });
/** Every quarter of some local days. */
const whole = (register: number, day: number, days = 1, flag: QualityFlag = 'M') =>
  Array.from({ length: firstQuarterOf(day + days) - firstQuarterOf(day) }, (_, t) => live(register, firstQuarterOf(day) + t, register * 1_000_000 + t, flag));
/** Days on which nothing flowed. */
const still = (register: number, day: number, days = 1) => whole(register, day, days).map((one) => ({ ...one, amountMicro: 0 }));
const write = (changed: ReturnType<typeof live>[]): Promise<void> => store.writeQuarters({ changed, removed: [] });

async function settle(rows: readonly { register: number; quarter: number; amount: number; flag: number }[], field: 'settled' | 'corrected'): Promise<void> {
  const columns = emptyColumns(rows.length);
  rows.forEach((row, at) => {
    columns.registers[at] = row.register;
    columns.quarters[at] = row.quarter;
    columns.amounts[at] = row.amount;
    columns.flags[at] = row.flag;
  });
  await store.writeSettled(columns, field);
}

/** What counts in each quarter of the rows: the highest source, in millionths. */
function counted({ registers, quarters, amounts, flags, sources }: QuarterColumns): Map<string, readonly [amount: number, flag: number]> {
  const best = new Map<string, { source: number; value: readonly [number, number] }>();
  registers.forEach((register, row) => {
    const key = `${register} ${quarters[row]}`;
    const source = sources[row] ?? 0;
    if ((best.get(key)?.source ?? -1) <= source) best.set(key, { source, value: [toMicro(amounts[row] ?? 0), flags[row] ?? 0] });
  });
  return new Map([...best].map(([key, { value }]) => [key, value]));
}
function told({ days, rows }: DaysAndRows): Map<string, readonly [amount: number, flag: number]> {
  const found = counted(rows);
  days.registers.forEach((register, row) => {
    const [amounts, begin, unitMicro] = [days.amounts[days.parts[row] ?? 0] ?? [], days.begins[row] ?? 0, days.unitsMicro[row] ?? 0];
    for (let t = 0; t < (days.lengths[row] ?? 0); t++) found.set(`${register} ${(days.firsts[row] ?? 0) + t}`, [(amounts[begin + t] ?? 0) * unitMicro, days.flags[row] ?? 0]);
  });
  return found;
}
const sorted = (values: Map<string, unknown>): [string, unknown][] => [...values].sort(([a], [b]) => a.localeCompare(b));

async function compare(from: number, to: number, registers = REGISTERS): Promise<PackedDays> {
  const query = { registers, from, to };
  const both = await store.readDays(query);
  expect(sorted(told(both))).toEqual(sorted(counted(await store.readQuarters(query))));
  return both.days;
}

describe('days in one row', () => {
  // Both clock changes, and the turn of the year, where a local day lies in two files.
  const DAYS = ['2026-03-28', '2026-03-29', '2026-10-25', '2026-12-31', '2027-01-01'].map(dayOf);
  const place = fc.record({ day: fc.constantFrom(...DAYS), offset: fc.integer({ min: 0, max: 91 }), register: fc.constantFrom(1, 2) });
  const value = fc.record({ place, amount: fc.integer({ min: -9, max: 5000 }).map((thirds) => thirds / 3), flag: fc.constantFrom('M', 'C', 'E', 'S') });
  const change = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom('whole', 'still'), day: fc.constantFrom(...DAYS), register: fc.constantFrom(1, 2), flag: fc.constantFrom('M', 'E') }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('live', 'settled', 'corrected', 'taken'), values: fc.array(value, { minLength: 1, maxLength: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('roll-up'), daysMax: fc.constantFrom(2, 1000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('removed'), place }) },
  );
  const quarterOf = ({ day, offset }: { day: number; offset: number }): number => firstQuarterOf(day) + offset;

  it('hold what counts in each quarter', async () => {
    let [packed, runs] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 3, maxLength: 14 }), async (changes) => {
        // Registers of its own: what an earlier run corrected is packed no more.
        const before = 2 * runs++;
        const registers = Int32Array.of(before + 1, before + 2);
        const registerOf = (of: { register: number }): number => before + of.register;
        // One begins with days in one row, the other with nothing.
        await write(DAYS.flatMap((day) => whole(before + 1, day)));
        await store.keeping.rollUp(ALL);
        for (const one of changes) {
          if ('daysMax' in one) await store.keeping.rollUp({ registers: null, daysMax: one.daysMax });
          else if ('place' in one) await store.writeQuarters({ changed: [], removed: [{ register: registerOf(one.place), quarter: quarterOf(one.place) }] });
          else if ('day' in one && one.kind === 'still') await write(still(registerOf(one), one.day));
          else if ('day' in one) await write(whole(registerOf(one), one.day, 1, one.flag === 'M' ? 'M' : 'E'));
          else {
            const rows = [...new Map(one.values.map((of) => [`${of.place.register} ${quarterOf(of.place)}`, of])).values()];
            const given = rows.map((of) => ({ register: registerOf(of.place), quarter: quarterOf(of.place), amount: of.amount, flag: flagCode(of.flag) }));
            if (one.kind === 'live') await write(given.map((of, at) => live(of.register, of.quarter, Math.round(of.amount * 1e6), rows[at]?.flag)));
            else if (one.kind === 'taken')
              await settle(
                given.map((of) => ({ ...of, flag: NOTHING })),
                'settled',
              );
            else await settle(given, one.kind === 'settled' ? 'settled' : 'corrected');
          }
          const days = await compare(firstQuarterOf(dayOf('2026-03-28')), firstQuarterOf(dayOf('2027-01-02')) - 3, registers);
          packed += days.registers.length;
        }
      }),
      { numRuns: 15 },
    );

    expect(packed).toBeGreaterThan(0);
  }, 120_000);

  it('are those in which every quarter has a value, of one flag, none estimated', async () => {
    const first = dayOf('2026-06-01');
    await write([...whole(1, first, 3), ...whole(2, first, 1, 'E'), ...whole(7, first, 1).slice(1)]);
    await settle([{ register: 1, quarter: firstQuarterOf(first + 1) + 5, amount: 1 / 3, flag: flagCode('C') }], 'corrected');
    await store.keeping.rollUp(ALL);
    const days = await compare(firstQuarterOf(first), firstQuarterOf(first + 3));

    expect([...days.registers].map((register, row) => [register, days.firsts[row], days.lengths[row]])).toEqual([
      [1, firstQuarterOf(first), 96],
      [1, firstQuarterOf(first + 2), 96],
    ]);
  });

  it('on which nothing flowed take no amounts, as long as such a day is', async () => {
    const days = ['2026-03-29', '2026-06-01', '2026-10-25'].map(dayOf);
    await write(days.flatMap((day) => [...still(1, day), ...whole(2, day)]));
    await store.keeping.rollUp(ALL);
    const packed = await compare(firstQuarterOf(days[0] ?? 0), firstQuarterOf((days[2] ?? 0) + 1));

    expect([...packed.registers].map((register, row) => [register, packed.lengths[row]])).toEqual([92, 96, 100].flatMap((length) => [1, 2].map((register) => [register, length])));
    // The zeros that the days of one register share, and three days of the other.
    expect(packed.amounts.map(({ length }) => length)).toEqual([100, 92 + 96 + 100]);

    await store.close();
    const files = await DuckdbFiles.open(dir);
    await files.writer.run('update quarters_2026.whole_days set amounts = list_resize([]::integer[], 92, 0) where register = 1 and len(amounts) = 0 and day < 20600');
    await files.close();
    store = await SeriesDuckdb.open(dir);
    // As they were written before.
    expect((await compare(firstQuarterOf(days[0] ?? 0), firstQuarterOf((days[2] ?? 0) + 1))).registers.length).toBe(6);
  });

  it('that changed since are read from their quarters', async () => {
    const first = dayOf('2026-06-01');
    await write(whole(1, first, 2));
    await store.keeping.rollUp(ALL);
    await write([live(1, firstQuarterOf(first) + 3, 42)]);

    expect([...(await compare(firstQuarterOf(first), firstQuarterOf(first + 2))).firsts]).toEqual([firstQuarterOf(first + 1)]);
  });

  it('go with the quarters that are erased', async () => {
    const first = dayOf('2026-06-01');
    await write([...whole(1, first, 3), ...whole(2, first, 1)]);
    await store.keeping.rollUp(ALL);
    const before = epochMs((firstQuarterOf(first + 1) + 4) * QUARTER);
    await store.keeping.eraseOld({ registers: Int32Array.of(1), rawBefore: before, quartersBefore: before });

    expect([...(await compare(firstQuarterOf(first), firstQuarterOf(first + 3))).registers]).toEqual([2, 1]);
  });

  it('of files from before there were such days are made as well, once', async () => {
    const first = dayOf('2026-06-01');
    await write(whole(1, first));
    await store.keeping.rollUp(ALL);
    await store.close();
    const files = await DuckdbFiles.open(dir);
    await files.writer.run('drop table quarters_2026.whole_days');
    await files.writer.run('create table quarters_2026.packed(register integer, day integer, flag utinyint, amounts double[])');
    await files.writer.run(`insert into quarters_2026.packed values (1, ${first}, 0, [1.5])`);
    await files.close();

    store = await SeriesDuckdb.open(dir);
    expect((await compare(firstQuarterOf(first), firstQuarterOf(first + 1))).registers.length).toBe(0);
    expect((await store.keeping.rollUp(ALL)).days).toBe(1);
    expect((await compare(firstQuarterOf(first), firstQuarterOf(first + 1))).registers.length).toBe(1);
    await store.close();
    const again = await DuckdbFiles.open(dir);
    expect(Number((await (await again.writer.run("select count(*) from duckdb_tables() where table_name = 'packed'")).getRows())[0]?.[0])).toBe(0);
    await again.close();
    store = await SeriesDuckdb.open(dir);
    expect((await store.keeping.rollUp(ALL)).days).toBe(0);
  });
});

describe('what is read beside whole days', () => {
  const first = dayOf('2026-06-01');
  const start = firstQuarterOf(first);
  const days = (of: readonly (readonly [register: number, day: number])[]): PackedDays => ({
    ...emptyDays(of.length),
    registers: Int32Array.from(of, ([register]) => register),
    firsts: Int32Array.from(of, ([, day]) => firstQuarterOf(first + day)),
  });
  const query = { registers: Int32Array.of(1, 2), from: start, to: start + 3 * 96 };

  it('is nothing where all days are there, and all where none is', () => {
    const all = [1, 2].flatMap((register) => [0, 1, 2].map((day) => [register, day] as const));

    expect(spansBeside(days(all), query)).toEqual([]);
    expect(spansBeside(emptyDays(), query)).toEqual([query]);
  });

  it('is the edges of the period, and the stretches in which a register lacks a day', () => {
    const found = spansBeside(
      days([
        [1, 0],
        [2, 0],
        [1, 1],
        [1, 2],
        [2, 2],
      ]),
      { ...query, from: start - 5, to: start + 3 * 96 + 2 },
    );

    expect(found).toEqual([
      { registers: query.registers, from: start - 5, to: start },
      { registers: query.registers, from: start + 3 * 96, to: start + 3 * 96 + 2 },
      { registers: Int32Array.of(2), from: start + 96, to: start + 192 },
    ]);
  });

  it('has whole local days inside a period', () => {
    expect(wholeDaysIn({ from: start, to: start + 96 })).toEqual({ first, end: first + 1 });
    expect(wholeDaysIn({ from: start + 1, to: start + 96 })).toEqual({ first: first + 1, end: first + 1 });
    expect(wholeDaysIn({ from: start - 1, to: start + 95 })).toEqual({ first, end: first });
  });
});
