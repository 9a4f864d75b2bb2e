// Bands around the figures of a balance, over HTTP: of a gap over midnight both days are unsure and the two together are not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bandFields, bandsOf, doubtsIn, peakBandOf, peaksTried, shareOf } from '../../src/api/balance-bands.ts';
import type { Scope } from '../../src/api/scope.ts';
import { addSums } from '../../src/domain/balance-steps.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { measure } from './measured.ts';
import { gappedDays, startGapped } from './gapped-region.ts';
import { BOOTSTRAP, type Objects, type SmallRegion } from './small-region.ts';

const HOUR_MS = 3_600_000;
const { day } = gappedDays();
let small: SmallRegion;
let of: Objects;

beforeAll(async () => {
  ({ small, of } = await startGapped());
}, 60_000);
afterAll(() => small.stop());

interface Told {
  readonly importKwh: number;
  readonly uncertaintyKwh?: Record<string, { low: number; high: number }>;
}
interface Answered {
  readonly steps: readonly Told[];
  readonly totals: Told & { peakImportKw: number; uncertaintyKw?: { peakImport: { low: number; high: number } | null } };
  readonly meterClassShare: number;
}
async function balance(from: number, to: number, step = 'P1D'): Promise<Answered> {
  const answer = await small.ask('GET', `/api/v1/companies/${of.company}/balance?from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&step=${step}`, {
    key: BOOTSTRAP,
  });
  expect(answer.status).toBe(200);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the route under test
  return answer.body as unknown as Answered;
}
const widthOf = (told: Told, figure = 'import'): number => {
  const band = told.uncertaintyKwh?.[figure];
  return band === undefined ? NaN : band.high - band.low;
};

describe('a gap over midnight', () => {
  it('makes both days unsure and leaves the two together as sure as a measured day', async () => {
    const { steps, totals } = await balance(day(-4), day(0));
    const [, before, after, clean] = steps;
    if (before === undefined || after === undefined || clean === undefined) throw new Error('there are four days');

    expect(widthOf(before)).toBeGreaterThan(5 * widthOf(clean));
    // What the one has too much the other has too little: the same doubt.
    expect(widthOf(after) / widthOf(before)).toBeCloseTo(1, 1);
    expect(widthOf(totals)).toBeLessThan(widthOf(before) / 5);
    for (const told of [before, after]) {
      expect(told.uncertaintyKwh?.['import']?.low).toBeLessThan(told.importKwh);
      expect(told.uncertaintyKwh?.['import']?.high).toBeGreaterThan(told.importKwh);
      expect(widthOf(told, 'consumption')).toBeCloseTo(widthOf(told), 5);
    }
  });

  it('is in the totals of quarters too, whose steps carry none', async () => {
    const { steps, totals } = await balance(day(-3), day(-2), 'PT15M');

    expect(steps.every((step) => step.uncertaintyKwh === undefined)).toBe(true);
    expect(widthOf(totals)).toBeCloseTo(widthOf((await balance(day(-3), day(-2))).totals), 6);
  });

  it('may hide a peak that is higher than the measured one, never a lower one', async () => {
    const { totals, meterClassShare } = await balance(day(-3), day(-2));

    expect(totals.uncertaintyKw?.peakImport?.low).toBe(totals.peakImportKw);
    expect(totals.uncertaintyKw?.peakImport?.high).toBeGreaterThanOrEqual(totals.peakImportKw);
    expect(meterClassShare).toBe(0.02);
  });

  it('carries into the uncertainty of the emissions', async () => {
    const share = async (from: number, to: number): Promise<number> =>
      Number(
        (await small.ask('GET', `/api/v1/companies/${of.company}/emissions?from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`, { key: BOOTSTRAP })).body[
          'uncertaintyShare'
        ],
      );

    expect(await share(day(-3), day(-2))).toBeGreaterThan(await share(day(-1), day(0)));
  });
});

describe('bands of a scope', () => {
  const scope: Scope = {
    connections: [
      { id: 1, company: 1, behind: null, passesOn: true, registers: [{ register: 1, flow: 'import', meter: 1, way: 'total' }] },
      {
        id: 2,
        company: 2,
        behind: 1,
        passesOn: false,
        registers: [
          { register: 2, flow: 'import', meter: 2, way: 'total' },
          { register: 3, flow: 'import', meter: 2, way: 'tariff' },
        ],
      },
    ],
    withheld: 0,
  };
  const [start, end] = [epochMs(0), epochMs(96 * QUARTER_MS)];
  const sums = { ...addSums([]), import: 100, consumption: 80, gridImport: 100, quarters: 96 };
  const steps = [{ start, end, sums, parts: [{ from: start, unsure: [1, 2, 3], companies: [], consumption: new Float64Array(0) }], quartersSecret: 0, untold: null }];
  const stretch = (register: number) => ({ register, first: -4, quarters: 8, total: 8, missing: new Float64Array(8), residuals: [] });

  it('count a main meter in what came in, what lies behind it in the use, and of one meter only the surest register', async () => {
    const asked: number[][] = [];
    const doubts = await doubtsIn({ scope, summed: { steps }, clocks: [] }, ({ registers }) => {
      asked.push([...registers]);
      return Promise.resolve([...registers].map(stretch));
    });
    const bands = bandsOf(doubts, { start, end, sums });

    expect(asked).toEqual([[1, 3]]);
    const half = 1.645 * Math.sqrt((64 * 0.25) / 3);
    expect(bands.import.high - 100).toBeCloseTo(half, 1);
    expect(bands.consumption.high - 80).toBeCloseTo(half, 1);
    expect(bands.export).toEqual({ low: 0, high: 0 });
    expect(shareOf(100, bands.import)).toBeCloseTo(half / 100, 2);
    expect(bandFields(bands, 'm3')).not.toHaveProperty('uncertaintyM3.gridImport');
    // Twice the straight line of 1 kWh a quarter.
    expect(peakBandOf({ kw: 3 }, await peaksTried(doubts, ({ from }) => Promise.resolve([{ from, sums: { gridImport: 1 } }])))).toEqual({ low: 3, high: 8 });
  });
});

it('the days of a gap follow when an earlier week turns out to have been otherwise, in sums and in steps', async () => {
  const days = async (): Promise<number[]> => (await balance(day(-4), day(0))).steps.map(({ importKwh }) => importKwh);
  const quarters = async (): Promise<number> => {
    const { steps } = await balance(day(-3), day(-2), 'PT15M');
    return steps.reduce((sum, { importKwh }) => sum + importKwh, 0);
  };
  const before = await days();
  expect(await quarters()).toBeCloseTo(before[1] ?? 0, 3);

  // A week before the silent evening much more was used than after midnight.
  await measure(small, of.meter, { from: new Date(day(-9) - 4 * HOUR_MS).toISOString(), kw: Array.from({ length: 16 }, () => 400) });

  const after = await days();
  expect(after[1]).toBeGreaterThan((before[1] ?? 0) + 10);
  expect((after[1] ?? 0) + (after[2] ?? 0)).toBeCloseTo((before[1] ?? 0) + (before[2] ?? 0), 3);
  expect([after[0], after[3]]).toEqual([before[0], before[3]]);
  expect(await quarters()).toBeCloseTo(after[1] ?? 0, 3);
});
