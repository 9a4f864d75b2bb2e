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
  /** What adds up to both, and the mass of which it is not known. */
  readonly pieces: readonly MassPiece[];
  readonly unknown: readonly MassPiece[];
}

/** What one stream puts into a share. */
export interface MassPiece {
  readonly stream: number;
  readonly company: number;
  readonly part: number;
  readonly whole: number;
}

function shareOf(pieces: readonly MassPiece[], unknown: readonly MassPiece[] = []): MassShare {
  const sums = new Map<number, { part: number; whole: number }>();
  let [part, whole] = [0, 0];
  for (const piece of pieces) {
    const mine = sums.get(piece.company) ?? { part: 0, whole: 0 };
    sums.set(piece.company, { part: mine.part + piece.part, whole: mine.whole + piece.whole });
    part += piece.part;
    whole += piece.whole;
  }
  const all = whole + unknown.reduce((sum, one) => sum + one.whole, 0);
  const byCompany = [...sums].map(([company, sum]) => ({ company, ...sum }));
  return { part, whole, share: whole === 0 ? null : part / whole, coverage: all === 0 ? null : whole / all, byCompany, pieces, unknown };
}

const pieceOf = (stream: Stream, partShare: number): MassPiece => ({ stream: stream.id, company: stream.company, part: tonnesOf(stream) * partShare, whole: tonnesOf(stream) });

const offersOf = (streams: readonly Stream[]): Stream[] => streams.filter((one) => one.direction === 'offer');
const needsOf = (streams: readonly Stream[]): Stream[] => streams.filter((one) => one.direction === 'need');

/** Of all that leaves and of which the destination is known, the part that goes there.
 *  @see docs/methods-materials.md#circularity-indicators */
export function destinationShare(streams: readonly Stream[], destinations: readonly Destination[]): MassShare {
  const isKnown = (one: Stream): boolean => destinationOf(one) !== 'unknown';
  const offers = offersOf(streams);
  return shareOf(
    offers.filter(isKnown).map((one) => pieceOf(one, destinations.includes(destinationOf(one)) ? 1 : 0)),
    offers.filter((one) => !isKnown(one)).map((one) => pieceOf(one, 0)),
  );
}

/** Of all that goes in and of which it is known, the part that was used before.
 *  @see docs/methods-materials.md#circularity-indicators */
export function secondaryInputShare(streams: readonly Stream[]): MassShare {
  const needs = needsOf(streams);
  return shareOf(
    needs.flatMap((one) => (one.secondaryShare === null ? [] : [pieceOf(one, one.secondaryShare)])),
    needs.filter((one) => one.secondaryShare === null).map((one) => pieceOf(one, 0)),
  );
}

/** Of all that leaves, the part that went to another company of the same area.
 *  @param tonnes of each offer that stayed: weighed, contracted or possible
 *  @see docs/methods-materials.md#circularity-indicators */
export const localLoopRate = (streams: readonly Stream[], tonnes: ReadonlyMap<number, number>): MassShare =>
  shareOf(offersOf(streams).map((one) => ({ ...pieceOf(one, 0), part: Math.min(tonnesOf(one), tonnes.get(one.id) ?? 0) })));

/** Figures of a supply that are means by mass. */
export const SUPPLY_MEANS = ['sources', 'herfindahl', 'distanceKm', 'stockDays', 'secondaryShare'] as const;
export type SupplyMean = (typeof SUPPLY_MEANS)[number];

/** Independent suppliers, the Herfindahl index of their shares (1: one supplier) and their distance; means by mass. */
export interface SupplySecurity extends Readonly<Record<SupplyMean, number | null>> {
  readonly materialClass: string;
  readonly tonnes: number;
  /** Of which suppliers are known. */
  readonly coverage: number;
  readonly byCompany: readonly { readonly company: number; readonly part: number; readonly whole: number }[];
}

/** How sure the supply of each needed class is.
 *  @see docs/methods-materials.md#circularity-indicators */
export function supplySecurity(streams: readonly Stream[]): SupplySecurity[] {
  const classes = [...new Set(needsOf(streams).map((one) => one.materialClass))].sort();
  return classes.map((materialClass) => {
    const needs = supplyNeeds(streams, materialClass);
    const tonnes = needs.reduce((sum, one) => sum + tonnesOf(one), 0);
    const supplied = needs.filter(namesSuppliers).reduce((sum, one) => sum + tonnesOf(one), 0);
    const mean = (name: SupplyMean): number | null => meanByMass(meanPieces(needs, name));
    return {
      materialClass,
      tonnes,
      coverage: tonnes === 0 ? 0 : supplied / tonnes,
      sources: mean('sources'),
      herfindahl: mean('herfindahl'),
      distanceKm: mean('distanceKm'),
      stockDays: mean('stockDays'),
      secondaryShare: mean('secondaryShare'),
      byCompany: shareOf(needs.map((one) => pieceOf(one, 1))).byCompany,
    };
  });
}

/** The needs of a class.
 *  @see docs/methods-materials.md#circularity-indicators */
export const supplyNeeds = (streams: readonly Stream[], materialClass: string): Stream[] => needsOf(streams).filter((one) => one.materialClass === materialClass);

/** @see docs/methods-materials.md#circularity-indicators */
export const namesSuppliers = ({ suppliers }: Stream): boolean => suppliers.length > 0;

/** A need of which a figure of its supply is known.
 *  @see docs/methods-materials.md#circularity-indicators */
export function meanPieces(needs: readonly Stream[], name: SupplyMean): { stream: Stream; value: number }[] {
  return needs.flatMap((stream) => {
    const value = supplyOf(stream, name);
    return value === null ? [] : [{ stream, value }];
  });
}

function supplyOf(need: Stream, name: SupplyMean): number | null {
  switch (name) {
    case 'sources':
      return namesSuppliers(need) ? need.suppliers.length : null;
    case 'herfindahl':
      return herfindahlOf(need);
    case 'distanceKm':
      return distanceOf(need);
    case 'stockDays':
      return need.stockDays;
    case 'secondaryShare':
      return need.secondaryShare;
  }
}

function meanByMass(pieces: readonly { readonly stream: Stream; readonly value: number }[]): number | null {
  let [sum, mass] = [0, 0];
  for (const { stream, value } of pieces) {
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
