// What can join a group, over the API: by those who are in it now and the limit that holds now, also of before there was a group.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinNumbers } from './explained-capacity.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042'];
let region: SmallRegion;
const companies: Objects[] = [];
const cookies: Record<string, string> = {};
let group = 0;

const post = (path: string, body: unknown): Promise<Answer> => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
const get = (path: string, cookie?: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
const joins = (query: string, who = 'manager'): Promise<Answer> => get(`/groups/${group}/join${query}`, cookies[who]);

/** September 2026, 2,880 quarters from 31 August 22:00Z: A 60 kW, B 40 and C 30, on the 20th at 18:00 local 100, 70 and 50. D, which is not
 *  in the group, 500. */
const september = (flat: number, special: number): number[] => Array.from({ length: 30 * 96 }, (_, t) => (t === 19 * 96 + 72 ? special : flat));

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${'ABCD'[index]}`, ean, shares: true }));
  const kw = [september(60, 100), september(40, 70), september(30, 50), september(500, 500)];
  for (const [index, one] of companies.entries()) await measure(region, one.meter, { from: '2026-08-31T22:00:00Z', kw: kw[index] ?? [] });
  const people = { manager: [{ role: 'parkmanager', parks: ['de-mars'] }], a: [{ role: 'company', company: companies[0]?.company ?? 0 }] } as const;
  for (const [name, roles] of Object.entries(people)) {
    await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles });
    cookies[name] = await signIn(region, `${name}@test.nl`, 'a long password');
  }
  // From October on: of September there is no group.
  group = Number((await post('/groups', { park: 'de-mars', name: 'De Mars samen', rule: 'pro-rata', limitImportKw: 180, validFrom: '2026-10-01' })).body['id']);
  for (const { connection } of companies.slice(0, 3)) await post(`/groups/${group}/members`, { connection, validFrom: '2026-10-01' });
}, 60_000);
afterAll(() => region.stop());

it('is judged by what its members drew together, and by nobody else on the park', async () => {
  /* By hand: together 130 kW in 2,879 quarters and 220 in one, of 180. Room 50 and -40: with 40 kW more only that one is short, by 80; with
     60 all of them, by 10 and 100. */
  const [some, more] = [await joins('?kw=40'), await joins('?kw=60')];

  expect(some.body).toMatchObject({
    direction: 'import',
    limitKind: 'group',
    fits: false,
    quartersJudged: 2880,
    quartersFailing: 1,
    failingDays: 1,
    binding: { at: '2026-09-20T16:00:00Z', usageKw: 220, extraKw: 40, limitKw: 180, shortKw: 80 },
    roomAlwaysKw: -40,
    roomUsualKw: 50,
    shareThatFits: 0,
  });
  expect(more.body).toMatchObject({ fits: false, quartersFailing: 2880, failingDays: 30, binding: { shortKw: 100 } });
});

it('is told to whoever sees every member, or room less their own use would tell the others’', async () => {
  for (const path of ['?kw=40', '/explain?kw=40&field=roomAlwaysKw'])
    expect(await joins(path, 'a')).toMatchObject({ status: 403, body: { code: 'suppressed', detail: expect.stringContaining('members drew that you may not see') } });
});

it('is explained, each figure by what it is made of', async () => {
  const answered = async (path: string): Promise<Record<string, unknown>> => (await get(path, cookies['manager'])).body;
  const numbers = await joinNumbers(answered, `/groups/${group}/join`, ['kw=40']);
  const found: unknown[] = [];
  for (const number of numbers) found.push([number.explain, number.reckon(await answered(number.explain))]);

  expect(numbers.length).toBeGreaterThan(8);
  expect(found).toEqual(numbers.map((number) => [number.explain, number.told]));
});

it('counts no member that left, and refuses what is no wish', async () => {
  const { body } = await get(`/groups/${group}`);
  const members: { id: number; name: string }[] = JSON.parse(JSON.stringify(body['members']));
  const last = members.find(({ name }) => name === 'Company C');
  expect((await post(`/groups/${group}/members/${last?.id}/end`, { validTo: '2026-11-01' })).status).toBe(200);

  // 180 - 100, and 180 - 170 in the one quarter.
  expect((await joins('?kw=10')).body).toMatchObject({ fits: true, roomAlwaysKw: 10, roomUsualKw: 80 });
  expect((await joins('?kw=1&kwp=1')).status).toBe(422);
  expect((await get('/groups/999999/join?kw=1')).status).toBe(404);
});
