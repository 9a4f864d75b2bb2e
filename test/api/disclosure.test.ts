// What the region may read: parks as a whole, never one of their companies; and nobody reads whom consent hides.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportFigures } from '../../src/api/report-figures.ts';
import { localDate } from '../../src/domain/time.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';
import { dayIsYoungerThan } from './young-day.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042', '871999900000000059', '871999900000000066'];
let region: SmallRegion;
const companies: Objects[] = [];
let asRegion: string;
let asManager: string;
const QUARTER_MS = 900_000;
const start = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS - 16 * QUARTER_MS;
const iso = (ms: number): string => new Date(ms).toISOString();

const balance = (cookie: string, path: string): Promise<Answer> => region.ask('GET', `/api/v1${path}/balance?from=${iso(start)}&to=${iso(start + QUARTER_MS)}`, { cookie });
const flowsTo = (answer: Answer): unknown[] => (Array.isArray(answer.body['flows']) ? answer.body['flows'].map((flow) => flow.to) : []);

const tell = (company: Objects, time: number, importKwh: number): Promise<Answer> =>
  region.ask('POST', `/api/v1/ingest/${company.gateway}`, { basic: `${company.username}:${company.password}`, body: { time: iso(time), importKwh } });

/** Two quarter-hours; the second is nearly all of the first company. */
async function measure(company: Objects, kwh: number): Promise<void> {
  const values = [1000, 1000 + kwh, 1000 + kwh + (company === companies[0] ? 30 : 1)];
  for (const [index, value] of values.entries()) {
    await tell(company, start + index * QUARTER_MS, value);
    // Of several in one batch only the last would be the last value, and the meter would seem to speak less often.
    await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
  }
}

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.slice(0, 5).entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true }));
  companies.push(await makeCompany(region, { park: 'bergweide', name: 'Company alone', ean: EANS[5] ?? '', shares: true }));
  for (const [index, company] of companies.entries()) await measure(company, 10 + index);
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  await region.app.parts.auth.ensureAccount({ email: 'manager@test.nl', password: 'a long password', name: 'manager', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
  asRegion = await signIn(region, 'region@test.nl', 'a long password');
  asManager = await signIn(region, 'manager@test.nl', 'a long password');
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
}, 60_000);
afterAll(() => region.stop());

describe('the region', () => {
  it('reads the total of a park, in which no company has a name', async () => {
    const answer = await balance(asRegion, '/parks/de-mars');

    expect(answer.body['totals']).toMatchObject({ consumptionKwh: 10 + 11 + 12 + 13 + 14 });
    expect(flowsTo(answer)).toEqual(['carrier', 'companies']);
    // A band would say whose meter was away; the manager of the park may see whose.
    expect(answer.body['totals']).not.toHaveProperty('uncertaintyKwh');
    expect((await balance(asManager, '/parks/de-mars')).body['totals']).toHaveProperty('uncertaintyKwh.consumption.low');
  });

  it('is not told a figure to which fewer than five companies contribute', async () => {
    const answer = await balance(asRegion, '/parks/bergweide');

    expect(answer.status).toBe(403);
    expect(answer.body['code']).toBe('suppressed');
    const now = await region.ask('GET', '/api/v1/region/now', { cookie: asRegion });
    expect(now.body['parks']).toContainEqual(expect.objectContaining({ park: 'bergweide', drawnKw: null, todayConsumptionKwh: null }));
  });
});

describe('a park that is kept back', () => {
  it('is in no total of the region either, or the region less the other parks would tell it', async () => {
    const all = await balance(asRegion, '/region');

    // 15 kWh of the one company on the other park would be the difference.
    expect(all.body['totals']).toMatchObject({ consumptionKwh: 10 + 11 + 12 + 13 + 14 });
    expect(all.body['coverage']).toBeCloseTo(5 / 6, 9);
    expect((await region.ask('GET', `/api/v1/region/balance?from=${iso(start)}&to=${iso(start + QUARTER_MS)}`, { key: BOOTSTRAP })).body['totals']).toMatchObject({
      consumptionKwh: 60 + 15,
    });
    const { body } = await region.ask('GET', `/api/v1/region/balance/explain?from=${iso(start)}&to=${iso(start + QUARTER_MS)}&field=consumptionKwh`, { cookie: asRegion });
    expect(body['value']).toBe(60);
  });

  it('and no other park with it: the report of the year says of each what its own balance says', async () => {
    const year = new Date(start).getUTCFullYear();
    const key = { kind: 'region-year', park: '', company: null, from_ms: localDate(`${year}-01-01`), to_ms: localDate(`${year + 1}-01-01`), factors: 'co2emissiefactoren' };
    const { energy, parks, signs } = await reportFigures(region.app.parts.deps, key);

    expect(signs).toContainEqual({ figure: 'quarters', sign: '*', reason: 'settling' });

    // The quarter of 34 kWh is nearly all of one company: it is in no sum.
    expect(energy[0]).toMatchObject({ carrier: 'electricity', importAmount: 60 });
    for (const [park, kwh] of [
      ['de-mars', 60],
      ['bergweide', null],
    ] as const) {
      expect(parks.find(({ id }) => id === park)).toMatchObject({ importKwh: kwh });
      const own = await region.ask('GET', `/api/v1/parks/${park}/balance?from=${year}-01-01&to=${year + 1}-01-01&step=P1M`, { cookie: asRegion });
      expect(own.status).toBe(kwh === null ? 403 : 200);
    }
  });
});

describe('what is told in parts', () => {
  const period = (from: number, to: number): string => `from=${iso(from)}&to=${iso(to)}&step=PT15M`;

  it('keeps a step back that one company makes up, in every sum, and as a period of its own as well', async () => {
    const both = await region.ask('GET', `/api/v1/parks/de-mars/balance?${period(start, start + 2 * QUARTER_MS)}`, { cookie: asRegion });
    // 10 to 14 kWh, then 30 and four times 1: a total of 94 less the first step would tell the second.
    expect(both.body['totals']).toMatchObject({ consumptionKwh: 60, peakImportKw: 240 });
    expect(both.body['coverage']).toBe(0.5);
    expect(both.body['steps']).toMatchObject([{ consumptionKwh: 60 }, { sign: 'x', consumptionKwh: null }]);
    expect(both.body['signs']).toContainEqual(expect.objectContaining({ figure: 'quarters', sign: 'x' }));

    const alone = await region.ask('GET', `/api/v1/parks/de-mars/balance?${period(start + QUARTER_MS, start + 2 * QUARTER_MS)}`, { cookie: asRegion });
    expect([alone.status, alone.body['code']]).toEqual([403, 'suppressed']);
    const room = await region.ask('GET', `/api/v1/parks/de-mars/capacity/explain?at=${iso(start + QUARTER_MS)}`, { cookie: asRegion });
    expect([room.status, room.body['code']]).toEqual([403, 'suppressed']);
    expect((await region.ask('GET', `/api/v1/parks/de-mars/capacity/explain?at=${iso(start)}`, { cookie: asRegion })).body['usageKw']).toBe(240);
    expect((await region.ask('GET', `/api/v1/parks/de-mars/balance?${period(start + QUARTER_MS, start + 2 * QUARTER_MS)}`, { cookie: asManager })).status).toBe(200);
  });

  it('is no quarter of the use of a limit, and no part of its peak and energy', async () => {
    const path = `/parks/de-mars/capacity?from=${iso(start)}&to=${iso(start + 2 * QUARTER_MS)}`;
    const { status, body } = await region.ask('GET', `/api/v1${path}&step=PT15M`, { cookie: asRegion });

    expect(status).toBe(200);
    // 60 kWh of five companies; then 34, of which one 30.
    expect(body['items']).toMatchObject([
      { usageKw: 240, measured: true },
      { usageKw: null, headroomKw: null, measured: false, sign: 'x', reason: 'one-dominates' },
    ]);
    expect(body['totals']).toMatchObject({ kwMax: 240, energyKwh: 60, quartersKnown: 1, quartersSecret: 1 });
    const hour = await region.ask('GET', `/api/v1${path}&step=PT1H`, { cookie: asRegion });
    expect(hour.body['totals']).toMatchObject({ kwMax: 240, energyKwh: 60 });
    const open = await region.ask('GET', `/api/v1${path}&step=PT15M`, { cookie: asManager });
    expect(open.body['totals']).toMatchObject({ kwMax: 240, energyKwh: 94, quartersKnown: 2, quartersSecret: 0 });
    expect(open.body['items']).toMatchObject([{ usageKw: 240 }, { usageKw: 136 }]);
  });

  it('is no difference of two periods, of a balance or of emissions', async () => {
    const kwh = async (from: number, to: number): Promise<unknown> => {
      const { body } = await region.ask('GET', `/api/v1/parks/de-mars/balance?from=${iso(from)}&to=${iso(to)}&step=P1D`, { cookie: asRegion });
      return JSON.parse(JSON.stringify(body['totals'] ?? {})).consumptionKwh;
    };
    expect(await kwh(start, start + 2 * QUARTER_MS)).toBe(await kwh(start, start + QUARTER_MS));
    const emitted = async (to: number): Promise<unknown> => {
      const { body } = await region.ask('GET', `/api/v1/parks/de-mars/emissions?from=${iso(start)}&to=${iso(to)}&parts=totals`, { cookie: asRegion });
      const lines: { subject: string; amount: number }[] = JSON.parse(JSON.stringify(body['lines'] ?? []));
      return lines.find((line) => line.subject === 'electricity')?.amount;
    };
    expect([await emitted(start + QUARTER_MS), await emitted(start + 2 * QUARTER_MS)]).toEqual([60, 60]);
  });

  it('is judged by whoever had told something by the moment that is asked for', async () => {
    const [first] = companies;
    if (first === undefined) throw new Error('there is no company');
    // A quarter before all others, of the first company alone.
    await tell(first, start - QUARTER_MS, 990);
    await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
    const path = `/parks/de-mars/balance?from=${iso(start - QUARTER_MS)}&to=${iso(start + 2 * QUARTER_MS)}&step=P1D`;
    const asOf = (at: number, as: string): Promise<Answer> => region.ask('GET', `/api/v1${path}&asOf=${iso(at)}`, { cookie: as });

    const alone = await asOf(start, asRegion);
    expect([alone.status, alone.body['code']]).toEqual([403, 'suppressed']);
    expect((await asOf(start, asManager)).body['totals']).toMatchObject({ consumptionKwh: 10 });
    // Nor was it told more on the hour itself than to whoever asked then: only when it had settled.
    const early = await asOf(start + QUARTER_MS, asRegion);
    expect([early.status, early.body['detail']]).toEqual([403, expect.stringContaining('settling')]);
    expect((await asOf(start + 11 * QUARTER_MS, asRegion)).body['totals']).toMatchObject({ consumptionKwh: 60 });
    const why = await region.ask('GET', `/api/v1${path.replace('/balance?', '/balance/explain?field=consumptionKwh&')}&asOf=${iso(start)}`, { cookie: asRegion });
    expect(why.status).toBe(403);
  });

  it.skipIf(dayIsYoungerThan(5))('is not the power of the only company that was heard in the last minutes', async () => {
    const [first] = companies;
    if (first === undefined) throw new Error('there is no company');
    const now = Date.now();
    for (const [at, kwh] of [
      [now - 60_000, 1040],
      [now, 1041],
    ] as const) {
      await tell(first, at, kwh);
      await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
    }

    expect((await region.ask('GET', '/api/v1/parks/de-mars/now', { cookie: asManager })).body['importKw']).toBeCloseTo(60, 1);
    expect((await region.ask('GET', '/api/v1/parks/de-mars/now', { cookie: asRegion })).body).toMatchObject({ importKw: null, consumptionKw: null, quarter: { usedKwh: null } });
    const running = await region.ask('GET', '/api/v1/parks/de-mars/capacity/now', { cookie: asRegion });
    expect(running.body).toMatchObject({ own: { usedKwh: null, projectedKw: null, sign: 'x', reason: 'too-few' }, groups: [] });
    expect((await region.ask('GET', '/api/v1/parks/de-mars/capacity/now', { cookie: asManager })).body['own']).not.toMatchObject({ usedKwh: null });
    const all = await region.ask('GET', '/api/v1/region/now', { cookie: asRegion });
    expect(all.body['parks']).toContainEqual(expect.objectContaining({ park: 'de-mars', drawnKw: null }));
  });
});

describe('a park manager', () => {
  it('reads the companies that share by name, and the total without the one that stopped', async () => {
    const before = await balance(asManager, '/parks/de-mars');
    expect(flowsTo(before)).toContain(`company:${companies[4]?.company}`);

    await region.ask('DELETE', `/api/v1/companies/${companies[4]?.company}/consents/${companies[4]?.consent}`, { key: BOOTSTRAP });
    const after = await balance(asManager, '/parks/de-mars');

    expect(after.body['totals']).toMatchObject({ consumptionKwh: 10 + 11 + 12 + 13 });
    expect(after.body['coverage']).toBe(0.8);
    expect(flowsTo(after)).not.toContain(`company:${companies[4]?.company}`);
  });

  it('loses the main meter of a closed grid when one company behind it does not share', async () => {
    const [root, member] = [companies[0], companies[1]];
    const behind = { ean: '871999900000000073', company: member?.company, carrier: 'electricity', behind: root?.connection, validFrom: '2026-01-01' };
    expect((await region.ask('POST', '/api/v1/connections', { key: BOOTSTRAP, body: behind })).status).toBe(201);
    expect((await region.ask('GET', `/api/v1/companies/${root?.company}/balance?from=${iso(start)}&to=${iso(start + QUARTER_MS)}`, { cookie: asManager })).status).toBe(200);

    await region.ask('DELETE', `/api/v1/companies/${member?.company}/consents/${member?.consent}`, { key: BOOTSTRAP });

    for (const path of [
      `/companies/${root?.company}/balance?from=${iso(start)}&to=${iso(start + QUARTER_MS)}`,
      `/companies/${root?.company}/now`,
      `/meters/${root?.meter}`,
      `/gateways/${root?.gateway}/messages`,
    ]) {
      expect((await region.ask('GET', `/api/v1${path}`, { cookie: asManager })).status).toBe(404);
    }
  });
});

describe('a company', () => {
  it('cannot put a connection behind that of another', async () => {
    await region.app.parts.auth.ensureAccount({
      email: 'company@test.nl',
      password: 'a long password',
      name: 'company',
      roles: [{ role: 'company', company: companies[2]?.company ?? 0 }],
    });
    const cookie = await signIn(region, 'company@test.nl', 'a long password');
    const body = { ean: '871999900000000080', company: companies[2]?.company, carrier: 'electricity', behind: companies[3]?.connection, validFrom: '2026-01-01' };

    expect((await region.ask('POST', '/api/v1/connections', { cookie, body })).status).toBe(422);
  });
});

describe('a body', () => {
  it('without a length is cut at the limit', async () => {
    const chunk = new Uint8Array(64 * 1024);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent > 64 * 1024 * 1024) return controller.close();
        sent += chunk.length;
        controller.enqueue(chunk);
      },
    });
    const request: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } };
    const answer = await fetch(`${region.app.parts.urls.web}/api/auth/sign-in/email`, request).then(
      (response) => response.status,
      () => 413,
    );

    expect(answer).toBe(413);
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });
});
