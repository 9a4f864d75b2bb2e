// Groups that share a contract, over the API: joining, the statement of a month, and who sees whom.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035'];
let region: SmallRegion;
const companies: Objects[] = [];
const cookies: Record<string, string> = {};
let group = 0;

const post = (path: string, body: unknown, cookie?: string): Promise<Answer> =>
  region.ask('POST', `/api/v1${path}`, { ...(cookie === undefined ? { key: BOOTSTRAP } : { cookie }), body });
const get = (path: string, cookie?: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
const rows = (answer: Answer, name: string): Record<string, unknown>[] => (Array.isArray(answer.body[name]) ? answer.body[name] : []);
const join = (connection: number | undefined, over: object, cookie?: string): Promise<Answer> =>
  post(`/groups/${group}/members`, { connection, validFrom: '2026-09-01', ...over }, cookie);

/** September 2026: 30 days of 96 quarters from 31 August 22:00Z. A 60 kW, B 40, C 30; on the 20th at 18:00 local A 100, B 70, C 50. */
const september = (flat: number, special: number): number[] => Array.from({ length: 30 * 96 }, (_, t) => (t === 19 * 96 + 72 ? special : flat));

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${'ABC'[index]}`, ean, shares: true }));
  const kw = [september(60, 100), september(40, 70), september(30, 50)];
  for (const [index, one] of companies.entries()) await measure(region, one.meter, { from: '2026-08-31T22:00:00Z', kw: kw[index] ?? [] });
  const people = { manager: [{ role: 'parkmanager', parks: ['de-mars'] }], a: [{ role: 'company', company: companies[0]?.company ?? 0 }] } as const;
  for (const [name, roles] of Object.entries(people)) {
    await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles });
    cookies[name] = await signIn(region, `${name}@test.nl`, 'a long password');
  }
  const made = await post('/groups', { park: 'de-mars', name: 'De Mars samen', rule: 'fixed', limitImportKw: 180, validFrom: '2026-09-01' }, cookies['manager']);
  group = Number(made.body['id']);
}, 60_000);
afterAll(() => region.stop());

describe('a group', () => {
  it('takes members of its park one at a time, within its limit', async () => {
    const [a, b, c] = companies.map((one) => one.connection);

    expect((await join(a, { shareImportKw: 80 }, cookies['manager'])).status).toBe(201);
    expect((await join(b, { shareImportKw: 60 }, cookies['manager'])).status).toBe(201);
    expect((await join(a, { shareImportKw: 10 })).body['code']).toBe('conflict');
    expect((await join(c, { shareImportKw: 50 })).body['detail']).toContain('190 kW');
    // C joins in mid-month: on the 16th at 0:00.
    expect((await join(c, { shareImportKw: 40, validFrom: '2026-09-16' }, cookies['manager'])).status).toBe(201);
    expect((await join(999_999, {})).status).toBe(422);
  });

  it('lists its members to the manager, and to a member only itself', async () => {
    const [manager, a] = [await get(`/groups/${group}`, cookies['manager']), await get(`/groups/${group}`, cookies['a'])];

    expect(rows(manager, 'members').map((one) => one['name'])).toEqual(['Company A', 'Company B', 'Company C']);
    expect(rows(manager, 'limits')).toMatchObject([{ kind: 'firm', kw: 180, direction: 'import', connection: null }]);
    expect(rows(a, 'members').map((one) => one['name'])).toEqual(['Company A']);
    expect(a.body['membersHidden']).toBe(2);
  });

  it('counts with its own limit in the room of the park', async () => {
    const answer = await get('/parks/de-mars/capacity?from=2026-09-20T16:00:00Z&to=2026-09-20T16:15:00Z', cookies['manager']);

    expect(rows(answer, 'items')).toMatchObject([{ usageKw: 220, limitKw: 180, headroomKw: -40 }]);
    expect(answer.body['limitKind']).toBe('group');
  });
});

describe('a statement', () => {
  /* By hand, kWh: A (2879 x 60 + 100) / 4 = 43,210; B (2879 x 40 + 70) / 4 = 28,807.5; C joins after 1,440 quarters:
     (1439 x 30 + 50) / 4 = 10,805. The group is 220 of 180 kW for one quarter: 40 kW, 10 kWh. Above their shares of 80, 60, 40:
     20, 10, 10 = 40, so each pays its own: 5, 2.5 and 2.5 kWh. */
  it('gives the manager every line', async () => {
    const answer = await get(`/groups/${group}/statement?month=2026-09`, cookies['manager']);

    expect(rows(answer, 'members').map((one) => [one['name'], one['days'], one['useKwh'], one['kwMax'], one['aboveKwh'], one['coincidentKw'], one['beyondShareKwh']])).toEqual([
      ['Company A', 30, 43_210, 100, 5, 100, 5],
      ['Company B', 30, 28_807.5, 70, 2.5, 70, 2.5],
      ['Company C', 15, 10_805, 50, 2.5, 50, 2.5],
    ]);
    expect(answer.body).toMatchObject({
      useKwh: 82_822.5,
      kwMax: 220,
      kwMaxAt: '2026-09-20T16:00:00Z',
      aboveKwh: 10,
      quartersAbove: 1,
      quartersUnjudged: 0,
      limitKw: 180,
      coverage: 1,
    });
    expect(rows(answer, 'exceedances')).toMatchObject([{ start: '2026-09-20T16:00:00Z', end: '2026-09-20T16:15:00Z', aboveKwMax: 40, aboveKwh: 10 }]);
    expect(JSON.stringify(answer.body['exceedances'])).toContain('Company C');
  });

  it('gives a member its own line, and the others only when all of them consent', async () => {
    const own = await get(`/groups/${group}/statement?month=2026-09`, cookies['a']);

    expect(rows(own, 'members').map((one) => [one['name'], one['aboveKwh'], one['coincidentKw']])).toEqual([['Company A', 5, null]]);
    expect(own.body).toMatchObject({ membersHidden: 2, useKwh: null, kwMax: null, aboveKwh: null, exceedances: [] });

    const [, b, c] = companies.map((one) => one.company);
    const consents = [await post(`/companies/${b}/consents`, { audience: 'group' }), await post(`/companies/${c}/consents`, { audience: 'group' })];
    const all = await get(`/groups/${group}/statement?month=2026-09`, cookies['a']);
    expect(rows(all, 'members').map((one) => one['name'])).toEqual(['Company A', 'Company B', 'Company C']);
    expect(all.body).toMatchObject({ membersHidden: 0, kwMax: 220, aboveKwh: 10 });

    await region.ask('DELETE', `/api/v1/companies/${b}/consents/${Number(consents[0]?.body['id'])}`, { key: BOOTSTRAP });
    const again = await get(`/groups/${group}/statement?month=2026-09`, cookies['a']);
    expect(rows(again, 'members').map((one) => one['name'])).toEqual(['Company A', 'Company C']);
    expect(again.body['kwMax']).toBeNull();
    await region.ask('DELETE', `/api/v1/companies/${c}/consents/${Number(consents[1]?.body['id'])}`, { key: BOOTSTRAP });
  });

  it('blames nobody while a member does not share with who keeps the ledger', async () => {
    const [, b] = companies;
    await region.ask('DELETE', `/api/v1/companies/${b?.company}/consents/${b?.consent}`, { key: BOOTSTRAP });
    const answer = await get(`/groups/${group}/statement?month=2026-09`, cookies['manager']);
    const room = await get('/parks/de-mars/capacity?from=2026-09-20T16:00:00Z&to=2026-09-20T16:15:00Z', cookies['manager']);
    await post(`/companies/${b?.company}/consents`, { audience: 'parkmanager' });

    expect(rows(answer, 'members').map((one) => [one['name'], one['aboveKwh']])).toEqual([
      ['Company A', 0],
      ['Company C', 0],
    ]);
    expect(answer.body).toMatchObject({ membersWithheld: 1, kwMax: null, aboveKwh: null, quartersUnjudged: 2880 });
    // Nor is the room of the group the room of those who are seen.
    expect(room.body['limitKind']).toBe('sum-of-contracts');
  });

  it.each(['2026-13', 'september', '2999-01'])('of month %s is refused', async (month) => {
    expect((await get(`/groups/${group}/statement?month=${month}`)).body['code']).toBe('bad-time');
  });

  it('of the running month is the default, and a membership ends', async () => {
    const running = await get(`/groups/${group}/statement`);
    expect(running.body['month']).toMatch(/^\d{4}-\d{2}$/);

    const member = rows(await get(`/groups/${group}`), 'members').at(-1);
    const ended = await post(`/groups/${group}/members/${Number(member?.['id'])}/end`, { validTo: '2026-09-21' });
    expect(rows(ended, 'members').at(-1)?.['validTo']).toBe('2026-09-20T22:00:00Z');
    expect(rows(await get(`/groups/${group}/statement?month=2026-09`), 'members').at(-1)?.['days']).toBe(5);
  });
});

describe('the running quarter of a group', () => {
  it('shows a member itself, and of two members no total', async () => {
    const [manager, a] = [await get(`/groups/${group}/now`, cookies['manager']), await get(`/groups/${group}/now`, cookies['a'])];

    expect(manager.body['total']).toMatchObject({ limitKw: 180, projectedKw: null });
    // One other member: the total less itself would be that one.
    expect(a.body['total']).toBeNull();
    expect(a.body['alarm']).toEqual({ state: 'unknown', limitKw: 180, comeOffKw: null, exact: false });
    expect(manager.body['alarm']).toMatchObject({ exact: true });
    expect(rows(a, 'members').map((one) => one['name'])).toEqual(['Company A']);
  });

  it('tells a member the total from three on, and still no other member', async () => {
    const third = companies[2]?.connection;
    const now = new Date().toISOString();
    expect((await join(third, { shareImportKw: 40, validFrom: now }, cookies['manager'])).status).toBe(201);
    const a = await get(`/groups/${group}/now`, cookies['a']);

    expect(a.body).toMatchObject({ total: { limitKw: 180 }, alarm: { limitKw: 180, exact: true }, membersHidden: 2 });
    expect(rows(a, 'members').map((one) => one['name'])).toEqual(['Company A']);
  });
});

describe('what was agreed', () => {
  it('ends from a day on, or goes on from there with another power', async () => {
    const [a] = companies;
    const made = await post(`/connections/${a?.connection}/limits`, { kind: 'firm', kw: 300, validFrom: '2026-01-01', note: 'contract' });
    const limit = Number(made.body['id']);

    expect((await post(`/limits/${limit}/end`, { validTo: '2025-12-31' })).body['code']).toBe('reversed-period');
    const answer = await post(`/limits/${limit}/end`, { validTo: '2026-09-15', nextKw: 350 }, cookies['a']);
    expect(answer.body).toMatchObject({
      ended: { id: limit, kw: 300, validTo: '2026-09-14T22:00:00Z' },
      next: { kind: 'firm', kw: 350, validFrom: '2026-09-14T22:00:00Z', validTo: null, note: 'contract' },
    });
    expect((await post(`/limits/${limit}/end`, { validTo: '2026-11-01' })).body['code']).toBe('conflict');
    const at = async (day: string): Promise<unknown> => rows(await get(`/companies/${a?.company}/capacity?from=${day}T10:00:00Z&to=${day}T10:15:00Z`), 'items')[0]?.['limitKw'];
    expect([await at('2026-09-10'), await at('2026-09-20')]).toEqual([300, 350]);
  });

  it('of a group ends with its members, unless one is still to join', async () => {
    const made = await post('/groups', { park: 'de-mars', name: 'Kort', rule: 'pro-rata', limitImportKw: 100, validFrom: '2025-01-01' }, cookies['manager']);
    const id = Number(made.body['id']);
    await post(`/groups/${id}/members`, { connection: companies[0]?.connection, validFrom: '2025-02-01', validTo: '2025-12-01' }, cookies['manager']);
    expect((await post(`/groups/${id}/end`, { validTo: '2025-02-01' }, cookies['manager'])).body['code']).toBe('conflict');
    const ended = await post(`/groups/${id}/end`, { validTo: '2025-06-01' }, cookies['manager']);
    expect(ended.body).toMatchObject({ validTo: '2025-05-31T22:00:00Z', members: [{ validTo: '2025-05-31T22:00:00Z' }] });
    expect(
      (await post(`/groups/${id}/members`, { connection: companies[1]?.connection, validFrom: '2025-07-01', validTo: '2025-12-01' }, cookies['manager'])).body['detail'],
    ).toContain('has ended');
    expect((await post(`/groups/${id}/end`, { validTo: '2025-06-01' }, cookies['a'])).status).toBe(404);
  });
});
