// One source and one sink: can it, how much in the same hour, through which pipe, at what cost, for how much CO2. Pure.
import { type Coincidence, type Hours, coincidenceOf, coincidenceWithTank, quantileOf } from './coincidence.ts';
import { type LinkSize, type Money, gasPerMwhM3, moneyOf } from './costs.ts';
import { type HeatParameters, type HeatValues, valuesOf } from './parameters.ts';
import { type ChosenPipe, choosePipe, outletC, pumpKw, trenchLossKw } from './pipe.ts';
import { type Basis, type HeatPort, type Provenance, YEAR_HOURS, basisOf } from './port.ts';
import { type TemperatureTest, type Variant, testTemperatures, variantsOf } from './temperature.ts';
import { type UncertainLink, type Uncertainty, uncertaintyOf } from './uncertainty.ts';

/** Hours of full flow that a tank holds. */
export const TANK_HOURS = [0, 4, 24, 168] as const;

export interface Route {
  readonly lengthM: number;
  /** straight: over the map, times the detour; drawn: somebody drew it; assumed: a port's place is not known. */
  readonly kind: 'straight' | 'drawn' | 'assumed';
  readonly surfaceFactor: number;
}

export interface PairResult {
  readonly source: number;
  readonly sink: number;
  readonly route: Route;
  readonly test: TemperatureTest;
  readonly variant: Variant;
  readonly basis: Basis;
  readonly provenance: Provenance;
  readonly coincidence: Coincidence;
  /** A year has this many times the hours that were measured. */
  readonly yearFactor: number;
  /** In a year. At the source: what is there and wanted in the same hour, with what the pipe loses on the way. */
  readonly coincidentKwh: number;
  readonly deliveredKwh: number;
  readonly lossKwh: number;
  /** Share of what leaves the source that the ground takes. */
  readonly lossShare: number;
  readonly sourceKwh: number;
  readonly demandKwh: number;
  readonly pumpKwh: number;
  /** What the pump takes at full flow, and for how many such hours of those that were measured. */
  readonly pumpKw: number;
  readonly pumpHours: number;
  readonly heatPumpKwh: number;
  readonly peakKw: number;
  readonly p10Kw: number;
  readonly p90Kw: number;
  readonly pipe: ChosenPipe & { readonly supplyC: number; readonly returnC: number; readonly arrivesC: number };
  readonly gasAvoidedM3: number;
  readonly co2AvoidedKg: number;
  /** What money is reckoned from. */
  readonly link: LinkSize;
  /** Nothing in euros on less than three months. */
  readonly money: Money | null;
  readonly uncertainty: Uncertainty | null;
}

export interface PairInput {
  readonly source: HeatPort;
  readonly sink: HeatPort;
  readonly route: Route;
  readonly parameters: HeatParameters;
}

const LEAST_RANGE_K = 5;
const SIZED_FOR = 0.99;

/** The best of what could be built for a pair; null when it cannot be: too cold, nothing in the same hour, nothing arrives.
 *  @see docs/residual-heat.md */
export function evaluatePair(input: PairInput): PairResult | null {
  const best = mostWorth(buildable(input));
  if (best === null) return null;
  const { result, money } = best;
  if (result.basis === 'screening') return result;
  return { ...result, money, uncertainty: uncertaintyOf(uncertainOf(result, input.parameters)) };
}

/** What the draws of a pair are made from. */
export function uncertainOf(pair: PairResult, parameters: HeatParameters): UncertainLink {
  const { link, heatPumpKwh, provenance, basis } = pair;
  return { link, heatPumpKwh, provenance, parameters, values: valuesOf(parameters), extrapolated: basis === 'extrapolated', seed: seedOf(pair.source, pair.sink) };
}

/** All that could be built for a pair, each with its money. */
export function buildable(input: PairInput): Made[] {
  const values = valuesOf(input.parameters);
  return candidates(input, values).flatMap((variant) => evaluateVariant(input, { ...variant, values }) ?? []);
}

/** The one that leaves most at the company's rate; null: there is none. */
export function mostWorth(made: readonly Made[]): Made | null {
  const worth = ({ result, money }: Made): number => (result.deliveredKwh > 0 ? money.company.npvEur : -Infinity);
  return [...made].sort((a, b) => worth(b) - worth(a))[0] ?? null;
}

/** Temperatures need the pipe, the pipe needs the power: a first look without a drop, then one with it. */
function candidates({ source, sink, route, parameters }: PairInput, values: HeatValues): { test: TemperatureTest; variant: Variant }[] {
  const peaks = { source: { ...source, peakKw: peakOf(source.kw) }, sink: { ...sink, peakKw: peakOf(sink.kw) } };
  const first = testTemperatures(source, sink, { pipeDropK: 0, values });
  const guess = variantsOf(peaks, first, values)[0];
  if (guess === undefined) return [];
  const kw = Math.min(peaks.source.peakKw * guess.extractableShare, peaks.sink.peakKw * guess.sinkShare);
  if (kw <= 0) return [];
  const net = networkOf({ source, sink, variant: guess, values });
  const pipe = choosePipe(parameters.pipes, { kw, rangeK: net.rangeK }, values);
  const pipeDropK = net.supplyC - outletC(pipe.size, { lengthM: route.lengthM, inletC: net.supplyC, groundC: values.groundC, kgPerS: pipe.kgPerS });
  const test = testTemperatures(source, sink, { pipeDropK, values });
  return variantsOf(peaks, test, values).map((variant) => ({ test, variant }));
}

function peakOf(kw: Float64Array): number {
  let peak = 0;
  for (const one of kw) if (one > peak) peak = one;
  return peak;
}

/** Water in the pipe: after the exchanger at the source, and back. */
function networkOf({ source, sink, variant, values }: { source: HeatPort; sink: HeatPort; variant: Variant; values: HeatValues }): {
  supplyC: number;
  returnC: number;
  rangeK: number;
} {
  const supplyC = source.supplyC - values.exchangerDropK;
  const backC = variant.kind === 'heat-pump' ? source.returnC - values.exchangerDropK : sink.returnC + values.exchangerDropK;
  const rangeK = Math.max(LEAST_RANGE_K, supplyC - backC);
  return { supplyC, returnC: supplyC - rangeK, rangeK };
}

/** What could be built, before anybody asked how sure it is. */
export interface Made {
  readonly result: PairResult;
  readonly money: Money;
}

const RANK: Readonly<Record<Provenance, number>> = { measured: 0, derived: 1, declared: 2 };
const weakest = (a: Provenance, b: Provenance): Provenance => (RANK[a] >= RANK[b] ? a : b);

interface Sized {
  readonly hours: Hours;
  readonly pipe: ChosenPipe;
  readonly peakKw: number;
  /** Share of what leaves the source that the ground takes. */
  readonly lossShare: number;
  readonly coincidence: Coincidence;
  /** Power that flows in each known hour, in no particular order. */
  readonly flowsKw: Float64Array;
}

/** The loss is part of what the source must give, and depends on the pipe: two rounds settle it. */
function sizeOf({ source, sink, route, parameters }: PairInput, variant: Variant, values: HeatValues): Sized | null {
  const net = networkOf({ source, sink, variant, values });
  let lossShare = 0;
  let sized: Sized | null = null;
  const room = new Float64Array(source.kw.length);
  for (let round = 0; round < 3; round++) {
    const demandFactor = (variant.sinkShare * variant.sourcePerDelivered) / (1 - lossShare);
    const hours: Hours = { supplyKw: source.kw, demandKw: sink.kw, supplyFactor: variant.extractableShare, demandFactor };
    const coincidence = coincidenceOf(hours, room);
    const flowsKw = room.subarray(0, coincidence.knownHours);
    const peakKw = quantileOf(flowsKw, SIZED_FOR);
    if (coincidence.kwh <= 0 || peakKw <= 0) return null;
    const pipe = choosePipe(parameters.pipes, { kw: peakKw, rangeK: net.rangeK }, values);
    const lossKw = trenchLossKw(pipe.size, { lengthM: route.lengthM, supplyC: net.supplyC, returnC: net.returnC, groundC: values.groundC });
    sized = { hours, pipe, peakKw, lossShare, coincidence, flowsKw };
    lossShare = Math.max(0, lossKw * coincidence.knownHours) / coincidence.kwh;
    // The ground takes more than there is.
    if (lossShare >= 1) return null;
  }
  return sized;
}

/** Power of a pump by its flow. */
const cube = (share: number): number => share * share * share;

function evaluateVariant(input: PairInput, { test, variant, values }: { test: TemperatureTest; variant: Variant; values: HeatValues }): Made | null {
  const { source, sink, route } = input;
  const sized = sizeOf(input, variant, values);
  if (sized === null) return null;
  const { coincidence, hours, pipe, peakKw, lossShare, flowsKw } = sized;
  const yearFactor = YEAR_HOURS / coincidence.knownHours;
  const coincidentKwh = coincidence.kwh * yearFactor;
  const deliveredKwh = (coincidentKwh * (1 - lossShare)) / variant.sourcePerDelivered;
  const fullHours = flowsKw.reduce((sum, kw) => sum + cube(Math.min(1, kw / peakKw)), 0);
  const atFullFlowKw = pumpKw(pipe, route.lengthM, values);
  const pumpKwh = atFullFlowKw * fullHours * yearFactor;
  const heatPumpKwh = deliveredKwh * variant.electricityPerDelivered;
  const kw = (peakKw * (1 - lossShare)) / variant.sourcePerDelivered;
  const link: LinkSize = {
    size: pipe.size,
    lengthM: route.lengthM,
    surfaceFactor: route.surfaceFactor,
    kw,
    heatPumpKw: kw * variant.pumpedShare,
    deliveredMwh: deliveredKwh / 1000,
    electricityKwh: pumpKwh + heatPumpKwh,
  };
  const gasAvoidedM3 = (deliveredKwh / 1000) * gasPerMwhM3(values);
  const net = networkOf({ source, sink, variant, values });
  const result: PairResult = {
    source: source.id,
    sink: sink.id,
    route,
    test,
    variant,
    basis: basisOf(coincidence.knownHours),
    provenance: weakest(source.provenance, sink.provenance),
    coincidence,
    yearFactor,
    coincidentKwh,
    deliveredKwh,
    lossKwh: coincidentKwh * lossShare,
    lossShare,
    sourceKwh: (coincidence.sourceKwh / variant.extractableShare) * yearFactor,
    demandKwh: (coincidence.demandKwh / hours.demandFactor) * yearFactor,
    pumpKwh,
    pumpKw: atFullFlowKw,
    pumpHours: fullHours,
    heatPumpKwh,
    peakKw,
    p10Kw: quantileOf(flowsKw, 0.1),
    p90Kw: quantileOf(flowsKw, 0.9),
    pipe: {
      ...pipe,
      supplyC: net.supplyC,
      returnC: net.returnC,
      arrivesC: outletC(pipe.size, { lengthM: route.lengthM, inletC: net.supplyC, groundC: values.groundC, kgPerS: pipe.kgPerS }),
    },
    gasAvoidedM3,
    // Heat that is made for it avoids nothing.
    co2AvoidedKg: source.residual === 'no' ? 0 : gasAvoidedM3 * values.gasKgPerM3 - link.electricityKwh * values.electricityKgPerKwh,
    link,
    money: null,
    uncertainty: null,
  };
  return { result, money: moneyOf(link, values) };
}

/** Supply and demand of a pair in the terms of its coincidence. */
export function hoursOf({ variant, lossShare }: PairResult, { supplyKw, demandKw }: Pick<Hours, 'supplyKw' | 'demandKw'>): Hours {
  return { supplyKw, demandKw, supplyFactor: variant.extractableShare, demandFactor: (variant.sinkShare * variant.sourcePerDelivered) / (1 - lossShare) };
}

/** What would be coincident with tanks of so many hours of full flow; for one pair that somebody looks at.
 *  @see docs/residual-heat.md#heat-simultaneity */
export function tanksOf(pair: PairResult, hours: Hours, values: HeatValues): { hours: number; tankKwh: number; kwh: number }[] {
  return TANK_HOURS.map((tankHours) => {
    const tankKwh = tankHours * pair.peakKw;
    return { hours: tankHours, tankKwh, kwh: coincidenceWithTank(hours, { tankKwh, lossPerHour: values.bufferLossPerHour }).kwh * pair.yearFactor };
  });
}

const seedOf = (source: number, sink: number): number => (Math.imul(source, 73_856_093) ^ Math.imul(sink, 19_349_663)) >>> 0;

/** The order of a list of matches: what most of the draws leave for each euro invested; screenings after, by their heat.
 *  @see docs/residual-heat.md#heat-confidence */
export function byWorth(a: PairResult, b: PairResult): number {
  const worth = ({ uncertainty, money }: PairResult): number => (uncertainty === null || money === null ? -Infinity : uncertainty.npvEur.p50 / money.capexEur);
  const [mine, other] = [worth(a), worth(b)];
  return mine === other ? b.coincidentKwh - a.coincidentKwh : other - mine;
}
