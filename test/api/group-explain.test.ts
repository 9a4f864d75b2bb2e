// A figure in a statement is what its quarters and registers add up to; a member learns nothing of the others by asking why.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GROUP_FIELDS, LINE_FIELDS } from '../../src/domain/capacity/statement-terms.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { randoms } from './explained-region.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035'];
const QUARTER = 900_000;
let region: SmallRegion;
const companies: Objects[] = [];
const cookies = new Map<string, string>();
/** Pro rata, with a limit that changed in mid-month. */
let group = 0;

type Body = Record<string, unknown>;
const post = (path: string, body: unknown): Promise<Answer> => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
const get = (path: string, who?: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, who === undefined ? { key: BOOTSTRAP } : { cookie: cookies.get(who) ?? '' });
const rows = (value: unknown): Body[] => (Array.isArray(value) ? value : []);
const sum = (list: readonly Body[]): number => list.reduce((total, one) => total + toMicro(Number(one['contribution'])), 0);
const why = (query: string, who?: string): Promise<Answer> => get(`/groups/${group}/statement/explain?month=2026-09&${query}`, who);

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${'ABC'[index]}`, ean, shares: true }));
  const below = randoms(5);
  // Up to 80 kW each, now and then fed in, of 150 and later 130.37 kW.
  for (const one of companies)
    await measure(region, one.meter, { from: '2026-08-31T22:00:00Z', kw: Array.from({ length: 30 * 96 }, () => (4 * (below(21_000_000) - 1_000_000)) / 1e6) });
  const people = { manager: [{ role: 'parkmanager', parks: ['de-mars'] }], a: [{ role: 'company', company: companies[0]?.company ?? 0 }] } as const;
  for (const [name, roles] of Object.entries(people)) {
    await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles });
    cookies.set(name, await signIn(region, `${name}@test.nl`, 'a long password'));
  }
  group = Number((await post('/groups', { park: 'de-mars', name: 'samen', rule: 'pro-rata', validFrom: '2026-09-01' })).body['id']);
  await post(`/groups/${group}/limits`, { kw: 150, validFrom: '2026-09-01', validTo: '2026-09-16' });
  await post(`/groups/${group}/limits`, { kw: 130.37, validFrom: '2026-09-16' });
  for (const [index, one] of companies.entries()) await post(`/groups/${group}/members`, { connection: one.connection, validFrom: index === 2 ? '2026-09-10' : '2026-09-01' });
}, 60_000);
afterAll(() => region.stop());

describe('a statement', () => {
  it('has lines that its explanations add up to, from month to day to quarter to registers', async () => {
    const below = randoms(7);
    const { body: told } = await get(`/groups/${group}/statement?month=2026-09`);
    let quarters = 0;
    for (const line of rows(told['members']))
      for (const field of LINE_FIELDS) {
        const whole = (await why(`connection=${String(line['connection'])}&field=${field}`)).body;
        if (field === 'beyondShareKwh' && line[field] === null) {
          expect(whole['value']).toBe(0);
          continue;
        }
        expect([line['name'], field, whole['value']]).toEqual([line['name'], field, line[field]]);
        const parts = [...rows(whole['steps']), ...rows(whole['terms'])];
        expect([field, sum(parts)]).toEqual([field, toMicro(Number(line[field]))]);
        const day = parts[below(Math.max(parts.length, 1))];
        if (day === undefined || field === 'coincidentKw') continue;
        const ofDay = (await why(`connection=${String(line['connection'])}&field=${field}&start=${String(day['start'])}&end=${String(day['end'])}`)).body;
        expect([field, ofDay['value'], sum(rows(ofDay['terms']))]).toEqual([field, day['contribution'], toMicro(Number(day['contribution']))]);
        const term = rows(ofDay['terms'])[0];
        const one = (await why(`connection=${String(line['connection'])}&field=${field}&start=${String(term?.['start'])}&end=${String(term?.['end'])}`)).body;
        expect([field, one['value']]).toEqual([field, term?.['contribution']]);
        if (term?.['kw'] === null) continue;
        expect(sum(rows(one['quarters']))).toBe(toMicro(Number(term?.['kw'])));
        quarters += 1;
      }
    expect(quarters).toBeGreaterThan(12);
  }, 60_000);

  it('has group figures that add up as well, and in each quarter the members do', async () => {
    const { body: told } = await get(`/groups/${group}/statement?month=2026-09`);
    for (const field of GROUP_FIELDS.filter((one) => one !== 'aboveKwMax')) {
      const whole = (await why(`field=${field}`)).body;
      expect([field, whole['value']]).toEqual([field, told[field]]);
      const [part] = [...rows(whole['steps']), ...rows(whole['terms'])];
      if (part === undefined || field === 'kwMax') continue;
      const day = (await why(`field=${field}&start=${String(part['start'])}&end=${String(part['end'])}`)).body;
      const [term] = rows(day['terms']);
      const one = (await why(`field=${field}&start=${String(term?.['start'])}&end=${String(term?.['end'])}`)).body;
      const members = rows(rows(one['terms'])[0]?.['members']);
      if (field.endsWith('Kwh')) expect([field, sum(members)]).toEqual([field, toMicro(Number(one['value']))]);
      expect(sum(rows(one['quarters']))).toBe(toMicro(Number(rows(one['terms'])[0]?.['totalKw'])));
    }
  });

  it('explains an exceedance as it is told, by who caused it, the rule and the limit that held then', async () => {
    const { body: told } = await get(`/groups/${group}/statement?month=2026-09`);
    const exceedances = rows(told['exceedances']);
    expect(exceedances.length).toBeGreaterThan(10);
    for (const one of [exceedances[0], exceedances.at(-1)]) {
      const part = `start=${String(one?.['start'])}&end=${String(one?.['end'])}`;
      const { body } = await why(`field=aboveKwh&${part}`);
      expect([body['value'], body['rule']]).toEqual([one?.['aboveKwh'], 'pro-rata']);
      expect((await why(`field=aboveKwMax&${part}`)).body['value']).toBe(one?.['aboveKwMax']);
      const late = Date.parse(String(one?.['start'])) >= Date.parse('2026-09-16T00:00:00+02:00');
      expect(rows(body['limits'])).toMatchObject([{ kw: late ? 130.37 : 150, kind: 'firm', id: expect.any(Number), writtenAt: expect.any(String) }]);
      for (const cause of rows(one?.['causes'])) {
        const mine = (await why(`field=aboveKwh&connection=${String(cause['connection'])}&${part}`)).body;
        expect([mine['value'], sum(rows(mine['terms']))]).toEqual([cause['aboveKwh'], toMicro(Number(cause['aboveKwh']))]);
        for (const term of rows(mine['terms'])) {
          // Pro rata: use x room / what all draw.
          const division = rows(term['members']).find((member) => member['connection'] === cause['connection']);
          const [use, served, room, above] = [
            Math.max(Number(division?.['kw']), 0),
            Number(division?.['servedKw']),
            Number(term['roomKw']),
            Number(term['totalKw']) - Number(term['limitKw']),
          ];
          expect(served).toBeCloseTo((use * room) / (room + above), 5);
          expect(Math.abs(Number(term['contribution']) - (use - served) / 4)).toBeLessThanOrEqual(2e-6);
        }
      }
    }
  });

  it.each([
    ['field=kwh', 'invalid-request'],
    ['field=coincidentKw', 'invalid-request'],
    ['field=useKwh&connection=999999', 'invalid-request'],
    ['field=useKwh&start=2026-10-05&end=2026-10-06', 'bad-time'],
    ['field=useKwh&start=2026-09-06&end=2026-09-05', 'reversed-period'],
    ['field=useKwh&start=2026-09-05T00:01:00Z', 'bad-time'],
  ])('that has no such figure (%s) refuses it', async (query, code) => {
    expect((await why(query)).body['code']).toBe(code);
  });
});

describe('a member', () => {
  it('gets its own quarters, and nothing from which it could reckon the others', async () => {
    const [a, b] = companies;
    const own = await why(`field=useKwh&connection=${a?.connection}&start=2026-09-12T10:00:00Z&end=2026-09-12T10:15:00Z`, 'a');
    expect(own.status).toBe(200);
    expect(rows(own.body['terms'])[0]).toMatchObject({ totalKw: null, roomKw: null, members: [{ connection: a?.connection, heldKw: null, servedKw: null }] });
    expect(rows(own.body['quarters'])[0]).toMatchObject({ company: a?.company });
    expect(rows(own.body['memberships']).map((one) => one['connection'])).toEqual([a?.connection]);
    expect((await why('field=useKwh', 'a')).body['code']).toBe('suppressed');
    for (const field of ['aboveKwh', 'aboveKwMax', 'quartersAbove', 'coincidentKw'])
      expect([field, (await why(`field=${field}&connection=${a?.connection}`, 'a')).body['code']]).toEqual([field, 'suppressed']);
    expect((await why(`field=useKwh&connection=${b?.connection}`, 'a')).body['code']).toBe('invalid-request');
  });

  it('gets the division once all consent, but no readings of another', async () => {
    const [a, b, c] = companies;
    for (const one of [b, c]) await post(`/companies/${one?.company}/consents`, { audience: 'group' });
    const at = Date.parse('2026-09-12T10:00:00Z');
    const part = `start=${new Date(at).toISOString()}&end=${new Date(at + QUARTER).toISOString()}`;
    const all = await why(`field=useKwh&${part}`, 'a');

    expect(all.status).toBe(200);
    expect(rows(rows(all.body['terms'])[0]?.['members']).map((one) => one['connection'])).toEqual([a, b, c].map((one) => one?.connection));
    const registers = rows(all.body['quarters']);
    expect(new Set(registers.map((row) => row['company']))).toEqual(new Set([a?.company, null]));
    expect(registers.filter((row) => row['company'] === null)).toMatchObject([{ rule: 'others', readings: null, meter: null }]);
  });

  it('is answered as absent where it is none', async () => {
    await region.app.parts.auth.ensureAccount({ email: 'x@test.nl', password: 'a long password', name: 'x', roles: [{ role: 'company', company: 999 }] });
    cookies.set('x', await signIn(region, 'x@test.nl', 'a long password'));
    expect((await why('field=useKwh', 'x')).status).toBe(404);
  });
});
