// A contract of heat ends when a side takes its agreement back or stops sharing, and heat counts until then only.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { avoidedKgPerKwh, takesPart } from '../../src/api/heat-agreement.ts';
import { valuesOf } from '../../src/domain/heat/parameters.ts';
import { epochMs } from '../../src/domain/units.ts';
import { parameters } from '../domain/heat/given.ts';
import { type HeatRegion, heatRegion } from './heat-region.ts';
import { BOOTSTRAP } from './small-region.ts';

const PARK = '/parks/de-mars/heat-network';
let heat: HeatRegion;
let path: string;
beforeAll(async () => {
  heat = await heatRegion();
  path = `/heat-matches/${heat.named(heat.ports.mill, heat.ports.dairy)}`;
  for (const who of ['mill', 'dairy'] as const) await heat.ask(who, 'POST', `${path}/decisions`, { decision: 'agree' });
}, 180_000);
afterAll(() => heat.region.stop());

const contract = (over: object = {}) => heat.ask('mill', 'POST', `${path}/contracts`, { kwhPerYear: 2_000_000, validFrom: '2026-01-01', ...over });
const seen = async (who: 'mill' | 'dairy' | 'parkmanager') => (await heat.ask(who, 'GET', path)).body;
async function consentOfDairy(): Promise<string> {
  const { body } = await heat.region.ask('GET', `/api/v1/companies/${heat.companies.dairy.company}/consents`, { key: BOOTSTRAP });
  const items: { id: number; audience: string }[] = JSON.parse(JSON.stringify(body['items']));
  return `/companies/${heat.companies.dairy.company}/consents/${items.find((one) => one.audience === 'parkmanager')?.id}`;
}
/** A heat meter of the dairy. */
async function heatMeter(): Promise<number> {
  const { company } = heat.companies.dairy;
  const connection = await heat.region.ask('POST', '/api/v1/connections', {
    key: BOOTSTRAP,
    body: { ean: '871999900000000240', company, carrier: 'heat', validFrom: '2020-01-01' },
  });
  const body = { connection: Number(connection.body['id']), serial: 'H-1', carrier: 'heat', role: 'heat-sink', validFrom: '2020-01-01' };
  return Number((await heat.region.ask('POST', '/api/v1/meters', { key: BOOTSTRAP, body })).body['id']);
}

describe('a contract', () => {
  it('holds and counts while both agree, and says from when', async () => {
    expect((await contract()).body).toMatchObject({
      state: 'contracted',
      contracted: { kwhPerYear: 2_000_000 },
      contracts: [{ kwhPerYear: 2_000_000, validFrom: '2025-12-31T23:00:00Z', validTo: null, endedBy: null }],
    });
  });

  it('is replaced by the next, so that nothing counts twice', async () => {
    await contract({ kwhPerYear: 3_000_000, validFrom: '2026-06-01', meter: await heatMeter() });

    expect(await seen('mill')).toMatchObject({
      state: 'metered',
      contracted: { kwhPerYear: 3_000_000 },
      contracts: [{ validTo: '2026-05-31T22:00:00Z', endedBy: 'replaced' }, { endedBy: null }],
    });
    expect((await heat.ask('parkmanager', 'GET', PARK)).body).toMatchObject({ contracted: { matches: 1, kwhPerYear: 3_000_000 }, metered: { matches: 1 } });
  });

  it('is not made with a company that does not share, nor with a meter that counts another match', async () => {
    const { id: meter } = [...heat.region.app.parts.directory.meters.values()].find((one) => one.serial === 'H-1') ?? expect.fail('no heat meter');
    const silent = `/heat-matches/${heat.named(heat.ports.mill, heat.ports.silent)}`;
    const other = { company: heat.companies.dairy.company, role: 'sink', powerKw: 100, supplyC: 60, returnC: 35, lat: 52.151, lon: 6.2, validFrom: '2020-01-01' };
    const port = Number((await heat.region.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body: other })).body['id']);

    expect(await heat.ask('key', 'POST', `${silent}/contracts`, { kwhPerYear: 1 })).toMatchObject({ status: 422 });
    expect(await heat.ask('key', 'POST', `/heat-matches/${heat.named(heat.ports.mill, port)}/contracts`, { kwhPerYear: 1, meter, validFrom: '2026-01-01' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('counted twice') },
    });
  });

  it('does not take whoever left for one that takes part because the clock went on meanwhile', () => {
    let at = Date.now();
    const deps = { ...heat.region.app.parts.deps, now: () => epochMs(at++) };

    expect([heat.companies.silent.company, heat.companies.dairy.company].map((company) => takesPart(deps, company))).toEqual([false, true]);
  });

  it('ends when a side takes its agreement back, and agreeing again does not bring it back', async () => {
    await heat.ask('dairy', 'POST', `${path}/decisions`, { decision: 'decline' });

    expect(await seen('parkmanager')).toMatchObject({ state: 'declined', contracted: null, contracts: [{}, { kwhPerYear: 3_000_000, endedBy: 'declined' }], metered: { kwh: 0 } });
    expect(await seen('mill')).toMatchObject({ state: 'declined', sight: 'band', contracted: null, contracts: [{}, { kwhPerYear: null, endedBy: 'declined' }], metered: null });
    expect((await heat.ask('parkmanager', 'GET', PARK)).body).toMatchObject({ contracted: { matches: 0, kwhPerYear: 0 }, metered: { matches: 1 } });
    await heat.ask('dairy', 'POST', `${path}/decisions`, { decision: 'agree' });
    expect(await seen('mill')).toMatchObject({ state: 'agreed', contracted: null, contracts: [{}, { kwhPerYear: 3_000_000, endedBy: 'declined' }] });
  });

  it('ends when a side stops sharing with its park, and sharing again asks that side anew', async () => {
    await contract({ kwhPerYear: 500_000 });
    expect((await heat.ask('parkmanager', 'GET', PARK)).body).toMatchObject({ contracted: { matches: 1, kwhPerYear: 500_000 } });
    await heat.region.ask('DELETE', `/api/v1${await consentOfDairy()}`, { key: BOOTSTRAP });

    // To the other side it is gone.
    expect((await heat.ask('mill', 'GET', path)).status).toBe(404);
    expect(await seen('dairy')).toMatchObject({ sight: 'band', contracted: null, contracts: [{}, {}, { endedBy: 'left' }] });
    const consents = `/api/v1/companies/${heat.companies.dairy.company}/consents`;
    await heat.region.ask('POST', consents, { key: BOOTSTRAP, body: { audience: 'parkmanager', validFrom: '2026-01-01' } });
    expect(await seen('mill')).toMatchObject({ state: 'proposed', sight: 'band', contracted: null, decisions: [{ side: 'source', decision: 'agree' }] });
    expect((await contract()).status).toBe(422);
    await heat.ask('dairy', 'POST', `${path}/decisions`, { decision: 'agree' });
    expect(await seen('mill')).toMatchObject({ state: 'agreed', sight: 'full', contracts: [{}, {}, { endedBy: 'left' }] });
  });
});

describe('CO2 of a metered kWh', () => {
  const values = valuesOf(parameters);

  it('is that of the match: gas less the electricity of pumps and heat pump', () => {
    expect(avoidedKgPerKwh({ deliveredKwh: 2000, co2AvoidedKg: 300 }, { residual: 'yes' }, values)).toBe(0.15);
  });

  it('is that of the gas where the two match no more, and nothing where the heat was made for it', () => {
    // 1,000 kWh / (8.79 x 0.90) x 2.134 kg
    expect(avoidedKgPerKwh(undefined, { residual: 'unknown' }, values)).toBeCloseTo(2.134 / (8.79 * 0.9), 9);
    expect(avoidedKgPerKwh({ deliveredKwh: 2000, co2AvoidedKg: 300 }, { residual: 'no' }, values)).toBe(0);
  });
});
