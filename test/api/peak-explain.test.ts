// What a part in the peak of a park is made of, for whoever sees all companies and for one of them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FigureAnswer } from '../../src/api/capacity-figures.ts';
import { CapacityFigureExplanation } from '../../src/api/shapes-capacity-explained.ts';
import { peakNumbers, reckonCapacity } from './explained-capacity.ts';
import type { Body } from './explained-parts.ts';
import { randoms } from './explained-region.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const FROM = '2026-10-06T10:00:00Z';
const PERIOD = `from=${FROM}&to=2026-10-06T20:00:00Z`;
/** One more than is counted out. */
const MANY = 13;
let region: SmallRegion;
let few: Objects | undefined;
let first: Objects | undefined;
/** Sees one company of many, and what all of them did together. */
let asOne = '';
type Reader = { key: string } | { cookie: string };

const ask = (path: string, as: Reader = { key: BOOTSTRAP }): Promise<Answer> => region.ask('GET', `/api/v1${path}`, as);
const getAs =
  (as?: Reader) =>
  async (path: string): Promise<Body> => {
    const { status, body } = await ask(path, as);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
const explained = async (query: string, { park = 'park-b', as }: { park?: string; as?: Reader } = {}): Promise<Omit<FigureAnswer, 'simulated'>> =>
  CapacityFigureExplanation.parse((await ask(`/parks/${park}/peaks/explain?${PERIOD}&${query}`, as)).body);

/** GS1: digits from the right count three and one by turns. */
function eanOf(index: number): string {
  const digits = `87199990000000${String(index).padStart(3, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

beforeAll(async () => {
  region = await startApp();
  const below = randoms(20_261_127);
  for (const id of ['park-a', 'park-b']) await region.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id, name: id, municipality: 'Zutphen' } });
  for (let index = 0; index < MANY + 3; index++) {
    const park = index < MANY ? 'park-a' : 'park-b';
    const one = await makeCompany(region, { park, name: `Company ${index}`, ean: eanOf(index), shares: true });
    await measure(region, one.meter, { from: FROM, kw: Array.from({ length: 40 }, (_, t) => (4 * (below(60_000_000) - 10_000_000 + t * 100_000)) / 1e6) });
    few = one;
    first ??= one;
  }
  await region.app.parts.auth.ensureAccount({
    email: 'c@test.nl',
    password: 'a long password',
    name: 'c',
    roles: [{ role: 'region' }, { role: 'company', company: first?.company ?? 0 }],
  });
  asOne = await signIn(region, 'c@test.nl', 'a long password');
}, 120_000);
afterAll(() => region.stop());

describe('a part in a peak', () => {
  it.each(['park-a', 'park-b'])(
    'of %s is what is listed, each of them',
    async (park) => {
      const numbers = await peakNumbers(getAs(), `/parks/${park}/peaks`, PERIOD);
      const found: unknown[] = [];
      for (const one of numbers) found.push([one.explain, one.reckon(await getAs()(one.explain))]);

      expect(numbers.length).toBe(4 + 8 * (park === 'park-a' ? MANY : 3));
      expect(found).toEqual(numbers.map((one) => [one.explain, one.told]));
    },
    60_000,
  );

  it('is counted over coalitions of few, and drawn of many with how sure that is', async () => {
    const { items } = await getAs()(`/parks/park-a/peaks?${PERIOD}`);
    const [item]: { company: number; shapleyErrorKw: number }[] = JSON.parse(JSON.stringify(items));
    const [counted, drawn] = [await explained(`field=shapleyKw&company=${few?.company}`), await explained(`field=shapleyErrorKw&company=${item?.company}`, { park: 'park-a' })];

    expect([counted.level, counted.coalitions.length, counted.draws]).toEqual(['coalitions', 4, []]);
    expect(counted.coalitions.map((one) => one.others.length)).toEqual([0, 1, 1, 2]);
    expect([drawn.level, drawn.draws.length >= 50, drawn.coalitions]).toEqual(['draws', true, []]);
    expect(item?.shapleyErrorKw).toBeGreaterThan(0);
  });

  it('leads to the registers of the quarter in which the company drew it', async () => {
    const { value, quarters } = await explained(`field=coincidentKw&company=${few?.company}`);

    expect((await ask(quarters[0]?.explain ?? '')).body['usageKw']).toBe(value);
  });

  it('says nothing of the others to who sees one of them', async () => {
    const as = { cookie: asOne };
    const numbers = await peakNumbers(getAs(as), '/parks/park-a/peaks', PERIOD);
    const answers = await Promise.all(numbers.map(async (one) => [one, CapacityFigureExplanation.parse(await getAs(as)(one.explain))] as const));
    const [kept, open] = [answers.filter(([, body]) => body.level === 'together'), answers.filter(([, body]) => body.level !== 'together')];

    expect(kept.map(([{ name, told }, { value, quarters, coalitions, draws }]) => [name, value === told, quarters, coalitions, draws])).toEqual(
      ['withoutKw', 'shapleyKw', 'shapleyErrorKw'].map((name) => [name, true, [], [], []]),
    );
    expect(open.length).toBe(4 + 8 - 3);
    expect(open.map(([one, body]) => [one.name, reckonCapacity(body)])).toEqual(open.map(([one]) => [one.name, one.told]));
    const listed = open.flatMap(([{ explain }, { quarters }]) => quarters.map((one) => ({ isOwn: explain.includes('company='), ...one })));
    expect(new Set(listed.map((one) => one.company))).toEqual(new Set([first?.company, null]));
    expect(listed.filter((one) => one.isOwn && one.togetherKw !== null)).toEqual([]);
    // Its own, and the others as one.
    expect((await explained('field=ownPeaksKw', { park: 'park-a', as })).quarters.map((one) => [one.company, one.start === null])).toEqual([
      [first?.company, false],
      [null, true],
    ]);
  });

  it('of another company, or another name, is none', async () => {
    const other = (first?.company ?? 0) + 1;

    expect((await ask(`/parks/park-a/peaks/explain?${PERIOD}&field=shapleyKw&company=${other}`, { cookie: asOne })).status).toBe(404);
    expect((await ask(`/parks/park-b/peaks/explain?${PERIOD}&field=shapleyKw`)).body).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining('ownPeaksKw') });
  });
});
