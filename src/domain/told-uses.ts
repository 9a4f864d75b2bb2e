// What each connection of a balance puts into each of its measures, quarter by quarter, to judge who makes up how much. Pure.
import { type BalanceFlow, type ConnectionQuarters, NO_VALUE } from './balance.ts';
import { METER_CLASS } from './emission-uncertainty.ts';
import type { Share } from './entity-sums.ts';

/** used and drawn are known of everybody who speaks; to the others only some contribute. `both`: drawn and fed in within one quarter, which
 *  its net hides. `left`: what the balance leaves over: a use below nought, or what a main meter does not pass on. */
export const MEASURES_TOLD = ['used', 'drawn', 'fed', 'both', 'made', 'sun', 'wind', 'chp', 'other-generation', 'charged', 'discharged', 'left'] as const;
export type ToldMeasure = (typeof MEASURES_TOLD)[number];
/** Is a measure judged by everybody who speaks, and not by those alone who put something into it? */
export const isOfAll = (measure: ToldMeasure): boolean => measure === 'used' || measure === 'drawn';

/** A connection among those of its park. */
export interface Use {
  readonly id: number;
  readonly company: number;
  readonly behind: number | null;
  readonly entity: string;
  /** kWh x 1e6 in each quarter, not below 0; of used and drawn NaN where it is not known. A measure that is not there is 0 throughout. */
  readonly amounts: ReadonlyMap<ToldMeasure, Float64Array>;
  /** Of a main meter: what it drew less what it fed in; null of others. */
  readonly net: Float64Array | null;
}

const SIGN = { import: 1, export: -1, charge: -1, discharge: 1, sun: 1, wind: 1, chp: 1, 'other-generation': 1 } as const;
const MEASURES_OF: Readonly<Record<BalanceFlow, readonly ToldMeasure[]>> = {
  import: ['drawn'],
  export: ['fed'],
  charge: ['charged'],
  discharge: ['discharged'],
  sun: ['made', 'sun'],
  wind: ['made', 'wind'],
  chp: ['made', 'chp'],
  'other-generation': ['made', 'other-generation'],
};

/** Of a connection that has a register. */
export function useOf({ id, company, behind, passesOn, registers }: ConnectionQuarters, entity: string, quarters: number): Use {
  const amounts = new Map<ToldMeasure, Float64Array>();
  const of = (measure: ToldMeasure): Float64Array => {
    const known = amounts.get(measure) ?? new Float64Array(quarters);
    amounts.set(measure, known);
    return known;
  };
  const [used, drawn] = [of('used'), of('drawn')];
  const isKnown = knownIn(registers, quarters);
  for (const { flow, amounts: told, flags } of registers) {
    const into = MEASURES_OF[flow].map(of);
    for (let t = 0; t < quarters; t++) {
      if (flags[t] === NO_VALUE || isKnown[t] !== 1) continue;
      const amount = told[t] ?? 0;
      used[t] = (used[t] ?? 0) + SIGN[flow] * amount;
      for (const one of into) one[t] = (one[t] ?? 0) + amount;
    }
  }
  const fed = amounts.get('fed');
  const net = passesOn ? drawn.map((one, t) => (isKnown[t] === 1 ? one - (fed?.[t] ?? 0) : Number.NaN)) : null;
  if (fed !== undefined && fed.some((one, t) => one > 0 && (drawn[t] ?? 0) > 0))
    amounts.set(
      'both',
      fed.map((one, t) => Math.min(one, drawn[t] ?? 0)),
    );
  if (used.some((one) => one < 0))
    amounts.set(
      'left',
      used.map((one) => Math.max(-one, 0)),
    );
  for (let t = 0; t < quarters; t++) {
    used[t] = isKnown[t] === 1 ? Math.max(used[t] ?? 0, 0) : Number.NaN;
    if (isKnown[t] !== 1) drawn[t] = Number.NaN;
  }
  return { id, company, behind, entity, amounts, net };
}

/** 1 where the balance counts a connection: every counter of what it draws has a value, or without one every register. */
export function knownIn(registers: ConnectionQuarters['registers'], quarters: number): Uint8Array {
  const known = new Uint8Array(quarters).fill(1);
  const imports = registers.filter((one) => one.flow === 'import');
  for (const { flags } of imports.length > 0 ? imports : registers) for (let t = 0; t < quarters; t++) if (flags[t] === NO_VALUE) known[t] = 0;
  return known;
}

/** What one connection brings to a measure. */
export const shareOf = ({ entity, amounts }: Use, measure: ToldMeasure): Share[] => {
  const mine = amounts.get(measure);
  return mine === undefined ? [] : [{ entity, amountAt: (t) => mine[t] ?? Number.NaN }];
};

/** What the owner of a main meter feeds in itself: what the main meter gives beyond what those behind it give. What the meters may err
 *  by is no feed-in.
 *  @param rest of its draw less feed-in, without those behind it; both: drawn and fed in by the main meter within one quarter; flowed: draw
 *    less feed-in of each behind it, by size */
export function ownerFed({ rest, both, fedInside, flowed }: { rest: number; both: number; fedInside: number; flowed: number }): number {
  const gave = Math.max(-rest, both - fedInside);
  return gave > METER_CLASS * flowed ? gave : 0;
}

/** A main meter with what its owner puts into each measure: what it makes and stores there, and what it draws, feeds in or loses
 *  itself. A rest that the meters may err by is nobody's feed-in, and no figure of the owner.
 *  @param uses of the same park, main meters too */
export function ownerOf(main: Use, uses: readonly Use[], quarters: number): Use {
  const amounts = new Map(main.amounts);
  const [drawn, fed, left] = [new Float64Array(quarters), new Float64Array(quarters), new Float64Array(quarters)];
  const inside = uses.filter((one) => one.behind === main.id);
  const [given, discharged, charged] = (['made', 'discharged', 'charged'] as const).map((measure) => main.amounts.get(measure));
  for (let t = 0; t < quarters; t++) {
    const net = main.net?.[t] ?? Number.NaN;
    if (Number.isNaN(net)) continue;
    let [rest, flowed, fedInside] = [net + (given?.[t] ?? 0) + (discharged?.[t] ?? 0) - (charged?.[t] ?? 0), 0, 0];
    for (const one of inside) {
      const passed = netOf(one, t);
      if (Number.isNaN(passed)) continue;
      rest -= passed;
      flowed += Math.abs(passed);
      fedInside += one.amounts.get('fed')?.[t] ?? 0;
    }
    const mayErr = METER_CLASS * flowed;
    drawn[t] = Math.max(rest, 0);
    fed[t] = ownerFed({ rest, both: main.amounts.get('both')?.[t] ?? 0, fedInside, flowed });
    if (Math.abs(rest) > mayErr) left[t] = Math.abs(rest);
  }
  for (const measure of ['used', 'both'] as const) amounts.delete(measure);
  for (const [measure, mine] of [
    ['drawn', drawn],
    ['fed', fed],
    ['left', left],
  ] as const)
    amounts.set(measure, mine);
  return { ...main, amounts };
}

const netOf = ({ net, amounts }: Use, t: number): number => net?.[t] ?? (amounts.get('drawn')?.[t] ?? Number.NaN) - (amounts.get('fed')?.[t] ?? 0);
