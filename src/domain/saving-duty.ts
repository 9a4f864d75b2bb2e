// The energy-saving duty: which site uses so much that it must take measures, or must have them researched. Pure.

/** A site that uses this much a year must take every measure that pays back in five years, and report it. */
export const SAVING_DUTY = { electricityKwh: 50_000, gasM3: 25_000 } as const;
/** From here on it must have its savings researched. */
export const RESEARCH_DUTY = { electricityKwh: 10_000_000, gasM3: 170_000 } as const;

export interface YearlyUse {
  /** Use, own generation included: it may not be deducted. */
  readonly electricityKwh: number;
  /** Natural gas, or what equals it. */
  readonly gasM3: number;
  /** Share of the year that was measured. */
  readonly measuredShare: number;
}
/** under: below the thresholds; unknown: below them so far, and not enough was measured to say. */
export type Duty = 'research' | 'saving' | 'under' | 'unknown';

const MEASURED_ENOUGH = 0.9;
const reaches = (use: YearlyUse, limit: { electricityKwh: number; gasM3: number }): boolean => use.electricityKwh >= limit.electricityKwh || use.gasM3 >= limit.gasM3;

/** What a site's use in a year asks of it. What was measured can only grow: a threshold that is passed stays passed.
 *  @see docs/methods.md#energy-saving-duty */
export function dutyOf(use: YearlyUse): Duty {
  if (reaches(use, RESEARCH_DUTY)) return 'research';
  if (reaches(use, SAVING_DUTY)) return 'saving';
  return use.measuredShare >= MEASURED_ENOUGH ? 'under' : 'unknown';
}
