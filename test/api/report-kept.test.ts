// A published report keeps what explains its CO2 and its room: whatever comes in afterwards, what is listed adds up to its figures.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAdd, localDate, localDay, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { drawNumbers } from './explained-draw.ts';
import { getterOf } from './explained-ground.ts';
import { type Body, type Get, inside, rows } from './explained-parts.ts';
import { randoms } from './explained-region.ts';
import { reportNumbers } from './explained-reports.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';
import { YEAR, startYears } from './years-region.ts';

const lastMonth = localAdd(localFloor(epochMs(Date.now()), 'P1M'), 'P1M', -1);
const { year, month } = localDay(lastMonth);
const PERIOD = `${year}-${String(month).padStart(2, '0')}`;
const ALL = { wanted: 1000, below: randoms(7) };

let region: SmallRegion;
let companies: readonly Objects[];
let id = 0;
let before: Body;

const post = (path: string, body: unknown) => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
const published = async (at: SmallRegion, body: object): Promise<number> => {
  const made = Number((await at.ask('POST', '/api/v1/reports', { key: BOOTSTRAP, body })).body['id']);
  const answer = await at.ask('POST', `/api/v1/reports/${made}/publication`, { key: BOOTSTRAP, body: {} });
  if (answer.status !== 200) throw new Error(`publishing was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  return made;
};
const peakOf = async (get: Get): Promise<Body> => get(`/reports/${id}/explain?figure=capacity.import.kwMax`);

beforeAll(async () => {
  region = await startApp();
  const made: Objects[] = [];
  for (const end of ['011', '028', '035']) made.push(await makeCompany(region, { park: 'de-mars', name: `Company ${end}`, ean: `871999900000000${end}`, shares: true }));
  companies = made;
  const below = randoms(11);
  for (const one of made) await measure(region, one.meter, { from: toIso(lastMonth), kw: Array.from({ length: 5 * 96 }, () => (below(80_000_000) - 10_000_000) / 1e6) });
  for (const one of made) await post(`/connections/${one.connection}/limits`, { kw: 30.123_456, validFrom: '2026-01-01' });
  id = await published(region, { kind: 'park-month', park: 'de-mars', period: PERIOD });
  before = await peakOf(getterOf(region));
}, 60_000);
afterAll(() => region.stop());

describe('a published report', () => {
  it('explains every figure as it was, also when the readings behind it are others by now', async () => {
    const get = getterOf(region);
    const numbers = await reportNumbers(get, `/reports/${id}`);
    await post('/corrections', {
      meter: companies[0]?.meter,
      register: 1,
      from: toIso(lastMonth),
      to: toIso(localAdd(lastMonth, 'P1D', 5)),
      amount: { unit: 'kWh', perQuarter: 77 },
      reason: 'a test',
    });
    const draft = Number((await post('/reports', { kind: 'park-month', park: 'de-mars', period: PERIOD })).body['id']);
    const now = new Map((await reportNumbers(get, `/reports/${draft}`)).map(({ name, told }) => [name, told]));
    const { drawn, wrong } = await drawNumbers(get, numbers, ALL);

    expect(wrong).toEqual([]);
    expect(drawn).toBeGreaterThan(150);
    for (const name of ['energy.electricity.importAmount', 'emissions.totals.scope2.locationBasedKg', 'capacity.import.kwMax', 'capacity.import.aboveKwh'])
      expect([name, now.get(name)]).not.toEqual([name, numbers.find((one) => one.name === name)?.told]);
  });

  it('names the registers of its highest quarter with their rule and version, and no raw reading', async () => {
    const quarters = rows(before['quarters']);

    expect(new Set(quarters.map((one) => one['company']))).toEqual(new Set(companies.map((one) => one.company)));
    expect(quarters.every((one) => one['readings'] === null && typeof one['rule'] === 'string')).toBe(true);
  });

  it('leads to amounts as they were that day', async () => {
    const get = getterOf(region);
    const why = await get(`/reports/${id}/explain?figure=emissions.totals.scope2.locationBasedKg`);
    const [part] = rows(inside(rows(why['uses'])[0], 'made'));

    expect((await get(String(part?.['explain'])))['value']).toBe(part?.['value']);
  });

  it('names nobody that has taken back its consent since', async () => {
    await region.app.parts.auth.ensureAccount({ email: 'm@test.nl', password: 'a long password', name: 'm', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
    const cookie = await signIn(region, 'm@test.nl', 'a long password');
    const [first] = companies;
    await region.ask('DELETE', `/api/v1/companies/${first?.company}/consents/${first?.consent}`, { key: BOOTSTRAP });
    const { body } = await region.ask('GET', `/api/v1/reports/${id}/explain?figure=capacity.import.kwMax`, { cookie });
    const named = rows(body['quarters']).map((one) => one['company']);

    expect(named).not.toContain(first?.company);
    expect(named).toContain(null);
    expect(body['usageKw']).toBe(before['usageKw']);
  });

  it('says so when it has no such figure', async () => {
    const { status, body } = await region.ask('GET', `/api/v1/reports/${id}/explain?figure=energy.steam.importAmount`, { key: BOOTSTRAP });

    expect([status, body['code']]).toEqual([422, 'invalid-request']);
  });
});

it('a published report of a year keeps what the change of its emissions is made of, down to months and factors', async () => {
  const years = await startYears();
  const get = getterOf(years.region);
  const report = await published(years.region, { kind: 'company-year', company: years.companies[0]?.company, period: String(YEAR - 1) });
  const body = {
    meter: years.companies[0]?.meter,
    from: toIso(localDate(`${YEAR - 1}-03-01`)),
    to: toIso(localDate(`${YEAR - 1}-03-02`)),
    amount: { unit: 'kWh', perQuarter: 99 },
    reason: 'a test',
  };
  expect((await years.region.ask('POST', '/api/v1/corrections', { key: BOOTSTRAP, body })).status).toBe(201);
  const { wrong, drawn } = await drawNumbers(
    get,
    (await reportNumbers(get, `/reports/${report}`)).filter(({ name }) => name.startsWith('emissions')),
    ALL,
  );
  const change = await get(`/reports/${report}/explain?figure=emissions.change.parts.activity`);
  const alike = rows(change['parts']).find((part) => part['field'] === 'decomposition.alikeNowKg');
  const deeper = await get(String(alike?.['explain']));

  expect([drawn > 15, wrong]).toEqual([true, []]);
  expect(deeper['value']).toBe(alike?.['value']);
  expect(rows(deeper['terms']).length).toBeGreaterThan(10);
  await years.region.stop();
}, 120_000);
