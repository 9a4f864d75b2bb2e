// Whoever may not see the members asks again after each message of each meter: what changes between two answers is never what one of
// them used, but the quarter-hours of whole hours, of all of them together.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SETTLED_AFTER_MS } from '../../src/domain/told-until.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const QUARTER_MS = 900_000;
const HOUR_MS = 4 * QUARTER_MS;
const COMPANIES = 6;
const HOURS = 2;
/** Each meter speaks twice an hour. */
const SPEAKS_MS = HOUR_MS / 2;
const READINGS = (HOURS * HOUR_MS) / SPEAKS_MS + 1;
const EANS = ['011', '028', '035', '042', '059', '066'].map((end) => `871999900000000${end}`);
/** Midnight in Amsterdam; each run has a day of its own. */
const FIRST_DAY_MS = Date.parse('2026-10-31T23:00:00Z');
const PASSWORD = 'a long password';
const iso = (ms: number): string => new Date(ms).toISOString();

let region: SmallRegion;
let asRegion: string;
let asCompany: string;
const companies: Objects[] = [];
const counted = EANS.map(() => 1000);

const get = (path: string, cookie: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, { cookie });
const settled = (): Promise<unknown> => region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });

async function tell(company: number, { at, value }: { at: number; value: number }): Promise<void> {
  const one = companies[company];
  const body = { time: iso(at), importKwh: value };
  const { status, body: problem } = await region.ask('POST', `/api/v1/ingest/${one?.gateway}`, { basic: `${one?.username}:${one?.password}`, body });
  if (status !== 202) throw new Error(`the reading was answered ${status}: ${JSON.stringify(problem)}`);
  await settled();
}

async function account(name: string, role: { role: 'region' } | { role: 'company'; company: number }): Promise<string> {
  await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: PASSWORD, name, roles: [role] });
  return signIn(region, `${name}@test.nl`, PASSWORD);
}

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: FIRST_DAY_MS });
  region = await startApp();
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true }));
  asRegion = await account('region', { role: 'region' });
  asCompany = await account('company', { role: 'company', company: companies[0]?.company ?? 0 });
}, 60_000);
afterAll(async () => {
  await region.stop();
  vi.useRealTimers();
});

/** A reading, and when it comes in. */
interface Message {
  readonly company: number;
  readonly at: number;
  readonly value: number;
  readonly arrives: number;
}

/** What each answer of a reader tells, quarter by quarter and as sums. */
interface Polled {
  readonly until: number;
  readonly quarters: ReadonlyMap<number, number | null>;
  readonly sums: string;
  /** kWh of the period, and those that the page of this moment has of today. */
  readonly totalKwh: number | null;
  readonly todayKwh: number | null;
}

async function poll(day: number, cookie: string): Promise<Polled> {
  const period = `from=${iso(day)}&to=${iso(day + 24 * HOUR_MS)}`;
  const [balance, capacity, emissions, exchanged, now] = await Promise.all([
    get(`/parks/de-mars/balance?${period}&step=PT15M`, cookie),
    get(`/parks/de-mars/capacity?${period}&step=PT15M`, cookie),
    get(`/parks/de-mars/emissions?${period}`, cookie),
    get(`/parks/de-mars/energy-flows?${period}`, cookie),
    get('/region/now', cookie),
  ]);
  const sums = [balance, capacity, emissions, exchanged].map(({ status, body }) => [status, body['totals'], body['coverage'], body['lines'], body['above'], body['flows']]);
  const parks = Object(now.body)['parks'] ?? [];
  const told = Object(balance.body['toldUntil'])['at'];
  const steps = balance.status === 200 ? Object(balance.body)['steps'] : [];
  return {
    until: told === undefined ? day : Date.parse(told),
    quarters: new Map(steps.map((step: { start: string; importKwh: number | null }) => [Date.parse(step.start), step.importKwh])),
    sums: JSON.stringify(sums),
    totalKwh: Object(balance.body['totals'])['importKwh'] ?? null,
    todayKwh: parks[0]?.todayImportKwh ?? null,
  };
}

/** Quarters that another answer tells otherwise. */
const changed = (before: Polled, after: Polled): number[] =>
  [...new Set([...before.quarters.keys(), ...after.quarters.keys()])].filter((at) => before.quarters.get(at) !== after.quarters.get(at)).toSorted((a, b) => a - b);

const quartersIn = (from: number, to: number): number[] => Array.from({ length: Math.max(to - from, 0) / QUARTER_MS }, (_, index) => from + index * QUARTER_MS);

/** Counters of a few hours, each of which comes in when it will, within the settling time. */
function messagesOf(day: number, kwh: readonly number[], delays: readonly number[]): Message[] {
  const messages = kwh.flatMap((each, company) =>
    Array.from({ length: READINGS }, (_, index): Message => {
      const at = day + index * SPEAKS_MS;
      return { company, at, value: (counted[company] ?? 0) + index * each, arrives: at + 1 + (delays[company * READINGS + index] ?? 0) };
    }),
  );
  kwh.forEach((each, company) => (counted[company] = (counted[company] ?? 0) + (READINGS - 1) * each));
  return messages.toSorted((a, b) => a.arrives - b.arrives);
}

let day = FIRST_DAY_MS;

describe('figures of a park that are asked for again after each message', () => {
  it('change by whole hours of all companies together', async () => {
    const kwh = fc.array(fc.integer({ min: 10, max: 14 }), { minLength: COMPANIES, maxLength: COMPANIES });
    const delays = fc.array(fc.integer({ min: 0, max: SETTLED_AFTER_MS - 1000 }), { minLength: COMPANIES * READINGS, maxLength: COMPANIES * READINGS });
    await fc.assert(
      fc.asyncProperty(kwh, delays, async (amounts, late) => {
        day += 24 * HOUR_MS;
        vi.setSystemTime(day);
        let before = await poll(day, asRegion);
        const totals = new Set<number | null>([null]);
        for (const message of messagesOf(day, amounts, late)) {
          vi.setSystemTime(message.arrives);
          await tell(message.company, message);
          const after = await poll(day, asRegion);
          expect(changed(before, after)).toEqual(quartersIn(before.until, after.until));
          // Within an hour a message changes nothing; the state of this moment catches up with it when enough were heard.
          if (after.until === before.until) expect({ ...after, todayKwh: null }).toEqual({ ...before, todayKwh: null });
          totals.add(after.totalKwh);
          expect(totals).toContain(after.todayKwh);
          before = after;
        }
        vi.setSystemTime(day + (HOURS + 1) * HOUR_MS + SETTLED_AFTER_MS);
        const all = await poll(day, asRegion);
        const together = amounts.reduce((sum, one) => sum + one, 0);
        const told = quartersIn(day, day + HOURS * HOUR_MS).map((at) => all.quarters.get(at));
        expect(told).toEqual(told.map(() => together / 2));
      }),
      // Each run has a day of its own: another try of the same numbers is another day.
      { numRuns: 2, endOnFailure: true },
    );
  }, 120_000);

  it('say until when they tell, to whoever may not see the companies; the operator and a company itself are told all', async () => {
    day += 24 * HOUR_MS;
    const now = day + 3 * HOUR_MS;
    vi.setSystemTime(now);
    for (const company of companies.keys()) for (let at = day; at <= now; at += SPEAKS_MS) await tell(company, { at, value: (counted[company] = (counted[company] ?? 0) + 10) });
    const period = `from=${iso(day)}&to=${iso(now)}`;
    const routes = ['balance', 'capacity', 'emissions', 'energy-flows'].map((one) => `/parks/de-mars/${one}?${period}`);
    const toldTo = async (path: string, as: Parameters<SmallRegion['ask']>[2]): Promise<unknown> => {
      const { status, body } = await region.ask('GET', `/api/v1${path}`, as);
      return status === 200 ? (body['toldUntil'] ?? null) : status;
    };
    const until = { at: iso(day + HOUR_MS).replace('.000Z', 'Z'), reason: 'settling' };

    for (const route of routes) {
      expect([route, await toldTo(route, { cookie: asRegion })]).toEqual([route, until]);
      expect([route, await toldTo(route, { key: BOOTSTRAP })]).toEqual([route, null]);
    }
    for (const route of ['/parks/de-mars/now', '/region/now']) expect([route, await toldTo(route, { cookie: asRegion })]).toEqual([route, until]);
    expect(await toldTo(`/companies/${companies[0]?.company}/balance?${period}`, { cookie: asCompany })).toBeNull();
    const ofAll = await region.ask('GET', `/api/v1/parks/de-mars/balance?${period}&step=PT1H`, { key: BOOTSTRAP });
    const ofRegion = await get(`/parks/de-mars/balance?${period}&step=PT1H`, asRegion);
    expect([Object(ofAll.body)['steps'].length, Object(ofRegion.body)['steps'].length]).toEqual([3, 1]);
    // What is held back is not missing.
    expect([ofRegion.body['coverage'], ofRegion.body['quartersExpected']]).toEqual([1, 4]);
    // As of an hour ago it is what was told then.
    const then = await get(`/parks/de-mars/balance?${period}&asOf=${iso(now - HOUR_MS)}`, asRegion);
    expect([then.status, then.body['detail']]).toEqual([403, expect.stringContaining('settling')]);
  });

  it('have nothing of today in its first hours, when the power of this moment goes on', async () => {
    day += 24 * HOUR_MS;
    vi.setSystemTime(day + 2 * HOUR_MS);
    const [now, all, today] = [
      await get('/parks/de-mars/now', asRegion),
      await get('/region/now', asRegion),
      await get(`/parks/de-mars/balance?from=${iso(day)}&to=${iso(day + HOUR_MS)}`, asRegion),
    ];

    expect([now.status, now.body['coverage'], now.body['selfSufficiencyToday']]).toEqual([200, 0, null]);
    expect(all.body['parks']).toMatchObject([{ park: 'de-mars', todayImportKwh: null }]);
    const why = await get('/parks/de-mars/now/explain?field=coverage', asRegion);
    expect([why.status, why.body['value']]).toEqual([200, 0]);
    expect([today.status, today.body['code'], today.body['detail']]).toEqual([403, 'suppressed', expect.stringContaining('settling')]);
  });
});
