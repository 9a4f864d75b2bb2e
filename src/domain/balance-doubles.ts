// Keeps the balance from counting one meter's energy twice where it tells it in more than one way. Pure.
import { type BalanceFlow, FLAGS, NO_VALUE, type RegisterQuarters, SPREAD } from './balance.ts';
import { worst } from './ledger.ts';

/** Registers where each flow of a meter is there once: in each quarter by its tariffs if any of them has a value,
 *  else by a total of them, and by integrated power only where no counter of the meter has a value. A quarter in
 *  which one tariff of several is missing has no value.
 *  @returns the registers themselves where no meter has more than one way, which is nearly always
 *  @see docs/methods.md#one-energy-told-twice */
export function withoutDoubles(registers: readonly RegisterQuarters[]): readonly RegisterQuarters[] {
  const meters = new Set(registers.flatMap(({ meter, way }) => (meter === undefined || way === undefined || way === 'tariff' ? [] : [meter])));
  let counted = registers;
  for (const meter of meters) {
    const own = registers.filter((one) => one.meter === meter);
    if (new Set(own.map((one) => one.way)).size < 2) continue;
    counted = [...counted.filter((one) => one.meter !== meter), ...[...new Set(own.map((one) => one.flow))].map((flow) => onceOf(flow, own))];
  }
  return counted;
}

/** One register for all that tell a flow. */
function onceOf(flow: BalanceFlow, own: readonly RegisterQuarters[]): RegisterQuarters {
  const quarters = own[0]?.flags.length ?? 0;
  const by = (way: RegisterQuarters['way']): RegisterQuarters[] => own.filter((one) => one.flow === flow && one.way === way);
  const [tariffs, totals, powers] = [by('tariff'), by('total'), by('power')];
  const counters = own.filter((one) => one.way !== 'power');
  const partsAt = (t: number): readonly RegisterQuarters[] => {
    const told = (list: readonly RegisterQuarters[]): boolean => list.some((one) => one.flags[t] !== NO_VALUE);
    const chosen = told(tariffs) ? tariffs : told(totals) ? totals : told(counters) ? [] : powers;
    return chosen.some((one) => one.flags[t] === NO_VALUE) ? [] : chosen;
  };
  const once = { flow, amounts: new Float64Array(quarters), flags: new Uint8Array(quarters).fill(NO_VALUE), partsAt };
  for (let t = 0; t < quarters; t++) addAt(once, partsAt(t), t);
  return once;
}

/** A share of a total makes the sum one: no peak comes of it. */
function addAt(once: RegisterQuarters, parts: readonly RegisterQuarters[], t: number): void {
  if (parts.length === 0) return;
  let [flag, spread] = [FLAGS[0] ?? 'C', false];
  for (const part of parts) {
    const marked = part.flags[t] ?? 0;
    once.amounts[t] = (once.amounts[t] ?? 0) + (part.amounts[t] ?? 0);
    if (marked >= SPREAD) spread = true;
    flag = worst(flag, FLAGS[marked >= SPREAD ? marked - SPREAD : marked] ?? 'X');
  }
  once.flags[t] = FLAGS.indexOf(flag) + (spread ? SPREAD : 0);
}
