// Cross-checks over the API: a sub-meter that counts double, panels that are fine, and who may see whose.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUARTER_MS, localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { makeLattice } from '../../src/simulate/noise.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let region: SmallRegion;
const companies: Objects[] = [];
const cookies: Record<string, string> = {};
const meters: number[] = [];
const draw = makeLattice(5);
const end = epochMs(Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS);
const begin = localAdd(localFloor(end, 'P1D'), 'P1D', -5);

const get = (path: string, as?: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, as === undefined ? { key: BOOTSTRAP } : { cookie: cookies[as] ?? '' });
const items = (answer: Answer): Record<string, unknown>[] => (Array.isArray(answer.body['items']) ? answer.body['items'] : []);

beforeAll(async () => {
  region = await startApp();
  companies.push(await makeCompany(region, { park: 'de-mars', name: 'Company A', ean: '871999900000000011', shares: true }));
  companies.push(await makeCompany(region, { park: 'de-mars', name: 'Company B', ean: '871999900000000028', shares: false }));
  const [a, b] = companies;
  const make = async (connection: number, serial: string, role: string, generationKind?: string): Promise<number> => {
    const body = { connection, serial, carrier: 'electricity', role, validFrom: '2026-01-01', ...(generationKind !== undefined && { generationKind }) };
    const answer = await region.ask('POST', '/api/v1/meters', { key: BOOTSTRAP, body });
    return Number(answer.body['id']);
  };
  meters.push(await make(a?.connection ?? 0, 'SUB-1', 'sub'), await make(a?.connection ?? 0, 'PV-1', 'generation', 'sun'), await make(b?.connection ?? 0, 'SUB-2', 'sub'));
  const kw = Array.from({ length: (end - begin) / QUARTER_MS }, (_, t) => 40 + 30 * draw(t));
  const panels = kw.map((_, t) => (new Date(begin + t * QUARTER_MS).getUTCHours() === 12 ? 20 * draw(t + 9000) : 0));
  const from = toIso(begin);
  // A draws 40 to 70 kW less its panels; its sub-meter counts 1.2 times what the whole firm uses.
  await measure(region, a?.meter ?? 0, { from, kw: kw.map((one, t) => one - (panels[t] ?? 0)) });
  await measure(region, meters[0] ?? 0, { from, kw: kw.map((one) => one * 1.2) });
  await measure(region, meters[1] ?? 0, { from, kw: panels.map((one) => 0 - one) });
  await measure(region, b?.meter ?? 0, { from, kw });
  await measure(region, meters[2] ?? 0, { from, kw: kw.map((one) => one / 2) });
  const people = {
    region: [{ role: 'region' }],
    manager: [{ role: 'parkmanager', parks: ['de-mars'] }],
    company: [{ role: 'company', company: b?.company ?? 0 }],
  } as const;
  for (const [name, roles] of Object.entries(people)) {
    await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles });
    cookies[name] = await signIn(region, `${name}@test.nl`, 'a long password');
  }
}, 60_000);
afterAll(() => region.stop());

describe('the cross-checks of a park', () => {
  it('begin with what is wrong: a sub-meter that counts more than there is', async () => {
    const answer = await get('/parks/de-mars/cross-checks');

    expect(answer.status).toBe(200);
    expect(items(answer)[0]).toMatchObject({
      check: 'parts',
      verdict: 'wrong',
      companyName: 'Company A',
      meter: null,
      parts: 1,
      differenceShare: expect.closeTo(-0.2, 1),
      unit: 'kWh',
    });
    expect(answer.body).toMatchObject({ connections: 2, connectionsChecked: 2, connectionsHidden: 0, simulated: false, quality: { M: expect.any(Number) } });
    const found = items(answer).filter((item) => item['serial'] === 'PV-1');
    expect(new Set(found.map((item) => item['check']))).toEqual(new Set(['direction', 'night', 'shift']));
    expect(found.find((item) => item['check'] === 'night')).toMatchObject({ verdict: 'fits', foundAmount: 0 });
  });

  it('show a manager those who share and count the others, the region nobody, a company itself', async () => {
    const manager = await get('/parks/de-mars/cross-checks', 'manager');
    expect(new Set(items(manager).map((item) => item['companyName']))).toEqual(new Set(['Company A']));
    expect(manager.body).toMatchObject({ connections: 1, connectionsHidden: 1 });
    expect((await get('/parks/de-mars/cross-checks', 'region')).body).toMatchObject({ items: [], connections: 0, connectionsHidden: 2, coverage: 0 });
    const own = await get(`/companies/${companies[1]?.company}/cross-checks`, 'company');
    expect(items(own)[0]).toMatchObject({ companyName: 'Company B' });
    expect((await get(`/companies/${companies[0]?.company}/cross-checks`, 'company')).status).toBe(404);
    expect(items(await get(`/connections/${companies[1]?.connection}/cross-checks`, 'company'))).toHaveLength(items(own).length);
  });
});

describe('the period', () => {
  it('is the last fortnight, or what is asked for', async () => {
    const answer = await get(`/parks/de-mars/cross-checks?from=${encodeURIComponent(toIso(begin))}`);
    expect(answer.body).toMatchObject({ from: toIso(begin) });
    expect(Number(answer.body['coverage'])).toBe(1);
  });

  it.each([
    ['from=2026-02-01&to=2026-01-01', 'reversed-period'],
    ['from=2026-01-01&to=2026-06-01', 'period-too-long'],
    ['from=2036-01-01&to=2036-01-03', 'bad-time'],
    ['from=yesterday', 'bad-time'],
    ['from=2026-01-01T00:07:00Z&to=2026-01-03', 'bad-time'],
  ])('%s is refused as %s', async (query, code) => {
    const answer = await get(`/parks/de-mars/cross-checks?${query}`);
    expect([answer.status, answer.body['code']]).toEqual([422, code]);
  });
});
