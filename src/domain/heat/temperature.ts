// Is the source warm enough for the sink: directly, as a preheater, or with a heat pump; and how much of it can be had. Pure.
import { solvedCop } from './heat-pump.ts';
import type { HeatValues } from './parameters.ts';
import type { PortFacts } from './port.ts';

type Warm = Pick<PortFacts, 'supplyC' | 'returnC'>;
export type Source = Warm & Pick<PortFacts, 'minReturnC'>;

export interface TemperatureTest {
  readonly kind: 'direct' | 'preheat' | 'uplift' | 'infeasible';
  /** After two exchangers and the pipe. */
  readonly availableC: number;
  /** Share of the sink's heat that the source can bring without a heat pump. */
  readonly directShare: number;
}

/** One exchanger at the source and one at the sink. */
const EXCHANGERS = 2;

/** @param pipeDropK how far the water cools on its way
 *  @see docs/residual-heat.md#heat-temperatures */
export function testTemperatures(source: Warm, sink: Warm, { pipeDropK, values }: { pipeDropK: number; values: HeatValues }): TemperatureTest {
  const availableC = source.supplyC - EXCHANGERS * values.exchangerDropK - pipeDropK;
  if (sink.supplyC > values.gridMaxC) return { kind: 'infeasible', availableC, directShare: 0 };
  if (availableC >= sink.supplyC) return { kind: 'direct', availableC, directShare: 1 };
  const directShare = Math.max(0, (availableC - sink.returnC) / (sink.supplyC - sink.returnC));
  if (directShare > 0) return { kind: 'preheat', availableC, directShare };
  return { kind: sink.supplyC > values.heatPumpMaxC ? 'infeasible' : 'uplift', availableC, directShare: 0 };
}

/** Share of the source's power that can be taken when it may not be cooled further than the sink's return allows.
 *  @param lifted a heat pump takes it: then only the source's own limits count */
export function extractableShare(source: Source, sink: Warm, { values, lifted }: { values: HeatValues; lifted: boolean }): number {
  const rangeK = source.supplyC - source.returnC;
  if (rangeK <= 0) return 1;
  const sinkLimitC = lifted ? source.returnC : sink.returnC + EXCHANGERS * values.exchangerDropK;
  const outC = Math.max(source.minReturnC ?? -Infinity, sinkLimitC);
  return Math.min(1, Math.max(0, (source.supplyC - outC) / rangeK));
}

/** One way to serve a sink from a source. */
export interface Variant {
  readonly kind: 'direct' | 'preheat' | 'heat-pump';
  /** Share of the sink's heat that it can serve; the boiler keeps the rest. */
  readonly sinkShare: number;
  /** kWh from the source, and kWh of electricity, for each kWh delivered. */
  readonly sourcePerDelivered: number;
  readonly electricityPerDelivered: number;
  /** Share of the delivered heat that passes the heat pump. */
  readonly pumpedShare: number;
  readonly extractableShare: number;
  readonly cop: number | null;
}

export interface Pair {
  readonly source: Source & { readonly peakKw: number };
  readonly sink: Warm & { readonly peakKw: number };
}

/** What could be built for a pair; none when the temperatures do not allow it.
 *  @see docs/residual-heat.md#heat-temperatures */
export function variantsOf({ source, sink }: Pair, test: TemperatureTest, values: HeatValues): Variant[] {
  const direct = extractableShare(source, sink, { values, lifted: false });
  const plain = { sourcePerDelivered: 1, electricityPerDelivered: 0, pumpedShare: 0, cop: null };
  switch (test.kind) {
    case 'infeasible':
      return [];
    case 'direct':
      return direct > 0 ? [{ kind: 'direct', sinkShare: 1, extractableShare: direct, ...plain }] : [];
    case 'preheat':
    case 'uplift': {
      const preheated: Variant[] = direct > 0 && test.directShare > 0 ? [{ kind: 'preheat', sinkShare: test.directShare, extractableShare: direct, ...plain }] : [];
      return [...preheated, ...withHeatPump({ source, sink }, test, values)];
    }
  }
}

function withHeatPump({ source, sink }: Pair, test: TemperatureTest, values: HeatValues): Variant[] {
  if (sink.supplyC > values.heatPumpMaxC) return [];
  const extractable = extractableShare(source, sink, { values, lifted: true });
  if (extractable <= 0) return [];
  const rangeK = Math.max(1, source.supplyC - source.returnC);
  const pumpedShare = 1 - test.directShare;
  const hot = { fromC: Math.max(sink.returnC, Math.min(test.availableC, sink.supplyC)), toC: sink.supplyC, kw: sink.peakKw * pumpedShare };
  const cold = { fromC: test.availableC, lowestC: Math.min(test.availableC, test.availableC - rangeK * extractable), flowKwPerK: source.peakKw / rangeK };
  const solved = solvedCop(hot, cold, { efficiency: values.lorenzEfficiency, max: values.copMax });
  if (solved === null || solved.cop < values.copMin) return [];
  const electricityPerDelivered = pumpedShare / solved.cop;
  return [
    { kind: 'heat-pump', sinkShare: 1, sourcePerDelivered: 1 - electricityPerDelivered, electricityPerDelivered, pumpedShare, extractableShare: extractable, cop: solved.cop },
  ];
}
