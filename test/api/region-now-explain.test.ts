// What the region does at this moment is what its parks do, each explained by itself.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REGION_NOW_FIELDS } from '../../src/api/region-now-explain.ts';
import { NowExplanation, RegionNowExplanation } from '../../src/api/shapes-now.ts';
import { type Body, inside, reckonMeasured, rows } from './explained-parts.ts';
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

it('how much was measured is told by park, and how to whoever sees no members of all of them together', async () => {
  for (const [as, field, of] of [
    [{ key: BOOTSTRAP }, 'quality.M', 'park'],
    [{ cookie: asRegion }, 'coverage', 'park'],
    [{ cookie: asRegion }, 'quality.M', 'together'],
    [{ cookie: asRegion }, 'quality.X', 'together'],
  ] as const) {
    const told = (await get('/region/now', as)).body;
    const { body } = await get(`/region/now/explain?field=${field}`, as);
    const { value, measured } = RegionNowExplanation.parse(body);

    expect([field, value]).toEqual([field, Number(inside(told, field) ?? 0)]);
    expect(reckonMeasured(body)).toBe(value);
    expect(new Set(measured?.lines.map((line) => line.of))).toEqual(new Set([of]));
    // Beside a coverage nothing of the flags of a park.
    if (of === 'park' && 'cookie' in as) expect(measured?.lines.every(({ byFlag }) => byFlag === null)).toBe(true);
    for (const { explain, present, expected } of of === 'park' && 'key' in as ? (measured?.lines ?? []) : []) {
      const lines = rows(inside((await get(explain ?? '')).body, 'measured.lines'));
      const sum = (name: string): number => lines.reduce((all, line) => all + Number(line[name]), 0);
      expect([sum('present'), sum('expected')]).toEqual([present, expected]);
    }
  }
  expect((await get('/region/now/explain?field=coverage&park=de-mars')).body['value']).toBe(coverageOfPark((await get('/region/now')).body));
  expect((await get('/region/now/explain?field=quality.M&park=de-mars')).status).toBe(422);
  expect((await get('/region/now/explain?field=coverage&park=nowhere')).status).toBe(404);
});

const coverageOfPark = (body: Body): unknown => rows(body['parks']).find((one) => one['park'] === 'de-mars')?.['coverage'];

it('says nothing of a park that is kept back from the reader, and refuses what is not there', async () => {
  const kept = RegionNowExplanation.parse((await get('/region/now/explain', { cookie: asRegion })).body);

  expect(kept.value).toBeNull();
  for (const row of kept.rows) expect(row).toMatchObject({ contribution: null, explain: null });
  expect((await get('/region/now/explain?field=powerKw')).status).toBe(422);
  expect((await get('/region/now/explain?park=nowhere')).status).toBe(404);
});
