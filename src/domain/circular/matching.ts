// Which offers could stand in for which needs: every pair of fitting classes with its criteria, its worth and its CO2. Pure.
import { type HardCriterion, type SoftCriterion, continuityOf, hardCriteria, qualityMargin, quantityOverlap, scoreOf } from './criteria.ts';
import { type ParkPlace, placedKm, roadKm } from './distances.ts';
import { type LegalPoint, legalGate } from './legal-gate.ts';
import { type Band, type MaterialBook, useFor } from './materials.ts';
import { type Stream, overlapInTime } from './streams.ts';
import { type WorthGround, type WorthTerms, sumOfTerms, worthTerms } from './worth-terms.ts';

export interface PairWorth {
  /** EUR per tonne offered, and what that is when all goes badly or well. */
  readonly eurPerTonne: Band;
  /** kg CO2-equivalent per tonne offered. */
  readonly co2KgPerTonne: Band;
}

export interface MaterialPair extends PairWorth {
  readonly offer: number;
  readonly need: number;
  readonly yieldShare: number;
  readonly distanceKm: number | null;
  readonly samePark: boolean;
  readonly hard: readonly HardCriterion[];
  readonly soft: readonly SoftCriterion[];
  readonly legal: readonly LegalPoint[];
  readonly score: number;
  /** No hard criterion failed. */
  readonly feasible: boolean;
  /** Tonnes offered that this need alone could take in a year. */
  readonly potentialTonnes: number;
  /** The same by the places that both gave; null: one of them gave none. Only for whoever may know both: order, allocation and what
   *  others see go by the parks, or moving one's own place would find the other's. */
  readonly placed: (PairWorth & { readonly distanceKm: number; readonly distanceScore: number }) | null;
}

export interface MatchGround {
  readonly streams: readonly Stream[];
  readonly book: MaterialBook;
  readonly places: ReadonlyMap<string, ParkPlace>;
  /** Streams that a scale weighs. */
  readonly weighed: ReadonlySet<number>;
}

/** What a need could take of used material, by month.
 *  @see docs/methods-materials.md#material-allocation */
export const replaceable = (need: Stream): number[] => need.tonnesByMonth.map((tonnes) => tonnes * need.maxSubstitutionShare);

/** Tonnes a year that there are on both sides, month by month.
 *  @see docs/methods-materials.md#material-matches */
export const togetherTonnes = (one: readonly number[], other: readonly number[]): number => one.reduce((sum, tonnes, month) => sum + Math.min(tonnes, other[month] ?? 0), 0);

/** All pairs of fitting classes of two different companies, best first: by what they are worth in a year, then by score.
 *  @see docs/methods-materials.md#material-matches */
export function materialPairs(ground: MatchGround): MaterialPair[] {
  const needs = new Map<string, Stream[]>();
  for (const need of ground.streams) if (need.direction === 'need') needs.set(need.materialClass, [...(needs.get(need.materialClass) ?? []), need]);
  const pairs = ground.streams
    .filter((one) => one.direction === 'offer')
    .flatMap((offer) =>
      [...needs].flatMap(([needed, takers]) => {
        const use = useFor(ground.book, offer.materialClass, needed);
        return use === null ? [] : takers.filter((need) => need.company !== offer.company && overlapInTime(offer, need)).map((need) => pairOf(ground, { offer, need, ...use }));
      }),
    );
  return pairs.sort(byWorth);
}

/** The order of a list of matches: what fits before what does not, then yearly worth, score, and the streams' numbers.
 *  @see docs/methods-materials.md#material-matches */
export function byWorth(a: MaterialPair, b: MaterialPair): number {
  const worth = (pair: MaterialPair): number => pair.eurPerTonne.value * pair.potentialTonnes;
  return Number(b.feasible) - Number(a.feasible) || worth(b) - worth(a) || b.score - a.score || a.offer - b.offer || a.need - b.need;
}

interface Candidate {
  readonly offer: Stream;
  readonly need: Stream;
  readonly yieldShare: number;
}

function pairOf(ground: MatchGround, candidate: Candidate): MaterialPair {
  const { offer, need, yieldShare } = candidate;
  const { book, places, weighed } = ground;
  const distanceKm = roadKm(places.get(offer.park), places.get(need.park), book.parameters['road-per-straight']);
  const samePark = offer.park === need.park;
  const near = (km: number): number => nearness(book, km, samePark);
  const exactKm = offer.place === null || need.place === null ? null : placedKm(offer.place, need.place, book.parameters['road-per-straight']);
  const hard = hardCriteria(offer, need);
  const worth = worthOf(book, { offer, need, distanceKm });
  const wanted = replaceable(need);
  const known = hard.length === 0 ? 1 : hard.filter(({ outcome }) => outcome !== 'unknown').length / hard.length;
  const needed = book.classes.get(need.materialClass);
  const soft: SoftCriterion[] = [
    { name: 'quantity', score: quantityOverlap(offer.tonnesByMonth, wanted, yieldShare) },
    { name: 'quality', score: qualityMargin(offer.specification, need.specification) },
    { name: 'distance', score: distanceKm === null ? null : near(distanceKm) },
    { name: 'value', score: shareOf(worth.eurPerTonne.value, needed?.virginEur.value) },
    { name: 'co2', score: shareOf(worth.co2KgPerTonne.value, needed?.virginCo2.value) },
    { name: 'continuity', score: continuityOf(offer.tonnesByMonth, wanted) },
    { name: 'confidence', score: known * (weighed.has(offer.id) ? 1 : 0.5) },
  ];
  return {
    offer: offer.id,
    need: need.id,
    yieldShare,
    distanceKm,
    samePark,
    hard,
    soft,
    legal: legalGate(offer, need, book),
    score: scoreOf(soft),
    feasible: hard.every(({ outcome }) => outcome !== 'failed'),
    potentialTonnes: togetherTonnes(
      offer.tonnesByMonth,
      wanted.map((tonnes) => tonnes / yieldShare),
    ),
    placed: exactKm === null ? null : { distanceKm: exactKm, distanceScore: near(exactKm), ...worthOf(book, { offer, need, distanceKm: exactKm }) },
    ...worth,
  };
}

/** Score of a distance by road.
 *  @see docs/methods-materials.md#material-matches */
export const nearness = (book: MaterialBook, km: number, samePark: boolean): number => Math.min(1, Math.exp(-km / book.parameters['distance-half'].value) + (samePark ? 0.5 : 0));

const shareOf = (value: number, whole: number | undefined): number | null => (whole === undefined || whole <= 0 ? null : Math.min(1, Math.max(0, value / whole)));

/** Bought less and disposed of less, minus making it fit and carrying it. What a company says it pays now holds as it
 *  is; the class's price where it says nothing.
 *  @see docs/methods-materials.md#material-matches */
export function worthOf(book: MaterialBook, ground: WorthGround): PairWorth {
  const [middle, low, high] = [worthTerms(book, ground, 'value'), worthTerms(book, ground, 'low'), worthTerms(book, ground, 'high')];
  const band = (of: keyof WorthTerms): Band => ({ value: sumOfTerms(middle[of]), low: sumOfTerms(low[of]), high: sumOfTerms(high[of]) });
  return { eurPerTonne: band('eur'), co2KgPerTonne: band('co2') };
}
