// What each connection and company drew, quarter by quarter, as mean power: the ground of every figure about capacity. Pure.
import { addArrays, isAll } from '../array-sums.ts';
import { oneFlagOf } from '../balance-plain.ts';
import { type ConnectionQuarters, FLAGS, NO_VALUE, SPREAD } from '../balance.ts';
import { fromMicro } from '../ledger.ts';

/** Millionths of a kWh in a quarter-hour x this = mean power in kW. */
const QUARTERS_PER_HOUR = 4;
/** Flags of quarters that make no peak: an estimate has the right energy and a made-up shape. */
export const UNSURE: ReadonlySet<number> = new Set(['E', 'S', 'X'].map((flag) => FLAGS.findIndex((one) => one === flag)));

/** Import minus export of one connection; arrays of equal length. */
export interface Load {
  readonly id: number;
  readonly company: number;
  /** The connection this one lies behind, when that is among the loads too. */
  readonly behind: number | null;
  /** Whole millionths of a kWh in each quarter, so that sums are exact; NaN where nothing is known. */
  readonly netMicro: Float64Array;
  /** What it both drew and gave back within each quarter, which the net does not show; absent: in no quarter. */
  readonly bothMicro?: Float64Array;
  /** 1 where it was measured throughout, and so never where nothing is known. */
  readonly sure: Uint8Array;
  /** Index from which it is expected to say something: before, its meter was not there yet. Absent: from the first. */
  readonly begins?: number;
  /** Index from which it is not there any more, and so is expected to say nothing. Absent: to the last. */
  readonly ends?: number;
}

/** Connections on the public grid of which only the sum is known: each is measured in every quarter in which it is a part of it. */
export interface SummedLoads {
  readonly ids: readonly number[];
  readonly netMicro: Float64Array;
  /** How many it is the sum of, in each quarter. */
  readonly parts: Uint32Array;
}

/** Is an answer of this kind made of what they drew together, and not of what each did? Where the reader may not see the companies each
 *  quarter is judged by who draws what in it. */
export const isOfSums = ({ kind, entities }: { readonly kind: string; readonly entities?: unknown }): boolean => entities === undefined && (kind === 'use' || kind === 'join');

/** Silence at the start of a period that is at least this long is a meter that was not there yet; shorter, it is an outage. */
const NOT_YET_QUARTERS = 7 * 96;

/** Mean power and how far it is known. */
export interface Power {
  /** kW, below 0 where more is fed in than drawn; NaN where nothing is known. */
  readonly kw: Float64Array;
  /** 1 where every part was measured. */
  readonly sure: Uint8Array;
  /** Parts with a value, of those that should have one. */
  readonly present: Uint32Array;
  readonly expected: Uint32Array;
}

/** The net of a connection from its registers, in whole millionths; missing where any import counter is silent.
 *  @param netMicro where it is written, over whatever stands there
 *  @see docs/methods.md#room-on-the-grid */
export function loadOf(
  connection: Pick<ConnectionQuarters, 'id' | 'company' | 'behind' | 'registers'>,
  quarters: number,
  netMicro: Float64Array = new Float64Array(quarters),
): Load {
  const { id, company, behind, registers } = connection;
  const plain = plainLoad(registers, netMicro);
  if (plain !== null) return { id, company, behind, netMicro, ...plain };
  netMicro.fill(0);
  const sure = new Uint8Array(quarters).fill(1);
  const imports = registers.filter((register) => register.flow === 'import');
  const needed = imports.length > 0 ? imports : registers;
  const fed = registers.some(({ flow }) => flow === 'export') ? new Float64Array(quarters) : null;
  for (const { flow, amounts, flags } of registers) {
    if (flow !== 'import' && flow !== 'export') continue;
    // Flags stay the same for long stretches: what follows from one is looked up once.
    for (let from = 0, to = 0; from < quarters; from = to) {
      const flag = flags[from] ?? NO_VALUE;
      for (to = from + 1; to < quarters && flags[to] === flag;) to += 1;
      if (flag === NO_VALUE) continue;
      if (flow === 'import') for (let t = from; t < to; t++) netMicro[t] = (netMicro[t] ?? 0) + (amounts[t] ?? 0);
      else if (fed !== null) for (let t = from; t < to; t++) fed[t] = (fed[t] ?? 0) + (amounts[t] ?? 0);
      if (flag >= SPREAD || UNSURE.has(flag)) sure.fill(0, from, to);
    }
  }
  const both = fed === null ? {} : bothOf(netMicro, fed);
  if (fed !== null) setDifference(netMicro, netMicro, fed);
  if (needed.length === 0) netMicro.fill(Number.NaN);
  if (needed.length === 0) sure.fill(0);
  for (const { flags } of needed)
    for (let t = flags.indexOf(NO_VALUE); t >= 0; t = flags.indexOf(NO_VALUE, t + 1)) {
      netMicro[t] = Number.NaN;
      sure[t] = 0;
    }
  return { id, company, behind, netMicro, ...both, sure };
}

/** One counter each way at most, told throughout and in one way, as nearly all are: then the net is a difference.
 *  @returns where it is sure, and what the net does not show; null when it is not as plain as that, and nothing was written */
function plainLoad(registers: ConnectionQuarters['registers'], netMicro: Float64Array): Pick<Load, 'sure' | 'bothMicro'> | null {
  const ways = registers.filter(({ flow }) => flow === 'import' || flow === 'export');
  const drawn = ways.find(({ flow }) => flow === 'import');
  const fed = ways.find(({ flow }) => flow === 'export');
  if (drawn === undefined || ways.length > (fed === undefined ? 1 : 2)) return null;
  const flag = oneFlagOf(ways);
  if (flag === null || flag === NO_VALUE) return null;
  if (fed === undefined) netMicro.set(drawn.amounts);
  else setDifference(netMicro, drawn.amounts, fed.amounts);
  const sure = new Uint8Array(netMicro.length).fill(flag >= SPREAD || UNSURE.has(flag) ? 0 : 1);
  return fed === undefined ? { sure } : { sure, ...bothOf(drawn.amounts, fed.amounts) };
}

/** What is drawn and fed in within one and the same quarter; nothing where that is in none, as with nearly all. */
function bothOf(drawn: Float64Array, fed: Float64Array): Pick<Load, 'bothMicro'> {
  let first = 0;
  while (first < fed.length && !((fed[first] ?? 0) > 0 && (drawn[first] ?? 0) > 0)) first += 1;
  if (first === fed.length) return {};
  const bothMicro = new Float64Array(fed.length);
  for (let t = first; t < fed.length; t++) bothMicro[t] = Math.max(Math.min(drawn[t] ?? 0, fed[t] ?? 0), 0);
  return { bothMicro };
}

/** By itself, since a loop with something new behind it falls back each time that V8 makes it quick. */
function setDifference(into: Float64Array, from: Float64Array, less: Float64Array): void {
  for (let t = 0; t < into.length; t++) into[t] = (from[t] ?? 0) - (less[t] ?? 0);
}

/** Adds loads that stand beside each other. Where one is unknown the sum is of the others and is not sure.
 *  @param summed others that were added up already
 *  @returns kW = kWh x 4
 *  @see docs/methods.md#room-on-the-grid */
export function powerOf(loads: readonly Pick<Load, 'netMicro' | 'sure' | 'begins' | 'ends'>[], quarters: number, summed: SummedLoads | null = null): Power {
  const micro = new Float64Array(quarters);
  // Where nothing is expected, nothing is sure.
  const sure = new Uint8Array(quarters).fill(1);
  const present = new Uint32Array(quarters);
  const expected = new Uint32Array(quarters).fill(loads.length);
  if (summed !== null) {
    present.set(summed.parts);
    for (let t = 0; t < quarters; t++) expected[t] = loads.length + (summed.parts[t] ?? 0);
  }
  // Those that are sure all the time need no look at each quarter.
  const throughout: Float64Array[] = [];
  for (const { netMicro, sure: own, begins = 0, ends = quarters } of loads) {
    if (begins === 0 && ends >= quarters && isAll(own, 1)) {
      throughout.push(netMicro);
      continue;
    }
    for (let t = 0; t < quarters; t++) if (t < begins || t >= ends) expected[t] = (expected[t] ?? 0) - 1;
    for (let t = begins; t < Math.min(ends, quarters); t++) {
      const net = netMicro[t] ?? Number.NaN;
      if (own[t] !== 1) sure[t] = 0;
      if (Number.isNaN(net)) continue;
      micro[t] = (micro[t] ?? 0) + net;
      present[t] = (present[t] ?? 0) + 1;
    }
  }
  addArrays(micro, summed === null ? throughout : [...throughout, summed.netMicro]);
  for (let t = 0; t < quarters; t++) {
    const here = (present[t] ?? 0) + throughout.length;
    present[t] = here;
    if (expected[t] === 0) sure[t] = 0;
    micro[t] = here === 0 ? Number.NaN : fromMicro((micro[t] ?? 0) * QUARTERS_PER_HOUR);
  }
  return { kw: micro, sure, present, expected };
}

/** Loads that stand on the public grid. Where the main meter of a closed grid says nothing, what lies behind it stands in,
 *  and makes no peak.
 *  @see docs/methods.md#room-on-the-grid */
export function rootsOf(loads: readonly Load[]): Load[] {
  return loads.filter((load) => load.behind === null).map((root) => standIn(root, behind(loads, root.id)));
}

/** A load that says nothing for the first week or longer was not there yet: it makes no quarter before that incomplete.
 *  @see docs/methods.md#room-on-the-grid */
export function withBegin(load: Load): Load {
  const first = load.netMicro.findIndex((net) => !Number.isNaN(net));
  return first >= NOT_YET_QUARTERS ? { ...load, begins: first } : load;
}

const isThere = ({ begins = 0, ends = Infinity }: Load, t: number): boolean => t >= begins && t < ends;

/** What is expected of a part in quarter t: nothing before it begins and after it ends. */
const partAt = (load: Load, t: number): number => (isThere(load, t) ? (load.netMicro[t] ?? 0) : 0);

const behind = (loads: readonly Load[], id: number): Load[] => loads.filter((load) => load.behind === id);

function standIn(root: Load, inside: readonly Load[]): Load {
  if (inside.length === 0) return root;
  const netMicro = root.netMicro.map((net, t) => (Number.isNaN(net) ? inside.reduce((sum, one) => sum + partAt(one, t), 0) : net));
  return { ...root, netMicro };
}

/** Which connections the power in quarter t is the sum of, by the same choice as rootsOf makes.
 *  @see docs/methods.md#room-on-the-grid */
export function countedIn(loads: readonly Load[], t: number): Load[] {
  const says = (load: Load): boolean => t >= (load.begins ?? 0) && !Number.isNaN(load.netMicro[t] ?? Number.NaN);
  return loads
    .filter((load) => load.behind === null)
    .flatMap((root) => {
      if (t < (root.begins ?? 0)) return [];
      if (says(root)) return [root];
      const inside = behind(loads, root.id);
      return inside.some((one) => Number.isNaN(partAt(one, t))) ? [] : inside.filter(says);
    });
}

/** What each connection draws itself: the owner of a main meter draws what it does not pass on. Together they are the roots.
 *  @see docs/methods.md#room-on-the-grid */
export function ownLoads(loads: readonly Load[]): Load[] {
  return loads.map((load) => {
    const inside = behind(loads, load.id);
    if (inside.length === 0) return load;
    const { bothMicro: _, ...main } = load;
    const netMicro = load.netMicro.map((net, t) => inside.reduce((left, one) => left - partAt(one, t), net));
    const sure = load.sure.map((one, t) => (inside.every((part) => part.sure[t] === 1 || !isThere(part, t)) ? one : 0));
    return { ...main, netMicro, sure };
  });
}

/** The same in the other direction: what is fed in counts as use.
 *  @see docs/methods.md#room-on-the-grid */
export const turned = <T extends { readonly netMicro: Float64Array }>(load: T): T => ({ ...load, netMicro: load.netMicro.map((net) => 0 - net) });
