// What a figure of the heat of the region is the sum of: parks and ports for who sees them, and no more than the map tells to others.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegionHeat } from '../../src/api/shapes-heat-map.ts';
import type { RegionHeatExplanation } from '../../src/api/shapes-region-heat-explained.ts';
import { BOOTSTRAP, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

/** Check digits are right. */
const EANS = ['011', '028', '035', '042', '059', '066', '073'];
let region: SmallRegion;
let cookie: string;

beforeAll(async () => {
  region = await startApp();
  const post = async (body: object): Promise<void> => {
    await region.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body: { validFrom: '2020-01-01', ...body } });
  };
  // Six firms on one park want and offer heat, one on the other; no power is a whole kWh in a year.
  for (const [at, end] of EANS.entries()) {
    const { company } = await makeCompany(region, { park: at < 6 ? 'de-mars' : 'eerbeek-loenen', name: `Firm ${at}`, ean: `871999900000000${end}`, shares: true });
    await post({ company, role: 'sink', powerKw: 100.012_37 + at, supplyC: 60, returnC: 35 });
    await post({ company, role: 'source', powerKw: 50.000_059 + at, supplyC: 90, returnC: 50 });
  }
  await post({ park: 'de-mars', role: 'sink', name: 'Homes', powerKw: 1000.000_04, supplyC: 55, returnC: 35 });
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'Region', roles: [{ role: 'region' }] });
  cookie = await signIn(region, 'region@test.nl', 'a long password');
  for (let reading: unknown = 1; reading !== 0;) ({ reading } = (await region.ask('GET', '/api/v1/region/heat-map', { key: BOOTSTRAP })).body);
}, 60_000);
afterAll(() => region.stop());

/* oxlint-disable typescript/no-unsafe-type-assertion -- the answers of the routes under test */
const map = async (as: { cookie?: string; key?: string }): Promise<RegionHeat> => (await region.ask('GET', '/api/v1/region/heat-map', as)).body as unknown as RegionHeat;
const why = async (query: string, as: { cookie?: string; key?: string } = { key: BOOTSTRAP }): Promise<RegionHeatExplanation> =>
  (await region.ask('GET', `/api/v1/region/heat-map/explain?${query}`, as)).body as unknown as RegionHeatExplanation;
/* oxlint-enable typescript/no-unsafe-type-assertion */
const sum = (rows: RegionHeatExplanation['rows']): number => rows.reduce((all, one) => all + one.contribution, 0);

describe('a figure of the heat of the region', () => {
  it.each(['offered', 'wanted', 'sameHours'] as const)('%s is the parks as they are told, and what rounding left', async (field) => {
    const [{ parks, totals }, { rows, rest, value, keptBack }] = [await map({ key: BOOTSTRAP }), await why(`field=${field}`)];

    expect(rows.map(({ park, contribution }) => [park, contribution])).toEqual(parks.map((one) => [one.park, one[field].kwh]));
    expect(keptBack).toBe(0);
    expect(Math.abs(rest)).toBeLessThanOrEqual(parks.length / 2);
    expect(sum(rows) + rest).toBe(value);
    expect(value).toBe(totals[field].kwh);
  });

  it.each([
    ['offered', 6, 0],
    ['wanted', 7, 0],
    ['sameHours', 6, 7],
  ] as const)('%s of a park is what its ports give or take', async (field, ports, taken) => {
    const told = (await map({ key: BOOTSTRAP })).parks.find(({ park }) => park === 'de-mars')?.[field].kwh;
    const body = await why(`field=${field}&park=de-mars`);

    expect([body.value, sum(body.rows), body.rest, body.rows.length, body.taken.length]).toEqual([told, told, 0, ports, taken]);
    expect(sum(body.taken)).toBe(taken === 0 ? 0 : told);
    expect(body.rows[0]).toMatchObject({ name: 'Firm 0', park: null, explain: null });
  });

  it('is to the region what the map tells it, with what is kept back in one number', async () => {
    const [{ totals, parks }, { rows, rest, keptBack }] = [await map({ cookie }), await why('field=offered', { cookie })];

    // The total less the other park would be one firm: both are kept back.
    expect(parks.map(({ offered }) => offered.kwh)).toEqual([null, null]);
    expect([rows, rest, keptBack]).toEqual([[], totals.offered.kwh, 2]);
    expect(await why('field=offered&park=eerbeek-loenen', { cookie })).toMatchObject({ code: 'suppressed' });
    expect(await why('field=sameHours&park=de-mars', { cookie })).toMatchObject({ code: 'suppressed' });
  });

  it('of a park that is open to the region is one number, without its ports', async () => {
    const firm = [...region.app.parts.directory.companies.values()].find(({ name }) => name === 'Firm 6');
    const consents = await region.ask('GET', `/api/v1/companies/${firm?.id}/consents`, { key: BOOTSTRAP });
    const items: unknown = consents.body['items'];
    const own = (Array.isArray(items) ? items : []).find((one: { audience?: string }) => one.audience === 'region');
    await region.ask('DELETE', `/api/v1/companies/${firm?.id}/consents/${own?.id}`, { key: BOOTSTRAP });

    const told = (await map({ cookie })).parks.find(({ park }) => park === 'de-mars')?.offered.kwh;
    expect(told).toBeGreaterThan(0);
    expect(await why('field=offered&park=de-mars', { cookie })).toMatchObject({ level: 'together', value: told, rows: [], taken: [] });
  });

  it('is none of a park without heat', async () => {
    expect(await why('field=offered&park=de-hoven')).toMatchObject({ code: 'not-found' });
  });
});
