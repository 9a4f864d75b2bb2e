// What a park or the region does with its materials, by mass: shares of what is known, with how much that is. Pure.
import { type Stream, tonnesOf } from './streams.ts';

export const DESTINATIONS = ['reused', 'recycled', 'energy', 'disposal', 'other', 'unknown'] as const;
export type Destination = (typeof DESTINATIONS)[number];

/** R2 to R9 make a material again; R1 burns it for energy; D dumps or burns it; R10 to R13 spread, use on, prepare or
 *  store it, which says nothing of where it ends. What is no waste and has no code is used as it is.
 *  @see docs/methods-materials.md#circularity-indicators */
export function destinationOf({ processingCode, legalStatus }: Pick<Stream, 'processingCode' | 'legalStatus'>): Destination {
  if (processingCode === null) return legalStatus === 'waste' ? 'unknown' : 'reused';
  if (processingCode.startsWith('D')) return 'disposal';
  if (processingCode === 'R1') return 'energy';
  return Number(processingCode.slice(1)) <= 9 ? 'recycled' : 'other';
}

/** A share of a mass, with what each company puts into both: the part and the whole. */
export interface MassShare {
  readonly part: number;
  readonly whole: number;
  /** part / whole; null: there is no whole. */
  readonly share: number | null;
  /** Part of the mass of which it is known. */
  readonly coverage: number | null;
  readonly byCompany: readonly { readonly company: number; readonly part: number; readonly whole: number }[];
}

interface Piece {
  readonly company: number;
  readonly part: number;
  readonly whole: number;
}

function shareOf(pieces: readonly Piece[], unknown = 0): MassShare {
  const sums = new Map<number, { part: number; whole: number }>();
  let [part, whole] = [0, 0];
  for (const piece of pieces) {
    const mine = sums.get(piece.company) ?? { part: 0, whole: 0 };
    sums.set(piece.company, { part: mine.part + piece.part, whole: mine.whole + piece.whole });
    part += piece.part;
    whole += piece.whole;
  }
  const all = whole + unknown;
  return { part, whole, share: whole === 0 ? null : part / whole, coverage: all === 0 ? null : whole / all, byCompany: [...sums].map(([company, sum]) => ({ company, ...sum })) };
}

const offersOf = (streams: readonly Stream[]): Stream[] => streams.filter((one) => one.direction === 'offer');
const needsOf = (streams: readonly Stream[]): Stream[] => streams.filter((one) => one.direction === 'need');

/** Of all that leaves and of which the destination is known, the part that goes there.
 *  @see docs/methods-materials.md#circularity-indicators */
export function destinationShare(streams: readonly Stream[], destinations: readonly Destination[]): MassShare {
  const known = offersOf(streams).filter((one) => destinationOf(one) !== 'unknown');
  const unknown = offersOf(streams).reduce((sum, one) => sum + (destinationOf(one) === 'unknown' ? tonnesOf(one) : 0), 0);
  return shareOf(
    known.map((one) => ({ company: one.company, whole: tonnesOf(one), part: destinations.includes(destinationOf(one)) ? tonnesOf(one) : 0 })),
    unknown,
  );
}

/** Of all that goes in and of which it is known, the part that was used before.
 *  @see docs/methods-materials.md#circularity-indicators */
export function secondaryInputShare(streams: readonly Stream[]): MassShare {
  const needs = needsOf(streams);
  return shareOf(
    needs.flatMap((one) => (one.secondaryShare === null ? [] : [{ company: one.company, whole: tonnesOf(one), part: tonnesOf(one) * one.secondaryShare }])),
    needs.reduce((sum, one) => sum + (one.secondaryShare === null ? tonnesOf(one) : 0), 0),
  );
}

/** Of all that leaves, the part that went to another company of the same area.
 *  @param tonnes of each offer that stayed: weighed, contracted or possible
 *  @see docs/methods-materials.md#circularity-indicators */
export const localLoopRate = (streams: readonly Stream[], tonnes: ReadonlyMap<number, number>): MassShare =>
  shareOf(offersOf(streams).map((one) => ({ company: one.company, whole: tonnesOf(one), part: Math.min(tonnesOf(one), tonnes.get(one.id) ?? 0) })));

export interface SupplySecurity {
  readonly materialClass: string;
  readonly tonnes: number;
  /** Of which suppliers are known. */
  readonly coverage: number;
  /** Independent suppliers, the Herfindahl index of their shares (1: one supplier) and their distance; means by mass. */
  readonly sources: number | null;
  readonly herfindahl: number | null;
  readonly distanceKm: number | null;
  readonly stockDays: number | null;
  readonly secondaryShare: number | null;
  readonly byCompany: readonly { readonly company: number; readonly part: number; readonly whole: number }[];
}

/** How sure the supply of each needed class is.
 *  @see docs/methods-materials.md#circularity-indicators */
export function supplySecurity(streams: readonly Stream[]): SupplySecurity[] {
  const classes = [...new Set(needsOf(streams).map((one) => one.materialClass))].sort();
  return classes.map((materialClass) => {
    const needs = needsOf(streams).filter((one) => one.materialClass === materialClass);
    const withSuppliers = needs.filter((one) => one.suppliers.length > 0);
    const tonnes = needs.reduce((sum, one) => sum + tonnesOf(one), 0);
    const supplied = withSuppliers.reduce((sum, one) => sum + tonnesOf(one), 0);
    return {
      materialClass,
      tonnes,
      coverage: tonnes === 0 ? 0 : supplied / tonnes,
      sources: meanByMass(withSuppliers, (one) => one.suppliers.length),
      herfindahl: meanByMass(withSuppliers, herfindahlOf),
      distanceKm: meanByMass(withSuppliers, distanceOf),
      stockDays: meanByMass(needs, (one) => one.stockDays),
      secondaryShare: meanByMass(needs, (one) => one.secondaryShare),
      byCompany: shareOf(needs.map((one) => ({ company: one.company, whole: tonnesOf(one), part: tonnesOf(one) }))).byCompany,
    };
  });
}

function meanByMass(streams: readonly Stream[], of: (stream: Stream) => number | null): number | null {
  let [sum, mass] = [0, 0];
  for (const stream of streams) {
    const value = of(stream);
    if (value === null) continue;
    sum += value * tonnesOf(stream);
    mass += tonnesOf(stream);
  }
  return mass === 0 ? null : sum / mass;
}

/** Sum of squared shares; shares that do not add up to one are taken in proportion.
 *  @see docs/methods-materials.md#circularity-indicators */
export function herfindahlOf({ suppliers }: Pick<Stream, 'suppliers'>): number | null {
  const total = suppliers.reduce((sum, one) => sum + one.share, 0);
  return total === 0 ? null : suppliers.reduce((sum, one) => sum + (one.share / total) ** 2, 0);
}

function distanceOf({ suppliers }: Stream): number | null {
  const known = suppliers.filter((one) => one.distanceKm !== null && one.share > 0);
  const total = known.reduce((sum, one) => sum + one.share, 0);
  return total === 0 ? null : known.reduce((sum, one) => sum + one.share * (one.distanceKm ?? 0), 0) / total;
}
