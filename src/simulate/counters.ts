// The meters' counters: the simulated power integrated second by second, and beside it the truth per quarter.
import { QUARTER_MS } from '../domain/time.ts';
import { GRID_COOPERATIVE } from './archetypes.ts';
import { tariffAt } from './calendar.ts';
import { makeLattice, seedFor } from './noise.ts';
import type { PlanCompany, RegionPlan } from './plan.ts';
import { type Flow, flowOf } from './power.ts';
import { counterKey, type CounterSpec, countersOf } from './registers.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What one counter really counted in one UTC quarter: kWh (heat too) or m3, not rounded. */
export interface TrueQuarter {
  readonly startMs: number;
  readonly meter: string;
  readonly register: string;
  readonly amount: number;
}

/** Counters of one firm as they stand in the state file. */
export interface SavedCounters {
  readonly atMs: number;
  readonly counters: Readonly<Record<string, number>>;
  /** Counted so far in the running quarter; null when that quarter did not begin under our eyes. */
  readonly quarter: Readonly<Record<string, number>> | null;
  readonly lastFiveMinutes: Held;
  readonly lastHour: Held;
  /** Reading of a counter when its meter was reset or swapped: subtract it from what the meter shows. */
  readonly offsets: Readonly<Record<string, number>>;
}

/** Values at the last boundary, as M-Bus meters pass them on. */
export interface Held {
  readonly atMs: number;
  readonly values: Readonly<Record<string, number>>;
}

/** Running counters of one firm; changed in place by `advance`. */
export interface Counters {
  readonly company: PlanCompany;
  readonly specs: readonly CounterSpec[];
  readonly flow: Flow;
  readonly amounts: Float64Array;
  readonly quarter: Float64Array;
  readonly offsets: Map<string, number>;
  atMs: number;
  quarterKnown: boolean;
  fiveMinutes: HeldValues;
  hour: HeldValues;
}

interface HeldValues {
  readonly atMs: number;
  readonly amounts: Float64Array;
}

/** Starts the counters of a firm at a whole second; what they show then follows from the seed. */
export function startCounters({ plan, company, atMs }: { plan: RegionPlan; company: PlanCompany; atMs: number }): Counters {
  const specs = countersOf(company);
  const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
  const feedsIn = canFeedIn(company);
  const amounts = Float64Array.from(specs, (spec) => (spec.rate === 'exportKw' && !feedsIn ? 0 : firstAmount(plan.seed, spec)));
  const begun = { atMs: hourMs, amounts: amounts.slice() };
  const counters: Counters = {
    company,
    specs,
    flow: flowOf(plan, company),
    amounts,
    quarter: new Float64Array(specs.length),
    offsets: new Map(),
    atMs: hourMs,
    quarterKnown: true,
    fiveMinutes: begun,
    hour: begun,
  };
  // Hourly M-Bus stamps lie before the start, so the counters begin on that hour.
  advance(counters, atMs, { stepMs: SECOND_MS });
  counters.quarter.fill(0);
  counters.quarterKnown = atMs % QUARTER_MS === 0;
  return counters;
}

function canFeedIn({ equipment, archetype }: PlanCompany): boolean {
  return archetype === GRID_COOPERATIVE.id || equipment.pvKwp + equipment.windKw + equipment.chpKw + equipment.batteryKw > 0;
}

function firstAmount(seed: number, spec: CounterSpec): number {
  return spec.rate === null ? 0 : Math.round(1_000_000 * (2 + 40 * makeLattice(seedFor(seed, counterKey(spec)))(1))) / 1000;
}

export interface AdvanceOptions {
  /** 1000, or 60,000 to make up for days of standstill. */
  readonly stepMs?: 1000 | 60_000;
  readonly onQuarter?: (quarter: TrueQuarter) => void;
}

/** Counts on to an instant: each step holds the power at its start (the middle, when steps are minutes).
 *  Instants before the counters' own change nothing. */
export function advance(counters: Counters, toMs: number, { stepMs = SECOND_MS, onQuarter }: AdvanceOptions = {}): void {
  const endMs = Math.floor(toMs / SECOND_MS) * SECOND_MS;
  while (counters.atMs < endMs) {
    const minuteStep = stepMs === MINUTE_MS && counters.atMs % MINUTE_MS === 0 && counters.atMs + MINUTE_MS <= endMs;
    const lengthMs = minuteStep ? MINUTE_MS : SECOND_MS;
    count(counters, lengthMs);
    counters.atMs += lengthMs;
    if (counters.atMs % (5 * MINUTE_MS) === 0) passBoundary(counters, onQuarter);
  }
}

function count(counters: Counters, lengthMs: number): void {
  const rates = counters.flow(lengthMs === SECOND_MS ? counters.atMs : counters.atMs + lengthMs / 2);
  const tariff = tariffAt(counters.atMs);
  const hours = lengthMs / HOUR_MS;
  const { specs, amounts, quarter } = counters;
  for (let at = 0; at < specs.length; at++) {
    const spec = specs[at];
    if (spec === undefined || spec.rate === null || (spec.tariff !== 0 && spec.tariff !== tariff)) continue;
    const amount = rates[spec.rate] * hours;
    amounts[at] = (amounts[at] ?? 0) + amount;
    quarter[at] = (quarter[at] ?? 0) + amount;
  }
}

function passBoundary(counters: Counters, onQuarter: AdvanceOptions['onQuarter']): void {
  counters.fiveMinutes = { atMs: counters.atMs, amounts: counters.amounts.slice() };
  if (counters.atMs % HOUR_MS === 0) counters.hour = counters.fiveMinutes;
  if (counters.atMs % QUARTER_MS !== 0) return;
  if (counters.quarterKnown && onQuarter !== undefined) {
    const startMs = counters.atMs - QUARTER_MS;
    counters.specs.forEach(({ meter, register }, at) => onQuarter({ startMs, meter, register, amount: counters.quarter[at] ?? 0 }));
  }
  counters.quarter.fill(0);
  counters.quarterKnown = true;
}

/** Writes counters down for the state file. */
export function saveCounters(counters: Counters): SavedCounters {
  const record = (values: Float64Array): Record<string, number> => Object.fromEntries(counters.specs.map((spec, at) => [counterKey(spec), values[at] ?? 0]));
  return {
    atMs: counters.atMs,
    counters: record(counters.amounts),
    quarter: counters.quarterKnown ? record(counters.quarter) : null,
    lastFiveMinutes: { atMs: counters.fiveMinutes.atMs, values: record(counters.fiveMinutes.amounts) },
    lastHour: { atMs: counters.hour.atMs, values: record(counters.hour.amounts) },
    offsets: Object.fromEntries(counters.offsets),
  };
}

/** Goes on where saved counters stopped. A counter that was not saved begins at 0. */
export function resumeCounters({ plan, company, saved }: { plan: RegionPlan; company: PlanCompany; saved: SavedCounters }): Counters {
  const specs = countersOf(company);
  const values = (record: Readonly<Record<string, number>>): Float64Array => Float64Array.from(specs, (spec) => record[counterKey(spec)] ?? 0);
  return {
    company,
    specs,
    flow: flowOf(plan, company),
    amounts: values(saved.counters),
    quarter: values(saved.quarter ?? {}),
    quarterKnown: saved.quarter !== null,
    offsets: new Map(Object.entries(saved.offsets)),
    atMs: saved.atMs,
    fiveMinutes: { atMs: saved.lastFiveMinutes.atMs, amounts: values(saved.lastFiveMinutes.values) },
    hour: { atMs: saved.lastHour.atMs, amounts: values(saved.lastHour.values) },
  };
}
