// A measured year that steps change: connections as the balance takes them, each step giving new arrays. Pure.
import { oneFlagOf } from '../balance-plain.ts';
import { UNSURE } from '../capacity/loads.ts';
import { type BalanceFlow, type ConnectionQuarters, FLAGS, type GenerationFlow, NO_VALUE, type RegisterQuarters, SPREAD } from '../balance.ts';
import { ScratchArrays } from '../scratch-arrays.ts';

/** Of 365 days. */
export const YEAR_QUARTERS = 35_040;
/** A contract that all connections of the scenario share. */
export interface GroupContract {
  readonly limitKw: number;
  readonly limitExportKw: number | null;
}
export interface Year {
  /** Number of the first quarter-hour since 1970. */
  readonly firstQuarter: number;
  readonly quarters: number;
  /** Whole millionths of a kWh, and of a m3. */
  readonly electricity: readonly ConnectionQuarters[];
  readonly gas: readonly ConnectionQuarters[];
  readonly group: GroupContract | null;
  /** Where changed arrays come from; absent: each is new. */
  readonly pool?: ScratchArrays;
}
/** What a step adds at a connection: its part of so many kWh in each quarter; `use` may be below 0. */
export interface Added {
  readonly flow: 'use' | 'charge' | 'discharge' | GenerationFlow;
  readonly kwh: Float64Array;
  readonly part: number;
}

const NOWHERE = new Float64Array(0);
const BADNESS = ['M', 'C', 'I', 'E', 'S', 'X'].map((flag) => FLAGS.findIndex((one) => one === flag));
/** The worse letter; spread as soon as one of them is. */
const worse = (a: number, b: number): number => {
  const letter = BADNESS.indexOf(a % SPREAD) >= BADNESS.indexOf(b % SPREAD) ? a % SPREAD : b % SPREAD;
  return letter + (a >= SPREAD || b >= SPREAD ? SPREAD : 0);
};

/** Several registers of one flow as one: their sum where all tell something, else nothing. */
function summed(registers: readonly RegisterQuarters[], flow: BalanceFlow, quarters: number): RegisterQuarters {
  const amounts = new Float64Array(quarters);
  const flags = new Uint8Array(quarters);
  for (let t = 0; t < quarters; t++) {
    let [sum, flag] = [0, registers[0]?.flags[t] ?? NO_VALUE];
    for (const register of registers) {
      const mark = register.flags[t] ?? NO_VALUE;
      // What a second export meter does not tell leaves the first as it is, as in the balance.
      if (mark === NO_VALUE) {
        if (flow === 'import') flag = NO_VALUE;
        continue;
      }
      sum += register.amounts[t] ?? 0;
      if (flag === NO_VALUE ? flow !== 'import' : true) flag = flag === NO_VALUE ? mark : worse(flag, mark);
    }
    amounts[t] = flag === NO_VALUE ? 0 : sum;
    flags[t] = flag;
  }
  return { flow, amounts, flags };
}

/** One register for each flow of a connection; the balance of it is the same.
 *  @see docs/scenarios.md#measured-year */
export function oncePerFlow(connection: ConnectionQuarters, quarters: number): ConnectionQuarters {
  const flows = [...new Set(connection.registers.map((one) => one.flow))];
  if (flows.length === connection.registers.length) return connection;
  const registers = flows.map((flow) => {
    const mine = connection.registers.filter((one) => one.flow === flow);
    const [only] = mine;
    return mine.length === 1 && only !== undefined ? only : summed(mine, flow, quarters);
  });
  return { ...connection, registers };
}

/** Where a connection counts as measured, as the balance has it: where all its imports tell something; without any, all of it. */
export function knownFlags({ registers }: ConnectionQuarters, quarters: number): Uint8Array {
  const imports = registers.filter((one) => one.flow === 'import');
  const needed = imports.length > 0 ? imports : registers;
  const [only, ...others] = needed;
  if (only === undefined) return new Uint8Array(quarters).fill(NO_VALUE);
  if (others.length === 0) return only.flags;
  return only.flags.map((flag, t) => others.reduce((worst, one) => (worst === NO_VALUE || one.flags[t] === NO_VALUE ? NO_VALUE : worse(worst, one.flags[t] ?? NO_VALUE)), flag));
}

interface Within {
  readonly net?: Float64Array;
  readonly within?: readonly { readonly from: number; readonly to: number }[];
}
/** Import minus export of a connection in kWh; NaN where it was not measured: there nothing is added either.
 *  @param net where it is written
 *  @param within quarters [from, to) that are looked at; the others are left as they are */
export function netKwh(connection: ConnectionQuarters, quarters: number, { net = new Float64Array(quarters), within = [{ from: 0, to: quarters }] }: Within = {}): Float64Array {
  const once = oncePerFlow(connection, quarters);
  const known = knownFlags(once, quarters);
  const [imports, exports] = [flowOf(once, 'import'), flowOf(once, 'export')];
  const none = new Float64Array(imports === undefined || exports === undefined ? quarters : 0);
  const [drawn, fed] = [imports?.amounts ?? none, exports?.amounts ?? none];
  for (const { from, to } of within) for (let t = from; t < to; t++) net[t] = known[t] === NO_VALUE ? Number.NaN : ((drawn[t] ?? 0) - (fed[t] ?? 0)) / 1e6;
  return net;
}

/** 1 where a quarter has the right energy and a made-up shape, by its flag. */
const SHAPELESS = Uint8Array.from({ length: 256 }, (_, flag) => (flag !== NO_VALUE && (flag >= SPREAD || UNSURE.has(flag)) ? 1 : 0));

/** The net of a connection where it was measured in each quarter by itself: NaN where it is estimated, replaced or spread. What makes no
 *  peak sets no limit.
 *  @param into where it is written, unless all of it was measured: then it is the net itself
 *  @see docs/scenarios.md#battery-rules */
export function measuredNetKwh({ registers }: ConnectionQuarters, net: Float64Array, into: Float64Array): Float64Array {
  let measured = net;
  for (const { flow, flags } of registers) {
    if (flow !== 'import' && flow !== 'export') continue;
    const one = oneFlagOf([{ flags }]);
    if (one !== null && SHAPELESS[one] === 0) continue;
    if (measured === net) into.set(net);
    measured = into;
    for (let t = 0; t < flags.length; t++) if (SHAPELESS[flags[t] ?? NO_VALUE] === 1) into[t] = Number.NaN;
  }
  return measured;
}

const flowOf = ({ registers }: ConnectionQuarters, flow: BalanceFlow): RegisterQuarters | undefined => registers.find((one) => one.flow === flow);

/** The connection with something added behind its meter: more use first takes what was fed in, more supply first what was drawn.
 *  A quarter that was not measured stays so.
 *  @param since of arrays of the pool that were taken after so many, nobody looks at what stood in them before
 *  @see docs/scenarios.md#measured-year */
export function withAdded(
  connection: ConnectionQuarters,
  added: readonly Added[],
  { quarters, pool = new ScratchArrays(), since = pool.taken }: Pick<Year, 'quarters' | 'pool'> & { readonly since?: number | undefined },
): ConnectionQuarters {
  const once = oncePerFlow(connection, quarters);
  if (once.registers.length === 0 || added.length === 0) return connection;
  const known = knownFlags(once, quarters);
  const own = (array: Float64Array | undefined): Float64Array => pool.own(array, { length: quarters, since });
  const fed = flowOf(once, 'export');
  const ways: Ways = { imports: own(flowOf(once, 'import')?.amounts), exports: own(fed?.amounts) };
  const changed = new Map<BalanceFlow, RegisterQuarters>([
    ['import', { flow: 'import', amounts: ways.imports, flags: known }],
    ['export', { flow: 'export', amounts: ways.exports, flags: fed === undefined ? known : flagsWithin(fed.flags, known) }],
  ]);
  for (const one of added) {
    const { flow } = one;
    if (flow === 'use') shift(one, known, ways);
    else {
      const was = changed.get(flow) ?? flowOf(once, flow);
      const amounts = own(was?.amounts);
      shift(one, known, { ...ways, own: amounts });
      changed.set(flow, { flow, amounts, flags: was === undefined ? known : flagsWithin(was.flags, known) });
    }
  }
  return { ...once, registers: [...once.registers.filter((one) => !changed.has(one.flow)), ...changed.values()] };
}

interface Ways {
  readonly imports: Float64Array;
  readonly exports: Float64Array;
  /** The flow itself, which no meter on the border sees. */
  readonly own?: Float64Array;
}

/** Adds to what stands there, in quarters that were measured. */
function shift({ flow, kwh, part }: Added, known: Uint8Array, { imports, exports, own = NOWHERE }: Ways): void {
  const sign = flow === 'use' || flow === 'charge' ? 1 : -1;
  const micro = part * 1e6;
  for (let t = 0; t < kwh.length; t++) {
    const added = kwh[t] ?? 0;
    // Panels rest at night, batteries and trucks most of the day.
    if (added === 0 || known[t] === NO_VALUE) continue;
    const amount = Math.round(added * micro);
    const more = sign * amount;
    const drawn = imports[t] ?? 0;
    const fed = exports[t] ?? 0;
    if (more > 0) {
      const cut = fed <= 0 ? 0 : fed < more ? fed : more;
      exports[t] = fed - cut;
      imports[t] = drawn + more - cut;
    } else {
      const cut = drawn <= 0 ? 0 : drawn < -more ? drawn : -more;
      imports[t] = drawn - cut;
      exports[t] = fed - more - cut;
    }
    if (own.length > 0) own[t] = (own[t] ?? 0) + amount;
  }
}

/** Is there a value in every quarter? Mostly all have one flag, which is quicker to see. */
export function tellThroughout(flags: Uint8Array): boolean {
  const one = oneFlagOf([{ flags }]);
  return one === null ? !flags.includes(NO_VALUE) : one !== NO_VALUE;
}

function flagsWithin(flags: Uint8Array, known: Uint8Array): Uint8Array {
  // Mostly there is nothing to fill in, and the flags can stay what they are.
  if (flags === known || tellThroughout(flags)) return flags;
  const within = flags.slice();
  for (let t = 0; t < within.length; t++) if (within[t] === NO_VALUE) within[t] = known[t] ?? NO_VALUE;
  return within;
}

/** What a connection drew in the year, by its id; of those that were measured and pass nothing on. */
export function drawnMicro(connections: readonly ConnectionQuarters[]): Map<number, number> {
  return new Map(
    connections
      .filter((one) => !one.passesOn && one.registers.length > 0)
      .map((one) => {
        let sum = 0;
        for (const { flow, amounts } of one.registers) if (flow === 'import') for (let t = 0; t < amounts.length; t++) sum += amounts[t] ?? 0;
        return [one.id, sum];
      }),
  );
}

/** Where a step lands: connections of a company or of all, with their part by what they drew in the measured year. */
export function targetsOf(
  connections: readonly ConnectionQuarters[],
  drawn: ReadonlyMap<number, number>,
  company: number | null,
): { readonly connection: ConnectionQuarters; readonly part: number }[] {
  const mine = connections.filter((one) => drawn.has(one.id) && (company === null || one.company === company));
  const total = mine.reduce((sum, one) => sum + Math.max(drawn.get(one.id) ?? 0, 0), 0);
  return mine.map((connection) => ({ connection, part: total > 0 ? Math.max(drawn.get(connection.id) ?? 0, 0) / total : 1 / mine.length })).filter(({ part }) => part > 0);
}
