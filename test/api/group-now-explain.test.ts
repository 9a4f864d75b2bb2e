// What the running quarter of a group is made of, for its manager and for a member.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMicro } from '../../src/domain/ledger.ts';
import { GroupNowExplanation } from '../../src/api/shapes-now.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035'];
const QUARTER_MS = 900_000;
let region: SmallRegion;
let group: number;
const companies: Objects[] = [];
const cookies: Record<string, string> = {};

type Reader = { key: string } | { cookie: string };
const get = (query: string, as: Reader = { key: BOOTSTRAP }): ReturnType<SmallRegion['ask']> => region.ask('GET', `/api/v1/groups/${group}/now${query}`, as);
const explained = async (query: string, as?: Reader): Promise<GroupNowExplanation> => GroupNowExplanation.parse((await get(`/explain?${query}`, as)).body);
const sum = ({ terms }: GroupNowExplanation): number => terms.reduce((total, one) => total + toMicro(one.contribution), 0);

beforeAll(async () => {
  region = await startApp();
  const post = (path: string, body: unknown): ReturnType<SmallRegion['ask']> => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true }));
  group = Number((await post('/groups', { park: 'de-mars', name: 'samen', rule: 'pro-rata', limitImportKw: 300, validFrom: '2026-01-01' })).body['id']);
  for (const one of companies) await post(`/groups/${group}/members`, { connection: one.connection, validFrom: '2026-01-01' });
  const { auth } = region.app.parts;
  await auth.ensureAccount({ email: 'a@test.nl', password: 'a long password', name: 'a', roles: [{ role: 'company', company: companies[0]?.company ?? 0 }] });
  cookies['a'] = await signIn(region, 'a@test.nl', 'a long password');
  // Last, so that the quarter is still the same when it is asked for: from a minute before it until now.
  const now = Date.now();
  const before = Math.floor(now / QUARTER_MS) * QUARTER_MS - 60_000;
  for (const [index, one] of companies.entries())
    for (const time of [before, now])
      await post(`/ingest/${one.gateway}`, { time, importKwh: 1000 + ((time - before) / 1e6) * (index + 1), exportKwh: 500 + (time - before) / 1e7 });
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
}, 60_000);
afterAll(() => region.stop());

describe('the running quarter of a group', () => {
  it('is what its registers counted so far: of the group, and of each member', async () => {
    const { body } = await get('');
    const told: { total: { usedKwh: number }; members: { connection: number; usedKwh: number }[] } = JSON.parse(JSON.stringify(body));
    const whole = await explained('field=usedKwh');

    expect(whole).toMatchObject({ unit: 'kWh', connection: null, value: told.total.usedKwh });
    expect(whole.value).toBeGreaterThan(0);
    expect(whole.terms).toHaveLength(6);
    expect(sum(whole)).toBe(toMicro(told.total.usedKwh));
    // What is fed in counts against what is drawn.
    expect(whole.terms.map((one) => Math.sign(one.contribution))).toEqual([1, -1, 1, -1, 1, -1]);
    for (const { connection, usedKwh } of told.members) {
      const one = await explained(`field=usedKwh&connection=${connection}`);
      expect([one.value, sum(one), one.terms.length]).toEqual([usedKwh, toMicro(usedKwh), 2]);
    }
  });

  it('goes on at the power of late: the power of the quarter is what was used and what is left, times four', async () => {
    const power = await explained('field=projectedKw');
    // Of a quarter that has just begun nothing is expected yet.
    if (power.value === null) return;
    expect(sum(power)).toBe(toMicro(power.value));
    for (const one of power.terms) expect(one.contribution).toBeCloseTo((one.usedKwh + (one.rateKw ?? 0) * power.leftHours) * 4, 5);
  });

  it('tells a member its own registers, of a fellow that consents its use, and the others together', async () => {
    const alone = await explained('', { cookie: cookies['a'] ?? '' });
    expect(alone.terms.map((one) => [one.connection, one.register === null, one.rateKw === null])).toEqual([
      [companies[0]?.connection, false, false],
      [companies[0]?.connection, false, false],
      [null, true, true],
    ]);
    expect(sum(alone)).toBe(toMicro(Number(alone.value)));
    const other = companies[1]?.connection ?? 0;
    expect((await get(`/explain?connection=${other}`, { cookie: cookies['a'] ?? '' })).status).toBe(404);

    for (const one of companies.slice(1)) await region.ask('POST', `/api/v1/companies/${one.company}/consents`, { key: BOOTSTRAP, body: { audience: 'group' } });
    const open = await explained('', { cookie: cookies['a'] ?? '' });
    expect(open.terms.slice(2)).toMatchObject(companies.slice(1).map(({ connection }) => ({ connection, register: null, name: null, until: null })));
    expect(open.value).toBe(alone.value);
  });

  it('is kept back where the rest of it would be one member, and other figures are refused by name', async () => {
    await region.ask('DELETE', `/api/v1/companies/${companies[1]?.company}/consents/${await groupConsent(companies[1]?.company ?? 0)}`, { key: BOOTSTRAP });
    const kept = await get('/explain', { cookie: cookies['a'] ?? '' });
    expect([kept.status, kept.body['code']]).toEqual([403, 'suppressed']);
    for (const field of ['limitKw', 'headroomKw', 'comeOffKw']) expect((await get(`/explain?field=${field}`, { cookie: cookies['a'] ?? '' })).body['code']).toBe('suppressed');
    expect((await explained(`connection=${companies[0]?.connection}`, { cookie: cookies['a'] ?? '' })).value).toBeGreaterThan(0);
    const wrong = await get('/explain?field=lost');
    expect([wrong.status, String(wrong.body['detail'])]).toEqual([422, expect.stringContaining('projectedKw')]);
  });
});

async function groupConsent(company: number): Promise<number> {
  const { body } = await region.ask('GET', `/api/v1/companies/${company}/consents`, { key: BOOTSTRAP });
  const items: { id: number; audience: string }[] = JSON.parse(JSON.stringify(body['items']));
  return items.find((one) => one.audience === 'group')?.id ?? 0;
}
