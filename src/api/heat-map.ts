// Where the heat of a park lies: sources, sinks and the lines between them. Nobody's place is told before both agreed.
import { z } from '@hono/zod-openapi';
import { type Principal, decide } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { type Placed, atOf, circleOf, drawnOf } from './heat-ground.ts';
import { heatPortResource } from './heat-ports.ts';
import { type SeenMatch, entersFor, heatParkOf, knownOf, nameOf, portsTold, seenMatches, sideView } from './heat-query.ts';
import { HeatMap } from './shapes-heat-map.ts';
import { ParkId } from './shapes.ts';

export function mountHeatMap(api: Api): void {
  api.mount({
    method: 'get',
    path: '/parks/{park}/heat-map',
    summary: 'Where sources and sinks of a park lie, and the matches between them',
    params: z.object({ park: ParkId }),
    answer: HeatMap,
    noun: 'park',
    action: 'see',
    resource: heatParkOf,
    handle: async ({ principal, params }, deps) => answerMap(deps, principal, params.park),
  });
}

/** A line needs both ends, unless somebody drew it. */
function lineOf(deps: Placed, { pair, rank, sight }: SeenMatch): HeatMap['lines'] {
  const [from, to] = [deps.heat.registry.port(pair.source)?.place ?? null, deps.heat.registry.port(pair.sink)?.place ?? null];
  if (sight !== 'full') return [];
  const drawn = drawnOf(deps, pair);
  const points = drawn.length > 1 ? drawn : from === null || to === null ? [] : [from, to];
  if (points.length < 2) return [];
  const { lengthM, kind: route } = pair.route;
  const { source, sink, deliveredKwh } = pair;
  return [{ id: nameOf(deps, pair), rank, source, sink, lengthM: published(lengthM), deliveredKwh: published(deliveredKwh), route, points: points.map(atOf) }];
}

async function answerMap(deps: Deps, principal: Principal, park: string): Promise<HeatMap> {
  await deps.heat.derive();
  const enters = entersFor(deps, principal);
  const matches = await deps.heat.runs.matches(park, enters);
  const all = deps.heat.registry.portsOf(park);
  const seen = seenMatches(deps, principal, matches);
  // Of an open match one may see both ends, also those of a company that one may not look into.
  const open = new Set(seen.flatMap(({ pair, sight }) => (sight === 'full' ? [pair.source, pair.sink] : [])));
  const known = all.filter((row) => open.has(row.id) || decide(principal, 'see', heatPortResource(deps, row)) === 'allow');
  const ports = known.flatMap((row) => {
    if (row.place === null) return [];
    const { name, mine } = sideView(deps, principal, { port: row, sight: 'full' });
    const { id: port, role, outsidePark, provenance } = row;
    return [{ port, role, name: name ?? '', ...atOf(row.place), mine, outsidePark, provenance }];
  });
  return {
    park,
    circle: circleOf(deps, park),
    ports,
    unplaced: known.length - ports.length,
    lines: seen.flatMap((one) => lineOf(deps, one)),
    unnamed: seen.filter(({ sight }) => sight !== 'full').length,
    ...knownOf(
      matches.hours,
      portsTold(
        principal,
        all.filter((row) => enters(row.company)),
      ),
      portsTold(principal, all).length,
    ),
    simulated: deps.simulated,
  };
}
