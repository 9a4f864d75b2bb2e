// What the region does at this moment is what its parks do, each explained by itself.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REGION_NOW_FIELDS } from '../../src/api/region-now-explain.ts';
import { NowExplanation, RegionNowExplanation } from '../../src/api/shapes-now.ts';
import { BOOTSTRAP, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const PLACES = [
  { park: 'de-mars', ean: '871999900000000011', kw: 61.5 },
  { park: 'ecofactorij', ean: '871999900000000028', kw: 12.25 },
] as const;
let region: SmallRegion;
let asRegion: string;

const get = (path: string, as: { key: string } | { cookie: string } = { key: BOOTSTRAP }): ReturnType<SmallRegion['ask']> => region.ask('GET', `/api/v1${path}`, as);

beforeAll(async () => {
  region = await startApp();
  for (const { park, ean, kw } of PLACES) {
    const { gateway } = await makeCompany(region, { park, name: `Company of ${park}`, ean, shares: true });
    const now = Date.now();
    for (const time of [now - 30_000, now - 10_000]) {
      const body = { time, importKwh: 100 + (time - now) / 1e6, powerKw: kw };
      await region.ask('POST', `/api/v1/ingest/${gateway}`, { key: BOOTSTRAP, body });
    }
  }
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  asRegion = await signIn(region, 'region@test.nl', 'a long password');
}, 60_000);
afterAll(() => region.stop());

it('a power is the sum of the parks, and each park leads to the last values behind it', async () => {
  const explained = RegionNowExplanation.parse((await get('/region/now/explain?field=drawnKw')).body);

  expect(explained).toMatchObject({ unit: 'kW', value: 73.75 });
  expect(explained.rows.filter((row) => row.contribution !== null).map(({ park, contribution }) => [park, contribution])).toEqual(
    expect.arrayContaining(PLACES.map(({ park, kw }) => [park, kw])),
  );
  for (const row of explained.rows) {
    if (row.explain === null) continue;
    expect(NowExplanation.parse((await get(row.explain)).body).value).toBe(row.contribution);
  }
});

it('of one park is that park, and what is used today leads to its balance', async () => {
  const { body } = await get('/region/now');
  const parks: { park: string; todayImportKwh: number }[] = JSON.parse(JSON.stringify(body['parks']));
  for (const field of REGION_NOW_FIELDS) expect((await get(`/region/now/explain?field=${field}&park=de-mars`)).status).toBe(200);
  const today = RegionNowExplanation.parse((await get('/region/now/explain?field=todayImportKwh&park=de-mars')).body);

  expect(today.rows).toHaveLength(1);
  expect(today.value).toBe(parks.find((one) => one.park === 'de-mars')?.todayImportKwh ?? null);
  if (today.rows[0]?.explain) expect(Math.round(Number((await get(today.rows[0].explain)).body['value']) * 1000) / 1000).toBe(today.value);
});

it('says nothing of a park that is kept back from the reader, and refuses what is not there', async () => {
  const kept = RegionNowExplanation.parse((await get('/region/now/explain', { cookie: asRegion })).body);

  expect(kept.value).toBeNull();
  for (const row of kept.rows) expect(row).toMatchObject({ contribution: null, explain: null });
  expect((await get('/region/now/explain?field=powerKw')).status).toBe(422);
  expect((await get('/region/now/explain?park=nowhere')).status).toBe(404);
});
