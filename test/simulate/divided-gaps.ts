// Gaps over a midnight, cut out of simulated quarters without any message: thousands of them in seconds, where whole faulted runs make a
// few. Each counter's part before midnight is told as the product divides a gap, beside what it was.
import { bandOf, doubtOver, stretchOf } from '../../src/domain/energy-uncertainty.ts';
import { shapeGap } from '../../src/domain/ledger-gaps.ts';
import { QUARTER_MS, localAdd, localDate } from '../../src/domain/time.ts';
import { historyDay } from '../../src/simulate/history.ts';
import { makeDraws, seedFor } from '../../src/simulate/noise.ts';
import { makePlan } from '../../src/simulate/plan.ts';
import type { Checked } from './band-scores.ts';

const DAY_MS = 24 * 3_600_000;
const DAYS = 70;
/** Four weeks of trials, each with four weeks beside it. */
const FIRST_DAY = 30;
const LAST_DAY = 64;
const GAP_QUARTERS = [2, 56] as const;
/** Below this there is nothing to divide: the other tariff, or a firm that feeds in. */
const MARGIN_MIN_KWH = 0.05;

/** Of all import counters of the firms of one small park. */
export function dividedGaps({ seed, firms }: { seed: number; firms: number }): Checked[] {
  const plan = makePlan({ seed, parks: [{ id: `park-${seed}`, lat: 52.345, lon: 5.99, areaHa: 35, topology: 'public-grid', size: 'small' }] });
  const from = localAdd(localDate('2026-01-05'), 'P1D', (seed % 10) * 27);
  const draws = makeDraws(seedFor(seed, 'divided gaps'));
  return plan.companies.slice(0, firms).flatMap((company) =>
    historyDay({ plan, company, dayStart: from, dayEnd: from + DAYS * DAY_MS })
      .filter(({ register }) => register.startsWith('import'))
      .flatMap(({ amounts }) =>
        Array.from({ length: LAST_DAY - FIRST_DAY }, (_, day) => {
          const midnight = (localAdd(from, 'P1D', FIRST_DAY + day) - from) / QUARTER_MS;
          const quarters = draws.whole([...GAP_QUARTERS]);
          return divided(amounts, { from: from / QUARTER_MS, first: midnight - draws.whole([1, quarters - 1]), midnight, quarters });
        }),
      )
      .filter((one) => one !== null),
  );
}

function divided(amounts: Float64Array, over: { from: number; first: number; midnight: number; quarters: number }): Checked | null {
  const { from, first, midnight, quarters } = over;
  const sum = (begin: number, end: number): number => amounts.subarray(begin, end).reduce((total, one) => total + one, 0);
  const [total, truth] = [sum(first, first + quarters), sum(first, midnight)];
  const known = new Uint8Array(amounts.length).fill(1).fill(0, first, first + quarters);
  const series = { first: from, amounts, known };
  const gap = { first: from + first, quarters };
  const shaped = shapeGap({ ...gap, totalMicro: Math.round(total * 1e6), head: null }, series);
  if (shaped === null) return null;
  const figure = shaped.slice(0, midnight - first).reduce((all, micro) => all + micro, 0) / 1e6;
  const band = bandOf(figure, doubtOver(stretchOf({ register: 1, ...gap, total, lost: [] }, series), from + first, from + midnight), midnight - first);
  return band.high - band.low < 2 * MARGIN_MIN_KWH ? null : { of: 'company', what: 'day', kind: 'gap', figure, truth, band, touched: true, complete: true };
}
