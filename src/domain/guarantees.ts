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

/** Electricity of one company in one calendar quarter, or the part of it that was asked for. */
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
 *  over of any of its quarters. A period that is asked for in part gets its part, by time. Never more than was imported.
 *  @param quarters in order, each in one calendar quarter
 *  @see docs/methods.md#guarantees-of-origin */
export function coverOf(quarters: readonly QuarterUse[], guarantees: readonly Guarantee[]): Cover {
  const bySource: Record<GuaranteeSource, number> = { wind: 0, sun: 0, hydro: 0, biomass: 0 };
  const left = quarters.map((quarter) => quarter.importKwh);
  const bought = guarantees.filter((one) => one.kind === 'bought');
  const inTurn = [...bought.filter((one) => guaranteePeriod(one.from, one.to) === 'quarter'), ...bought.filter((one) => guaranteePeriod(one.from, one.to) !== 'quarter')];
  for (const guarantee of inTurn) {
    // What a guarantee has for the part of its period that was asked for, over the quarters in it.
    let available = guarantee.kwh * quarters.reduce((sum, quarter) => sum + overlapShare(guarantee, quarter), 0);
    quarters.forEach((quarter, at) => {
      if (overlapShare(guarantee, quarter) === 0) return;
      const taken = Math.min(left[at] ?? 0, available);
      left[at] = (left[at] ?? 0) - taken;
      available -= taken;
      bySource[guarantee.source] += taken;
    });
  }
  const coveredKwh = GUARANTEE_SOURCES.reduce((sum, source) => sum + bySource[source], 0);
  return { bySource, coveredKwh, soldOwnUseKwh: soldOwnUse(quarters, guarantees) };
}

/** Sold guarantees go with what was exported first; beyond that the own use has lost its origin. */
function soldOwnUse(quarters: readonly QuarterUse[], guarantees: readonly Guarantee[]): number {
  const sum = (of: (quarter: QuarterUse) => number): number => quarters.reduce((total, quarter) => total + of(quarter), 0);
  const sold = guarantees.filter((one) => one.kind === 'sold').reduce((total, one) => total + one.kwh * sum((quarter) => overlapShare(one, quarter)), 0);
  return Math.min(
    sum((quarter) => quarter.ownUseKwh),
    Math.max(0, sold - sum((quarter) => quarter.exportKwh)),
  );
}
