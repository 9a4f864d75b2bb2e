// Answers about heat matches: who may know what of which, and the figures as the API shows them.
import { type CompanySharing, type HeatSides, type HeatSight, type Principal, type Resource, decide, heatSightOf } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { FLAGS } from '../domain/balance.ts';
import { betweenSquaresM, energyBand, lengthBand } from '../domain/heat/bands.ts';
import type { PairResult } from '../domain/heat/pair.ts';
import { valuesOf } from '../domain/heat/parameters.ts';
import type { Band } from '../domain/heat/uncertainty.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { toIso } from '../domain/time.ts';
import type { ParkHours, ParkMatches } from '../jobs/heat-runs.ts';
import type { HeatPairKey, HeatPortRow } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import { contractsHeld, decisionsStanding, holdsNow } from './heat-agreement.ts';
import type { HeatMatchItem, HeatMatches } from './shapes-heat.ts';
import { companyResource } from './views.ts';

type Known = Pick<Deps, 'directory' | 'now' | 'heat'>;

/** What a match is called outside; it says nothing of who is in it. */
export const nameOf = ({ heat }: Pick<Deps, 'heat'>, { source, sink }: HeatPairKey): string => heat.names.nameOf(source, sink);

/** The pair of such a name; null when it is none. */
export function pairNamed({ heat }: Pick<Deps, 'heat'>, name: string): HeatPairKey | null {
  const numbers = heat.names.numbersOf(name);
  return numbers === null ? null : { source: numbers[0], sink: numbers[1] };
}

/** May the ports of this company be matched for this reader? Its own; and of others those that take part in their park.
 *  @see docs/residual-heat.md#heat-disclosure */
export function entersFor(deps: Known, principal: Principal): (company: number | null) => boolean {
  return (company) => {
    if (company === null || principal.processor) return true;
    const resource = companyResource(deps, company);
    if (resource === null) return false;
    if (decide(principal, 'see', resource) === 'allow') return true;
    return principal.roles.some((role) => role.role === 'company') && deps.directory.sharingOf(company, deps.now()).parkmanager;
  };
}

/** The region adds up companies that share with it; nobody else may enter its sums. */
export function regionalEnters(deps: Known, principal: Principal): (company: number | null) => boolean {
  const own = entersFor(deps, principal);
  const regional = principal.roles.some(({ role }) => role === 'region');
  return (company) => own(company) || (regional && company !== null && deps.directory.sharingOf(company, deps.now()).region);
}

function sideOf(deps: Known, row: HeatPortRow): CompanySharing | null {
  if (row.company === null) return null;
  return { company: row.company, park: row.park, sharing: deps.directory.sharingOf(row.company, deps.now()) };
}

/** The two sides of a pair; null when one of them is not there. */
export function sidesOf(deps: Known, pair: HeatPairKey): HeatSides | null {
  const [source, sink] = [deps.heat.registry.port(pair.source), deps.heat.registry.port(pair.sink)];
  if (source === null || sink === null || source.role !== 'source' || sink.role !== 'sink' || source.park !== sink.park) return null;
  const sides = [sideOf(deps, source), sideOf(deps, sink)];
  const agreed = new Set(decisionsStanding(deps, pair).flatMap((one) => (one.decision === 'agree' ? [one.company] : [])));
  return { park: source.park, sides, agreed: sides.every((side) => side === null || agreed.has(side.company)) };
}

export function heatMatchResource(deps: Known, pair: HeatPairKey | null): Resource | null {
  const sides = pair === null ? null : sidesOf(deps, pair);
  return sides === null ? null : { kind: 'heat-match', ...sides };
}

export function heatParkOf({ params }: { params: { park: string } }, deps: Known): Resource | null {
  if (!deps.directory.parks.has(params.park)) return null;
  return { kind: 'heat-matches', park: params.park, companies: deps.directory.companiesOf(params.park).map(({ id }) => id) };
}

export interface SeenMatch {
  readonly pair: PairResult;
  readonly sight: HeatSight;
  readonly rank: number;
}

const CONFIDENCES = ['A', 'B', 'C'] as const;

/** Order of matches that are a band to the reader: by nothing that is not shown of them. The name comes last and says nothing. */
function roughly(deps: Known, one: PairResult, other: PairResult): number {
  const key = (pair: PairResult): number[] => [CONFIDENCES.indexOf(pair.uncertainty?.confidence ?? 'C'), -energyBand(pair.coincidentKwh).low, lengthBandOf(deps, pair).low];
  const [mine, its] = [key(one), key(other)];
  const place = mine.findIndex((value, index) => value !== its[index]);
  return place >= 0 ? (mine[place] ?? 0) - (its[place] ?? 0) : nameOf(deps, one).localeCompare(nameOf(deps, other));
}

/** The length as it is told to whom may not know where the other side lies: between the squares of both.
 *  @see docs/residual-heat.md#heat-disclosure */
function lengthBandOf({ heat }: Known, { source, sink, route }: PairResult): { low: number; high: number } {
  const [from, to] = [heat.registry.port(source)?.place ?? null, heat.registry.port(sink)?.place ?? null];
  if (route.kind !== 'straight' || from === null || to === null) return lengthBand(route.lengthM);
  const { low, high } = betweenSquaresM(from, to);
  const { tortuosity } = valuesOf(heat.parameters);
  return lengthBand({ low: low * tortuosity, high: high * tortuosity });
}

/** Matches that a reader may know of, best first. Those that it sees as a band come after those that it sees: their place among them
 *  would tell how good they are. */
export function seenMatches(deps: Known, principal: Principal, { pairs }: Pick<ParkMatches, 'pairs'>): SeenMatch[] {
  const seen = pairs.flatMap((pair) => {
    const sides = sidesOf(deps, pair);
    const sight = sides === null ? 'none' : heatSightOf(principal, sides);
    return sight === 'none' ? [] : [{ pair, sight }];
  });
  const bands = seen.filter((one) => one.sight === 'band').sort((a, b) => roughly(deps, a.pair, b.pair));
  return [...seen.filter((one) => one.sight === 'full'), ...bands].map((one, index) => ({ ...one, rank: index + 1 }));
}

/** How far a match is. */
export function stateOf(deps: Known, pair: HeatPairKey): HeatMatchItem['state'] {
  const contracts = contractsHeld(deps, pair).filter((one) => holdsNow(deps, one));
  if (contracts.some((one) => one.meter !== null)) return 'metered';
  if (contracts.length > 0) return 'contracted';
  const decisions = decisionsStanding(deps, pair);
  if (decisions.some((one) => one.decision === 'decline')) return 'declined';
  if (decisions.length === 0) return 'potential';
  return sidesOf(deps, pair)?.agreed === true ? 'agreed' : 'proposed';
}

export function sideView(deps: Known, principal: Principal, { port, sight }: { port: HeatPortRow; sight: HeatSight }): HeatMatchItem['source'] {
  const mine = port.company !== null && principal.roles.some((role) => role.role === 'company' && role.company === port.company);
  if (sight !== 'full' && !mine) return { port: null, company: null, name: null, mine: false, supplyC: null, returnC: null, provenance: null, outsidePark: null };
  const company = port.company === null ? null : deps.directory.companies.get(port.company);
  const name = [company?.name ?? '', port.name].filter((part) => part !== '').join(', ');
  const { supplyC, returnC, provenance, outsidePark } = port;
  return { port: port.id, company: port.company, name: name === '' ? `${port.park} ${port.id}` : name, mine, supplyC, returnC, provenance, outsidePark };
}

export const publishedBand = ({ p10, p50, p90 }: Band): Band => ({ p10: published(p10), p50: published(p50), p90: published(p90) });

/** A match in a list. What the reader may not know is null. */
export function matchItem(deps: Known, principal: Principal, { pair, sight, rank }: SeenMatch): HeatMatchItem | null {
  const [source, sink] = [deps.heat.registry.port(pair.source), deps.heat.registry.port(pair.sink)];
  if (source === null || sink === null || sight === 'none') return null;
  const open = <T>(value: T): T | null => (sight === 'full' ? value : null);
  const { money, uncertainty } = pair;
  return {
    id: nameOf(deps, pair),
    park: source.park,
    rank,
    state: stateOf(deps, pair),
    sight,
    source: sideView(deps, principal, { port: source, sight }),
    sink: sideView(deps, principal, { port: sink, sight }),
    kind: open(pair.variant.kind),
    basis: pair.basis,
    confidence: uncertainty?.confidence ?? 'C',
    coincidentKwh: open(published(pair.coincidentKwh)),
    coincidentBandKwh: energyBand(pair.coincidentKwh),
    deliveredKwh: open(published(pair.deliveredKwh)),
    lengthM: open(published(pair.route.lengthM)),
    lengthBandM: sight === 'full' ? lengthBand(pair.route.lengthM) : lengthBandOf(deps, pair),
    priceFloor: open(money === null ? null : published(money.sellerEurPerMwh + money.company.transportEurPerMwh)),
    priceCeiling: open(money === null ? null : published(money.ceilingEurPerMwh)),
    priceUnit: 'EUR/MWh',
    capexEur: open(money === null ? null : published(money.capexEur)),
    npvEur: open(uncertainty === null ? null : publishedBand(uncertainty.npvEur)),
    positiveShare: open(uncertainty?.positiveShare ?? null),
    paybackYears: open(money === null || money.paybackYears === null ? null : published(money.paybackYears)),
    gasAvoidedM3: open(published(pair.gasAvoidedM3)),
    co2AvoidedKg: open(published(pair.co2AvoidedKg)),
  };
}

/** Ports of which this reader may know how they were measured: of all where it looks after the park, else of its own.
 *  The shares of a sum with one unknown in it would tell the unknown. */
export function portsTold<P extends Pick<HeatPortRow, 'park' | 'company'>>(principal: Principal, ports: readonly P[]): P[] {
  const oversees = (park: string): boolean =>
    principal.processor || principal.roles.some((one) => one.role === 'operator' || (one.role === 'parkmanager' && one.parks.includes(park)));
  const mine = (company: number | null): boolean => principal.roles.some((one) => one.role === 'company' && one.company === company);
  return ports.filter((port) => oversees(port.park) || mine(port.company));
}

/** Share of the hours that are known, and how they were made, of the ports that entered.
 *  @param all how many ports there are as far as this reader may know; a company's own share of all of them would tell how many others have */
export function knownOf(hours: ParkHours, ports: readonly Pick<HeatPortRow, 'id'>[], all: number): { coverage: number; quality: Record<string, number>; asOf: string } {
  const known = ports.flatMap((port) => hours.byPort.get(port.id) ?? []);
  const byFlag = FLAGS.map((_, index) => known.reduce((sum, one) => sum + (one.quartersByFlag[index] ?? 0), 0));
  const total = byFlag.reduce((sum, one) => sum + one, 0);
  const quality = Object.fromEntries(FLAGS.flatMap((flag, index) => ((byFlag[index] ?? 0) > 0 && total > 0 ? [[flag, (byFlag[index] ?? 0) / total]] : [])));
  const coverage = all === 0 ? 0 : known.reduce((sum, one) => sum + one.knownHours / hours.hours, 0) / all;
  return { coverage, quality, asOf: toIso(asOfHours(hours)) };
}

const HOUR_MS = 3_600_000;
const asOfHours = ({ firstHour, hours }: ParkHours): EpochMs => epochMs((firstHour + hours) * HOUR_MS);

/** The ranked list of a park for a reader. */
export async function answerMatches(deps: Deps, principal: Principal, park: string): Promise<HeatMatches> {
  await deps.heat.derive();
  const enters = entersFor(deps, principal);
  const matches = await deps.heat.runs.matches(park, enters);
  const all = deps.heat.registry.portsOf(park);
  const ports = all.filter((row) => enters(row.company));
  const items = seenMatches(deps, principal, matches).flatMap((seen) => matchItem(deps, principal, seen) ?? []);
  const aggregate = principal.processor || principal.roles.some(({ role }) => role === 'operator' || role === 'parkmanager');
  const count = (role: HeatPortRow['role']): number => (aggregate ? ports.filter((row) => row.role === role).length : 0);
  return {
    park,
    items,
    next: null,
    ports: { sources: count('source'), sinks: count('sink'), unknownPlace: aggregate ? ports.filter((row) => row.place === null).length : 0 },
    screened: aggregate ? matches.screened : items.length,
    tooCold: aggregate ? matches.tooCold : 0,
    tooFar: aggregate ? matches.tooFar : 0,
    parameters: { hash: deps.heat.parameters.hash },
    ...knownOf(matches.hours, portsTold(principal, ports), portsTold(principal, all).length),
    simulated: deps.simulated,
  };
}
