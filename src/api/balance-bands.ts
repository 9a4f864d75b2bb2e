// How sure the figures of a balance are: bands around what was booked, from the gaps and losses of the registers behind it. Only
// for whoever may see the members: a band tells whose meter was away.
import { published } from '../domain/balance-rows.ts';
import type { PublishedUnit } from '../domain/balance-rows.ts';
import { type BalanceFlow, GENERATION_FLOWS } from '../domain/balance.ts';
import { type StepSums, generationOf } from '../domain/balance-steps.ts';
import {
  type Band,
  type Doubt,
  type Margins,
  NO_DOUBT,
  type UnsureStretch,
  addDoubt,
  bandOf,
  doubtOver,
  highestTried,
  marginsOf,
  nineOfTen,
} from '../domain/energy-uncertainty.ts';
import { QUARTER_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Summed } from './balance-sums.ts';
import { clockStretches, eventsAround } from './clock-doubts.ts';
import type { Deps } from './deps.ts';
import type { Scope, ScopedConnection, ScopedRegister } from './scope.ts';

/** Figures that are sums of registers, or one such sum as far as it is above 0. */
export const BANDED = ['import', 'export', 'generation', 'consumption', 'gridImport'] as const;
export type Banded = (typeof BANDED)[number];
export type Bands = Record<Banded, Band>;

/** Quarters between the first and the last that is not sure, of which a peak is still judged. */
const PEAK_QUARTERS_MAX = 3_000;
/** Whole days of doubt that are asked for in one go. */
const SPAN_MAX = 62 * 96;
/** Events of clocks in one answer. */
const EVENTS_MAX = 200;

/** Registers of one scope that are not sure, as they count in each figure. */
interface Counted {
  readonly stretch: UnsureStretch;
  /** Quarters in which the register counts. */
  readonly from: number;
  readonly to: number;
  readonly signs: Readonly<Partial<Record<Banded, 1 | -1>>>;
}
export interface Doubts {
  readonly counted: readonly Counted[];
  readonly over: { readonly from: EpochMs; readonly to: EpochMs };
}

type Unsure = (query: { registers: Int32Array; from: number; to: number }) => Promise<readonly UnsureStretch[]>;

/** What is not known of a period. */
export async function doubtsOf(deps: Pick<Deps, 'store' | 'meterEvents'>, scope: Scope, summed: Pick<Summed, 'steps'>): Promise<Doubts> {
  const over = periodOf(summed);
  const meterOf = new Map(scope.connections.flatMap(({ registers }) => registers.map(({ register, meter }) => [register, meter] as const)));
  const told = deps.meterEvents.known([...meterOf.keys()]);
  const events = told.length === 0 ? [] : await deps.meterEvents.of(told, { ...eventsAround(over), limit: EVENTS_MAX });
  const clocks = await clockStretches({ events, meterOf, over }, (query) => deps.store.ask({ kind: 'quarters', ...query }));
  return doubtsIn({ scope, summed, clocks }, (query) => deps.store.ask({ kind: 'unsure', ...query }));
}

const periodOf = ({ steps }: Pick<Summed, 'steps'>): Doubts['over'] => ({ from: steps[0]?.start ?? epochMs(0), to: steps.at(-1)?.end ?? epochMs(0) });

/** The same, by whoever can tell what is unsure of registers.
 *  @param clocks what clocks that were off make unsure */
export async function doubtsIn({ scope, summed, clocks }: { scope: Scope; summed: Pick<Summed, 'steps'>; clocks: readonly UnsureStretch[] }, unsure: Unsure): Promise<Doubts> {
  const spans = spansOf(summed);
  // So it is nearly always, and a region has a thousand registers.
  if (spans.length === 0 && clocks.length === 0) return { counted: [], over: periodOf(summed) };
  const counting = countingIn(scope);
  const stretches = new Map<string, UnsureStretch>(clocks.map((one) => [`${one.register} clock ${one.first}`, one]));
  for (const { from, to, registers } of spans) {
    const wanted = Int32Array.from([...registers].filter((register) => counting.has(register)));
    if (wanted.length === 0) continue;
    const found = await unsure({ registers: wanted, from: from / QUARTER_MS, to: to / QUARTER_MS });
    for (const one of found) stretches.set(`${one.register} ${one.first}`, one);
  }
  const counted = [...stretches.values()].flatMap((stretch): Counted[] => {
    const how = counting.get(stretch.register);
    return how === undefined ? [] : [{ stretch, from: how.fromQuarter ?? -Infinity, to: how.toQuarter ?? Infinity, signs: how.signs }];
  });
  return { counted, over: periodOf(summed) };
}

type Counting = Pick<ScopedRegister, 'fromQuarter' | 'toQuarter'> & { readonly signs: Counted['signs'] };

function countingIn(scope: Scope): Map<number, Counting> {
  const found = new Map<number, Counting>();
  for (const connection of scope.connections)
    for (const register of surest(connection.registers)) found.set(register.register, { ...register, signs: signsOf(connection, register.flow) });
  return found;
}

/** Of a meter that tells one energy in several ways, the registers that count where they have a value. */
function surest(registers: readonly ScopedRegister[]): ScopedRegister[] {
  const has = (meter: number, way: ScopedRegister['way']): boolean => registers.some((one) => one.meter === meter && one.way === way);
  return registers.filter(({ meter, way }) => way === 'tariff' || !has(meter, 'tariff')).filter(({ meter, way }) => way !== 'power' || !has(meter, 'total'));
}

const isGeneration = (flow: BalanceFlow): boolean => GENERATION_FLOWS.some((one) => one === flow);

/** What the balance adds a register to: import and export at the public grid, use where nothing lies behind the connection. */
function signsOf({ behind, passesOn }: ScopedConnection, flow: BalanceFlow): Counted['signs'] {
  const adds = flow === 'import' || flow === 'discharge' || isGeneration(flow);
  return {
    ...(isGeneration(flow) && { generation: 1 as const }),
    ...(!passesOn && { consumption: adds ? (1 as const) : (-1 as const) }),
    ...(behind === null && flow === 'import' && { import: 1 as const, gridImport: 1 as const }),
    ...(behind === null && flow === 'export' && { export: 1 as const, gridImport: -1 as const }),
  };
}

/** Stretches of days with something unsure in them, and the registers that it is. */
function spansOf({ steps }: Pick<Summed, 'steps'>): { from: number; to: number; registers: Set<number> }[] {
  const spans: { from: number; to: number; registers: Set<number> }[] = [];
  for (const { end, parts } of steps)
    parts.forEach((part, index) => {
      if (part.unsure.length === 0) return;
      const until = parts[index + 1]?.from ?? end;
      const last = spans.at(-1);
      if (last !== undefined && last.to === part.from && (until - last.from) / QUARTER_MS <= SPAN_MAX) {
        last.to = until;
        for (const register of part.unsure) last.registers.add(register);
      } else spans.push({ from: part.from, to: until, registers: new Set(part.unsure) });
    });
  return spans;
}

/** What one register's stretch leaves unknown of a figure. */
export interface StretchDoubt {
  readonly stretch: UnsureStretch;
  /** -1: it counts off the figure. */
  readonly sign: 1 | -1;
  /** Of the register, as it counts by itself. */
  readonly doubt: Doubt;
}

/** What is not known of the quarters [from, to) of a figure, stretch by stretch. */
export function stretchDoubts({ counted }: Doubts, figure: Banded, { from, to }: { from: number; to: number }): StretchDoubt[] {
  return counted.flatMap((one) => {
    const sign = one.signs[figure];
    return sign === undefined ? [] : [{ stretch: one.stretch, sign, doubt: doubtOver(one.stretch, Math.max(from, one.from), Math.min(to, one.to)) }];
  });
}

const together = (doubts: readonly StretchDoubt[]): Doubt =>
  doubts.reduce<Doubt>((sum, { sign, doubt }) => addDoubt(sum, sign === 1 ? doubt : { ...doubt, missing: -doubt.missing }), NO_DOUBT);

/** The amounts that have a band. */
export const bandedAmounts = (sums: StepSums): Record<Banded, number> => ({
  import: sums.import,
  export: sums.export,
  generation: generationOf(sums),
  consumption: sums.consumption,
  gridImport: sums.gridImport,
});

/** Bands around the sums of [start, end).
 *  @returns amounts in the carrier's unit; none lies below 0 where the amount does not */
export function bandsOf(doubts: Doubts, { start, end, sums }: { start: EpochMs; end: EpochMs; sums: StepSums }): Bands {
  const over = { from: start / QUARTER_MS, to: end / QUARTER_MS };
  const amounts = bandedAmounts(sums);
  const band = (figure: Banded): Band => {
    const amount = amounts[figure];
    const doubt = together(stretchDoubts(doubts, figure, over));
    if (isNothing(amount, doubt)) return { low: 0, high: 0 };
    const { low, high } = bandOf(amount, doubt, sums.quarters);
    return { low: published(amount >= 0 ? Math.max(low, 0) : low), high: published(high) };
  };
  return { import: band('import'), export: band('export'), generation: band('generation'), consumption: band('consumption'), gridImport: band('gridImport') };
}

/** Nothing was booked and nothing is in doubt: then nothing it is. */
const isNothing = (amount: number, doubt: Doubt): boolean => amount === 0 && doubt.variance === 0 && doubt.missingVariance === 0;

/** What is expected to be missing from an amount, and the margins around both; null where it is nothing. */
export function marginsIn({ amount, quarters, doubts }: { amount: number; quarters: number; doubts: readonly StretchDoubt[] }): (Margins & { missing: number }) | null {
  const doubt = together(doubts);
  return isNothing(amount, doubt) ? null : { missing: doubt.missing, ...marginsOf(amount, doubt, quarters) };
}

type QuarterSums = (span: { from: EpochMs; to: EpochMs }) => Promise<readonly { readonly from: EpochMs; readonly sums: Pick<StepSums, 'gridImport'> }[]>;

/** A peak cannot be lower than the measured quarter that made it; a quarter that was estimated may have been higher.
 *  @param tried as peaksTried gives it
 *  @returns kW; null where there is no peak, or what is in doubt is too long to be looked at */
export function peakBandOf(peak: { readonly kw: number } | null, tried: readonly number[] | null): Band | null {
  return peak === null || tried === null ? null : { low: published(peak.kw), high: published(Math.max(peak.kw, nineOfTen(tried))) };
}

/** The highest quarter that is not sure, by each trial of how it may have been.
 *  @param quarters the sums of each quarter of a stretch
 *  @returns kW, lowest first; null where what is in doubt is too long to be looked at */
export async function peaksTried(doubts: Doubts, quarters: QuarterSums): Promise<number[] | null> {
  const inside = doubts.counted.filter(({ signs }) => signs.gridImport !== undefined);
  const clip = ({ stretch, from, to }: Counted): { from: number; to: number } => ({
    from: Math.max(stretch.first, from, doubts.over.from / QUARTER_MS),
    to: Math.min(stretch.first + stretch.quarters, to, doubts.over.to / QUARTER_MS),
  });
  const clipped = inside.map((one) => ({ ...one, ...clip(one) })).filter(({ from, to }) => from < to);
  if (clipped.length === 0) return [];
  const [from, to] = [Math.min(...clipped.map((one) => one.from)), Math.max(...clipped.map((one) => one.to))];
  if (to - from > PEAK_QUARTERS_MAX) return null;
  const unsure = (await quarters({ from: epochMs(from * QUARTER_MS), to: epochMs(to * QUARTER_MS) })).flatMap((piece) => {
    const at = piece.from / QUARTER_MS;
    const doubtful = clipped.flatMap(({ stretch, signs, ...one }) => {
      const sign = signs.gridImport;
      return sign === undefined || at < one.from || at >= one.to ? [] : [{ stretch, at, sign }];
    });
    return doubtful.length === 0 ? [] : [{ kw: piece.sums.gridImport * 4, doubts: doubtful }];
  });
  return highestTried(unsure);
}

/** The largest distance from a figure to an end of its band, as a share of it. */
export const shareOf = (amount: number, { low, high }: Band): number => (amount > 0 ? Math.max(high - amount, amount - low) / amount : 0);

/** As it stands in an answer: the unit in the name. */
export const bandFields = (bands: Bands, unit: PublishedUnit): { uncertaintyKwh: Bands } | { uncertaintyM3: Omit<Bands, 'gridImport'> } => {
  const { gridImport: _, ...volume } = bands;
  return unit === 'kWh' ? { uncertaintyKwh: bands } : { uncertaintyM3: volume };
};
