// What a tonne of a match is worth and saves, term by term. Pure.
import { type Band, type MaterialBook, useFor } from './materials.ts';
import type { Stream } from './streams.ts';

export interface WorthTerm {
  readonly name: 'price' | 'disposal' | 'treatment' | 'transport' | 'co2Price' | 'newLessUsedCo2' | 'transportCo2';
  /** Times the value; below 0 it is taken off. */
  readonly weight: number;
  readonly value: number;
}
export interface WorthTerms {
  /** EUR per tonne offered. */
  readonly eur: readonly WorthTerm[];
  /** kg CO2-equivalent per tonne offered. */
  readonly co2: readonly WorthTerm[];
}
export interface WorthGround {
  readonly offer: Stream;
  readonly need: Stream;
  /** By road; null: a park has no place. */
  readonly distanceKm: number | null;
}

const NOUGHT: Band = { value: 0, low: 0, high: 0 };
const stated = (value: number | null, otherwise: Band | undefined): Band => (value === null ? (otherwise ?? NOUGHT) : { value, low: value, high: value });
/** @see docs/methods-materials.md#material-matches */
export const sumOfTerms = (terms: readonly WorthTerm[]): number => terms.reduce((sum, { weight, value }) => sum + weight * value, 0);

/** The terms of the value, or of what it is when all goes badly or well, as the match has them.
 *  @see docs/methods-materials.md#material-matches */
export function worthTerms(book: MaterialBook, ground: WorthGround, side: keyof Band): WorthTerms {
  const middle = termsAt(book, ground, { good: 'value', bad: 'value' });
  if (side === 'value') return middle;
  const other = termsAt(book, ground, side === 'low' ? { good: 'low', bad: 'high' } : { good: 'high', bad: 'low' });
  const farther = (one: readonly WorthTerm[], than: readonly WorthTerm[]): boolean => (side === 'low' ? sumOfTerms(one) < sumOfTerms(than) : sumOfTerms(one) > sumOfTerms(than));
  return { eur: farther(other.eur, middle.eur) ? other.eur : middle.eur, co2: farther(other.co2, middle.co2) ? other.co2 : middle.co2 };
}

function termsAt(book: MaterialBook, { offer, need, distanceKm }: WorthGround, { good, bad }: { good: keyof Band; bad: keyof Band }): WorthTerms {
  const { yieldShare = 1, treatEur = 0 } = useFor(book, offer.materialClass, need.materialClass) ?? {};
  const [offered, needed] = [book.classes.get(offer.materialClass), book.classes.get(need.materialClass)];
  const { transport, 'transport-co2': transportCo2, 'co2-price': co2Price, 'distance-unknown': unknown } = book.parameters;
  const km = distanceKm ?? unknown[bad];
  const [price, disposal] = [stated(need.costNowEurPerTonne, needed?.virginEur), stated(offer.costNowEurPerTonne, offered?.disposalEur)];
  const [virgin, secondary] = [needed?.virginCo2 ?? NOUGHT, needed?.secondaryCo2 ?? NOUGHT];
  const co2: WorthTerm[] = [
    { name: 'newLessUsedCo2', weight: yieldShare, value: virgin[good] - secondary[bad] },
    { name: 'transportCo2', weight: -km, value: transportCo2[bad] },
  ];
  const eur: WorthTerm[] = [
    { name: 'price', weight: yieldShare, value: price[good] },
    { name: 'disposal', weight: 1, value: disposal[good] },
    { name: 'treatment', weight: -1, value: treatEur },
    { name: 'transport', weight: -km, value: transport[bad] },
    { name: 'co2Price', weight: co2Price[good], value: sumOfTerms(co2) },
  ];
  return { eur, co2 };
}
