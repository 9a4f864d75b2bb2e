// Packed days are laid together by month and register, and say the same before and after.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstQuarterOf } from '../../src/domain/local-days.ts';
import { DuckdbFiles } from '../../src/storage/duckdb-files.ts';
import { LOOSE_ROWS_MAX, REGISTERS_AT_ONCE } from '../../src/storage/duckdb-ordering.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';

const FIRST = Date.parse('2026-03-01T00:00:00Z') / 86_400_000;
const DAYS = 61;
const REGISTERS = Int32Array.from({ length: 80 }, (_, at) => at + 1);
const SOME = { registers: null, daysMax: 2_000 };

let dir: string;
let store: SeriesDuckdb;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-ordering-'));
  store = await SeriesDuckdb.open(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** One day of every register, as a night or the filling of a history brings it. */
async function settleDay(day: number, { registers = REGISTERS, hours = 24 } = {}): Promise<void> {
  const [from, to] = [firstQuarterOf(day), hours === 24 ? firstQuarterOf(day + 1) : firstQuarterOf(day) + hours * 4];
  const columns = emptyColumns(registers.length * (to - from));
  let row = 0;
  for (const register of registers)
    for (let quarter = from; quarter < to; quarter++, row++) {
      columns.registers[row] = register;
      columns.quarters[row] = quarter;
      columns.amounts[row] = register + (quarter - from) / 1000;
      columns.flags[row] = flagCode('M');
    }
  await store.writeSettled(columns, 'settled');
}

/** Months and registers of the packed rows as they lie in the file. */
async function lying(): Promise<string[]> {
  await store.close();
  const rows = await DuckdbFiles.look(dir, async (connection) => {
    const found = await connection.run("select month(date_add(date '1970-01-01', to_days(day))), register from quarters_2026.whole_days where register > 0 order by rowid");
    return (await found.getRows()).map(([month, register]) => `${String(month)} ${String(register)}`);
  });
  store = await SeriesDuckdb.open(dir);
  return rows;
}
const changes = (rows: readonly string[]): number => rows.filter((one, at) => one !== rows[at - 1]).length;

async function rolledUp(): Promise<void> {
  for (let left = 1; left > 0;) ({ left } = await store.keeping.rollUp(SOME));
}

it('a month of each register lies together after the roll-up, and every day is what it was', async () => {
  for (let day = FIRST; day < FIRST + DAYS; day++) await settleDay(day);
  const query = { registers: REGISTERS, from: firstQuarterOf(FIRST), to: firstQuarterOf(FIRST + DAYS) };
  const before = await store.readQuarters(query);

  await rolledUp();

  const rows = await lying();
  expect(rows.length).toBe(DAYS * REGISTERS.length);
  expect(changes(rows)).toBe(2 * REGISTERS.length);
  const { days, rows: beside } = await store.readDays(query);
  expect([days.registers.length, beside.registers.length]).toEqual([rows.length, 0]);
  // Of registers that tell whole thousandths.
  expect(new Set(days.unitsMicro)).toEqual(new Set([1_000]));
  const thousandths = days.amounts.reduce((all, amounts) => amounts.reduce((sum, amount) => sum + amount, all), 0);
  expect(thousandths).toBe(before.amounts.reduce((sum, amount) => sum + Math.round(amount * 1_000), 0));
});

it('a few days more are left behind them until there are enough', async () => {
  const enough = Math.ceil(LOOSE_ROWS_MAX / REGISTERS.length);
  for (let day = FIRST; day < FIRST + enough; day++) await settleDay(day);
  await rolledUp();
  const before = changes(await lying());

  await settleDay(FIRST + enough);
  await rolledUp();

  expect(before).toBe(REGISTERS.length);
  expect(changes(await lying())).toBe(2 * REGISTERS.length);
});

it('a reader who asks for the sums of some registers waits for none of it', async () => {
  for (let day = FIRST; day < FIRST + 31; day++) await settleDay(day);

  const { left } = await store.keeping.rollUp({ registers: REGISTERS, daysMax: 1_000_000 });

  expect(left).toBe(0);
  expect(changes(await lying())).toBeGreaterThan(REGISTERS.length * 20);
});

const looseRows = async (): Promise<number> => {
  await store.close();
  const count = await DuckdbFiles.look(dir, async (connection) =>
    Number((await (await connection.run('select coalesce(sum(rows), 0) from quarters_2026.loose')).getRows())[0]?.[0]),
  );
  store = await SeriesDuckdb.open(dir);
  return count;
};

it('days that are not whole yet, as today is every five minutes, are no reason to lay a month again', async () => {
  for (let hour = 1; hour <= 20; hour++) {
    await settleDay(FIRST, { hours: hour });
    await rolledUp();
  }
  expect(await looseRows()).toBe(0);

  await settleDay(FIRST);
  await rolledUp();
  expect(await looseRows()).toBe(REGISTERS.length);
});

it('is laid a few registers at a time: what comes in between lies behind it and is laid later', async () => {
  const registers = Int32Array.from({ length: 2 * REGISTERS_AT_ONCE + 10 }, (_, at) => at + 1);
  for (let day = FIRST; day < FIRST + 28; day++) await settleDay(day, { registers });
  let turns = 0;
  for (let days = 1; days > 0; turns++) ({ days } = await store.keeping.rollUp(SOME));
  expect(turns).toBeGreaterThan(2);

  await settleDay(FIRST + 28, { registers });
  for (let left = 1; left > 0; turns++) ({ left } = await store.keeping.rollUp(SOME));
  expect(await looseRows()).toBe(registers.length);
  const rows = await lying();
  expect(rows.length).toBe(29 * registers.length);
  expect(changes(rows)).toBeLessThanOrEqual(2 * registers.length);

  const { days } = await store.readDays({ registers, from: firstQuarterOf(FIRST), to: firstQuarterOf(FIRST + 29) });
  const perRegister = new Map<number, number>();
  days.registers.forEach((register, row) => perRegister.set(register, (perRegister.get(register) ?? 0) + (days.lengths[row] ?? 0)));
  expect([...perRegister.values()].every((quarters) => quarters === firstQuarterOf(FIRST + 29) - firstQuarterOf(FIRST))).toBe(true);
});
