// Which registers enter a figure: what is kept of a connection follows each change of what is known.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Scope, scopeOf } from '../../src/api/scope.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const FROM = epochMs(Date.UTC(2026, 2, 1));
const SWAPPED = epochMs(Date.UTC(2026, 2, 10, 12, 7));
const TO = epochMs(Date.UTC(2026, 3, 1));
let region: SmallRegion;
let company: Objects;

beforeAll(async () => {
  region = await startApp();
  company = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true });
});
afterAll(() => region.stop());

function scopeIn(from: EpochMs, to: EpochMs): Scope {
  const { directory, deps } = region.app.parts;
  const principal = { id: 'operator', name: 'operator', roles: [{ role: 'operator' as const }], processor: false };
  return scopeOf(directory, principal, { area: { kind: 'company', company: company.company }, carrier: 'electricity', from, to, now: deps.now() });
}
const registersOf = (scope: Scope): unknown[] =>
  scope.connections.flatMap(({ registers }) => registers.map(({ register, fromQuarter, toQuarter }) => ({ register, fromQuarter, toQuarter })));
const counter = { carrier: 'electricity', kind: 'counter', unit: 'kWh', flow: 'import' } as const;

it('sees registers and meters that came after it was asked before', async () => {
  const { directory } = region.app.parts;
  expect(registersOf(scopeIn(FROM, TO))).toEqual([]);
  const [old] = await directory.addRegisters([{ meter: company.meter, ...counter, name: 'import' }]);
  expect(registersOf(scopeIn(FROM, TO))).toEqual([{ register: old?.id, fromQuarter: undefined, toQuarter: undefined }]);

  const meter = directory.meters.get(company.meter);
  if (meter === undefined) throw new Error('the meter is not in the directory');
  await directory.changeMeter(meter, { validTo: SWAPPED });
  const next = await region.ask('POST', '/api/v1/meters', {
    key: BOOTSTRAP,
    body: { connection: company.connection, serial: 'next', carrier: 'electricity', role: 'main', validFrom: new Date(SWAPPED).toISOString() },
  });
  const [fresh] = await directory.addRegisters([{ meter: Number(next.body['id']), ...counter, name: 'import' }]);

  const swapped = Math.floor(SWAPPED / QUARTER_MS);
  expect(registersOf(scopeIn(FROM, TO))).toEqual([
    { register: old?.id, fromQuarter: undefined, toQuarter: swapped },
    { register: fresh?.id, fromQuarter: swapped, toQuarter: undefined },
  ]);
  // A period in which only one of them is there.
  expect(registersOf(scopeIn(FROM, epochMs(Date.UTC(2026, 2, 5))))).toEqual([{ register: old?.id, fromQuarter: undefined, toQuarter: undefined }]);
  expect(registersOf(scopeIn(epochMs(Date.UTC(2026, 2, 15)), TO))).toEqual([{ register: fresh?.id, fromQuarter: undefined, toQuarter: undefined }]);
});
