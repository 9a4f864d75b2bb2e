// Sums the quarters of a balance over steps of any length and says how much of it was measured. Pure.
import { areZeros } from './array-sums.ts';
import { awayIn } from './balance-away.ts';
import { type BalanceQuarters, FLAGS, GENERATION_FLOWS, type GenerationFlow } from './balance.ts';
import { type QualityFlag, fromMicro, toMicro } from './ledger.ts';

export type QualityShares = Partial<Record<QualityFlag, number>>;

/** Sums over a step; sums of sums are sums again (`addSums`). Amounts in the carrier's unit. */
export interface StepSums {
  readonly import: number;
  readonly export: number;
  readonly generation: Readonly<Record<GenerationFlow, number>>;
  readonly consumption: number;
  readonly charge: number;
  readonly discharge: number;
  readonly localExchange: number;
  readonly gridImport: number;
  readonly gridExport: number;
  readonly residual: number;
  /** sum of min(supply, use) behind each meter, and of the park as one. */
  readonly ownUse: number;
  readonly collectiveUse: number;
  /** Amounts or connections by flag, index into FLAGS. */
  readonly byFlag: readonly number[];
  /** Connections x quarters with a value, and all that should have one. */
  readonly present: number;
  readonly expected: number;
  readonly quarters: number;
  readonly quartersPresent: number;
  readonly quartersEstimated: number;
}

/** Sums the quarters [from, to) of a balance. */
export function sumStep(balance: BalanceQuarters, from: number, to: number): StepSums {
  const sum = (values: Float64Array): number => {
    if (areZeros(values)) return 0;
    let total = 0;
    for (let t = from; t < to; t++) total += values[t] ?? 0;
    return total;
  };
  const { generation } = balance;
  return {
    import: sum(balance.import),
    export: sum(balance.export),
    generation: { sun: sum(generation.sun), wind: sum(generation.wind), chp: sum(generation.chp), 'other-generation': sum(generation['other-generation']) },
    consumption: sum(balance.consumption),
    charge: sum(balance.charge),
    discharge: sum(balance.discharge),
    localExchange: sum(balance.localExchange),
    gridImport: sum(balance.gridImport),
    gridExport: sum(balance.gridExport),
    residual: sum(balance.residual),
    ownUse: sum(balance.ownUse),
    byFlag: balance.byFlag.map(sum),
    expected: balance.connections * (to - from) - awayIn(balance.away, from, to),
    quarters: to - from,
    ...countQuarters(balance, from, to),
  };
}

function countQuarters(balance: BalanceQuarters, from: number, to: number): Pick<StepSums, 'collectiveUse' | 'present' | 'quartersPresent' | 'quartersEstimated'> {
  const { discharge, consumption, charge, estimated, present: presentAt } = balance;
  const { sun, wind, chp, 'other-generation': other } = balance.generation;
  let collectiveUse = 0;
  let present = 0;
  let quartersPresent = 0;
  let quartersEstimated = 0;
  for (let t = from; t < to; t++) {
    const supply = (discharge[t] ?? 0) + (sun[t] ?? 0) + (wind[t] ?? 0) + (chp[t] ?? 0) + (other[t] ?? 0);
    const use = (consumption[t] ?? 0) + (charge[t] ?? 0);
    collectiveUse += supply < use ? supply : use;
    const here = presentAt[t] ?? 0;
    present += here;
    if (here === 0) continue;
    quartersPresent += 1;
    if (estimated[t] === 1) quartersEstimated += 1;
  }
  return { collectiveUse, present, quartersPresent, quartersEstimated };
}

/** Sums of several steps; of none: all 0. In whole millionths the sum is exact. */
export function addSums(steps: readonly StepSums[]): StepSums {
  const number: SumsMap = (of) => steps.reduce((total, step) => total + of(step), 0);
  return {
    ...mapAmounts(number),
    present: number((s) => s.present),
    expected: number((s) => s.expected),
    quarters: number((s) => s.quarters),
    quartersPresent: number((s) => s.quartersPresent),
    quartersEstimated: number((s) => s.quartersEstimated),
  };
}

/** Sums in whole millionths -> in the carrier's unit. */
export const sumsFromMicro = (sums: StepSums): StepSums => ({ ...sums, ...mapAmounts((of) => fromMicro(of(sums))) });

type SumsMap = (of: (step: StepSums) => number) => number;
type Amounts = Omit<StepSums, 'present' | 'expected' | 'quarters' | 'quartersPresent' | 'quartersEstimated'>;

function mapAmounts(amount: SumsMap): Amounts {
  const generation = {
    sun: amount((s) => s.generation.sun),
    wind: amount((s) => s.generation.wind),
    chp: amount((s) => s.generation.chp),
    'other-generation': amount((s) => s.generation['other-generation']),
  };
  return {
    import: amount((s) => s.import),
    export: amount((s) => s.export),
    generation,
    consumption: amount((s) => s.consumption),
    charge: amount((s) => s.charge),
    discharge: amount((s) => s.discharge),
    localExchange: amount((s) => s.localExchange),
    gridImport: amount((s) => s.gridImport),
    gridExport: amount((s) => s.gridExport),
    residual: amount((s) => s.residual),
    ownUse: amount((s) => s.ownUse),
    collectiveUse: amount((s) => s.collectiveUse),
    byFlag: FLAGS.map((_, flag) => amount((s) => s.byFlag[flag] ?? 0)),
  };
}

/** Generation of all kinds, in the carrier's unit. */
export const generationOf = (sums: StepSums): number => GENERATION_FLOWS.reduce((total, kind) => total + sums.generation[kind], 0);

/** Supply of the ratios: generation and discharge; whole millionths of the unit, so that it is one number however it is added up. */
export const supplyOf = (sums: StepSums): number => fromMicro(toMicro(generationOf(sums)) + toMicro(sums.discharge));

/** Use of the ratios: consumption and charge, in the same way. */
export const useOf = (sums: StepSums): number => fromMicro(toMicro(sums.consumption) + toMicro(sums.charge));

/** What coverage and quality follow from. */
export type Measured = Pick<StepSums, 'expected' | 'present' | 'byFlag'>;

/** Share of connections x quarters that have a value: 0 when nothing is connected. */
export const coverageOf = (sums: Measured): number => (sums.expected === 0 ? 0 : sums.present / sums.expected);

/** Shares of what is counted by flag; what is missing weighs by its connections and quarters. */
export function qualityOf(sums: Measured): QualityShares {
  if (sums.expected === 0) return {};
  const coverage = coverageOf(sums);
  const total = sums.byFlag.reduce((all, one) => all + one, 0);
  const shares: QualityShares = {};
  FLAGS.forEach((flag, index) => {
    // Nothing flowed, and that was measured: all of the nothing counts as measured.
    const part = total > 0 ? (sums.byFlag[index] ?? 0) / total : flag === 'M' ? 1 : 0;
    const weighted = part * coverage + (flag === 'X' ? 1 - coverage : 0);
    if (weighted > 0) shares[flag] = Math.round(weighted * 1e6) / 1e6;
  });
  return shares;
}

/** Highest mean power drawn from the grid in a quarter that is measured throughout: an estimated or gap-filled
 *  quarter never makes a peak.
 *  @returns kW and the quarter's index, or null when no quarter is measured */
export function peakOf(balance: BalanceQuarters, from = 0, to = balance.gridImport.length): { kw: number; index: number } | null {
  const { estimated, present, metered, away, gridImport } = balance;
  if (metered === 0) return null;
  let highest = -Infinity;
  let at = -1;
  for (let index = from; index < to; index++) {
    const kw = (gridImport[index] ?? 0) * 4;
    if (!(kw > highest) || estimated[index] === 1 || present[index] !== metered - (away?.metered[index] ?? 0)) continue;
    highest = kw;
    at = index;
  }
  return at < 0 ? null : { kw: highest, index: at };
}

/** part / whole, or null when there is nothing to divide by: no generation is not a self-consumption of 0. */
export const ratio = (part: number, whole: number): number | null => (whole > 0 ? Math.min(part / whole, 1) : null);
