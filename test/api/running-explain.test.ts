// What the running quarter of a park, a company and a connection is made of, and what of it is told to whom.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CapacityNowExplanation } from '../../src/api/shapes-now.ts';
import type { RunningQuarter } from '../../src/api/shapes-capacity.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const QUARTER_MS = 900_000;
const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042', '871999900000000059'];
let region: SmallRegion;
let regional = '';
const companies: Objects[] = [];

type Reader = { key: string } | { cookie: string };
const get = (path: string, as: Reader = { key: BOOTSTRAP }): Promise<Answer> => region.ask('GET', `/api/v1${path}`, as);
const explained = async (place: string, query: string, as?: Reader): Promise<CapacityNowExplanation> =>
  CapacityNowExplanation.parse((await get(`${place}/capacity/now/explain?${query}`, as)).body);
const sum = ({ terms }: CapacityNowExplanation): number => terms.reduce((total, one) => total + toMicro(one.contribution), 0);

beforeAll(async () => {
  region = await startApp();
  const post = (path: string, body: unknown): Promise<Answer> => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true }));
  // Less than it draws.
  await post(`/connections/${companies[0]?.connection}/limits`, { kw: 1.234_567, validFrom: '2026-01-01' });
  await region.app.parts.auth.ensureAccount({ email: 'r@test.nl', password: 'a long password', name: 'r', roles: [{ role: 'region' }] });
  regional = await signIn(region, 'r@test.nl', 'a long password');
  // Last, so that the quarter is still the same when it is asked for: from a minute before it until now.
  const now = Date.now();
  const before = Math.floor(now / QUARTER_MS) * QUARTER_MS - 60_000;
  for (const one of companies)
    for (const time of [before, now]) await post(`/ingest/${one.gateway}`, { time, importKwh: 1000 + (time - before) / 1e6, exportKwh: 500 + (time - before) / 1e7 });
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
}, 60_000);
afterAll(() => region.stop());

describe('the running quarter', () => {
  it('of a park, a company and a connection is what their registers counted so far', async () => {
    const [first] = companies;
    for (const [place, registers] of [
      ['/parks/de-mars', 2 * companies.length],
      [`/companies/${first?.company}`, 2],
      [`/connections/${first?.connection}`, 2],
    ] as const) {
      const { body } = await get(`${place}/capacity/now`);
      const own: { usedKwh: number } = JSON.parse(JSON.stringify(body['own']));
      const why = await explained(place, 'field=usedKwh');

      expect([place, why.value, sum(why), why.terms.length]).toEqual([place, own.usedKwh, toMicro(own.usedKwh), registers]);
      expect(why.terms.slice(0, 2)).toMatchObject([
        { company: first?.company, connection: first?.connection, name: 'import' },
        { name: 'export', contribution: expect.closeTo(-(why.terms[0]?.usedKwh ?? 0) / 10, 5) },
      ]);
    }
  });

  it('goes on at the power of late, once three minutes have passed', async () => {
    const power = await explained('/parks/de-mars', 'field=projectedKw');
    const begun = power.value !== null;

    expect(begun ? sum(power) : 0).toBe(begun ? toMicro(power.value ?? 0) : power.terms.length);
    for (const one of power.terms) expect(one.contribution).toBeCloseTo((one.usedKwh + (one.rateKw ?? 0) * power.leftHours) * 4, 5);
  });

  it('is told to whoever may not see the members as it was told, in one line without registers', async () => {
    const as = { cookie: regional };
    const { body } = await get('/parks/de-mars/capacity/now', as);
    const own: { usedKwh: number } = JSON.parse(JSON.stringify(body['own']));
    const why = await explained('/parks/de-mars', 'field=usedKwh', as);

    expect(why.value).toBe(own.usedKwh);
    expect((await get('/parks/de-mars/now', as)).body['quarter']).toMatchObject({ usedKwh: own.usedKwh });
    expect(why.terms).toEqual([{ connection: null, company: null, register: null, name: null, until: null, usedKwh: expect.any(Number), rateKw: null, contribution: own.usedKwh }]);
    expect((await get(`/companies/${companies[0]?.company}/capacity/now/explain`, as)).status).toBe(404);
  });

  it('leads from what must come off to projection and limit, of the moment of the answer', async () => {
    const [first] = companies;
    const place = `/connections/${first?.connection}`;
    const { body } = await get(`${place}/capacity/now`);
    const own: RunningQuarter = JSON.parse(JSON.stringify(body['own']));
    const at = `at=${String(body['at'])}`;
    const [comeOff, headroom, limit] = await Promise.all(['comeOffKw', 'headroomKw', 'limitKw'].map(async (field) => explained(place, `field=${field}&${at}`)));

    expect([comeOff?.value, headroom?.value, limit?.value]).toEqual([own.comeOffKw, own.headroomKw, own.limitKw]);
    expect(limit?.limits).toEqual([{ of: 'connection', connection: first?.connection, group: null, company: first?.company, kw: own.limitKw }]);
    // In the first three minutes nothing is projected yet.
    const begun = own.projectedKw !== null;
    expect(headroom?.parts.map(({ field, weight, value }) => [field, weight, value])).toEqual(
      begun
        ? [
            ['projectedKw', -1, own.projectedKw],
            ['limitKw', 1, own.limitKw],
          ]
        : [],
    );
    expect(comeOff?.parts.map(({ field }) => field)).toEqual(begun ? ['projectedKw', 'limitKw', 'leftHours'] : []);
    for (const part of comeOff?.parts ?? []) if (part.explain !== null) expect((await get(`${part.explain}&${at}`)).body['value']).toBe(part.value);
  });

  it('has no other figure that is explained, and none of another quarter', async () => {
    expect((await get('/parks/de-mars/capacity/now/explain?field=lost')).body).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining('comeOffKw') });
    expect((await get(`/parks/de-mars/capacity/now/explain?at=${new Date(Date.now() - QUARTER_MS).toISOString()}`)).body['code']).toBe('bad-time');
    expect((await get(`/parks/de-mars/capacity/now/explain?at=${new Date(Date.now() + QUARTER_MS).toISOString()}`)).body['code']).toBe('bad-time');
  });
});
