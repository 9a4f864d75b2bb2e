// The region asks for periods that overlap, in steps of all lengths, over a night of 25 hours, of parks and of all of them: what it is told
// of a period is what it is told of its quarter-hours and whole days, so that no two periods differ by anything else.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measure } from './measured.ts';
import { type Answer, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['011', '028', '035', '042', '059', '066', '073', '080'].map((end) => `871999900000000${end}`);
const PASSWORD = 'a long password';
const QUARTER_MS = 900_000;
/** Local midnights; the second day has 25 hours. */
const DAYS = ['2026-10-23T22:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '2026-10-26T23:00:00Z'].map((at) => Date.parse(at) / QUARTER_MS);
const [FIRST = 0, SECOND = 0, THIRD = 0, END = 0] = DAYS;
/** Of the first park; it joins in the middle of the second day. The last company is alone on the second park. */
const JOINS = 6;
const ALONE = 7;
const JOINED_AT = '2026-10-25T12:07:00Z';
const iso = (quarter: number): string => new Date(quarter * QUARTER_MS).toISOString();

/** kW, below 0 what is fed in. Until the last hour of the first day the first company makes up more than 70 % of its park and less of all;
 *  in that hour, and of all three days, it does not. */
function kwOf(company: number, quarter: number): number {
  if (company === ALONE) return 10;
  if (quarter < SECOND) return company === 0 && quarter < SECOND - 4 ? 130 : 10;
  if (quarter < THIRD) return 100 + company;
  // Of some quarters one alone feeds in, and of one nearly all is one's.
  if (quarter === THIRD + 40 && company === 2) return -30;
  if (quarter === THIRD + 44 && company === 3) return 4000;
  return quarter >= THIRD + 48 && quarter < THIRD + 60 ? -20 - company : 50 + company;
}

let region: SmallRegion;
let asRegion: string;
const get = (path: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, { cookie: asRegion });

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) {
    const park = index === ALONE ? 'bergweide' : 'de-mars';
    const { meter } = await makeCompany(region, { park, name: `Company ${index}`, ean, shares: true, ...(index === JOINS && { validFrom: JOINED_AT }) });
    const from = index === JOINS ? Math.floor(Date.parse(JOINED_AT) / QUARTER_MS) + 1 : FIRST;
    await measure(region, meter, { from: iso(from), kw: Array.from({ length: END - from }, (_, at) => kwOf(index, from + at)) });
  }
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: PASSWORD, name: 'region', roles: [{ role: 'region' }] });
  asRegion = await signIn(region, 'region@test.nl', PASSWORD);
}, 60_000);
afterAll(() => region.stop());

type Told = Readonly<Record<string, number | null>>;
interface ToldStep {
  readonly from: number;
  readonly to: number;
  readonly kwh: Told;
}
const STEPS = ['PT15M', 'PT1H', 'P1D', 'P1M'] as const;

async function stepsOf(place: string, { from, to, step }: { from: number; to: number; step: string }): Promise<ToldStep[]> {
  const { status, body } = await get(`${place}/balance?from=${iso(from)}&to=${iso(to)}&step=${step}`);
  if (status !== 200) {
    if (body['code'] === 'suppressed') return [];
    throw new Error(JSON.stringify(body));
  }
  const steps: (Record<string, number | null> & { start: string; end: string })[] = Object(body)['steps'];
  return steps.map(({ start, end, ...rest }) => ({
    from: Date.parse(start) / QUARTER_MS,
    to: Date.parse(end) / QUARTER_MS,
    kwh: Object.fromEntries(Object.entries(rest).filter(([name]) => name.endsWith('Kwh'))),
  }));
}

/** Each field of each quarter and day, as the longest answers tell it. */
class Pieces {
  readonly #known = new Map<string, number>();

  add({ from, to, kwh }: ToldStep): void {
    for (const [field, amount] of Object.entries(kwh)) {
      const key = `${field} ${from} ${to}`;
      if (amount !== null) this.#known.set(key, amount);
    }
  }

  /** What a step comes to of its whole days, and of the quarters of the others. */
  of(field: string, { from, to }: Pick<ToldStep, 'from' | 'to'>): number {
    let sum = 0;
    for (let at = from; at < to;) {
      const day = DAYS.indexOf(at);
      const end = day >= 0 && (DAYS[day + 1] ?? Infinity) <= to ? (DAYS[day + 1] ?? to) : at + 1;
      sum += this.#known.get(`${field} ${at} ${end}`) ?? 0;
      at = end;
    }
    return sum;
  }
}

describe('as the region', () => {
  it('a period of a park, in any step, is told as its whole days and the quarters of the others', async () => {
    const pieces = new Pieces();
    for (const step of ['PT15M', 'P1D']) for (const one of await stepsOf('/parks/de-mars', { from: FIRST, to: END, step })) pieces.add(one);

    const period = fc.tuple(fc.integer({ min: FIRST, max: END - 1 }), fc.integer({ min: 1, max: END - FIRST }), fc.constantFrom(...STEPS));
    let told = 0;
    await fc.assert(
      fc.asyncProperty(period, async ([from, quarters, step]) => {
        for (const one of await stepsOf('/parks/de-mars', { from, to: Math.min(from + quarters, END), step }))
          for (const [field, amount] of Object.entries(one.kwh)) {
            if (amount === null) continue;
            told += 1;
            expect([field, iso(one.from), iso(one.to), amount]).toEqual([field, iso(one.from), iso(one.to), expect.closeTo(pieces.of(field, one), 5)]);
          }
      }),
      { numRuns: 60 },
    );
    expect(told).toBeGreaterThan(1000);
  }, 120_000);

  it('a quarter of the room of a park is told alike in every period', async () => {
    const all = new Map<string, string>();
    const itemsOf = async (query: string): Promise<Record<string, unknown>[]> => {
      const { status, body } = await get(`/parks/de-mars/capacity?step=PT15M&${query}`);
      return status === 200 ? Object(body)['items'] : [];
    };
    for (const one of await itemsOf(`from=${iso(FIRST)}&to=${iso(END)}`)) all.set(String(one['start']), JSON.stringify(one));
    const period = fc.tuple(fc.integer({ min: FIRST, max: END - 1 }), fc.integer({ min: 1, max: END - FIRST }), fc.constantFrom('import', 'export'));
    for (const direction of ['import', 'export'])
      for (const one of await itemsOf(`from=${iso(FIRST)}&to=${iso(END)}&direction=${direction}`)) all.set(`${direction} ${String(one['start'])}`, JSON.stringify(one));
    await fc.assert(
      fc.asyncProperty(period, async ([from, quarters, direction]) => {
        const items = await itemsOf(`from=${iso(from)}&to=${iso(Math.min(from + quarters, END))}&direction=${direction}`);
        expect(items.filter((one) => all.get(`${direction} ${String(one['start'])}`) !== JSON.stringify(one))).toEqual([]);
      }),
      { numRuns: 30 },
    );
    expect(all.size).toBeGreaterThan(500);
  }, 60_000);

  it('no quarter of the region less that of the park that is told is what the park that is not told did, in whatever periods', async () => {
    const periods = [
      [FIRST, SECOND],
      [SECOND, THIRD],
      [THIRD, END],
      [FIRST, THIRD],
      [SECOND, END],
      [FIRST, END],
    ].flatMap(([from = 0, to = 0]) => STEPS.map((step) => ({ from, to, step })));
    const [ofPark, ofRegion]: Map<string, number>[] = [new Map<string, number>(), new Map<string, number>()];
    const leaks: string[] = [];
    for (const period of periods) {
      for (const { from, to, kwh } of await stepsOf('/parks/de-mars', period)) if (typeof kwh['importKwh'] === 'number') ofPark?.set(`${from} ${to}`, kwh['importKwh']);
      for (const { from, to, kwh } of await stepsOf('/region', period))
        if (typeof kwh['importKwh'] === 'number') ofRegion?.set(`${period.from} ${period.to} ${from} ${to}`, kwh['importKwh']);
    }
    for (const [key, kwh] of ofRegion ?? []) {
      const [, , from, to] = key.split(' ').map(Number);
      const park = ofPark?.get(`${from} ${to}`);
      const alone = (((to ?? 0) - (from ?? 0)) / 4) * 10;
      if (park !== undefined && Math.abs(kwh - park - alone) < 1e-6) leaks.push(`${iso(from ?? 0)} to ${iso(to ?? 0)}`);
    }

    expect([leaks.length, leaks.slice(0, 3)]).toEqual([0, []]);
    expect(ofRegion?.size).toBeGreaterThan(300);
  });
});
