// What a member of a group of two learns of the other from its own part in what passed the limit.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUARTER_MS, localAdd, localFloor } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let region: SmallRegion;
let asMember: string;
let path: string;
const MONTH = localFloor(epochMs(Date.now()), 'P1M');
const BEFORE = localAdd(MONTH, 'P1M', -1);

beforeAll(async () => {
  region = await startApp();
  const companies = [];
  for (const [index, ean] of ['871999900000000011', '871999900000000028'].entries())
    companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${'AB'[index]}`, ean, shares: true }));
  const quarters = Math.floor((Date.now() - BEFORE) / QUARTER_MS);
  for (const [index, { meter }] of companies.entries())
    await measure(region, meter, { from: new Date(BEFORE).toISOString(), kw: Array.from({ length: quarters }, () => (index === 0 ? 60 : 90)) });
  const post = async (to: string, body: object): Promise<number> => Number((await region.ask('POST', `/api/v1${to}`, { key: BOOTSTRAP, body })).body['id']);
  const group = await post('/groups', { park: 'de-mars', name: 'Samen', rule: 'pro-rata', limitImportKw: 100, validFrom: '2026-01-01' });
  for (const { connection } of companies) await post(`/groups/${group}/members`, { connection, validFrom: '2026-01-01' });
  await region.app.parts.auth.ensureAccount({ email: 'a@test.nl', password: 'a long password', name: 'a', roles: [{ role: 'company', company: companies[0]?.company ?? 0 }] });
  asMember = await signIn(region, 'a@test.nl', 'a long password');
  path = `/api/v1/groups/${group}/statement`;
}, 60_000);
afterAll(() => region.stop());

/** kWh above the limit of the first line; of the quarters, those that are not judged. */
async function statement(query: string, as: object): Promise<unknown[]> {
  const { body } = await region.ask('GET', path + query, as);
  const [line] = JSON.parse(JSON.stringify(body['members']));
  return [line.aboveKwh > 0, line.quartersAbove > 0, body['quartersUnjudged'] === body['quarters']];
}

it('is told after the month, in which quarter by quarter it would tell what the other drew', async () => {
  const month = new Date(BEFORE + 10 * 24 * 3_600_000).toISOString().slice(0, 7);

  // 60 of 150 kW above a limit of 100: 20 kW, and 100 x 60 / 40 = 150 kW is what both drew.
  expect(await statement('', { cookie: asMember })).toEqual([false, false, true]);
  expect(await statement(`?month=${month}`, { cookie: asMember })).toEqual([true, true, false]);
});

it('is told at once to whoever sees both', async () => {
  expect(await statement('', { key: BOOTSTRAP })).toEqual([true, true, false]);
});
