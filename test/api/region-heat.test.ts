// Heat of the region by park over HTTP: sums by hand, a park with too few firms kept back, and no total that would tell it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegionHeat } from '../../src/api/shapes-heat-map.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const HOURS = 8_760;
let region: SmallRegion;
let cookie: string;
const made: Objects[] = [];

/** Check digits are right: the EANs of the other tests, one by one. */
const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042', '871999900000000059', '871999900000000066', '871999900000000073'];

beforeAll(async () => {
  region = await startApp();
  // Six firms on one park want and offer heat; on the other there is one.
  for (const [at, ean] of EANS.entries()) made.push(await makeCompany(region, { park: at < 6 ? 'de-mars' : 'eerbeek-loenen', name: `Firm ${at}`, ean, shares: true }));
  const post = async (body: object): Promise<void> => {
    const answer = await region.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body: { validFrom: '2020-01-01', ...body } });
    expect(answer.status).toBe(201);
  };
  for (const [at, { company }] of made.entries()) {
    await post({ company, role: 'sink', powerKw: 100 + at, supplyC: 60, returnC: 35 });
    await post({ company, role: 'source', powerKw: 50 + at, supplyC: 90, returnC: 50 });
  }
  await post({ park: 'de-mars', role: 'sink', name: 'Homes', powerKw: 1000, supplyC: 55, returnC: 35 });
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'Region', roles: [{ role: 'region' }] });
  cookie = await signIn(region, 'region@test.nl', 'a long password');
}, 60_000);
afterAll(() => region.stop());

async function asked(as: { cookie?: string; key?: string }): Promise<RegionHeat> {
  for (let tries = 0; tries < 20; tries++) {
    const answer = await region.ask('GET', '/api/v1/region/heat-map', as);
    expect(answer.status).toBe(200);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the route under test
    const body = answer.body as unknown as RegionHeat;
    if (body.reading === 0) return body;
    expect(body).toMatchObject({ parks: [] });
  }
  return expect.fail('hours were never read');
}

describe('heat of the region', () => {
  it('is open to the operator’s key, park by park', async () => {
    const { parks, totals } = await asked({ key: BOOTSTRAP });
    const mars = parks.find(({ park }) => park === 'de-mars');
    // Declared power all year: 50 + 51 … + 55 kW offered; 100 … 105 kW and the homes wanted; all that is offered is wanted at once.
    expect(mars).toMatchObject({ offered: { kwh: 315 * HOURS, sign: null }, wanted: { kwh: 1615 * HOURS }, sameHours: { kwh: 315 * HOURS } });
    expect(totals.offered.kwh).toBe((315 + 56) * HOURS);
  });

  it('is kept back from the region where it would say something of a firm', async () => {
    const { parks, totals, coverage } = await asked({ cookie });
    const eerbeek = parks.find(({ park }) => park === 'eerbeek-loenen');

    expect(eerbeek?.offered).toEqual({ kwh: null, sign: 'x', reason: 'too-few' });
    expect(eerbeek?.wanted).toEqual({ kwh: null, sign: 'x', reason: 'too-few' });
    expect(eerbeek?.sameHours.kwh).toBeNull();
    // The total stands beside it, and less the other park it would be that one firm: so the other park is kept back as well.
    expect(parks.find(({ park }) => park === 'de-mars')?.offered).toEqual({ kwh: null, sign: 'x', reason: 'complement' });
    expect(totals.offered).toEqual({ kwh: (315 + 56) * HOURS, sign: null, reason: null });
    expect(totals.sameHours.kwh).toBe((315 + 56) * HOURS);
    expect(coverage).toBeGreaterThan(0.9);
  });

  it('leaves out who does not share with the region', async () => {
    const firm = made[6];
    const consents = await region.ask('GET', `/api/v1/companies/${firm?.company}/consents`, { key: BOOTSTRAP });
    const rows: unknown = consents.body['items'];
    const own = (Array.isArray(rows) ? rows : []).find((one: { audience?: string }) => one.audience === 'region');
    await region.ask('DELETE', `/api/v1/companies/${firm?.company}/consents/${own?.id}`, { key: BOOTSTRAP });
    const { parks, totals } = await asked({ cookie });

    expect(parks.find(({ park }) => park === 'de-mars')?.offered).toEqual({ kwh: 315 * HOURS, sign: null, reason: null });
    expect(parks.find(({ park }) => park === 'eerbeek-loenen')?.offered.kwh ?? 0).toBe(0);
    expect(totals.offered.kwh).toBe(315 * HOURS);
  });

  it('is nothing for a company', async () => {
    expect((await region.ask('GET', '/api/v1/region/heat-map')).status).toBe(401);
  });
});
