// Meters that follow each other on one connection: each counts while it hangs there, and neither misses the other's time. Pure.
import { NO_VALUE, type RegisterQuarters } from './balance.ts';

/** While its meter hangs there, as indexes [from, to) of the quarters; absent = throughout. */
export interface Validity {
  readonly validFrom?: number;
  readonly validTo?: number;
}

/** Is the register's meter there in quarter t?
 *  @see docs/methods.md#meters-that-follow-each-other */
export const isThere = ({ validFrom, validTo }: Validity, t: number): boolean => t >= (validFrom ?? 0) && (validTo === undefined || t < validTo);

/** Outside its meter's time a register counts 0 where another of the same flow has a value, and nothing otherwise:
 *  what it says then is no energy of this connection. Changes the arrays in place.
 *  @param registers of one connection, arrays of the same length
 *  @see docs/methods.md#meters-that-follow-each-other */
export function keepToTheirTime(registers: readonly (RegisterQuarters & Validity)[]): void {
  const limited = registers.filter((one) => one.validFrom !== undefined || one.validTo !== undefined);
  for (const one of limited) {
    const others = registers.filter((other) => other !== one && other.flow === one.flow && other.meter !== one.meter);
    for (let t = 0; t < one.flags.length; t++) {
      if (isThere(one, t)) continue;
      const other = others.find((candidate) => isThere(candidate, t) && candidate.flags[t] !== NO_VALUE);
      one.amounts[t] = 0;
      one.flags[t] = other?.flags[t] ?? NO_VALUE;
    }
  }
}
