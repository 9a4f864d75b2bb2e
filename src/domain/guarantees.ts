// Guarantees of origin: how much of the electricity that was bought is covered by them, by calendar quarter or year. Pure.
import type { FactorCode } from './emission-factors.ts';
import { localDay } from './time.ts';
import type { EpochMs } from './units.ts';

export const GUARANTEE_SOURCES = ['wind', 'sun', 'hydro', 'biomass'] as const;
export type GuaranteeSource = (typeof GUARANTEE_SOURCES)[number];

export interface Guarantee {
  /** bought: cancelled for this company's use; sold: given away for what it generates itself. */
  readonly kind: 'bought' | 'sold';
  readonly source: GuaranteeSource;
  /** A calendar quarter or year of Amsterdam, [from, to). */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly kwh: number;
}

/** Electricity of one company in a stretch of time that lies in one calendar quarter. */
export interface QuarterUse {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly importKwh: number;
  /** What it used of its own generation. */
  readonly ownUseKwh: number;
  readonly exportKwh: number;
}

export interface Cover {
  /** Of the import, by the source that is guaranteed. */
  readonly bySource: Readonly<Record<GuaranteeSource, number>>;
  readonly coveredKwh: number;
  /** Own generation of which the guarantees were sold: its use counts as bought without any. */
  readonly soldOwnUseKwh: number;
}

/** No guarantees at all. */
export const NO_COVER: Cover = { bySource: { wind: 0, sun: 0, hydro: 0, biomass: 0 }, coveredKwh: 0, soldOwnUseKwh: 0 };

/** Several companies' or stretches' cover together.
 *  @see docs/methods.md#guarantees-of-origin */
export const addCover = (one: Cover, other: Cover): Cover => ({
  bySource: {
    wind: one.bySource.wind + other.bySource.wind,
    sun: one.bySource.sun + other.bySource.sun,
    hydro: one.bySource.hydro + other.bySource.hydro,
    biomass: one.bySource.biomass + other.bySource.biomass,
  },
  coveredKwh: one.coveredKwh + other.coveredKwh,
  soldOwnUseKwh: one.soldOwnUseKwh + other.soldOwnUseKwh,
});

/** The factor of electricity with a guarantee of this source.
 *  @see docs/methods.md#guarantees-of-origin */
export const guaranteedFactor = (source: GuaranteeSource): FactorCode => `electricity-${source}`;

/** Is this period a calendar quarter or a year, as guarantees are kept?
 *  @see docs/methods.md#guarantees-of-origin */
export function guaranteePeriod(from: EpochMs, to: EpochMs): 'quarter' | 'year' | null {
  const [first, end] = [localDay(from), localDay(to)];
  if (first.day !== 1 || end.day !== 1 || (first.month - 1) % 3 !== 0) return null;
  const months = (end.year - first.year) * 12 + end.month - first.month;
  return months === 3 ? 'quarter' : months === 12 && first.month === 1 ? 'year' : null;
}

const overlapShare = (guarantee: Guarantee, part: { from: EpochMs; to: EpochMs }): number =>
  Math.max(0, Math.min(guarantee.to, part.to) - Math.max(guarantee.from, part.from)) / (guarantee.to - guarantee.from);

/** Import covered by guarantees: those of a calendar quarter cover that quarter only; those of a year cover what is left
 *  over in any of its quarters, the first first. A period that is asked for in part gets its part, by time. Never more
 *  than was imported.
 *  @param parts in order, each in one calendar quarter
 *  @returns one a part
 *  @see docs/methods.md#guarantees-of-origin */
export function coverOf(parts: readonly QuarterUse[], guarantees: readonly Guarantee[]): Cover[] {
  const taken = parts.map((): Record<GuaranteeSource, number> => ({ wind: 0, sun: 0, hydro: 0, biomass: 0 }));
  const left = parts.map((part) => part.importKwh);
  const bought = guarantees.filter((one) => one.kind === 'bought');
  const inTurn = [...bought.filter((one) => guaranteePeriod(one.from, one.to) === 'quarter'), ...bought.filter((one) => guaranteePeriod(one.from, one.to) !== 'quarter')];
  for (const guarantee of inTurn) {
    // What a guarantee has for the part of its period that was asked for.
    let available = guarantee.kwh * parts.reduce((sum, part) => sum + overlapShare(guarantee, part), 0);
    parts.forEach((part, at) => {
      const mine = taken[at];
      if (mine === undefined || overlapShare(guarantee, part) === 0) return;
      const kwh = Math.min(left[at] ?? 0, available);
      left[at] = (left[at] ?? 0) - kwh;
      available -= kwh;
      mine[guarantee.source] += kwh;
    });
  }
  const sold = soldOwnUse(parts, guarantees);
  return taken.map((bySource, at) => ({ bySource, coveredKwh: GUARANTEE_SOURCES.reduce((sum, source) => sum + bySource[source], 0), soldOwnUseKwh: sold[at] ?? 0 }));
}

/** Sold guarantees go with what was exported first; beyond that the own use has lost its origin. */
function soldOwnUse(parts: readonly QuarterUse[], guarantees: readonly Guarantee[]): number[] {
  const sum = (of: (part: QuarterUse) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const sold = guarantees.filter((one) => one.kind === 'sold').reduce((total, one) => total + one.kwh * sum((part) => overlapShare(one, part)), 0);
  let beyond = Math.max(0, sold - sum((part) => part.exportKwh));
  return parts.map((part) => {
    const kwh = Math.min(part.ownUseKwh, beyond);
    beyond -= kwh;
    return kwh;
  });
}
