// What retention erases is gone from every answer: sums of days that were kept, figures of an earlier date, and undoing.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const QUARTER = 900_000;
/** 6 October, local. */
const FIRST = Date.parse('2026-10-05T22:00:00Z') / QUARTER;

let small: SmallRegion;
let company: Objects;
let register: number;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  company = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  const [row] = await small.app.parts.directory.addRegisters([{ meter: company.meter, name: 'import', flow: 'import', carrier: 'electricity', kind: 'counter', unit: 'kWh' }]);
  register = row?.id ?? 0;
  // Two days, delivered twice.
  for (const [importId, amount] of [
    [1, 2],
    [2, 3],
  ] as const) {
    const columns = emptyColumns(192);
    columns.registers.fill(register);
    columns.quarters.set(Array.from({ length: 192 }, (_, index) => FIRST + index));
    columns.amounts.fill(amount);
    columns.flags.fill(1);
    const at = epochMs(Date.parse(`2026-10-1${importId}T00:00:00Z`));
    await small.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'J', reason: 'delivery', importId, at });
  }
}, 60_000);
afterAll(() => small.stop());

async function days(asOf = ''): Promise<unknown[]> {
  const answer = await small.ask('GET', `/api/v1/companies/${company.company}/balance?from=2026-10-06&to=2026-10-08&step=P1D${asOf}`, { key: BOOTSTRAP });
  const steps: unknown = answer.body['steps'];
  return (Array.isArray(steps) ? steps : []).map((step: Record<string, unknown>) => step['importKwh']);
}

it('erased quarters stay away', async () => {
  const before = '&asOf=2026-10-11T12:00:00Z';
  expect([await days(), await days(before)]).toEqual([
    [288, 288],
    [192, 192],
  ]);

  // From noon of the second day on they stay.
  const quarter = FIRST + 96 + 48;
  const { revisions, store, settlement } = small.app.parts.deps;
  await revisions.erase([register], quarter);
  await store.ask({ kind: 'erase-old', registers: Int32Array.of(register), rawBefore: epochMs(quarter * QUARTER), quartersBefore: epochMs(quarter * QUARTER) });

  expect([await days(), await days(before)]).toEqual([
    [0, 144],
    [0, 96],
  ]);
  await settlement.undo(2, { author: 'J', reason: 'the wrong file', at: epochMs(Date.now()) });
  expect([await days(), await days(before)]).toEqual([
    [0, 96],
    [0, 96],
  ]);
});
