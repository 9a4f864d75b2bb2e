// When two periods may be held against each other. Pure.
import { type Lang, formatDifference, formatScaled, scaleFor, type Unit } from '../charts/formats.ts';

/** Measured for less than this, a period says nothing of more or less; the same holds for emissions against their base.
 *  @see docs/methods.md#why-emissions-changed */
const LEAST_COVERAGE = 0.9;

export const isComparable = (now: { readonly coverage: number }, before: { readonly coverage: number }): boolean => Math.min(now.coverage, before.coverage) >= LEAST_COVERAGE;

/** A figure of two periods in one unit, and their difference in percent; no percentage of nothing. */
export function besideText(
  { now, before, unit }: { readonly now: number; readonly before: number; readonly unit: Unit },
  lang: Lang,
): { now: string; before: string; change: string } {
  const scale = scaleFor(unit, Math.max(Math.abs(now), Math.abs(before)));
  const text = (value: number): string => `${formatScaled(lang, value, scale)}\u00a0${scale.unit}`;
  return { now: text(now), before: text(before), change: before === 0 ? '–' : `${formatDifference(lang, ((now - before) / before) * 100)}\u00a0%` };
}
