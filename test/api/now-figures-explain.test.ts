// Kinds of generation and other carriers at this moment, and the last values and amounts that they are made of.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OTHER_NOW_FIELDS } from '../../src/api/now-figures-explain.ts';
import { NowExplanation } from '../../src/api/shapes-now.ts';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let region: SmallRegion;
let told: Record<string, unknown>;
const explained = async (field: string): Promise<NowExplanation> =>
  NowExplanation.parse((await region.ask('GET', `/api/v1/parks/de-mars/now/explain?field=${field}`, { key: BOOTSTRAP })).body);
const post = async (path: string, body: unknown): Promise<number> => Number((await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);

/** A meter of its own gateway, with two readings a minute apart. */
async function speaking(connection: number, company: number, over: { carrier: string; role: string; generationKind?: string; values: readonly object[] }): Promise<void> {
  const { values, ...meter } = over;
  const id = await post('/meters', { connection, serial: `M-${over.carrier}-${over.role}`, validFrom: '2026-01-01', ...meter });
  const gateway = await post('/gateways', { name: over.role + over.carrier, park: 'de-mars', company, profile: 'generic-json', meters: [id] });
  const nowMs = Date.now();
  for (const [index, value] of values.entries()) {
    const time = new Date(nowMs - (values.length - index) * 60_000).toISOString();
    expect((await region.ask('POST', `/api/v1/ingest/${gateway}`, { key: BOOTSTRAP, body: { time, ...value } })).status).toBe(202);
    await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
  }
}

beforeAll(async () => {
  region = await startApp();
  const { company, connection, gateway } = await makeCompany(region, { park: 'de-mars', name: 'A', ean: '871999900000000011', shares: true });
  for (const minutes of [2, 1]) {
    const body = { time: new Date(Date.now() - minutes * 60_000).toISOString(), importKwh: 100 - minutes };
    await region.ask('POST', `/api/v1/ingest/${gateway}`, { key: BOOTSTRAP, body });
    await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
  }
  await speaking(connection, company, { carrier: 'electricity', role: 'generation', generationKind: 'sun', values: [{ generationKwh: 10 }, { generationKwh: 10.5 }] });
  const gas = await post('/connections', { ean: '871999900000000028', company, carrier: 'gas', validFrom: '2026-01-01' });
  await speaking(gas, company, { carrier: 'gas', role: 'main', values: [{ gasM3: 50 }, { gasM3: 50.2 }] });
  told = (await region.ask('GET', '/api/v1/parks/de-mars/now', { key: BOOTSTRAP })).body;
}, 60_000);
afterAll(() => region.stop());

it('a kind of generation is the meters of that kind', async () => {
  const { value, unit, rows } = await explained('generation.sun');

  expect(told['generation']).toEqual([{ kind: 'sun', kw: value }]);
  // Half a kWh in a minute.
  expect([value, unit, rows.map((row) => [row.rule, row.weight, row.contribution])]).toEqual([30, 'kW', [['counter', 1, expect.closeTo(30, 3)]]]);
});

it('another carrier is what is taken of it now, and the balance of today', async () => {
  const [now, today] = [await explained('carriers.gas.perHour'), await explained('carriers.gas.todayAmount')];

  expect(told['carriers']).toEqual([{ carrier: 'gas', unit: 'm3', perHour: now.value, todayAmount: today.value }]);
  expect([now.unit, now.rows.map(({ contribution }) => contribution)]).toEqual(['m3/h', [expect.closeTo(12, 3)]]);
  expect([today.unit, today.parts?.map(({ field }) => field)]).toEqual(['m3', ['importM3', 'generationM3']]);
  for (const { value, explain } of today.parts ?? []) expect((await region.ask('GET', `/api/v1${explain}`, { key: BOOTSTRAP })).body['value']).toBeCloseTo(value, 6);
});

it('names what it explains, electricity by its own figures', () => {
  expect(OTHER_NOW_FIELDS).toContain('carriers.gas.perHour');
  expect(OTHER_NOW_FIELDS.some((field) => field.startsWith('carriers.electricity'))).toBe(false);
});
