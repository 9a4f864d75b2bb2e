// A park of too few companies, or of one large one, is told to the region once those allow it to recognise them; and no longer when one
// takes that back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['011', '028', '035', '042', '059', '066', '073', '080', '097'].map((end) => `871999900000000${end}`);
/** kWh of the quarter; three on a park of their own, and six of which one is nearly all. */
const FEW = [10, 11, 12];
const ONE_LARGE = [90, 1, 2, 2, 2, 3];
const QUARTER_MS = 900_000;
const start = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS - 12 * QUARTER_MS;
const iso = (ms: number): string => new Date(ms).toISOString();
const PERIOD = `from=${iso(start)}&to=${iso(start + QUARTER_MS)}`;

let region: SmallRegion;
let asRegion: string;
const few: Objects[] = [];
const oneLarge: Objects[] = [];

const ask = (path: string, cookie = asRegion): Promise<Answer> => region.ask('GET', `/api/v1${path}`, { cookie });
const allow = async (company: number): Promise<number> => {
  const { body } = await region.ask('POST', `/api/v1/companies/${company}/consents`, { key: BOOTSTRAP, body: { audience: 'region-recognisable' } });
  return Number(body['id']);
};
const takeBack = (company: number, consent: number): Promise<Answer> => region.ask('DELETE', `/api/v1/companies/${company}/consents/${consent}`, { key: BOOTSTRAP });

async function measure(company: Objects, kwh: number): Promise<void> {
  for (const [index, importKwh] of [1000, 1000 + kwh].entries())
    await region.ask('POST', `/api/v1/ingest/${company.gateway}`, {
      basic: `${company.username}:${company.password}`,
      body: { time: iso(start + index * QUARTER_MS), importKwh },
    });
}

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) {
    const isFew = index < FEW.length;
    const company = await makeCompany(region, { park: isFew ? 'bergweide' : 'de-mars', name: `Company ${index}`, ean, shares: true });
    (isFew ? few : oneLarge).push(company);
    await measure(company, [...FEW, ...ONE_LARGE][index] ?? 0);
  }
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  asRegion = await signIn(region, 'region@test.nl', 'a long password');
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
}, 60_000);
afterAll(() => region.stop());

describe('a park of three companies', () => {
  const ROUTES = [`/balance?${PERIOD}`, `/balance/explain?${PERIOD}&field=consumptionKwh`, `/capacity?${PERIOD}`, `/emissions?${PERIOD}`];
  const statuses = (): Promise<number[]> => Promise.all(ROUTES.map(async (route) => (await ask(`/parks/bergweide${route}`)).status));

  it('is told when each of them allows it, and not before; the region has it then, and only then', async () => {
    const given: number[] = [];
    for (const { company } of few) {
      expect(await statuses()).toEqual(ROUTES.map(() => 403));
      given.push(await allow(company));
    }
    expect(await statuses()).toEqual(ROUTES.map(() => 200));
    const balance = await ask(`/parks/bergweide/balance?${PERIOD}`);
    expect(balance.body).toMatchObject({ totals: { importKwh: 33, consumptionKwh: 33, peakImportKw: 132 }, signs: [] });
    // Told is the park; its companies are still one node, and their own figures nobody's but theirs.
    expect(balance.body['flows']).toEqual([expect.objectContaining({ to: 'carrier' }), expect.objectContaining({ to: 'companies' })]);
    expect((await ask(`/companies/${few[0]?.company}/balance?${PERIOD}`)).status).toBe(404);
    expect((await ask(`/region/balance?${PERIOD}`)).body['totals']).toMatchObject({ consumptionKwh: 33 });

    await takeBack(few[1]?.company ?? 0, given[1] ?? 0);
    expect(await statuses()).toEqual(ROUTES.map(() => 403));
    // Nothing else is told of the region than that park.
    expect((await ask(`/region/balance?${PERIOD}`)).status).toBe(403);
    await allow(few[1]?.company ?? 0);
    expect(await statuses()).toEqual(ROUTES.map(() => 200));
  });

  it('is seen at this moment each time one of them is heard: nobody is to be protected from the difference', async () => {
    const now = async (): Promise<unknown> => (await ask('/parks/bergweide/now')).body['asOf'];
    const [first] = few;
    if (first === undefined) throw new Error('there is no company');
    const before = await now();
    const body = { time: iso(Date.now() - 1000), importKwh: 1010 };
    await region.ask('POST', `/api/v1/ingest/${first.gateway}`, { basic: `${first.username}:${first.password}`, body });
    await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });

    expect(await now()).not.toBe(before);
  });
});

it('a large company that may be recognised leaves the others to be enough by themselves', async () => {
  expect((await ask(`/parks/de-mars/balance?${PERIOD}`)).body).toMatchObject({ code: 'suppressed' });

  const consent = await allow(oneLarge[0]?.company ?? 0);
  expect((await ask(`/parks/de-mars/balance?${PERIOD}`)).body['totals']).toMatchObject({ importKwh: 100 });
  // Of the five that are left none stands out; of four nothing is told.
  const another = await allow(oneLarge[1]?.company ?? 0);
  expect((await ask(`/parks/de-mars/balance?${PERIOD}`)).body).toMatchObject({ code: 'suppressed' });

  await takeBack(oneLarge[1]?.company ?? 0, another);
  await takeBack(oneLarge[0]?.company ?? 0, consent);
  expect((await ask(`/parks/de-mars/balance?${PERIOD}`)).status).toBe(403);
});

it('says nothing of materials and heat, which are offered under rules of their own', async () => {
  for (const { company } of few) {
    const body = { company, direction: 'offer', materialClass: 'wood', processingCode: 'R3', tonnesPerMonth: 10, validFrom: '2026-01-01' };
    expect((await region.ask('POST', '/api/v1/material-streams', { key: BOOTSTRAP, body })).status).toBe(201);
  }
  const { body } = await ask('/parks/bergweide/circularity');

  expect(JSON.stringify(body)).toContain('too-few');
});
