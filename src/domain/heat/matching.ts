// All sources and sinks of a place: which pairs are worth a look, and what each comes to. Pure.
import { coincidenceMatrix } from './coincidence.ts';
import { ceilingEurPerMwh } from './costs.ts';
import { type HeatParameters, valuesOf } from './parameters.ts';
import { type PairResult, type Route, byWorth, evaluatePair } from './pair.ts';
import { type HeatPort, straightM } from './port.ts';
import { testTemperatures } from './temperature.ts';

export interface MatchPort extends HeatPort {
  /** Ports of one owner are not matched: it needs nobody's leave. */
  readonly owner: string;
}
export interface DrawnRoute {
  readonly source: number;
  readonly sink: number;
  readonly lengthM: number;
  readonly surfaceFactor: number | null;
}
export interface MatchInput {
  readonly ports: readonly MatchPort[];
  readonly routes: readonly DrawnRoute[];
  readonly parameters: HeatParameters;
  /** Between two ports of which one has no place. */
  readonly assumedM: number;
}
export interface Matched {
  readonly pairs: readonly PairResult[];
  readonly screened: number;
  readonly tooCold: number;
  readonly tooFar: number;
}

/** The way between two ports: drawn, or straight with a detour, or assumed. */
export function routeOf(source: HeatPort, sink: HeatPort, { routes, parameters, assumedM }: Omit<MatchInput, 'ports'>): Route {
  const values = valuesOf(parameters);
  const drawn = routes.find((one) => one.source === source.id && one.sink === sink.id);
  if (drawn !== undefined) return { lengthM: drawn.lengthM, kind: 'drawn', surfaceFactor: drawn.surfaceFactor ?? values.surfaceFactor };
  const known = source.place !== null && sink.place !== null;
  const straight = source.place !== null && sink.place !== null ? straightM(source.place, sink.place) : assumedM;
  return { lengthM: straight * values.tortuosity, kind: known ? 'straight' : 'assumed', surfaceFactor: values.surfaceFactor };
}

/** Pairs within reach in metres and degrees, the best of each port, each worked out on all its hours.
 *  @param between called after each pair that was worked out
 *  @see docs/residual-heat.md#heat-many-to-many */
export function matchesOf(input: MatchInput, between: () => void = () => {}): Matched {
  const values = valuesOf(input.parameters);
  const sources = input.ports.filter((port) => port.role === 'source');
  const sinks = input.ports.filter((port) => port.role === 'sink');
  const matrix = coincidenceMatrix(
    sources.map((port) => port.kw),
    sinks.map((port) => port.kw),
  );
  let [screened, tooCold, tooFar] = [0, 0, 0];
  const likely: { source: MatchPort; sink: MatchPort; route: Route; worth: number }[] = [];
  sources.forEach((source, row) =>
    sinks.forEach((sink, column) => {
      if (source.owner === sink.owner) return;
      screened++;
      const route = routeOf(source, sink, input);
      const kwh = matrix[row]?.[column] ?? 0;
      if (testTemperatures(source, sink, { pipeDropK: 0, values }).kind === 'infeasible') tooCold++;
      else if (route.lengthM > values.matchDistanceM * values.tortuosity) tooFar++;
      // A rough order: what the heat is worth in a year against metres of trench.
      else if (kwh > 0) likely.push({ source, sink, route, worth: (kwh / 1000) * ceilingEurPerMwh(values) - route.lengthM * ROUGH_EUR_PER_M_YEAR });
    }),
  );
  const pairs = bestOfEach(likely, values.linksPerPort).flatMap((one) => {
    const pair = evaluatePair({ ...one, parameters: input.parameters });
    between();
    return pair ?? [];
  });
  return { pairs: pairs.sort(byWorth), screened, tooCold, tooFar };
}
/** A metre of the thinnest trench for a year, to order pairs by before they are worked out. */
const ROUGH_EUR_PER_M_YEAR = 50;

/** A pair stays when it is among the best of its source or of its sink. */
function bestOfEach<T extends { source: MatchPort; sink: MatchPort; worth: number }>(pairs: readonly T[], count: number): T[] {
  const kept = new Set<T>();
  for (const end of ['source', 'sink'] as const) {
    const byPort = new Map<number, T[]>();
    for (const pair of pairs) byPort.set(pair[end].id, [...(byPort.get(pair[end].id) ?? []), pair]);
    for (const mine of byPort.values()) for (const one of mine.sort((a, b) => b.worth - a.worth).slice(0, count)) kept.add(one);
  }
  return [...kept];
}
