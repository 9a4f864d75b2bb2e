// Shares that are no whole millionths, such as a part pro rata, told as whole ones that add up to their sum. Pure.

/** Parts that follow each other, in whole millionths: each the rounded running sum at its end less that at its beginning. So it
 *  lies within one millionth of what it is, and neighbouring parts together are what one part over both would be.
 *  @param parts in millionths, in the order in which they are added up
 *  @param over begin: the running sum before the first; total: the whole millionths they add up to, where that is known already
 *  @see docs/methods-explained.md#parts-that-are-no-whole-millionths */
export function wholeParts(parts: readonly number[], { begin = 0, total }: { begin?: number; total?: number } = {}): number[] {
  const first = Math.round(begin);
  let running = begin;
  let given = first;
  return parts.map((part, index) => {
    running += part;
    const upTo = total !== undefined && index === parts.length - 1 ? first + total : Math.round(running);
    const whole = upTo - given;
    given = upTo;
    return whole;
  });
}
