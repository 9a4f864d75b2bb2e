// What parks could exchange, from park to park: the region gets all lines or none, and no company can be read from one.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BOOTSTRAP, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let small: SmallRegion;
let region = '';
let made = 10;
const flows = async (as: { key: string } | { cookie: string }) => (await small.ask('GET', '/api/v1/region/material-flows', as)).body;

/** A connection's number whose last digit checks. */
function eanOf(number: number): string {
  const digits = `8719999000000${String(number).padStart(4, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

async function firm(park: string, direction: 'offer' | 'need', materialClass: string): Promise<void> {
  made += 1;
  const { company } = await makeCompany(small, { park, name: `Firm ${made}`, ean: eanOf(made), shares: true });
  const body = { company, direction, materialClass, tonnesPerMonth: 10, validFrom: '2026-01-01', ...(direction === 'need' && { maxSubstitutionShare: 1 }) };
  expect((await small.ask('POST', '/api/v1/material-streams', { key: BOOTSTRAP, body })).status).toBe(201);
}

beforeAll(async () => {
  small = await startApp();
  for (let at = 0; at < 6; at++) {
    await firm('de-mars', 'offer', 'board');
    await firm('bergweide', 'need', 'board');
  }
  await small.app.parts.auth.ensureAccount({ email: 'r@example.org', password: 'a long enough password', name: 'r', roles: [{ role: 'region' }] });
  region = await signIn(small, 'r@example.org', 'a long enough password');
}, 120_000);
afterAll(() => small.stop());

it('adds up what many give to many, one line from park to park', async () => {
  const told = await flows({ cookie: region });

  // Six of 10 t a month, all year.
  expect(told).toMatchObject({ flows: [{ from: 'de-mars', to: 'bergweide', tonnesPerYear: 720, distanceKm: expect.any(Number) }], signs: [], coverage: 1, quality: { E: 1 } });
  expect(told).toEqual({ ...(await flows({ key: BOOTSTRAP })), asOf: told['asOf'] });
  expect(JSON.stringify(told)).not.toMatch(/Firm|board/);
});

it('tells the region none of them where one would be of a single company, and all to who sees the members', async () => {
  await firm('kweekweg', 'offer', 'pallets');
  await firm('bergweide', 'need', 'pallets');

  expect(await flows({ cookie: region })).toMatchObject({ flows: [], signs: [{ figure: 'flows', sign: 'x', reason: 'too-few' }] });
  expect(await flows({ key: BOOTSTRAP })).toMatchObject({
    flows: [
      { from: 'de-mars', to: 'bergweide', tonnesPerYear: 720 },
      { from: 'kweekweg', to: 'bergweide', tonnesPerYear: 120, matches: 1 },
    ],
  });
});

it('is for the region, not for anybody', async () => {
  expect((await small.ask('GET', '/api/v1/region/material-flows', {})).status).toBe(401);
});
