// What a reader's matches are made of: the streams that may enter, their pairs, and how far each pair came.
import { type CompanySharing, type Principal, mayEnter } from '../domain/access.ts';
import { matchKey } from '../domain/circular/allocation.ts';
import type { ParkPlace } from '../domain/circular/distances.ts';
import type { MatchState } from '../domain/circular/match-status.ts';
import { type Stream, isThere } from '../domain/circular/streams.ts';
import { localAdd, localFloor } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { MaterialMatch, MaterialOutcome } from '../jobs/material-sums.ts';
import type { CompanyRow } from '../storage/registry.ts';
import type { StreamRow, Weighed } from '../storage/materials.ts';
import type { Deps } from './deps.ts';
import type { Area } from './scope.ts';

export interface Ground {
  readonly streams: ReadonlyMap<number, Stream>;
  readonly outcome: MaterialOutcome;
  /** Of the last twelve months.  */
  readonly weighed: readonly Weighed[];
}

/** The last twelve months up to now, from the beginning of a local day on. */
export function yearBefore(now: EpochMs): { from: EpochMs; to: EpochMs } {
  return { from: localAdd(localFloor(now, 'P1D'), 'P1M', -12), to: now };
}

const sharingOf = (deps: Pick<Deps, 'directory' | 'now'>, { id, park }: CompanyRow): CompanySharing => ({ company: id, park, sharing: deps.directory.sharingOf(id, deps.now()) });

/** May a company's streams be matched for this reader? Its readings may enter; or it lets the region see them, and so is
 *  found without a name from other parks; or it lets its park's manager, and so is found from that park. */
function mayMatch(deps: Deps, principal: Principal, over: { area: Area; company: CompanyRow }): boolean {
  const { area, company } = over;
  const shared = sharingOf(deps, company);
  if (mayEnter(principal, shared)) return true;
  if (area.kind === 'region') return false;
  const park = area.kind === 'park' ? area.park : deps.directory.companies.get(area.company)?.park;
  return shared.sharing.region || (area.kind === 'company' && company.park === park && shared.sharing.parkmanager);
}

export const withPark = (deps: Pick<Deps, 'directory'>, { note: _note, routeNow: _route, ...row }: StreamRow): Stream => ({
  ...row,
  park: deps.directory.companies.get(row.company)?.park ?? '',
});

/** Streams that can be matched for this reader: they did not end, and their company may enter. */
export function streamsFor(deps: Deps, principal: Principal, area: Area): Stream[] {
  const may = new Map<number, boolean>();
  return deps.materials.streams().flatMap((row) => {
    const company = deps.directory.companies.get(row.company);
    if (company === undefined || (row.to !== null && row.to <= deps.now())) return [];
    if (!may.has(company.id)) may.set(company.id, mayMatch(deps, principal, { area, company }));
    return may.get(company.id) === true ? [withPark(deps, row)] : [];
  });
}

export const thereNow = (streams: readonly Stream[], now: EpochMs): Stream[] => streams.filter((one) => isThere(one, now));

/** Pairs and allocation of a set of streams, kept until a stream or delivery changes. */
export async function groundOf(deps: Deps, streams: readonly Stream[]): Promise<Ground> {
  const weighed = await deps.materials.weighed(yearBefore(deps.now()));
  const places = new Map<string, ParkPlace>(deps.parks.map(({ id, lat, lon, areaHa }) => [id, { lat, lon, areaHa }]));
  const job = { streams, book: deps.materialBook, places, weighed: new Set(weighed.map((one) => one.offer)) };
  // The book does not change while we run; which streams there are stands in the key.
  const outcome = await deps.keptAnswers.of(`materials ${streams.map((one) => one.id).join(' ')}`, deps.materials.version, () => deps.compute.materials(job));
  return { streams: new Map(streams.map((one) => [one.id, one])), outcome, weighed };
}

export function stateOf(deps: Pick<Deps, 'materials'>, ground: Pick<Ground, 'streams' | 'weighed'>, match: Pick<MaterialMatch, 'offer' | 'need'>): MatchState {
  const [offer, need] = [ground.streams.get(match.offer), ground.streams.get(match.need)];
  const kg = ground.weighed.filter((one) => one.need !== null && matchKey({ ...one, need: one.need }) === matchKey(match)).reduce((sum, one) => sum + one.kg, 0);
  return {
    offerAgreed: offer !== undefined && deps.materials.agreed(match, offer.company),
    needAgreed: need !== undefined && deps.materials.agreed(match, need.company),
    set: deps.materials.step(match),
    meteredTonnes: kg / 1000,
  };
}

/** Shares of the streams that are weighed, and that are only stated. Not of their mass: beside a sum that would tell what the only one
 *  that is weighed comes to. */
export function qualityOf(streams: readonly Pick<Stream, 'id'>[], weighed: readonly Weighed[]): { M?: number; E?: number } {
  if (streams.length === 0) return {};
  const scaled = new Set(weighed.map((one) => one.offer));
  const share = Math.round((streams.filter(({ id }) => scaled.has(id)).length / streams.length) * 1e6) / 1e6;
  return share === 0 ? { E: 1 } : share === 1 ? { M: 1 } : { M: share, E: 1 - share };
}

/** Part of the companies of an area, as far as they may enter, that stated a stream. */
export function statedShare(companies: readonly { readonly id: number }[], streams: readonly Stream[]): number {
  const stated = new Set(streams.map((one) => one.company));
  return companies.length === 0 ? 0 : companies.filter(({ id }) => stated.has(id)).length / companies.length;
}

export const parametersView = ({
  materialBook: { edition, hash, source, certainty },
}: Pick<Deps, 'materialBook'>): { edition: string; hash: string; source: string; certainty: Deps['materialBook']['certainty'] } => ({
  edition,
  hash,
  source,
  certainty,
});
