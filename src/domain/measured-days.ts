// How much of a stretch of quarters a meter measured. Pure: marks of its registers in, counts out.

/** missing: nothing is known; estimated: an amount is known and not when it flowed; measured: read within the hour, or corrected. */
export const QUARTER_STATES = ['missing', 'estimated', 'measured'] as const;
export type QuarterState = (typeof QUARTER_STATES)[number];

export interface MeasuredCount {
  readonly measured: number;
  readonly estimated: number;
  readonly missing: number;
}

/** Counts the quarters [from, to) of a meter. Of its registers the one that knows most speaks for it, as with its health: a tariff that
 *  stands still all night has quarters too, and a register that its profile no longer tells must not make every day one with gaps.
 *  @param registers states of each register's quarters, as long as each other
 *  @param span indices [from, to) in them; an empty one counts nothing
 *  @see docs/methods-meters.md#gaps */
export function countMeasured(registers: readonly (readonly QuarterState[])[], { from, to }: { from: number; to: number }): MeasuredCount {
  const counts = { measured: 0, estimated: 0, missing: 0 };
  for (let index = from; index < to; index++) {
    const known = registers.reduce((best, states) => Math.max(best, QUARTER_STATES.indexOf(states[index] ?? 'missing')), 0);
    counts[QUARTER_STATES[known] ?? 'missing'] += 1;
  }
  return counts;
}
