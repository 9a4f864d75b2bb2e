// Who of a group drew how much too much in one quarter, in whole millionths that add up to what the group drew too much. Pure.
import { fromMicro, toMicro } from '../ledger.ts';
import { wholeParts } from '../whole-parts.ts';
import { TOLERANCE_KW } from './limit-use.ts';

export interface Blame {
  readonly aboveKw: number;
  readonly aboveKwh: number;
}
export const NO_BLAME: Blame = { aboveKw: 0, aboveKwh: 0 };

/** What a mean power above something is in a quarter-hour: whole millionths of a kWh.
 *  @see docs/methods.md#group-ledger */
export const quarterKwh = (kw: number): number => fromMicro(toMicro(kw / 4));

/** Divides what a group drew above its limit over who drew beyond its part.
 *  @param aboveKw of the group
 *  @param beyondKw of each member: use less what it was served
 *  @returns in the order of the members; their kWh add up to those of the group
 *  @see docs/methods.md#group-ledger */
export function blameOf(aboveKw: number, beyondKw: readonly number[]): Blame[] {
  const guilty = beyondKw.map((kw) => (kw > TOLERANCE_KW ? kw : 0));
  const last = guilty.findLastIndex((kw) => kw > 0);
  const micro = wholeParts(
    guilty.slice(0, last + 1).map((kw) => (kw / 4) * 1e6),
    { total: toMicro(aboveKw / 4) },
  );
  return guilty.map((kw, index) => ({ aboveKw: kw, aboveKwh: fromMicro(micro[index] ?? 0) }));
}
