// The coming 48 hours over the API: of a park, a company and a connection, with and without history, and for whom.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUARTER_MS, localAdd, localFloor, toIso, wallClock } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { makeLattice } from '../../src/simulate/noise.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035'];
const DAYS = 80;
let region: SmallRegion;
const companies: Objects[] = [];
const cookies: Record<string, string> = {};
const draw = makeLattice(77);
const quarterNow = Math.floor(Date.now() / QUARTER_MS);
const begin = localAdd(localFloor(epochMs(Date.now()), 'P1D'), 'P1D', -DAYS);

const get = (path: string, as: { cookie?: string } = {}): Promise<Answer> =>
  region.ask('GET', `/api/v1${path}`, as.cookie === undefined ? { key: BOOTSTRAP } : { cookie: as.cookie });
const rows = (answer: Answer, name: string): Record<string, unknown>[] => (Array.isArray(answer.body[name]) ? answer.body[name] : []);

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${'ABC'[index]}`, ean, shares: true }));
  const quarters = quarterNow - begin / QUARTER_MS;
  // A: a week with busy working hours. B: noise without a week. C: nothing but today.
  const [a, b, c] = companies;
  const busy = (t: number): boolean => {
    const { minute, weekday } = wallClock(epochMs(begin + t * QUARTER_MS));
    return weekday <= 5 && minute >= 7 * 60 && minute < 17 * 60;
  };
  await measure(region, a?.meter ?? 0, { from: toIso(begin), kw: Array.from({ length: quarters }, (_, t) => (busy(t) ? 200 : 40) + 10 * draw(t)) });
  await measure(region, b?.meter ?? 0, { from: toIso(begin), kw: Array.from({ length: quarters }, (_, t) => 100 + 40 * (draw(3 * t) + draw(3 * t + 1) + draw(3 * t + 2) - 1.5)) });
  const since = Math.max(quarterNow - 4, localFloor(epochMs(Date.now()), 'P1D') / QUARTER_MS);
  await measure(region, c?.meter ?? 0, { from: toIso(epochMs(since * QUARTER_MS)), kw: Array.from({ length: quarterNow - since }, () => 30) });
  const people = {
    region: [{ role: 'region' }],
    manager: [{ role: 'parkmanager', parks: ['de-mars'] }],
    company: [{ role: 'company', company: a?.company ?? 0 }],
  } as const;
  for (const [name, roles] of Object.entries(people)) {
    await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles });
    cookies[name] = await signIn(region, `${name}@test.nl`, 'a long password');
  }
}, 60_000);
afterAll(() => region.stop());

describe('the coming 48 hours of a company', () => {
  it('are 192 quarters from the running one on, each P10 <= P50 <= P90 beside its limit', async () => {
    const answer = await get(`/companies/${companies[0]?.company}/forecast`, { cookie: cookies['company'] ?? '' });
    const steps = rows(answer, 'steps');

    expect(answer.status).toBe(200);
    expect(steps).toHaveLength(192);
    expect([quarterNow, quarterNow + 1]).toContain(Date.parse(String(steps[0]?.['start'])) / QUARTER_MS);
    for (const step of steps) {
      expect(Number(step['p10Kw'])).toBeLessThanOrEqual(Number(step['p50Kw']));
      expect(Number(step['p50Kw'])).toBeLessThanOrEqual(Number(step['p90Kw']));
      expect(step['limitKw']).toBe(500);
      expect(Number(step['headroomKw'])).toBeCloseTo(500 - Number(step['p90Kw']), 5);
    }
    expect(answer.body).toMatchObject({ direction: 'import', method: 'week-level', weather: null, noForecast: null, limitKind: 'contract', connections: 1, simulated: false });
    expect(answer.body['headroom']).toMatchObject({ limitKw: 500 });
  });

  it('know its week, and say surely that they are better than last week', async () => {
    const answer = await get(`/companies/${companies[0]?.company}/forecast`);
    const back = await get(`/companies/${companies[0]?.company}/forecast/backtest`);

    expect(answer.body).toMatchObject({ verdict: 'better', reference: 'last-week' });
    expect(Number(answer.body['skill'])).toBeGreaterThan(0.2);
    expect(Number(answer.body['bandCoverage'])).toBeGreaterThan(0.7);
    expect(rows(back, 'items').map((one) => one['toHours'])).toEqual([1, 3, 6, 12, 24, 36, 48]);
    expect(back.body['skill']).toBe(answer.body['skill']);
    expect(Number(back.body['forecasts'])).toBeGreaterThan(30);
  });

  it('claim nothing of a load without a week', async () => {
    const answer = await get(`/companies/${companies[1]?.company}/forecast`);

    expect(answer.body['verdict']).toBe('no-better');
    expect(Math.abs(Number(answer.body['skill']))).toBeLessThan(0.03);
  });

  it('are none of a company that has just begun, and say so', async () => {
    const answer = await get(`/companies/${companies[2]?.company}/forecast`);
    const back = await get(`/companies/${companies[2]?.company}/forecast/backtest`);

    expect(answer.body).toMatchObject({ steps: [], peak: null, headroom: null, skill: null, verdict: 'too-few' });
    expect(['no-measurements', 'too-little-history']).toContain(answer.body['noForecast']);
    expect(back.body).toMatchObject({ items: [], totals: null, from: null, verdict: 'too-few' });
  });

  it('of a connection are those of its company when that has but one', async () => {
    const [company, connection] = [await get(`/companies/${companies[0]?.company}/forecast`), await get(`/connections/${companies[0]?.connection}/forecast`)];

    expect(rows(connection, 'steps')).toEqual(rows(company, 'steps'));
  });
});

describe('the coming 48 hours of a park', () => {
  it('are of the companies that speak, and leave out who does not', async () => {
    const answer = await get('/parks/de-mars/forecast', { cookie: cookies['manager'] ?? '' });

    expect(rows(answer, 'steps')).toHaveLength(192);
    expect(answer.body).toMatchObject({ connections: 2, limitKind: 'sum-of-contracts' });
    expect(rows(answer, 'steps')[0]?.['limitKw']).toBe(1000);
  });

  it('of what is fed in are those of what is drawn, turned round', async () => {
    const [drawn, fed] = [await get('/parks/de-mars/forecast'), await get('/parks/de-mars/forecast?direction=export')];
    const [first, other] = [rows(drawn, 'steps')[5], rows(fed, 'steps')[5]];

    expect([other?.['p10Kw'], other?.['p50Kw'], other?.['p90Kw']]).toEqual([first?.['p90Kw'], first?.['p50Kw'], first?.['p10Kw']].map((kw) => 0 - Number(kw)));
    expect(other?.['limitKw']).toBe(200);
  });

  it('are kept back from the region where fewer than five companies share', async () => {
    for (const path of ['forecast', 'forecast/backtest']) expect((await get(`/parks/de-mars/${path}`, { cookie: cookies['region'] ?? '' })).body['code']).toBe('suppressed');
  });

  it('are not for a company, nor are those of another', async () => {
    for (const path of ['/parks/de-mars/forecast', `/companies/${companies[1]?.company}/forecast`, `/connections/${companies[1]?.connection}/forecast/backtest`])
      expect((await get(path, { cookie: cookies['company'] ?? '' })).status).toBe(404);
  });

  it('are refused in a direction that is none', async () => {
    expect((await get('/parks/de-mars/forecast?direction=up')).status).toBe(422);
  });
});
