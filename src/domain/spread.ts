// Divides an amount over equal parts without losing a millionth. Pure.

/** Divides whole millionths over `parts` quarters; what cannot be divided evenly goes to the first ones, one each.
 *  @param totalMicro whole millionths of the unit, negative allowed
 *  @returns the parts in order; they add up to the total exactly and differ by at most one millionth
 *  @throws RangeError when the total is no safe whole number or there are no parts
 *  @see docs/methods.md#imported-files */
export function spreadMicro(totalMicro: number, parts: number): number[] {
  if (!Number.isSafeInteger(totalMicro)) throw new RangeError(`an amount must be whole millionths below 2^53, got ${totalMicro}`);
  if (!Number.isSafeInteger(parts) || parts < 1) throw new RangeError(`an amount is spread over at least one part, got ${parts}`);
  const each = Math.trunc(totalMicro / parts);
  const rest = totalMicro - each * parts;
  const sign = Math.sign(rest);
  return Array.from({ length: parts }, (_, index) => (index < Math.abs(rest) ? each + sign : each));
}
