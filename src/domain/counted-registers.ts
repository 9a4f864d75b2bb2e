// Which registers of a connection the balance counts, and as what: one choice, for the sum and for its explanation. Pure.
import type { RegisterQuarters } from './balance.ts';
import { withoutDoubles } from './balance-doubles.ts';
import { type Validity, keepToTheirTime } from './meter-validity.ts';
import { completeWhole } from './whole-register.ts';

export interface CountableRegister extends RegisterQuarters, Validity {
  /** It holds the figure of the whole connection. */
  readonly whole?: true;
}

/** The registers as they enter the sum: each meter in its own time, each energy told once, a figure of the whole
 *  connection beside its meters. Every quarter is chosen by itself. Changes the arrays in place.
 *  @param all registers of one connection, arrays of the same length
 *  @see docs/methods.md#one-energy-told-twice, docs/methods.md#meters-that-follow-each-other, docs/methods.md#registers-of-imported-figures */
export function countedRegisters(all: readonly CountableRegister[]): readonly RegisterQuarters[] {
  keepToTheirTime(all);
  const wholes = all.filter((one) => one.whole === true);
  const registers = [...withoutDoubles(wholes.length === 0 ? all : all.filter((one) => one.whole !== true)), ...wholes];
  for (const whole of wholes)
    completeWhole(
      whole,
      registers.filter((one) => one.flow === whole.flow && one !== whole),
    );
  return registers;
}
