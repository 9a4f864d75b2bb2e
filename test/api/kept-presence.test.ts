// How much was measured in whole months, kept: the store is asked once, and again when a quarter of those months changed.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstMonthIn, presentIn } from '../../src/api/kept-presence.ts';
import { localDayOf } from '../../src/domain/local-days.ts';
import { localDate } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { type SmallRegion, makeCompany, startApp } from './small-region.ts';

const QUARTER_MS = 900_000;
const dayOf = (date: string): number => localDayOf(localDate(date) / QUARTER_MS);
let region: SmallRegion;
let register = 0;

async function deliver(from: string, quarters: number): Promise<void> {
  const columns = emptyColumns(quarters);
  for (let row = 0; row < quarters; row++) {
    columns.registers[row] = register;
    columns.quarters[row] = localDate(from) / QUARTER_MS + row;
    columns.amounts[row] = 1;
    columns.flags[row] = 1;
  }
  await region.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'Jansen', reason: 'a test', importId: null, at: epochMs(Date.now()) });
}

beforeAll(async () => {
  region = await startApp();
  const { meter } = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true });
  const [row] = await region.app.parts.directory.addRegisters([{ meter, carrier: 'electricity', kind: 'counter', unit: 'kWh', flow: 'import', name: 'import' }]);
  register = row?.id ?? 0;
  await deliver('2025-03-10', 7);
}, 60_000);
afterAll(() => region.stop());

it('is asked for once, until one of its months changes', async () => {
  const { deps } = region.app.parts;
  const year = () => ({ registers: Int32Array.of(register), from: dayOf('2025-01-01'), to: dayOf('2026-01-01') });

  const first = await presentIn(deps, year());

  expect([...first]).toEqual([[register, 7]]);
  expect(await presentIn(deps, year())).toBe(first);
  expect(await firstMonthIn(deps, year())).toBe(dayOf('2025-03-01'));

  await deliver('2026-02-01', 5);

  // Another year: what is kept of this one stays.
  expect(await presentIn(deps, year())).toBe(first);

  await deliver('2025-02-01', 5);

  expect([...(await presentIn(deps, year()))]).toEqual([[register, 12]]);
  expect(await firstMonthIn(deps, year())).toBe(dayOf('2025-02-01'));
  expect(await firstMonthIn(deps, { ...year(), to: dayOf('2025-02-01') })).toBeNull();
  expect([...(await presentIn(deps, { ...year(), registers: Int32Array.of(register + 1) }))]).toEqual([]);
});

it('of part of a month is that of its days, and of months with parts on either side that of both', async () => {
  const { deps } = region.app.parts;
  const within = async (from: string, to: string): Promise<number> =>
    (await presentIn(deps, { registers: Int32Array.of(register), from: dayOf(from), to: dayOf(to) })).get(register) ?? 0;

  // 5 quarters on 1 February 2025, 7 on 10 March, 5 on 1 February 2026.
  expect([
    await within('2025-03-10', '2025-03-11'),
    await within('2025-03-11', '2025-03-31'),
    await within('2025-01-15', '2025-03-11'),
    await within('2025-02-02', '2026-02-02'),
  ]).toEqual([7, 0, 12, 12]);
});
