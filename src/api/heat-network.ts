// Routes about the heat of a park as a whole: the links that pay together, and how much could be exchanged at most.
import { z } from '@hono/zod-openapi';
import { type Principal, heatSightOf } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { type Contribution, judgeDisclosure } from '../domain/disclosure.ts';
import { gasPerMwhM3 } from '../domain/heat/costs.ts';
import { valuesOf } from '../domain/heat/parameters.ts';
import type { CurvePoint } from '../domain/heat/pinch.ts';
import { secretPinch } from '../domain/heat/pinch-disclosure.ts';
import { YEAR_HOURS } from '../domain/heat/port.ts';
import type { Network, PinchOfSlice } from '../jobs/heat-network-sums.ts';
import type { ParkHours, ParkMatches } from '../jobs/heat-runs.ts';
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

export interface SeenNetwork {
  readonly network: Network & { matches: ParkMatches };
  readonly enters: (company: number | null) => boolean;
  /** The sums of the park are for this reader. */
  readonly open: boolean;
  /** And what they are the sums of. */
  readonly inner: boolean;
  readonly suppressed: string | null;
}

export async function seenNetwork(deps: Deps, principal: Principal, park: string): Promise<SeenNetwork> {
  await deps.heat.derive();
  const enters = regionalEnters(deps, principal);
  const network = await deps.heat.runs.network(park, enters);
  const kept = keptBack(principal, park, contributionsOf(deps, network.links));
  const open = overlooks(principal) && kept === null;
  const suppressed = open ? null : (kept ?? 'A company sees its own matches; what a whole park could exchange is for who looks after it.');
  return { network, enters, open, inner: seesMembers(principal, { kind: 'park', park }), suppressed };
}

async function answerNetwork(deps: Deps, principal: Principal, park: string): Promise<HeatNetwork> {
  const { network, enters, open, inner, suppressed } = await seenNetwork(deps, principal, park);
  const ports = deps.heat.registry.portsOf(park);
  return {
    park,
    links: network.links.flatMap((link) => linkView(deps, principal, link)),
    // Without a match that may have euros nothing was chosen, which is not the same as that nothing could be exchanged.
    potential: open && network.solver !== null ? potentialOf(deps, network) : null,
    suppressed,
    ...(open && inner ? await reachedOf(deps, park, network.matches.pairs) : { contracted: null, metered: null }),
    chosenBy: network.chosenBy,
    greedyNetEur: open ? published(network.greedyNetEur) : null,
    // Among how many links it chose, and how much better another choice could be, are figures of the park as well.
    solver: open ? network.solver : null,
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
      portsTold(principal, ports).length,
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
      deliveredKwh: published(link.deliveredKwh),
      netEur: published(link.netEur),
    },
  ];
}

/** What each link saves, in gas and CO2. */
export function savedByLinks(deps: Deps, { links, matches }: SeenNetwork['network']): { gasAvoidedM3: number; co2AvoidedKg: number }[] {
  const gasPerMwh = gasPerMwhM3(valuesOf(deps.heat.parameters));
  return links.map((link) => {
    const pair = matches.pairs.find((one) => one.source === link.source && one.sink === link.sink);
    const share = pair === undefined || pair.deliveredKwh === 0 ? 0 : link.deliveredKwh / pair.deliveredKwh;
    return { gasAvoidedM3: (link.deliveredKwh / 1000) * gasPerMwh, co2AvoidedKg: (pair?.co2AvoidedKg ?? 0) * share };
  });
}

function potentialOf(deps: Deps, network: SeenNetwork['network']): HeatNetwork['potential'] {
  const saved = savedByLinks(deps, network);
  return {
    deliveredKwh: published(network.deliveredKwh),
    gasAvoidedM3: published(saved.reduce((sum, one) => sum + one.gasAvoidedM3, 0)),
    co2AvoidedKg: published(saved.reduce((sum, one) => sum + one.co2AvoidedKg, 0)),
    netEur: published(network.links.reduce((sum, one) => sum + one.netEur, 0)),
    rejectedKwh: published(network.rejectedKwh),
    backupKwh: published(network.backupKwh),
  };
}

export interface Reached {
  readonly source: number;
  readonly sink: number;
  /** By the contract that holds now; null: none does. */
  readonly kwhPerYear: number | null;
  /** What meters counted in the last year while a contract held; null: none had a meter. */
  readonly metered: { readonly kwh: number; readonly co2AvoidedKg: number } | null;
}

/** What is contracted of each match of a park, and what meters counted of it; only the latter avoided anything. */
export async function reachedBy(deps: Deps, park: string, pairs: ParkMatches['pairs']): Promise<Reached[]> {
  const { registry } = deps.heat;
  const keys = new Map(registry.contracts().map(({ source, sink }) => [pairKey({ source, sink }), { source, sink }]));
  const reached: Reached[] = [];
  for (const key of keys.values()) {
    if (registry.port(key.sink)?.park !== park) continue;
    const pair = pairs.find((one) => one.source === key.source && one.sink === key.sink);
    const metered = await deliveredOf(deps, key, pair);
    reached.push({ ...key, kwhPerYear: contractsHeld(deps, key).find((one) => holdsNow(deps, one))?.kwhPerYear ?? null, metered });
  }
  return reached;
}

async function reachedOf(deps: Deps, park: string, pairs: ParkMatches['pairs']): Promise<Pick<HeatNetwork, 'contracted' | 'metered'>> {
  const reached = await reachedBy(deps, park, pairs);
  const contracted = reached.flatMap((one) => one.kwhPerYear ?? []);
  const metered = reached.flatMap((one) => one.metered ?? []);
  const sum = (values: readonly number[]): number => published(values.reduce((all, one) => all + one, 0));
  return {
    contracted: { matches: contracted.length, kwhPerYear: sum(contracted) },
    metered: { matches: metered.length, kwh: sum(metered.map(({ kwh }) => kwh)), co2AvoidedKg: sum(metered.map(({ co2AvoidedKg }) => co2AvoidedKg)) },
  };
}

export interface SeenPinch {
  readonly slices: readonly PinchOfSlice[];
  readonly leastK: number;
  readonly hours: ParkHours;
  readonly enters: (company: number | null) => boolean;
  readonly inner: boolean;
  /** What the links deliver, kWh; null: not told to this reader. */
  readonly linkedKwh: number | null;
}

/** @throws ApiError suppressed, where targets would say too much of one company */
export async function seenPinch(deps: Deps, principal: Principal, park: string): Promise<SeenPinch> {
  if (!overlooks(principal)) throw new ApiError('suppressed', 'A company sees its own matches; what a whole park could exchange is for who looks after it.');
  await deps.heat.derive();
  const enters = regionalEnters(deps, principal);
  const { slices, leastK, hours } = await deps.heat.runs.pinches(park, enters);
  const inner = seesMembers(principal, { kind: 'park', park });
  const reason = inner ? null : secretPinch(slices, (port) => ownerOf(deps, port));
  if (reason !== null) throw new ApiError('suppressed', REASONS[reason]);
  const network = await deps.heat.runs.network(park, enters);
  // What the links deliver is a figure of its own, of those who are in them.
  const linked = keptBack(principal, park, contributionsOf(deps, network.links)) === null;
  return { slices, leastK, hours, enters, inner, linkedKwh: linked ? network.deliveredKwh : null };
}

const pointsOf = (points: readonly CurvePoint[]): CurvePoint[] => points.map(({ kw, c }) => ({ kw: published(kw), c }));

async function answerPinch(deps: Deps, principal: Principal, park: string): Promise<HeatPinch> {
  const { slices, leastK, hours, enters, inner, linkedKwh } = await seenPinch(deps, principal, park);
  const ports = deps.heat.registry.portsOf(park);
  const most = slices[0]?.exchangeableKw ?? 0;
  return {
    park,
    leastK,
    slices: slices.map(({ cascade, pinchesC, hot, cold, ...one }) => ({
      slice: one.slice,
      hours: one.hours,
      hotUtilityKw: published(one.hotUtilityKw),
      coldUtilityKw: published(one.coldUtilityKw),
      hotKw: published(one.hotKw),
      coldKw: published(one.coldKw),
      exchangeableKw: published(one.exchangeableKw),
      // A pinch lies where the stream of one company begins.
      pinchesC: inner ? [...pinchesC] : [],
      hot: inner ? pointsOf(hot) : [],
      cold: inner ? pointsOf(cold) : [],
      grand: inner ? pointsOf(cascade.map((point) => ({ kw: point.kw, c: point.shiftedC }))) : [],
    })),
    exchangePotentialUsed: linkedKwh !== null && most > 0 ? published(linkedKwh / YEAR_HOURS / most) : null,
    parameters: { hash: deps.heat.parameters.hash },
    ...knownOf(
      hours,
      ports.filter((row) => enters(row.company)),
      ports.length,
    ),
    simulated: deps.simulated,
  };
}
