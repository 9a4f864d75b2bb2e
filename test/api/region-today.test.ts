// The region today: how far parks cover what they use is of the quarters of which both are told, not of two sums over different ones.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RegionNowExplanation } from '../../src/api/shapes-now.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';
import { dayIsYoungerThan } from './young-day.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042', '871999900000000059'];
/** Two hours, of which all have settled. */
const FROM_MS = Math.floor(Date.now() / 3_600_000 - 5) * 3_600_000;
let region: SmallRegion;
let asRegion: string;

const ask = (path: string, as: { key: string } | { cookie: string }): Promise<Answer> => region.ask('GET', `/api/v1${path}`, as);

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) {
    const { meter, connection } = await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true });
    await measure(region, meter, { from: new Date(FROM_MS).toISOString(), kw: Array.from({ length: 8 }, () => 10) });
    const sun = await region.ask('POST', '/api/v1/meters', {
      key: BOOTSTRAP,
      body: { connection, serial: `SUN-${index}`, carrier: 'electricity', role: 'generation', validFrom: '2026-01-01' },
    });
    // In the first hour all of them make 4 kW, in the second one of them does: of that hour no use is told, and still what was drawn.
    const kw = Array.from({ length: 8 }, (_, quarter) => (quarter < 4 || index === 0 ? 4 : 0));
    await measure(region, Number(sun.body['id']), { from: new Date(FROM_MS).toISOString(), kw, flows: ['generation'] });
  }
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  asRegion = await signIn(region, 'region@test.nl', 'a long password');
}, 60_000);
afterAll(() => region.stop());

it.skipIf(dayIsYoungerThan(7))('is told of the hour of which every figure is', async () => {
  const [all, told] = [(await ask('/region/now', { key: BOOTSTRAP })).body, (await ask('/region/now', { cookie: asRegion })).body];
  const park = (await ask('/parks/de-mars/now', { cookie: asRegion })).body;

  // By hand, kWh: 50 and 50 drawn, 20 and 4 made, all of it used: 24 of 124, and of the first hour 20 of 70.
  expect(all['selfSufficiencyToday']).toBeCloseTo(24 / 124, 9);
  expect(told['parks']).toEqual([expect.objectContaining({ todayImportKwh: 100, todayConsumptionKwh: 70 })]);
  expect(told['selfSufficiencyToday']).toBeCloseTo(20 / 70, 9);
  expect(told['selfSufficiencyToday']).toBe(park['selfSufficiencyToday']);
});

it.skipIf(dayIsYoungerThan(7))('is explained by what of the use of each park was covered, and each sum by the balance of its park to who sees its companies', async () => {
  for (const [as, covered, used] of [
    [{ key: BOOTSTRAP }, 24, 124],
    [{ cookie: asRegion }, 20, 70],
  ] as const) {
    const explained = RegionNowExplanation.parse((await ask('/region/now/explain?field=selfSufficiencyToday', as)).body);

    expect(explained.parts).toMatchObject([
      { role: 'numerator', park: 'de-mars', field: 'collectiveUseKwh', value: covered },
      { role: 'denominator', park: 'de-mars', field: 'useKwh', value: used },
    ]);
    expect(explained.value).toBe((await ask('/region/now', as)).body['selfSufficiencyToday']);
    const leads = (explained.parts ?? []).flatMap(({ explain, value }) => (explain === null ? [] : [{ explain, value }]));
    expect(leads).toHaveLength('key' in as ? 2 : 0);
    for (const { explain, value } of leads) expect((await ask(explain, as)).body).toMatchObject({ value });
  }
  // Of the second hour the use is kept back, and what was drawn is not: the one is listed by nobody, the other by the park.
  const ofToday = async (field: string): Promise<RegionNowExplanation> => RegionNowExplanation.parse((await ask(`/region/now/explain?field=${field}`, { cookie: asRegion })).body);
  expect((await ofToday('todayConsumptionKwh')).rows).toMatchObject([{ contribution: 70, explain: null }]);
  const [drawn] = (await ofToday('todayImportKwh')).rows;
  expect((await ask(drawn?.explain ?? '', { cookie: asRegion })).body['value']).toBe(100);
  expect((await ask('/region/now/explain?field=selfSufficiencyToday&park=de-mars', { key: BOOTSTRAP })).status).toBe(422);
});
