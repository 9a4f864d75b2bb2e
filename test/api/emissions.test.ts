// Emissions over the API: sums by hand, who may read which, guarantees of origin, and which factors were used.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmittingRegion, iso, startEmitting } from './emitting-region.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion } from './small-region.ts';

let region: SmallRegion;
let companies: readonly Objects[];
let start: number;
let period: string;
let asRegion: string;
let asManager: string;
let post: EmittingRegion['post'];

const emissions = (path: string, over: { cookie?: string; query?: string } = {}): Promise<Answer> =>
  region.ask('GET', `/api/v1${path}/emissions?${period}${over.query ?? ''}`, over.cookie === undefined ? { key: BOOTSTRAP } : { cookie: over.cookie });

beforeAll(async () => {
  const made = await startEmitting();
  ({ region, companies, start, asRegion, asManager, post } = made);
  period = `from=${iso(start)}&to=${iso(made.end)}`;
}, 60_000);
afterAll(() => region.stop());

describe('the emissions of a company', () => {
  it('are the amounts of its balance times the factors of 2026, each scope by itself', async () => {
    const { status, body } = await emissions(`/companies/${companies[0]?.company}`);

    expect(status).toBe(200);
    // 100 m3 and 10 kWh.
    expect(body['totals']).toEqual({
      scope1Kg: 177.9,
      scope2: { locationBasedKg: 2, marketBasedKg: 4.01 },
      upstream: { locationBasedKg: 35.94, marketBasedKg: 36.32 },
      avoidedKg: 0,
      biogenicKg: 0,
    });
    expect(body['gas']).toMatchObject({ m3: 100, kwhLhv: expect.closeTo(879.17, 1), kwhHhv: expect.closeTo(976.94, 1) });
    expect(body['coverage']).toBe(1);
    expect(body['factors']).toMatchObject({ set: 'co2emissiefactoren', edition: '2026-08-20', pinned: false, lists: [{ id: 'co2emissiefactoren-2026' }] });
    expect(body['measured']).toContainEqual(expect.objectContaining({ carrier: 'gas', quartersExpected: 1, quartersPresent: 1, quality: { M: 1 } }));
  });

  it('stay the same when they are pinned to a list, and name it', async () => {
    const { body } = await emissions(`/companies/${companies[0]?.company}`, { query: '&factors=co2emissiefactoren-2023' });

    // 10 kWh x 0.276, the direct part of 0.337.
    expect(body['totals']).toMatchObject({ scope1Kg: 177.9, scope2: { locationBasedKg: 2.76 } });
    expect(body['factors']).toMatchObject({ pinned: true, edition: '2023', lists: [{ id: 'co2emissiefactoren-2023' }] });
    const wrong = await emissions(`/companies/${companies[0]?.company}`, { query: '&factors=nonsense' });
    expect([wrong.status, wrong.body['code']]).toEqual([422, 'invalid-request']);
    expect(String(wrong.body['detail'])).toContain('co2emissiefactoren-2026');
  });

  it('count the fuels that it entered, spread over their days', async () => {
    const year = new Date(start).getUTCFullYear();
    const figure = { kind: 'fuel', company: companies[1]?.company, fuel: 'diesel', amount: 365, from: `${year - 1}-12-01`, to: `${year}-01-01` };
    expect((await post('/figures', figure)).status).toBe(201);
    const { body } = await region.ask('GET', `/api/v1/companies/${companies[1]?.company}/emissions?from=${year - 1}-12-01&to=${year}-01-01`, { key: BOOTSTRAP });

    expect(body['totals']).toMatchObject({ scope1Kg: expect.closeTo(365 * 2.462, 6), biogenicKg: expect.closeTo(365 * 0.176, 6) });
  });

  it('are green by contract for what its guarantees of origin cover, and never by location', async () => {
    const year = new Date(start).getUTCFullYear();
    const path = `/companies/${companies[2]?.company}`;
    // A year of 105,120,000 kWh has 3,000 for each quarter-hour: more than the 12 kWh of this one.
    const made = await post(`${path}/guarantees`, { source: 'wind', from: `${year}-01-01`, to: `${year + 1}-01-01`, kwh: 105_120_000 });
    expect(made.status).toBe(201);
    expect((await emissions(path)).body['totals']).toMatchObject({ scope2: { locationBasedKg: 2.4, marketBasedKg: 0 } });
    expect((await emissions(path)).body['guarantees']).toEqual({ coveredKwh: 12, uncoveredKwh: 0, soldOwnUseKwh: 0 });

    expect((await region.ask('DELETE', `/api/v1${path}/guarantees/${Number(made.body['id'])}`, { key: BOOTSTRAP })).status).toBe(204);
    expect((await emissions(path)).body['totals']).toMatchObject({ scope2: { marketBasedKg: 12 * 0.401 } });
    expect((await region.ask('DELETE', `/api/v1${path}/guarantees/${Number(made.body['id'])}`, { key: BOOTSTRAP })).status).toBe(404);
  });

  it('take no guarantees of half a quarter', async () => {
    const answer = await post(`/companies/${companies[2]?.company}/guarantees`, { source: 'wind', from: '2026-01-01', to: '2026-02-01', kwh: 1000 });

    expect(answer.status).toBe(422);
    expect(String(answer.body['detail'])).toContain('calendar quarter or year');
  });
});

describe('the emissions of a park', () => {
  it('are the sum of those of its companies, for whoever may see them', async () => {
    const park = await emissions('/parks/de-mars', { cookie: asManager });
    const all = await Promise.all(companies.map((company) => emissions(`/companies/${company.company}`)));
    const scope1 = all.reduce((sum, one) => sum + Number(one.body['totals'] instanceof Object && 'scope1Kg' in one.body['totals'] ? one.body['totals'].scope1Kg : 0), 0);

    expect(park.body['totals']).toMatchObject({ scope1Kg: expect.closeTo(scope1, 6), scope2: { locationBasedKg: 60 * 0.2 } });
    expect(park.body['duties']).toHaveLength(5);
  });

  it('keep back from the region what one company makes up, and what would give it away', async () => {
    const { status, body } = await emissions('/parks/de-mars', { cookie: asRegion });

    expect(status).toBe(200);
    expect(body['totals']).toMatchObject({ scope1Kg: null, scope2: { locationBasedKg: 12, marketBasedKg: 24.06 }, upstream: { locationBasedKg: null } });
    // The month runs, so all of it is provisional.
    expect(body['signs']).toEqual([
      ...['gas', 'decomposition', 'trajectory'].map((figure) => ({ figure, sign: 'x', reason: 'one-dominates' })),
      { figure: 'totals', sign: '*', reason: 'provisional' },
    ]);
    expect(body['gas']).toBeNull();
    expect(body['duties']).toEqual([]);
    expect(JSON.stringify(body)).not.toContain('Company 0');
  });

  it('tell the region nothing of what the guarantees of one company cover, nor what is emitted by contract', async () => {
    const year = new Date(start).getUTCFullYear();
    const path = `/companies/${companies[2]?.company}/guarantees`;
    const made = await post(path, { source: 'wind', from: `${year}-01-01`, to: `${year + 1}-01-01`, kwh: 105_120_000 });
    const { body } = await emissions('/parks/de-mars', { cookie: asRegion });

    expect(body['guarantees']).toEqual({ coveredKwh: null, uncoveredKwh: null, soldOwnUseKwh: null });
    expect(body['totals']).toMatchObject({ scope2: { locationBasedKg: 12, marketBasedKg: null } });
    expect(body['lines']).toContainEqual(expect.objectContaining({ subject: 'electricity', amount: 60, scope2: { locationBasedKg: 12, marketBasedKg: null } }));
    expect(body['signs']).toContainEqual({ figure: 'guarantees', sign: 'x', reason: 'too-few' });
    const why = await region.ask('GET', `/api/v1/parks/de-mars/emissions/explain?${period}&field=scope2.marketBasedKg`, { cookie: asRegion });
    expect([why.status, why.body['code']]).toEqual([403, 'suppressed']);
    expect((await emissions('/parks/de-mars', { cookie: asManager })).body['guarantees']).toMatchObject({ coveredKwh: 12 });
    expect((await region.ask('DELETE', `/api/v1${path}/${Number(made.body['id'])}`, { key: BOOTSTRAP })).status).toBe(204);
  });

  it('change with the consent of a company, at once', async () => {
    const stopped = companies[4];
    await region.ask('DELETE', `/api/v1/companies/${stopped?.company}/consents/${stopped?.consent}`, { key: BOOTSTRAP });
    const manager = await emissions('/parks/de-mars', { cookie: asManager });

    // 10 + 11 + 12 + 13 kWh at 0.2.
    expect(manager.body['totals']).toMatchObject({ scope2: { locationBasedKg: 9.2 } });
    expect(manager.body['coverage']).toBe(0.8);
  });
});
