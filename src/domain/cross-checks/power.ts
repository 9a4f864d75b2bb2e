// The power that a meter tells, times the time, against what its own counters counted: a wrong factor of the current
// transformers shows here, and a counter that counts the other direction. Pure.
import type { CounterReading } from '../counter-reading.ts';
import { fromMicro } from '../ledger.ts';
import { integratePower } from '../ledger-power.ts';
import { QUARTER_MS } from '../time.ts';
import type { Verdict } from './verdict.ts';

/** An hour of it is enough: both are told by one device at the same moments. */
export const POWER_QUARTERS_MIN = 4;
const SHARE = { fits: 0.05, doubtful: 0.15 };
/** kWh; a counter in whole hundredths on a sleeping connection says nothing of a factor. */
const AMOUNT_MIN = 0.2;
/** Factors that people forget or put in twice: phases, transformers, units. */
export const FACTORS: readonly number[] = [0.001, 0.01, 0.05, 0.1, 0.2, 0.25, 1 / 3, 0.5, 2, 3, 4, 5, 10, 20, 100, 1000];
export const FACTOR_NEAR = 0.07;

/** Both directions of one meter. */
export interface Both<T> {
  readonly import: T;
  readonly export: T;
}
export interface PowerCheck {
  readonly verdict: Verdict;
  readonly quarters: number;
  /** Power x time, both directions. */
  readonly powerKwh: number;
  readonly countedKwh: number;
  /** What the counters would have to be multiplied with; null where no usual factor is near. */
  readonly factor: number | null;
  /** The two directions have changed places. */
  readonly reversed: boolean;
}

const RULES = { maxPerHour: Number.MAX_SAFE_INTEGER, slack: 0, modulus: null, integrates: true } as const;

/** A quarter that can be compared, by its place in the series; kWh. */
export interface ComparedPower {
  readonly t: number;
  readonly power: Both<number>;
  readonly told: Both<number>;
}

/** Quarters in which power and counters are known in both directions.
 *  @see docs/methods-meters.md#cross-checks */
export function comparedPower(readings: Both<readonly CounterReading[]>, counted: Both<Float64Array>, firstQuarter: number): ComparedPower[] {
  const [taken, given] = [quartersOf(readings.import), quartersOf(readings.export)];
  const compared: ComparedPower[] = [];
  for (let t = 0; t < counted.import.length; t++) {
    const [powerIn, powerOut] = [taken.get(firstQuarter + t), given.get(firstQuarter + t) ?? (readings.export.length === 0 ? 0 : undefined)];
    const told = { import: counted.import[t] ?? Number.NaN, export: counted.export[t] ?? Number.NaN };
    if (powerIn === undefined || powerOut === undefined || Number.isNaN(told.import) || Number.isNaN(told.export)) continue;
    compared.push({ t, power: { import: powerIn, export: powerOut }, told });
  }
  return compared;
}

/** Compares what a meter tells of its power with its counters.
 *  @param readings power in kW, both directions, in the order of time
 *  @param counted kWh of quarters that follow each other from `firstQuarter` on, NaN where unknown
 *  @see docs/methods-meters.md#cross-checks */
export function powerAgainstCounters(readings: Both<readonly CounterReading[]>, counted: Both<Float64Array>, firstQuarter: number): PowerCheck {
  const compared = comparedPower(readings, counted, firstQuarter);
  let [powerKwh, countedKwh, straight, crossed] = [0, 0, 0, 0];
  for (const { power, told } of compared) {
    powerKwh += power.import + power.export;
    countedKwh += told.import + told.export;
    straight += Math.abs(power.import - told.import) + Math.abs(power.export - told.export);
    crossed += Math.abs(power.import - told.export) + Math.abs(power.export - told.import);
  }
  const quarters = compared.length;
  const found = { quarters, powerKwh, countedKwh };
  if (quarters < POWER_QUARTERS_MIN || Math.max(powerKwh, countedKwh) < AMOUNT_MIN) return { verdict: 'too-little', ...found, factor: null, reversed: false };
  const off = Math.abs(powerKwh - countedKwh) / Math.max(powerKwh, countedKwh);
  const reversed = off <= SHARE.doubtful && crossed < straight / 2 && straight > SHARE.doubtful * powerKwh;
  const verdict: Verdict = reversed || off > SHARE.doubtful ? 'wrong' : off > SHARE.fits ? 'doubtful' : 'fits';
  return { verdict, ...found, factor: verdict === 'fits' || countedKwh === 0 ? null : factorNear(powerKwh / countedKwh), reversed };
}

function quartersOf(readings: readonly CounterReading[]): Map<number, number> {
  return new Map(integratePower(readings, RULES).quarters.map((quarter) => [quarter.start / QUARTER_MS, fromMicro(quarter.amountMicro)]));
}

const factorNear = (ratio: number): number | null => FACTORS.find((factor) => Math.abs(ratio / factor - 1) <= FACTOR_NEAR) ?? null;
