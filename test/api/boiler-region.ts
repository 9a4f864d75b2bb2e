// A park in which one company makes heat of its gas with a boiler, and another draws electricity only; measured for two days.
import { QUARTER_MS, localAdd, localFloor } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

export interface BoilerRegion {
  readonly region: SmallRegion;
  /** With the boiler. */
  readonly company: Objects;
  readonly other: Objects;
  readonly conversion: number;
  /** Meters of the boiler. */
  readonly gas: number;
  readonly heat: number;
  readonly asManager: string;
  readonly asRegion: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Of an instant its local day. */
export const dayOf = (at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(at);

/** A quarter: 20 and 5 kWh of electricity; 10 m3 of gas into the boiler, 80 kWh of heat out. */
export async function startBoiler(): Promise<BoilerRegion> {
  const region = await startApp();
  const to = localFloor(epochMs(Date.now()), 'P1D');
  const from = localAdd(to, 'P1D', -2);
  const company = await makeCompany(region, { park: 'de-mars', name: 'Company A', ean: '871999900000000011', shares: true });
  const other = await makeCompany(region, { park: 'de-mars', name: 'Company B', ean: '871999900000000028', shares: true });
  const post = (path: string, body: unknown): Promise<Answer> => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
  const meterOf = async (carrier: 'gas' | 'heat', ean: string): Promise<number> => {
    const connection = Number((await post('/connections', { ean, company: company.company, carrier, validFrom: '2026-01-01' })).body['id']);
    return Number((await post('/meters', { connection, serial: `M-${ean.slice(-3)}`, carrier, role: 'main', validFrom: '2026-01-01' })).body['id']);
  };
  const count = (meter: number, carrier: Counted['carrier'], how: Pick<Counted, 'flow' | 'quarterly'>): Promise<void> => counted(region, { meter, carrier, from, to, ...how });
  await count(company.meter, 'electricity', { flow: 'import', quarterly: 20 });
  await count(other.meter, 'electricity', { flow: 'import', quarterly: 5 });
  const [gas, heat] = [await meterOf('gas', '871999900000000035'), await meterOf('heat', '871999900000000042')];
  await count(gas, 'gas', { flow: 'import', quarterly: 10 });
  await count(heat, 'heat', { flow: 'generation', quarterly: 80 });
  const made = await post('/conversions', { company: company.company, kind: 'boiler', name: 'Ketel 1', inputs: [gas], outputs: [heat], validFrom: '2026-01-01' });
  if (made.status !== 201) throw new Error(`declaring a boiler was answered with ${made.status}`);
  const { auth } = region.app.parts;
  await auth.ensureAccount({ email: 'manager@test.nl', password: 'a long password', name: 'manager', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
  await auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  const [asManager, asRegion] = [await signIn(region, 'manager@test.nl', 'a long password'), await signIn(region, 'region@test.nl', 'a long password')];
  return { region, company, other, conversion: Number(made.body['id']), gas, heat, asManager, asRegion, from, to };
}

interface Counted {
  readonly meter: number;
  readonly carrier: 'electricity' | 'gas' | 'heat';
  readonly flow: 'import' | 'generation';
  readonly quarterly: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A register that counted the same in each quarter. */
async function counted({ app: { parts } }: SmallRegion, { meter, carrier, flow, quarterly, from, to }: Counted): Promise<void> {
  const [register] = await parts.directory.addRegisters([{ meter, name: flow, carrier, flow, kind: 'counter', unit: carrier === 'gas' ? 'm3' : 'kWh' }]);
  const columns = emptyColumns((to - from) / QUARTER_MS);
  columns.flags.fill(flagCode('M'));
  columns.sources.fill(1);
  columns.registers.fill(register?.id ?? 0);
  columns.amounts.fill(quarterly);
  columns.quarters.forEach((_, row) => (columns.quarters[row] = from / QUARTER_MS + row));
  await parts.store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
}
