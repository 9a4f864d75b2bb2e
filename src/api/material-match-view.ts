// One match as a reader sees it: whose it is only after both agreed, and no more figures than that reader may see.
import { type Principal, decide } from '../domain/access.ts';
import { type SoftCriterion, scoreOf } from '../domain/circular/criteria.ts';
import { writeEural } from '../domain/circular/eural.ts';
import { bothAgreed, statusOf } from '../domain/circular/match-status.ts';
import { nearness, replaceable, togetherTonnes } from '../domain/circular/matching.ts';
import type { Band, MaterialBook } from '../domain/circular/materials.ts';
import { MONTHS, type Stream, yearOf } from '../domain/circular/streams.ts';
import type { MaterialMatch } from '../jobs/material-sums.ts';
import type { Deps } from './deps.ts';
import { type Ground, stateOf } from './material-ground.ts';
import type { Area } from './scope.ts';
import type { MatchView, Matches } from './shapes-materials.ts';
import { companyResource } from './views.ts';

/** Distances to other parks before both agree: a park's place would name it. */
const COARSE_KM = 5;

const published = (value: number): number => Math.round(value * 1000) / 1000;
/** To one figure: enough to see whether it is worth a talk. */
export function coarse(value: number): number {
  if (value === 0) return 0;
  const size = 10 ** Math.floor(Math.log10(Math.abs(value)));
  return Number((Math.round(value / size) * size).toPrecision(6));
}
/** Half a mean month: shares of a year are told to a whole number of them. */
const SHARE_STEP = 1 / (2 * MONTHS);
/** The months of a side that a reader may not see: its year to one digit, spread as far as half months say it. Whatever the reader sets
 *  beside it, moved as often as it likes, tells no more of that side than this.
 *  @see docs/methods-materials.md#before-both-agreed */
export function coarseMonths(tonnesByMonth: readonly number[]): number[] {
  const year = yearOf(tonnesByMonth);
  return year === 0 ? [...tonnesByMonth] : tonnesByMonth.map((tonnes) => coarse(year) * Math.round(tonnes / year / SHARE_STEP) * SHARE_STEP);
}
const times = ({ value, low, high }: Band, tonnes: number): Band => ({ value: published(value * tonnes), low: published(low * tonnes), high: published(high * tonnes) });

export interface Reading {
  readonly deps: Deps;
  readonly principal: Principal;
  readonly area: Area;
  readonly ground: Ground;
}

const sees = ({ deps, principal }: Reading, company: number): boolean => {
  const resource = companyResource(deps, company);
  return resource !== null && decide(principal, 'see', resource) === 'allow';
};

/** null: this reader may see neither side, and so nothing of it. */
export function matchView(reading: Reading, match: MaterialMatch): MatchView | null {
  const { deps, area, ground } = reading;
  const [offer, need] = [ground.streams.get(match.offer), ground.streams.get(match.need)];
  if (offer === undefined || need === undefined) return null;
  const [seesOffer, seesNeed] = [sees(reading, offer.company), sees(reading, need.company)];
  if (!seesOffer && !seesNeed) return null;
  const state = stateOf(deps, ground, match);
  const named = bothAgreed(state);
  // Who agreed to be known lets the other, and whoever may see the other, know what it is about.
  const full = named || (seesOffer && seesNeed);
  const isOwn = (stream: Stream): boolean => area.kind === 'company' && area.company === stream.company;
  const side = (stream: Stream, agreed: boolean): MatchView['offer'] => {
    const known = named || isOwn(stream);
    return {
      stream: known ? stream.id : null,
      company: known ? stream.company : null,
      name: known ? (deps.directory.companies.get(stream.company)?.name ?? null) : null,
      park: known || full || match.samePark ? stream.park : null,
      // Like the name: a place on a map is one.
      place: known ? stream.place : null,
      materialClass: stream.materialClass,
      euralCode: stream.euralCode === null ? null : writeEural({ code: stream.euralCode, hazardous: stream.hazardous }),
      legalStatus: stream.legalStatus,
      agreed,
      own: isOwn(stream),
    };
  };
  // Whoever may know both sides gets it by the places they gave; everybody else by their parks.
  const placed = full ? match.placed : null;
  const distanceKm = distanceOf({ ...match, ...placed }, full);
  const soft = softOf(match, { full, placed, distanceKm, book: deps.materialBook });
  return {
    id: deps.materialNames.nameOf(match.offer, match.need),
    offer: side(offer, state.offerAgreed),
    need: side(need, state.needAgreed),
    status: statusOf(state),
    anonymous: !named,
    feasible: match.feasible,
    tonnesPerYear: full ? published(match.potentialTonnes) : coarse(tonnesAsTold(match, { offer, need, seesOffer })),
    allottedTonnesPerYear: full ? published(match.allottedTonnes) : null,
    meteredTonnes: named ? published(state.meteredTonnes) : null,
    yieldShare: match.yieldShare,
    distanceKm,
    placed: placed !== null,
    samePark: match.samePark,
    criteria: [
      ...match.hard.map((one) => ({ kind: 'hard' as const, score: null, ...one })),
      ...soft.map(({ name, score }) => ({ kind: 'soft' as const, name, outcome: null, score: score === null ? null : published(score), offered: null, min: null, max: null })),
    ],
    legal: [...match.legal],
    score: published(scoreOf(soft)),
    valueEurPerYear: full ? times((placed ?? match).eurPerTonne, match.potentialTonnes) : null,
    avoidedCo2KgPerYear: full ? times((placed ?? match).co2KgPerTonne, match.potentialTonnes) : null,
  };
}

function distanceOf({ distanceKm, samePark }: MaterialMatch, full: boolean): number | null {
  if (distanceKm === null) return null;
  return full || samePark ? Math.round(distanceKm * 10) / 10 : Math.max(COARSE_KM, Math.round(distanceKm / COARSE_KM) * COARSE_KM);
}

/** What the seen side and the other as far as it may be told come to. */
function tonnesAsTold({ yieldShare }: MaterialMatch, { offer, need, seesOffer }: { offer: Stream; need: Stream; seesOffer: boolean }): number {
  const wanted = replaceable(need).map((tonnes) => tonnes / yieldShare);
  return seesOffer ? togetherTonnes(offer.tonnesByMonth, coarseMonths(wanted)) : togetherTonnes(coarseMonths(offer.tonnesByMonth), wanted);
}

/** What a reader may not know of one side alone: value and quantity say it of prices and tonnes, CO2 of the distance. */
const OF_BOTH: ReadonlySet<SoftCriterion['name']> = new Set(['value', 'quantity', 'co2']);

interface SoftAs {
  readonly full: boolean;
  readonly placed: MaterialMatch['placed'];
  /** As it is told. */
  readonly distanceKm: number | null;
  readonly book: MaterialBook;
}
/** The soft criteria as a reader gets them: that of the distance by the distance that it is told, or it would tell the other park. */
export const softOf = (match: MaterialMatch, { full, placed, distanceKm, book }: SoftAs): SoftCriterion[] =>
  match.soft.map((one) => {
    if (one.name === 'distance' && placed !== null) return { ...one, score: placed.distanceScore };
    if (full) return one;
    if (one.name === 'distance') return { ...one, score: distanceKm === null ? null : nearness(book, distanceKm, match.samePark) };
    return OF_BOTH.has(one.name) ? { ...one, score: null } : one;
  });

/** Order of matches that a reader may not know in full: after those that it may, by nothing that is not told of them.
 *  @see docs/methods-materials.md#before-both-agreed */
export function byWhatIsTold(one: MatchView, other: MatchView): number {
  const isCoarse = ({ valueEurPerYear }: MatchView): boolean => valueEurPerYear === null;
  if (!isCoarse(one) || !isCoarse(other)) return Number(isCoarse(one)) - Number(isCoarse(other));
  return Number(other.feasible) - Number(one.feasible) || other.tonnesPerYear - one.tonnesPerYear || other.score - one.score || one.id.localeCompare(other.id);
}

/** Sums of prices say a price where few put something into them: only for whoever may see all of them. */
export function allocationView({ deps, principal, ground: { streams, outcome } }: Reading): Matches['allocation'] {
  const all = [...streams.values()].every(({ company }) => {
    const resource = companyResource(deps, company);
    return resource !== null && decide(principal, 'see', resource) === 'allow';
  });
  if (!all) return null;
  return { worthEurPerYear: Math.round(outcome.worth), greedyWorthEurPerYear: Math.round(outcome.greedyWorth), optimal: outcome.optimal };
}
