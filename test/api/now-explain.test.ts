// What a park does at this moment, and which last values say so.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW_FIELDS } from '../../src/api/now-power.ts';
import { NowExplanation } from '../../src/api/shapes-now.ts';
import { localFloor } from '../../src/domain/time.ts';
import { toldUntil } from '../../src/domain/told-until.ts';
import { epochMs } from '../../src/domain/units.ts';
import { inside } from './explained-parts.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028'];
let region: SmallRegion;
const companies: Objects[] = [];
let asRegion: string;

const get = (path: string, as: { key: string } | { cookie: string } = { key: BOOTSTRAP }): ReturnType<SmallRegion['ask']> => region.ask('GET', `/api/v1${path}`, as);

/** Sends a reading and waits until it is the last value: of several in one batch only the last would be. */
async function tell(company: Objects | undefined, body: Record<string, number>): Promise<void> {
  expect((await region.ask('POST', `/api/v1/ingest/${company?.gateway}`, { key: BOOTSTRAP, body })).status).toBe(202);
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
}

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true }));
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  asRegion = await signIn(region, 'region@test.nl', 'a long password');
}, 60_000);
afterAll(() => region.stop());

/** It is kept back; in the first hours of a day, of which no hour is told yet, there is nothing to keep back either. */
function isKept({ body }: Answer): boolean {
  const now = epochMs(Date.now());
  return toldUntil(now) > localFloor(now, 'P1D') ? body['code'] === 'suppressed' : Number(body['value'] ?? 0) === 0;
}

describe('the power of a park now', () => {
  it('is unknown before a meter was heard, and explained by nothing', async () => {
    const { status, body } = await get('/parks/de-mars/now/explain');
    expect([status, body['value'], body['rows']]).toEqual([200, null, []]);
  });

  it('is what its explanation adds up to, whatever the figure', async () => {
    const now = Date.now();
    // The first draws 60 kW and feeds in 6; the second tells its power itself.
    for (const minutes of [2, 1]) {
      const body = { time: now - minutes * 60_000, importKwh: 100 - minutes, exportKwh: 50 - minutes / 10 };
      await tell(companies[0], body);
    }
    await tell(companies[1], { time: now - 30_000, importKwh: 7, powerKw: 12.5 });

    const told = (await get('/parks/de-mars/now')).body;
    expect(told).toMatchObject({ importKw: 66.5, exportKw: 0, generationKw: 0, consumptionKw: 66.5 });
    for (const field of NOW_FIELDS) {
      const { body } = await get(`/parks/de-mars/now/explain?field=${field}`);
      const explained = NowExplanation.parse(body);
      expect([field, explained.value]).toEqual([field, told[field]]);
      expect(explained.rows.reduce((sum, row) => sum + row.contribution, 0)).toBeCloseTo(Number(told[field]), 3);
    }
    const { rows } = NowExplanation.parse((await get('/parks/de-mars/now/explain')).body);
    expect(rows.map(({ company, rule, weight, readings }) => [company, rule, weight, readings.length])).toEqual([
      [companies[0]?.company, 'counter', 1, 2],
      [companies[0]?.company, 'counter', -1, 2],
      [companies[1]?.company, 'gauge', 1, 1],
      // One register for each direction: what is not drawn is not fed in either.
      [companies[1]?.company, 'gauge', -1, 1],
    ]);
  });

  it('has a self-sufficiency that is made over used, each kind of generation and what is taken of another carrier, down to their registers', async () => {
    const told = (await get('/parks/de-mars/now')).body;
    const { value, unit, parts } = NowExplanation.parse((await get('/parks/de-mars/now/explain?field=selfSufficiency')).body);
    expect([value, unit]).toEqual([told['selfSufficiency'], 'ratio']);
    expect(parts?.map(({ role, field, value: amount, explain }) => [role, field, amount, explain])).toEqual([
      ['numerator', 'generationKw', 0, '/parks/de-mars/now/explain?field=generationKw'],
      ['numerator', 'dischargeKw', 0, '/parks/de-mars/now/explain?field=dischargeKw'],
      ['denominator', 'consumptionKw', expect.closeTo(66.5, 6), '/parks/de-mars/now/explain?field=consumptionKw'],
      ['denominator', 'chargeKw', 0, '/parks/de-mars/now/explain?field=chargeKw'],
    ]);
    // Nothing of that kind is there, nor of that carrier.
    for (const field of ['generation.sun', 'carriers.gas.perHour']) expect((await get(`/parks/de-mars/now/explain?field=${field}`)).body['code']).toBe('invalid-request');
    expect(isKept(await get('/parks/de-mars/now/explain?field=selfSufficiency', { cookie: asRegion }))).toBe(true);
  });

  it('says how much of today was measured by the connections that it is of', async () => {
    const told = (await get('/parks/de-mars/now')).body;
    const { measured, value, unit } = NowExplanation.parse((await get('/parks/de-mars/now/explain?field=quality.X')).body);

    expect([value, unit]).toEqual([inside(told, 'quality.X'), 'ratio']);
    expect(measured?.lines.map(({ of, company }) => [of, company])).toEqual(companies.map(({ company }) => ['connection', company]));
    expect(isKept(await get('/parks/de-mars/now/explain?field=quality.X', { cookie: asRegion }))).toBe(true);
  });

  it('is kept from whoever may not see two companies, and a figure that is none is refused with the names', async () => {
    expect(isKept(await get('/parks/de-mars/now/explain', { cookie: asRegion }))).toBe(true);
    const wrong = await get('/parks/de-mars/now/explain?field=powerKw');
    expect([wrong.status, String(wrong.body['detail'])]).toEqual([422, expect.stringMatching(/consumptionKw.*co2\.kgPerHour/)]);
  });
});
