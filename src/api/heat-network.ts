// Routes about the heat of a park as a whole: the links that pay together, and how much could be exchanged at most.
import { z } from '@hono/zod-openapi';
import { type Principal, heatSightOf } from '../domain/access.ts';
import { type Contribution, judgeDisclosure } from '../domain/disclosure.ts';
import { gasPerMwhM3 } from '../domain/heat/costs.ts';
import { valuesOf } from '../domain/heat/parameters.ts';
import { secretPinch } from '../domain/heat/pinch-disclosure.ts';
import type { Network } from '../jobs/heat-network-sums.ts';
import type { ParkMatches } from '../jobs/heat-runs.ts';
import { pairKey } from '../storage/heat.ts';
import { REASONS } from './disclosure-query.ts';
import { entityOf, seesMembers } from './members.ts';
import type { Deps } from './deps.ts';
import { contractsHeld, deliveredOf, holdsNow } from './heat-agreement.ts';
import type { Api } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { stretchOf } from './heat-ground.ts';
import { heatParkOf, knownOf, nameOf, portsTold, regionalEnters, sidesOf, sideView } from './heat-query.ts';
import { HeatNetwork, HeatPinch } from './shapes-heat.ts';
import { ParkId } from './shapes.ts';

const YEAR_HOURS = 8760;
const Params = z.object({ park: ParkId });

/** Whoever looks at a park or a region as such; a company looks at its own matches. */
const overlooks = (principal: Principal): boolean => principal.processor || principal.roles.some(({ role }) => role !== 'company');

export function mountHeatNetwork(api: Api): void {
  const shared = { method: 'get', params: Params, noun: 'park', action: 'see', resource: heatParkOf } as const;
  api.mount({
    ...shared,
    path: '/parks/{park}/heat-network',
    summary: 'The heat links of a park that pay together, with what was contracted and metered apart',
    answer: HeatNetwork,
    handle: async ({ principal, params }, deps) => answerNetwork(deps, principal, params.park),
  });
  api.mount({
    ...shared,
    path: '/parks/{park}/pinch',
    summary: 'How much heat a park could exchange at most: problem table and composite curves, by slice of the year',
    answer: HeatPinch,
    handle: async ({ principal, params }, deps) => answerPinch(deps, principal, params.park),
  });
}

/** What each company gives in the chosen links, and what each takes. The sum is the same, and each side alone must not give a company away. */
function contributionsOf(deps: Deps, links: Network['links']): Contribution[][] {
  return (['source', 'sink'] as const).map((side) =>
    links.flatMap((link) => {
      const entity = ownerOf(deps, link[side]);
      return entity === null ? [] : [{ entity, amount: link.deliveredKwh }];
    }),
  );
}

/** Whose a port is; null: the park's, which is nobody's secret and hides nobody. */
function ownerOf(deps: Deps, port: number): string | null {
  const company = deps.heat.registry.port(port)?.company ?? null;
  return company === null ? null : entityOf(deps, company);
}

/** Why a figure that is the sum of each of these is kept back from this reader; null: it is not. */
function keptBack(principal: Principal, park: string, sides: readonly (readonly Contribution[])[]): string | null {
  if (seesMembers(principal, { kind: 'park', park })) return null;
  for (const contributions of sides) {
    const judged = contributions.length === 0 ? null : judgeDisclosure(contributions);
    if (judged?.sign === 'x') return REASONS[judged.reason];
  }
  return null;
}

async function answerNetwork(deps: Deps, principal: Principal, park: string): Promise<HeatNetwork> {
  await deps.heat.derive();
  const enters = regionalEnters(deps, principal);
  const network = await deps.heat.runs.network(park, enters);
  const ports = deps.heat.registry.portsOf(park);
  const suppressed = keptBack(principal, park, contributionsOf(deps, network.links));
  const open = overlooks(principal) && suppressed === null;
  const inner = seesMembers(principal, { kind: 'park', park });
  return {
    park,
    links: network.links.flatMap((link) => linkView(deps, principal, link)),
    // Without a match that may have euros nothing was chosen, which is not the same as that nothing could be exchanged.
    potential: open && network.solver !== null ? potentialOf(deps, network) : null,
    suppressed: open ? null : (suppressed ?? 'A company sees its own matches; what a whole park could exchange is for who looks after it.'),
    ...(open && inner ? await reachedOf(deps, { park, pairs: network.matches.pairs }) : { contracted: null, metered: null }),
    chosenBy: network.chosenBy,
    greedyNetEur: open ? network.greedyNetEur : null,
    solver: network.solver,
    trench:
      inner && network.trench !== null
        ? { edges: network.trench.edges.map((edge) => stretchOf(deps, edge)), eurPerYear: network.trench.eurPerYear, separateEurPerYear: network.trench.separateEurPerYear }
        : null,
    parameters: { hash: deps.heat.parameters.hash },
    ...knownOf(
      network.matches.hours,
      portsTold(
        principal,
        ports.filter((row) => enters(row.company)),
      ),
      ports.length,
    ),
    simulated: deps.simulated,
  };
}

function linkView(deps: Deps, principal: Principal, link: Network['links'][number]): HeatNetwork['links'] {
  const sides = sidesOf(deps, link);
  const [source, sink] = [deps.heat.registry.port(link.source), deps.heat.registry.port(link.sink)];
  if (sides === null || source === null || sink === null || heatSightOf(principal, sides) !== 'full') return [];
  return [
    {
      id: nameOf(deps, link),
      source: sideView(deps, principal, { port: source, sight: 'full' }),
      sink: sideView(deps, principal, { port: sink, sight: 'full' }),
      deliveredKwh: link.deliveredKwh,
      netEur: link.netEur,
    },
  ];
}

function potentialOf(deps: Deps, { links, matches, ...network }: Network & { matches: ParkMatches }): HeatNetwork['potential'] {
  const values = valuesOf(deps.heat.parameters);
  let [gasAvoidedM3, co2AvoidedKg] = [0, 0];
  for (const link of links) {
    const pair = matches.pairs.find((one) => one.source === link.source && one.sink === link.sink);
    const share = pair === undefined || pair.deliveredKwh === 0 ? 0 : link.deliveredKwh / pair.deliveredKwh;
    gasAvoidedM3 += (link.deliveredKwh / 1000) * gasPerMwhM3(values);
    co2AvoidedKg += (pair?.co2AvoidedKg ?? 0) * share;
  }
  const { deliveredKwh, netEur, rejectedKwh, backupKwh } = network;
  return { deliveredKwh, gasAvoidedM3, co2AvoidedKg, netEur, rejectedKwh, backupKwh };
}

/** What is contracted now, and what meters counted in the last year while a contract held; only the latter avoided anything.
 *  Null for whoever may not see the companies behind it. */
async function reachedOf(deps: Deps, { park, pairs }: { park: string; pairs: ParkMatches['pairs'] }): Promise<Pick<HeatNetwork, 'contracted' | 'metered'>> {
  const { registry } = deps.heat;
  let [contracts, kwhPerYear, meters, kwh, co2AvoidedKg] = [0, 0, 0, 0, 0];
  const keys = new Map(registry.contracts().map(({ source, sink }) => [pairKey({ source, sink }), { source, sink }]));
  for (const key of keys.values()) {
    if (registry.port(key.sink)?.park !== park) continue;
    const held = contractsHeld(deps, key).find((one) => holdsNow(deps, one));
    if (held !== undefined) [contracts, kwhPerYear] = [contracts + 1, kwhPerYear + held.kwhPerYear];
    const pair = pairs.find((one) => one.source === key.source && one.sink === key.sink);
    const delivered = await deliveredOf(deps, key, pair);
    if (delivered !== null) [meters, kwh, co2AvoidedKg] = [meters + 1, kwh + delivered.kwh, co2AvoidedKg + delivered.co2AvoidedKg];
  }
  return { contracted: { matches: contracts, kwhPerYear }, metered: { matches: meters, kwh, co2AvoidedKg } };
}

/** @throws ApiError suppressed, where targets would say too much of one company */
async function answerPinch(deps: Deps, principal: Principal, park: string): Promise<HeatPinch> {
  if (!overlooks(principal)) throw new ApiError('suppressed', 'A company sees its own matches; what a whole park could exchange is for who looks after it.');
  await deps.heat.derive();
  const enters = regionalEnters(deps, principal);
  const { slices, leastK, hours } = await deps.heat.runs.pinches(park, enters);
  const ports = deps.heat.registry.portsOf(park);
  const inner = seesMembers(principal, { kind: 'park', park });
  const reason = inner ? null : secretPinch(slices, (port) => ownerOf(deps, port));
  if (reason !== null) throw new ApiError('suppressed', REASONS[reason]);
  const network = await deps.heat.runs.network(park, enters);
  const most = slices[0]?.exchangeableKw ?? 0;
  // What the links deliver is a figure of its own, of those who are in them.
  const linked = keptBack(principal, park, contributionsOf(deps, network.links)) === null;
  return {
    park,
    leastK,
    slices: slices.map(({ byPort: _, cascade, pinchesC, hot, cold, ...slice }) => ({
      ...slice,
      // A pinch lies where the stream of one company begins.
      pinchesC: inner ? [...pinchesC] : [],
      hot: inner ? [...hot] : [],
      cold: inner ? [...cold] : [],
      grand: inner ? cascade.map((point) => ({ kw: point.kw, c: point.shiftedC })) : [],
    })),
    exchangePotentialUsed: linked && most > 0 ? network.deliveredKwh / YEAR_HOURS / most : null,
    parameters: { hash: deps.heat.parameters.hash },
    ...knownOf(
      hours,
      ports.filter((row) => enters(row.company)),
      ports.length,
    ),
    simulated: deps.simulated,
  };
}
