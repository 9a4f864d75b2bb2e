// The benchmark of capacity: a year of a park of 100 companies, who drives its peak, and the headroom of a group at each reading.
// There is no peer that does the same; each figure stands beside its goal.
import { projected, together } from '../src/domain/capacity/running-quarter.ts';
import { limitUse, monthPeaks } from '../src/domain/capacity/limit-use.ts';
import { type Limit, limitsOf } from '../src/domain/capacity/limits.ts';
import { loadDuration } from '../src/domain/capacity/load-duration.ts';
import { type Load, powerOf, rootsOf } from '../src/domain/capacity/loads.ts';
import { peakShares } from '../src/domain/capacity/peak-shares.ts';
import { shapley } from '../src/domain/capacity/shapley.ts';
import { replay } from '../src/domain/capacity/group-ledger.ts';
import { QUARTER_MS } from '../src/domain/time.ts';
import { epochMs } from '../src/domain/units.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { type Goal, median, print } from './table.ts';

const COMPANIES = 100;
const MEMBERS = 20;
const YEAR = 35_040;
const FIRST = Date.parse('2025-12-31T23:00:00Z') / QUARTER_MS;
const READINGS = 10_000;
/** What each may take, and the headroom of one reading. */
const GOALS = { yearMs: 25, shapleyMs: 100, shapleyErrorShare: 0.01, headroomMs: 0.2 };

/** Offices by day, mills round the clock, sun that feeds in: power of one company in a quarter, kW. */
function kwAt(company: number, quarter: number): number {
  const hour = (quarter % 96) / 4;
  const wave = Math.sin(company * 1.7 + quarter * 0.37) + Math.sin(company * 3.1 + quarter * 0.011);
  const day = hour > 7 + (company % 4) && hour < 16 + (company % 6) ? 1 : 0.25;
  const sun = company % 3 === 0 ? Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI)) * 120 : 0;
  return (50 + (company % 17) * 20) * day + wave * 12 - sun;
}

function loads(companies: number): Load[] {
  return Array.from({ length: companies }, (_, id) => ({
    id,
    company: id,
    behind: null,
    netMicro: Float64Array.from({ length: YEAR }, (__, t) => Math.round(kwAt(id, t) * 250_000)),
    sure: new Uint8Array(YEAR).fill(1),
  }));
}

/** Milliseconds of each of several runs. The first one is for the compiler. */
function timed(times: number, work: () => void): number[] {
  work();
  return Array.from({ length: times }, () => {
    const before = performance.now();
    work();
    return performance.now() - before;
  });
}

export function capacity({ quick }: BenchOptions): Promise<Outcome> {
  const times = quick ? 3 : 15;
  const park = loads(COMPANIES);
  const rows: readonly Limit[] = [
    { direction: 'import', kind: 'firm', kw: 9000, from: epochMs(0), to: null, window: null },
    { direction: 'import', kind: 'block', kw: 900, from: epochMs(0), to: null, window: { fromMinute: 1320, toMinute: 360, weekdays: [1, 2, 3, 4, 5, 6, 7] } },
  ];
  const limits = { direction: 'import', firstQuarter: FIRST, quarters: YEAR, contractKw: null } as const;
  const year = timed(times, () => {
    const use = { ...powerOf(rootsOf(park), YEAR), limitKw: limitsOf(rows, limits), firstQuarter: FIRST };
    limitUse(use);
    monthPeaks(use);
    loadDuration(use.kw, use.sure);
  });
  const members = park.slice(0, MEMBERS).map((load) => ({ id: load.id, ...powerOf([load], YEAR) }));
  const matters = Array.from({ length: 200 + 20 * MEMBERS }, (_, t) => t * 57);
  const matrix = members.map((one) => Float64Array.from(matters, (t) => one.kw[t] ?? 0));
  const value = shapley(matrix);
  const errorShare = Math.max(...value.errorKw) / value.totalKw;
  const fair = timed(times, () => void shapley(matrix));
  const attributed = timed(times, () => void peakShares(members));
  const month = members.map((one) => ({ id: one.id, kw: one.kw.subarray(0, 2980), sure: one.sure.subarray(0, 2980), terms: [{ from: 0, to: 2980, shareKw: 100, priority: 1 }] }));
  const statement = timed(times, () => void replay({ rule: 'fixed', limitKw: new Float64Array(2980).fill(2200), members: month }));
  const headroom = timed(times, () => {
    for (let reading = 0; reading < READINGS; reading++) {
      const running = members.map((one, index) => ({ usedKwh: index, rateKw: one.kw[reading % YEAR] ?? 0 }));
      const [limitKw = 0] = limitsOf(rows, { ...limits, firstQuarter: FIRST + (reading % YEAR), quarters: 1 });
      projected({ ...together(running), leftHours: 0.1, limitKw });
    }
  }).map((ms) => ms / READINGS);
  const goal = (values: readonly number[], ms: number): Goal => ({ text: `<= ${ms} ms`, met: median(values) <= ms });
  const table = print({
    title: 'capacity',
    digits: 3,
    rows: [
      { what: `use, limits, months and duration curve of ${COMPANIES} companies, a year, ms`, values: year, goal: goal(year, GOALS.yearMs) },
      {
        what: `Shapley of ${MEMBERS} members, standard error ${(errorShare * 100).toFixed(2)} %, ms`,
        values: fair,
        goal: { text: `<= ${GOALS.shapleyMs} ms at 1 %`, met: median(fair) <= GOALS.shapleyMs && errorShare <= GOALS.shapleyErrorShare },
      },
      { what: `peak of ${MEMBERS} members over a year, all shares, ms`, values: attributed },
      { what: `statement of a month of ${MEMBERS} members, ms`, values: statement },
      { what: `headroom of a group of ${MEMBERS}, a reading, ms`, values: headroom, goal: goal(headroom, GOALS.headroomMs) },
    ],
  });
  return Promise.resolve({
    text: table,
    ratios: {},
    figures: {
      yearMs: median(year),
      shapleyMs: median(fair),
      shapleyErrorShare: errorShare,
      peaksMs: median(attributed),
      statementMs: median(statement),
      headroomMs: median(headroom),
    },
  });
}
