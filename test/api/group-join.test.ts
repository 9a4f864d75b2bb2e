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

interface MemberOfQuarter {
  company: number;
  usageKw: number;
  explain: string | null;
}
const membersOf = async (who: string): Promise<MemberOfQuarter[]> => {
  const { quarters } = JSON.parse(JSON.stringify((await joins('/explain?kw=40&field=binding.shortKw', who)).body));
  return quarters[0].members;
};

it('leads from a quarter to each member, and on to the registers of whoever may be looked into', async () => {
  const members = await membersOf('manager');
  const looked: unknown[] = [];
  for (const { explain } of members) looked.push((await get(explain ?? '', cookies['manager'])).body['usageKw']);

  // The 220 kW of 20 September at 18:00 are 100, 70 and 50.
  expect(members.map(({ usageKw }) => usageKw)).toEqual([100, 70, 50]);
  expect(looked).toEqual([100, 70, 50]);
});

it('shows a member what the others drew who consent to that, but leads on to its own registers only', async () => {
  for (const { company } of companies.slice(0, 3)) await post(`/companies/${company}/consents`, { audience: 'group' });
  const members = await membersOf('a');

  expect(members.map(({ usageKw, explain }) => [usageKw, explain?.split('?')[0] ?? null])).toEqual([
    [100, `/connections/${companies[0]?.connection}/capacity/explain`],
    [70, null],
    [50, null],
  ]);
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

it('judges nothing while one of its members was not measured, since that one draws all the same', async () => {
  const late = await makeCompany(region, { park: 'de-mars', name: 'Company E', ean: '871999900000000059', shares: true });
  await post(`/groups/${group}/members`, { connection: late.connection, validFrom: '2026-11-01' });
  expect((await joins('?kw=10')).body).toMatchObject({ fits: false, quartersJudged: 0, binding: null, roomAlwaysKw: null });

  // Its meter was there for the last week of September only: 7 x 96 quarters.
  await measure(region, late.meter, { from: '2026-09-23T22:00:00Z', kw: Array.from({ length: 7 * 96 }, () => 15) });
  expect((await joins('?kw=10')).body).toMatchObject({ fits: true, quartersJudged: 672, roomAlwaysKw: 65 });
});
