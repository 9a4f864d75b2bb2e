// Days that come in whole: summed and packed as they are written, and right whatever is written over them before or after.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromMicro } from '../../src/domain/ledger.ts';
import { firstQuarterOf } from '../../src/domain/local-days.ts';
import { rollUp } from '../../src/domain/rollup.ts';
import { FRESH_DAYS_MIN } from '../../src/storage/duckdb-fresh-days.ts';
import { DuckdbFiles } from '../../src/storage/duckdb-files.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { type QuarterColumns, NOTHING, emptyColumns, flagCode } from '../../src/storage/series.ts';
import { reading } from '../ingest/projecting.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const ALL = { registers: null, daysMax: 1_000_000 };
const REGISTERS = Int32Array.from({ length: FRESH_DAYS_MIN + 3 }, (_, at) => at + 1);
const DAY = dayOf('2026-03-28');

let dir: string;
let store: SeriesDuckdb;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-fresh-'));
  store = await SeriesDuckdb.open(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

interface Row {
  readonly register: number;
  readonly quarter: number;
  readonly amount: number;
  readonly flag: number;
}
async function give(rows: readonly Row[], field: 'settled' | 'corrected' = 'settled'): Promise<void> {
  const columns = emptyColumns(rows.length);
  rows.forEach((row, at) => {
    columns.registers[at] = row.register;
    columns.quarters[at] = row.quarter;
    columns.amounts[at] = row.amount;
    columns.flags[at] = row.flag;
  });
  await store.writeSettled(columns, field);
}
const dayRows = (register: number, day: number, flag = flagCode('M')): Row[] =>
  Array.from({ length: firstQuarterOf(day + 1) - firstQuarterOf(day) }, (_, t) => ({ register, quarter: firstQuarterOf(day) + t, amount: (register * 100 + t) / 300, flag }));
const bulk = (day: number): Row[] => [...REGISTERS].flatMap((register) => dayRows(register, day));
const live = ({ register, quarter, amount }: Omit<Row, 'flag'>) => ({
  register,
  quarter,
  amountMicro: Math.round(amount * 1e6),
  flag: 'M' as const,
  anchor: reading(quarter * 900_000, 1),
});

async function marks(): Promise<number> {
  await store.close();
  const count = await DuckdbFiles.look(dir, async (connection) =>
    Number((await (await connection.run('select count(distinct (register, day)) from quarters_2026.dirty')).getRows())[0]?.[0]),
  );
  store = await SeriesDuckdb.open(dir);
  return count;
}

const expected = (columns: QuarterColumns, step: 'P1D' | 'P1M') =>
  rollUp(
    [...columns.registers].map((register, at) => ({
      register,
      quarter: columns.quarters[at] ?? 0,
      amountMicro: Math.round((columns.amounts[at] ?? 0) * 1e6),
      flag: columns.flags[at] ?? 0,
      source: columns.sources[at] ?? 0,
    })),
    step,
  );
async function isTrue(): Promise<void> {
  const columns = await store.readQuarters({ registers: REGISTERS, from: 0, to: 2 ** 31 - 1 });
  for (const step of ['P1D', 'P1M'] as const) expect(await store.keeping.readRollups({ registers: REGISTERS, step, from: 0, to: 100_000 })).toEqual(expected(columns, step));
}
/** What counts, by register and quarter, from packed days and from rows. */
async function packedIsTrue(from: number, to: number): Promise<number> {
  const query = { registers: REGISTERS, from: firstQuarterOf(from), to: firstQuarterOf(to) };
  const { days, rows } = await store.readDays(query);
  const told = new Map(expected(rows, 'P1D').map(({ register, day, amountMicro }) => [`${register} ${day}`, amountMicro]));
  days.registers.forEach((register, row) => {
    const length = days.lengths[row] ?? 0;
    const begin = days.begins[row] ?? 0;
    const amounts = days.amounts[days.parts[row] ?? 0]?.subarray(begin, begin + length) ?? new Int32Array(length);
    const columns = emptyColumns(length);
    columns.registers.fill(register);
    amounts.forEach((amount, t) => {
      columns.quarters[t] = (days.firsts[row] ?? 0) + t;
      columns.amounts[t] = fromMicro(amount * (days.unitsMicro[row] ?? 0));
    });
    for (const one of expected(columns, 'P1D')) told.set(`${one.register} ${one.day}`, one.amountMicro);
  });
  const truth = expected(await store.readQuarters(query), 'P1D').map(({ register, day, amountMicro }): [string, number] => [`${register} ${day}`, amountMicro]);
  const inOrder = (sums: [string, number][]): [string, number][] => sums.sort(([a], [b]) => a.localeCompare(b));
  expect(inOrder([...told])).toEqual(inOrder(truth));
  return days.registers.length;
}

describe('whole days that come in', () => {
  it('have their sums and stand packed at once, without a mark', async () => {
    await give(bulk(DAY));
    await give(bulk(DAY + 1));

    expect(await marks()).toBe(0);
    await isTrue();
    expect(await packedIsTrue(DAY, DAY + 2)).toBe(2 * REGISTERS.length);
  });

  it('are marked where the store had something of them, lack a quarter, or lie in two files', async () => {
    await store.writeQuarters({ changed: [live({ register: 1, quarter: firstQuarterOf(DAY) + 3, amount: 7 })], removed: [] });
    await give(bulk(DAY).filter(({ register, quarter }) => register !== 2 || quarter !== firstQuarterOf(DAY) + 50));
    expect(await marks()).toBe(2);

    const newYear = dayOf('2027-01-01');
    await give(bulk(newYear));
    expect(await marks()).toBe(2 + REGISTERS.length);
    await store.keeping.rollUp(ALL);
    await isTrue();
    expect(await packedIsTrue(DAY, newYear + 1)).toBe(2 * REGISTERS.length - 1);
  });

  it('come out the same, whatever comes before and after them', async () => {
    const place = fc.record({ register: fc.integer({ min: 1, max: 3 }), quarter: fc.integer({ min: firstQuarterOf(DAY), max: firstQuarterOf(DAY + 2) - 1 }), amount: fc.nat(900) });
    const change = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('bulk' as const), day: fc.constantFrom(DAY, DAY + 1), field: fc.constantFrom('settled' as const, 'corrected' as const) }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('live' as const, 'corrected' as const, 'taken' as const), place }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('roll-up' as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 6 }), async (changes) => {
        for (const one of changes) {
          if (one.kind === 'bulk') await give(bulk(one.day), one.field);
          else if (one.kind === 'roll-up') await store.keeping.rollUp(ALL);
          else if (one.kind === 'live') await store.writeQuarters({ changed: [live(one.place)], removed: [] });
          else await give([{ ...one.place, flag: one.kind === 'taken' ? NOTHING : flagCode('C') }], one.kind === 'taken' ? 'settled' : 'corrected');
          await packedIsTrue(DAY, DAY + 2);
        }
        await store.keeping.rollUp(ALL);
        await isTrue();
        await store.close();
        rmSync(dir, { recursive: true, force: true });
        store = await SeriesDuckdb.open(dir);
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});
