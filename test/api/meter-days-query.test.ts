// Tariffs, totals and figures of files of one meter, added up once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { lastDayOf } from '../../src/api/meter-days-query.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import { type Objects, type SmallRegion, BOOTSTRAP, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
let own: Objects;
beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  own = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
}, 60_000);
afterAll(() => small.stop());

/** The quarter before the running one: 1 kWh in each register. */
async function one(names: readonly string[]): Promise<number | null | undefined> {
  const { directory, store, deps } = small.app.parts;
  const meter = await directory.addMeter({
    connection: own.connection,
    serial: names.join(),
    carrier: 'electricity',
    role: 'sub',
    generationKind: null,
    gateway: null,
    validFrom: deps.now(),
    validTo: null,
  });
  const registers = await directory.addRegisters(names.map((name) => ({ meter: meter.id, name, carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' })));
  const columns = emptyColumns(registers.length);
  const quarter = Math.floor(deps.now() / QUARTER_MS) - 1;
  registers.forEach(({ id }, row) => {
    columns.registers[row] = id;
    columns.quarters[row] = quarter;
    columns.amounts[row] = 1.234_56;
  });
  columns.flags.fill(flagCode('M'));
  columns.sources.fill(1);
  await store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
  const [day] = await lastDayOf(deps, [meter]);
  return day?.flows[0]?.amounts.at(-1);
}

it.each([
  [['import'], 1.235],
  [['import-t1', 'import-t2'], 2.469],
  [['import', 'import-t1', 'import-t2'], 2.469],
  [['import', 'given-import'], 1.235],
  [['given-import'], 1.235],
])('%j count once, to four digits', async (names, kwh) => {
  expect(await one(names)).toBe(kwh);
});
