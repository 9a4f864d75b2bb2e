// All carriers of a place over the API: against a sum by hand, and who is told what.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnergyFlows } from '../../src/api/shapes-energy-flows.ts';
import { QUARTER_MS, localAdd, localFloor } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let region: SmallRegion;
let company: Objects;
let other: Objects;
let asManager: string;
let asRegion: string;
const to = localFloor(epochMs(Date.now()), 'P1D');
const from = localAdd(to, 'P1D', -2);
const quarters = (to - from) / QUARTER_MS;

const post = (path: string, body: unknown): Promise<Answer> => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
const day = (at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(at);
const ask = (path: string, cookie?: string): Promise<Answer> =>
  region.ask('GET', `/api/v1${path}/energy-flows?from=${day(from)}&to=${day(to)}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
const flow = ({ flows }: EnergyFlows, start: string, end: string): number => flows.find((one) => one.from === start && one.to === end)?.kwh ?? 0;

/** A register that counted the same in each quarter of two days. */
async function counted(meter: number, carrier: 'electricity' | 'gas' | 'heat', { flow: what, quarterly }: { flow: 'import' | 'generation'; quarterly: number }): Promise<void> {
  const { directory, store } = region.app.parts;
  const [register] = await directory.addRegisters([{ meter, name: what, carrier, flow: what, kind: 'counter', unit: carrier === 'gas' ? 'm3' : 'kWh' }]);
  const columns = emptyColumns(quarters);
  columns.flags.fill(flagCode('M'));
  columns.sources.fill(1);
  columns.registers.fill(register?.id ?? 0);
  columns.amounts.fill(quarterly);
  columns.quarters.forEach((_, row) => (columns.quarters[row] = from / QUARTER_MS + row));
  await store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
}

async function meterOf(carrier: 'gas' | 'heat', ean: string): Promise<number> {
  const connection = Number((await post('/connections', { ean, company: company.company, carrier, validFrom: '2026-01-01' })).body['id']);
  return Number((await post('/meters', { connection, serial: `M-${ean.slice(-3)}`, carrier, role: 'main', validFrom: '2026-01-01' })).body['id']);
}

beforeAll(async () => {
  region = await startApp();
  company = await makeCompany(region, { park: 'de-mars', name: 'Company A', ean: '871999900000000011', shares: true });
  other = await makeCompany(region, { park: 'de-mars', name: 'Company B', ean: '871999900000000028', shares: true });
  await counted(company.meter, 'electricity', { flow: 'import', quarterly: 20 });
  await counted(other.meter, 'electricity', { flow: 'import', quarterly: 5 });
  const [gas, heat] = [await meterOf('gas', '871999900000000035'), await meterOf('heat', '871999900000000042')];
  await counted(gas, 'gas', { flow: 'import', quarterly: 10 });
  await counted(heat, 'heat', { flow: 'generation', quarterly: 80 });
  const made = await post('/conversions', { company: company.company, kind: 'boiler', name: 'Ketel 1', inputs: [gas], outputs: [heat], validFrom: '2026-01-01' });
  if (made.status !== 201) throw new Error(`declaring a boiler was answered with ${made.status}`);
  const { auth } = region.app.parts;
  await auth.ensureAccount({ email: 'manager@test.nl', password: 'a long password', name: 'manager', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
  await auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  [asManager, asRegion] = [await signIn(region, 'manager@test.nl', 'a long password'), await signIn(region, 'region@test.nl', 'a long password')];
}, 60_000);
afterAll(() => region.stop());

describe('all carriers of a park', () => {
  it('are electricity and gas in, what the boiler makes of it, its loss and the use of each company', async () => {
    const told = EnergyFlows.parse((await ask('/parks/de-mars', asManager)).body);

    // A quarter: 25 kWh of electricity; 10 m3 x 31.65 / 3.6 = 87.917 kWh of gas, all of it into the boiler, 80 kWh of heat out.
    expect(flow(told, 'grid:electricity', 'carrier:electricity')).toBeCloseTo(25 * quarters, 3);
    expect(flow(told, 'grid:gas', 'carrier:gas')).toBeCloseTo(87.916_667 * quarters, 2);
    expect(flow(told, 'carrier:gas', 'conversion:boiler')).toBeCloseTo(87.916_667 * quarters, 2);
    expect(flow(told, 'carrier:gas', `company:${company.company}`)).toBe(0);
    expect(flow(told, 'conversion:boiler', 'carrier:heat')).toBeCloseTo(80 * quarters, 3);
    expect(flow(told, 'conversion:boiler', 'loss')).toBeCloseTo(7.916_667 * quarters, 2);
    expect(flow(told, 'carrier:heat', `company:${company.company}`)).toBeCloseTo(80 * quarters, 3);
    expect(flow(told, 'carrier:electricity', `company:${other.company}`)).toBeCloseTo(5 * quarters, 3);
    const { suppliedKwh, usedKwh, exportedKwh, lossKwh, notMeteredKwh } = told.totals;
    expect(suppliedKwh).toBeCloseTo(112.916_667 * quarters, 2);
    expect(usedKwh + exportedKwh + lossKwh + notMeteredKwh).toBeCloseTo(suppliedKwh, 2);
    expect(told).toMatchObject({ heatingValue: 'lower', conversions: { shown: 1, leftOut: 0 }, coverage: 1 });
    expect(told.carriers.map(({ carrier, sign }) => [carrier, sign])).toEqual([
      ['electricity', null],
      ['gas', null],
      ['heat', null],
    ]);
  });

  it('are of one company its own, and each carrier leads to its balance', async () => {
    const told = EnergyFlows.parse((await ask(`/companies/${other.company}`, asManager)).body);

    expect(told.flows.map((one) => `${one.from}>${one.to}`)).toEqual(['grid:electricity>carrier:electricity', `carrier:electricity>company:${other.company}`]);
    const balance = await region.ask('GET', `/api/v1${told.carriers[0]?.balance ?? ''}`, { cookie: asManager });
    expect(balance.body['totals']).toMatchObject({ gridImportKwh: 5 * quarters });
  });

  it('leave out a conversion of which a side was not measured: its gas is use, its heat a source', async () => {
    const early = day(localAdd(from, 'P1D', -1));
    const { body } = await region.ask('GET', `/api/v1/parks/de-mars/energy-flows?from=${early}&to=${day(to)}`, { cookie: asManager });
    const told = EnergyFlows.parse(body);

    expect(told.conversions).toEqual({ shown: 0, leftOut: 1 });
    expect(flow(told, 'carrier:gas', `company:${company.company}`)).toBeCloseTo(87.916_667 * quarters, 2);
    expect(flow(told, 'other-generation', 'carrier:heat')).toBeCloseTo(80 * quarters, 3);
  });

  it('are kept from whoever may not see two companies', async () => {
    expect((await ask('/parks/de-mars', asRegion)).body['code']).toBe('suppressed');
    expect((await ask('/region', asRegion)).body['code']).toBe('suppressed');
  });
});
