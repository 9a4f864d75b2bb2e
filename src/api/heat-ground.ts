// Where a heat match lies, as far as a reader may know it.
import type { Principal } from '../domain/access.ts';
import type { Place } from '../domain/heat/port.ts';
import type { TrenchEdge } from '../domain/heat/trench.ts';
import type { HeatPairKey, HeatPortRow } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import { type SeenMatch, sideView, sidesOf } from './heat-query.ts';
import type { At, HeatGround, TrenchStretch } from './shapes-heat-map.ts';

export const atOf = ({ latDeg, lonDeg }: Place): At => ({ lat: latDeg, lon: lonDeg });
export type Placed = Pick<Deps, 'parks' | 'heat' | 'directory' | 'now'>;

/** The park as a circle of its area. */
export function circleOf({ parks }: Pick<Deps, 'parks'>, park: string): HeatGround['circle'] {
  const known = parks.find((one) => one.id === park);
  return known === undefined ? null : { lat: known.lat, lon: known.lon, radiusM: known.outline.radiusM };
}

/** From source to sink. */
export const drawnOf = ({ heat }: Pick<Deps, 'heat'>, pair: HeatPairKey): readonly Place[] =>
  heat.registry.routes().find((one) => one.source === pair.source && one.sink === pair.sink)?.points ?? [];

/** A stretch of a shared trench on the ground: along the route that somebody drew between its ports, whichever of them is the source. */
export function stretchOf({ heat }: Pick<Deps, 'heat'>, edge: TrenchEdge): TrenchStretch {
  const ends = [edge.from, edge.to];
  const route = heat.registry.routes().find((one) => ends.includes(one.source) && ends.includes(one.sink));
  const drawn = route?.points ?? [];
  const straight = ends.flatMap((port) => heat.registry.port(port)?.place ?? []);
  const points = drawn.length < 2 ? straight : route?.source === edge.from ? drawn : drawn.toReversed();
  return { ...edge, route: route === undefined ? 'straight' : 'drawn', points: points.map(atOf) };
}

/** May this reader draw the route of a match? Its park's manager, and both sides once they agreed. */
export function mayDraw(deps: Placed, principal: Principal, pair: HeatPairKey): boolean {
  const sides = sidesOf(deps, pair);
  return sides !== null && (sides.agreed || principal.processor || principal.roles.some((one) => one.role === 'parkmanager' && one.parks.includes(sides.park)));
}

/** Where a match lies, as far as this reader may know it. */
export function groundOf(deps: Placed, principal: Principal, { pair, sight }: Pick<SeenMatch, 'pair' | 'sight'>): HeatGround {
  const [source, sink] = [deps.heat.registry.port(pair.source), deps.heat.registry.port(pair.sink)];
  const own = (row: HeatPortRow): boolean => sideView(deps, principal, { port: row, sight }).mine;
  const placeOf = (row: HeatPortRow | null): At | null => (row === null || row.place === null || (sight !== 'full' && !own(row)) ? null : atOf(row.place));
  return {
    circle: circleOf(deps, source?.park ?? ''),
    source: placeOf(source),
    sink: placeOf(sink),
    points: sight === 'full' ? drawnOf(deps, pair).map(atOf) : [],
    mayDraw: sight === 'full' && mayDraw(deps, principal, pair),
  };
}
