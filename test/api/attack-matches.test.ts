// A company with a stream of its own tries to find out about the other side of a match before both agreed: by inverting a score, by
// moving its own months, and by the order of the list.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const PASSWORD = 'a long password';
const EANS = ['011', '028', '035', '042', '059'].map((end) => `871999900000000${end}`);
/** Tonnes a month that the others need; the attacker is told of each year to one digit. */
const NEEDED = [13.7, 14.9, 13.1, 14.2];
let small: SmallRegion;
let offer = 0;
let companies: readonly Objects[] = [];
let cookie = '';

type Match = Record<string, unknown> & { criteria: { name: string; kind: string; score: number | null }[] };
const byKey = (path: string, body: unknown): Promise<Answer> => small.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
async function matches(): Promise<Match[]> {
  const { body } = await small.ask('GET', `/api/v1/companies/${companies[0]?.company ?? 0}/material-matches?limit=50`, { cookie });
  return JSON.parse(JSON.stringify(body['items']));
}
const need = (company: number, tonnesPerMonth: number, materialClass = 'wood'): Promise<Answer> =>
  byKey('/material-streams', { company, direction: 'need', materialClass, tonnesPerMonth, maxSubstitutionShare: 1, validFrom: '2026-01-01' });

beforeAll(async () => {
  small = await startApp();
  const made: Objects[] = [];
  for (const [index, ean] of EANS.entries()) made.push(await makeCompany(small, { park: index === 0 ? 'de-mars' : 'bergweide', name: `Company ${index}`, ean, shares: true }));
  companies = made;
  const stated = await byKey('/material-streams', { company: made[0]?.company, direction: 'offer', materialClass: 'wood', tonnesPerMonth: 1000, validFrom: '2026-01-01' });
  offer = Number(stated.body['id']);
  for (const [index, tonnes] of NEEDED.entries()) await need(made[index + 1]?.company ?? 0, tonnes);
  await small.app.parts.auth.ensureAccount({ email: 'a@test.nl', password: PASSWORD, name: 'A', roles: [{ role: 'company', company: made[0]?.company ?? 0 }] });
  cookie = await signIn(small, 'a@test.nl', PASSWORD);
}, 60_000);
afterAll(() => small.stop());

it('the score of a distance is that of the distance that is told, so it names no other park', async () => {
  const [match] = await matches();
  const scoreOf = (name: string): number | null => match?.criteria.find((one) => one.kind === 'soft' && one.name === name)?.score ?? null;

  expect(match).toMatchObject({ anonymous: true, samePark: false, need: { park: null, name: null } });
  expect(-30 * Math.log(scoreOf('distance') ?? 0)).toBeCloseTo(Number(match?.['distanceKm']), 0);
  expect(Number(match?.['distanceKm']) % 5).toBe(0);
  expect(['value', 'quantity', 'co2'].map(scoreOf)).toEqual([null, null, null]);
});

it('matches that look alike stand in no order that says which is larger', async () => {
  const found = await matches();
  const names = found.map((one) => String(one['id']));

  expect(found.map((one) => one['tonnesPerYear'])).toEqual([200, 200, 200, 200]);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
});

it('moving one’s own months over a rounding finds no month of the other side', { timeout: 60_000 }, async () => {
  const found: number[] = [];
  const told = async (january: number): Promise<number[]> => {
    await small.ask('PATCH', `/api/v1/material-streams/${offer}`, { cookie, body: { tonnesPerMonth: [january, 100_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] } });
    return (await matches()).map((one) => Number(one['tonnesPerYear'])).sort((a, b) => a - b);
  };
  // As many tries as somebody with a program has: each flip of a rounded sum says what the other month is.
  let before = await told(0);
  for (let january = 0.1; january < 14; january += 0.1) {
    const after = await told(january);
    if (JSON.stringify(after) !== JSON.stringify(before)) found.push(...[15, 25, 35].map((edge) => edge - january + 0.05));
    before = after;
  }

  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((guess) => NEEDED.some((tonnes) => Math.abs(guess - tonnes) < 0.2))).toEqual([]);
});
