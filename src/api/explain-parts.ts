// One connection in one quarter as its explanation sees it: the registers that the balance counts, by the balance's own choice.
import { FLAGS, NO_VALUE, type RegisterQuarters, SPREAD } from '../domain/balance.ts';
import { type CountableRegister, countedRegisters } from '../domain/counted-registers.ts';
import type { ConnectionPart, RegisterPart } from '../domain/explain.ts';
import type { QuarterNumber } from '../storage/series.ts';
import type { Published } from './explain-rows.ts';
import type { ScopedConnection } from './scope.ts';

/** @param published what counts of a register in a quarter */
export function connectionPart(connection: ScopedConnection, quarter: QuarterNumber, published: (register: number, quarter: QuarterNumber) => Published): ConnectionPart {
  const idOf = new Map<RegisterQuarters, number>();
  const all = connection.registers.map(({ register, flow, meter, way, whole, fromQuarter, toQuarter }): CountableRegister => {
    const { amountMicro, flag } = published(register, quarter);
    const one = {
      flow,
      meter,
      way,
      ...(whole === true && { whole }),
      ...(fromQuarter !== undefined && { validFrom: fromQuarter - quarter }),
      ...(toQuarter !== undefined && { validTo: toQuarter - quarter }),
      amounts: Float64Array.of(amountMicro),
      flags: Uint8Array.of(flag),
    };
    idOf.set(one, register);
    return one;
  });
  const partOf = (one: RegisterQuarters, flag: number): RegisterPart => ({ register: idOf.get(one) ?? 0, flow: one.flow, amountMicro: one.amounts[0] ?? 0, flag });
  const registers = countedRegisters(all).flatMap((one): RegisterPart[] => {
    const marked = one.flags[0] ?? NO_VALUE;
    const flag = marked === NO_VALUE ? NO_VALUE : Math.min(marked >= SPREAD ? marked - SPREAD : marked, FLAGS.length - 1);
    const parts = one.partsAt?.(0) ?? [one];
    // A meter without a value still has to say so: its connection is not complete then.
    return parts.length > 0 ? parts.map((part) => partOf(part, flag)) : [partOf(one, flag)];
  });
  return { id: connection.id, behind: connection.behind, passesOn: connection.passesOn, registers };
}
