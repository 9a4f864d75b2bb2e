// Which connections and registers a figure is made of: heat that is let off is in no balance, and its meter is missed in none; biogas that
// only a sub-meter counted is in it; what is kept of a connection follows each change of what is known.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Scope, scopeOf } from '../../src/api/scope.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const FROM = epochMs(Date.UTC(2026, 2, 1));
const SWAPPED = epochMs(Date.UTC(2026, 2, 10, 12, 7));
const TO = epochMs(Date.UTC(2026, 3, 1));
const DAY = 'from=2026-10-06&to=2026-10-07';
let region: SmallRegion;
let company: Objects;
let swapping: Objects;
let heat = 0;
const ask = (method: string, path: string, body?: unknown): Promise<Answer> => region.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) });
const made = async (path: string, body: unknown): Promise<number> => Number((await ask('POST', path, body)).body['id']);
const meter = (role: string, serial: string): Promise<number> => made('/meters', { connection: heat, serial, carrier: 'heat', role, validFrom: '2026-01-01' });
const day = (kw: number): number[] => Array.from({ length: 96 }, () => kw);
async function coverage(): Promise<unknown[]> {
  const [balance, emissions] = [await ask('GET', `/companies/${company.company}/balance?carrier=heat&${DAY}`), await ask('GET', `/companies/${company.company}/emissions?${DAY}`)];
  return [balance.body['coverage'], emissions.body['coverage']];
}

beforeAll(async () => {
  region = await startApp();
  await ask('POST', '/parks', { id: 'park-a', name: 'Park A', municipality: 'Zutphen' });
  company = await makeCompany(region, { park: 'park-a', name: 'A', ean: '871999900000000011', shares: true });
  await measure(region, company.meter, { from: '2026-10-05T22:00:00Z', kw: day(10) });
  heat = await made('/connections', { ean: '871999900000000028', company: company.company, carrier: 'heat', validFrom: '2026-01-01' });
}, 60_000);
afterAll(() => region.stop());

it('a connection without a meter that spoke is missed, one that only tells what is let off is not, and one that is drawn from counts', async () => {
  const source = await meter('heat-source', 'H-1');
  expect(await coverage()).toEqual([0, 0.5]);

  // As its first reading does: a heat meter counts what goes through it as import, whatever side it hangs on.
  await region.app.parts.directory.addRegisters([{ meter: source, name: 'heat', carrier: 'heat', flow: 'import', kind: 'counter', unit: 'kWh' }]);
  expect(await coverage()).toEqual([0, 1]);

  // What an engine of the company makes of heat is detail of it, not something that is drawn here.
  const engine = await meter('sub', 'H-3');
  await region.app.parts.directory.addRegisters([{ meter: engine, name: 'heat', carrier: 'heat', flow: 'import', kind: 'counter', unit: 'kWh' }]);
  expect(await coverage()).toEqual([0, 1]);

  await measure(region, await meter('main', 'H-2'), { from: '2026-10-05T22:00:00Z', kw: day(3) });
  expect(await coverage()).toEqual([1, 1]);
  expect((await ask('GET', `/companies/${company.company}/balance?carrier=heat&${DAY}`)).body['totals']).toMatchObject({ importKwh: 72, consumptionKwh: 72 });
});

it('biogas that only a sub-meter counted, as before the engine that burns it, is what came in; behind a main meter it is detail of it', async () => {
  const biogas = await made('/connections', { ean: '871999900000000042', company: company.company, carrier: 'biogas', validFrom: '2026-01-01' });
  const biogasMeter = (role: string): Promise<number> => made('/meters', { connection: biogas, serial: `B-${role}`, carrier: 'biogas', role, validFrom: '2026-01-01' });
  const told = async (): Promise<unknown[]> => {
    const [balance, flows, emissions] = await Promise.all(
      ['balance?carrier=biogas&', 'energy-flows?', 'emissions?'].map((route) => ask('GET', `/companies/${company.company}/${route}${DAY}`)),
    );
    const carriers: { carrier: string; coverage: number }[] = JSON.parse(JSON.stringify(flows?.body['carriers']));
    return [
      balance?.body['coverage'],
      balance?.body['totals'],
      carriers.find(({ carrier }) => carrier === 'biogas')?.coverage,
      emissions?.body['totals'],
      emissions?.body['uncertaintyShare'],
    ];
  };

  // 40 m3 an hour; each is 1.321 kg of CO2 that plants had taken up.
  await measure(region, await biogasMeter('sub'), { from: '2026-10-05T22:00:00Z', kw: day(40), carrier: 'biogas' });
  expect(await told()).toMatchObject([1, { importM3: 960, consumptionM3: 960, residualM3: 0 }, 1, { biogenicKg: 1268.16 }, expect.closeTo(Math.hypot(0.02, 0.05), 3)]);

  // 100 m3 an hour came in, of which the sub-meter counted a part.
  await measure(region, await biogasMeter('main'), { from: '2026-10-05T22:00:00Z', kw: day(100), carrier: 'biogas' });
  expect(await told()).toMatchObject([1, { importM3: 2400, consumptionM3: 2400 }, 1, { biogenicKg: 3170.4 }, expect.closeTo(Math.hypot(0.02, 0.05), 3)]);
});

function scopeIn(from: EpochMs, to: EpochMs): Scope {
  const { directory, deps } = region.app.parts;
  const principal = { id: 'operator', name: 'operator', roles: [{ role: 'operator' as const }], processor: false };
  return scopeOf(directory, principal, { area: { kind: 'company', company: swapping.company }, carrier: 'electricity', from, to, now: deps.now() });
}
const registersOf = (scope: Scope): unknown[] =>
  scope.connections.flatMap(({ registers }) => registers.map(({ register, fromQuarter, toQuarter }) => ({ register, fromQuarter, toQuarter })));
const counter = { carrier: 'electricity', kind: 'counter', unit: 'kWh', flow: 'import' } as const;

it('sees registers and meters that came after it was asked before', async () => {
  swapping = await makeCompany(region, { park: 'park-a', name: 'B', ean: '871999900000000035', shares: true });
  const { directory } = region.app.parts;
  expect(registersOf(scopeIn(FROM, TO))).toEqual([]);
  const [old] = await directory.addRegisters([{ meter: swapping.meter, ...counter, name: 'import' }]);
  expect(registersOf(scopeIn(FROM, TO))).toEqual([{ register: old?.id, fromQuarter: undefined, toQuarter: undefined }]);

  const was = directory.meters.get(swapping.meter);
  if (was === undefined) throw new Error('the meter is not in the directory');
  await directory.changeMeter(was, { validTo: SWAPPED });
  const next = await region.ask('POST', '/api/v1/meters', {
    key: BOOTSTRAP,
    body: { connection: swapping.connection, serial: 'next', carrier: 'electricity', role: 'main', validFrom: new Date(SWAPPED).toISOString() },
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
