// Does what is offered fit what is needed: hard criteria that shut a pair out, soft ones that order it, each by itself. Pure.
import type { Requirement, Specification, Stream } from './streams.ts';
import { MONTHS } from './streams.ts';

export type Outcome = 'met' | 'unknown' | 'failed';
export interface HardCriterion {
  readonly name: string;
  readonly outcome: Outcome;
  /** What is offered and what is asked, where that is a number. */
  readonly offered: number | null;
  readonly min: number | null;
  readonly max: number | null;
}
export interface SoftCriterion {
  readonly name: 'quantity' | 'quality' | 'distance' | 'value' | 'co2' | 'continuity' | 'confidence';
  /** 0 to 1; null: not known. */
  readonly score: number | null;
}

const bounded = (value: number): number => Math.min(1, Math.max(0, value));

/** Every hard property of a need against what the offer says of it; what the offer does not say is unknown, not failed.
 *  Dangerous waste needs a taker that says it takes it: `acceptsHazardous`.
 *  @see docs/methods-materials.md#material-matches */
export function hardCriteria(offer: Pick<Stream, 'specification' | 'hazardous'>, need: Pick<Stream, 'specification'>): HardCriterion[] {
  const stated = Object.entries(need.specification).filter(([name, { hard }]) => hard && name !== 'acceptsHazardous');
  const found = stated.map(([name, asked]): HardCriterion => {
    const given = offer.specification[name];
    return { name, outcome: outcomeOf(given, asked), offered: given === undefined ? null : middleOf(given), min: asked.min ?? null, max: asked.max ?? null };
  });
  if (offer.hazardous) {
    const takes = need.specification['acceptsHazardous']?.value === 1;
    found.push({ name: 'acceptsHazardous', outcome: takes ? 'met' : 'failed', offered: 1, min: null, max: null });
  }
  return found;
}

/** The whole range that is offered must lie within what is asked. */
function outcomeOf(given: Requirement | undefined, asked: Requirement): Outcome {
  if (given === undefined) return 'unknown';
  const [low, high] = [given.value ?? given.min, given.value ?? given.max];
  const tooLow = asked.min === undefined ? false : low === undefined ? null : low < asked.min;
  const tooHigh = asked.max === undefined ? false : high === undefined ? null : high > asked.max;
  if (tooLow === true || tooHigh === true) return 'failed';
  return tooLow === null || tooHigh === null ? 'unknown' : 'met';
}

function middleOf({ value, min, max }: Requirement): number | null {
  if (value !== undefined) return value;
  return min === undefined || max === undefined ? (min ?? max ?? null) : (min + max) / 2;
}

/** How far inside its bounds an offer lies, over all properties that both name: 1 at or beyond the middle of the room
 *  that is left, 0 at or outside a bound.
 *  @see docs/methods-materials.md#material-matches */
export function qualityMargin(offer: Specification, need: Specification): number | null {
  const margins = Object.entries(need).flatMap(([name, asked]) => {
    const given = offer[name] === undefined ? null : middleOf(offer[name]);
    return given === null ? [] : [marginOf(given, asked)];
  });
  return margins.length === 0 ? null : margins.reduce((sum, one) => sum + one, 0) / margins.length;
}

function marginOf(given: number, { value, min, max }: Requirement): number {
  const size = (bound: number): number => Math.max(Math.abs(bound), 1e-9);
  if (min !== undefined && max !== undefined) return max === min ? Number(given === min) : bounded((Math.min(given - min, max - given) / (max - min)) * 2);
  if (max !== undefined) return bounded(((max - given) / size(max)) * 2);
  if (min !== undefined) return bounded(((given - min) / size(min)) * 2);
  return value === undefined ? 1 : bounded(1 - Math.abs(given - value) / size(value));
}

/** Part of what is needed that the offer could cover, month by month.
 *  @param wanted what may be replaced, a month
 *  @see docs/methods-materials.md#material-matches */
export function quantityOverlap(offered: readonly number[], wanted: readonly number[], yieldShare: number): number {
  let [covered, asked] = [0, 0];
  for (let month = 0; month < MONTHS; month++) {
    covered += Math.min((offered[month] ?? 0) * yieldShare, wanted[month] ?? 0);
    asked += wanted[month] ?? 0;
  }
  return asked === 0 ? 0 : covered / asked;
}

/** Part of the months with a need in which there is an offer as well.
 *  @see docs/methods-materials.md#material-matches */
export function continuityOf(offered: readonly number[], wanted: readonly number[]): number {
  const months = wanted.flatMap((tonnes, month) => (tonnes > 0 ? [(offered[month] ?? 0) > 0] : []));
  return months.length === 0 ? 0 : months.filter(Boolean).length / months.length;
}

/** The plain mean of what is known: it breaks ties, it decides nothing.
 *  @see docs/methods-materials.md#material-matches */
export function scoreOf(criteria: readonly SoftCriterion[]): number {
  const known = criteria.flatMap(({ score }) => (score === null ? [] : [score]));
  return known.length === 0 ? 0 : known.reduce((sum, one) => sum + one, 0) / known.length;
}
