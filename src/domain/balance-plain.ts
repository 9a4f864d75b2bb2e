// The quick way through a balance: connections on the public grid that are measured all the time in one way. Of those that only
// take and feed in three sums a quarter tell all, of those that also make or store five; what the balance needs follows from these. Pure.
import { BLOCK_QUARTERS, addArrays, isAll, zeros } from './array-sums.ts';
import { halve } from './balance-loops.ts';
import type { BalanceFlow, ConnectionQuarters, RegisterQuarters } from './balance.ts';
import type { ScratchArrays } from './scratch-arrays.ts';

/** Sums over the connections of one quality flag that make and store nothing, or that do. */
export interface PlainGroup {
  readonly flag: number;
  readonly import: Float64Array;
  readonly export: Float64Array;
  /** Net import where it is above 0. */
  readonly taken: Float64Array;
  /** null: of who makes nothing, what is used is what is taken. */
  readonly supplied: Supplied | null;
  /** Twice what lies below 0 in a register, null where nothing does: quality counts amounts whatever their sign. */
  below: Float64Array | null;
  connections: number;
}
export interface Supplied {
  /** Use where it is above 0, and what of it each makes or has stored itself. */
  readonly used: Float64Array;
  readonly ownUse: Float64Array;
  /** Generation, charge and discharge. */
  readonly byFlow: Map<BehindMeter, Float64Array>;
}
/** Connections that wait for each other: a block of the sums is read and written once for all of them. */
const TOGETHER_MAX = 32;
/** The sums of a block of such. Here and not made for each: where an array is the same for good, V8 writes its address into the loop,
 *  and does not look it up at every quarter. */
const DRAWN = new Float64Array(BLOCK_QUARTERS);
const FED = new Float64Array(BLOCK_QUARTERS);
/** Twice what was taken: a net and its absolute value together. */
const TAKEN = new Float64Array(BLOCK_QUARTERS);
/** Flows that no meter on the border of the connection sees. */
export type BehindMeter = Exclude<BalanceFlow, 'import' | 'export'>;
const isBehindMeter = (flow: BalanceFlow): flow is BehindMeter => flow !== 'import' && flow !== 'export';
const isGenerated = (flow: BalanceFlow): boolean => isBehindMeter(flow) && flow !== 'charge' && flow !== 'discharge';

/** The flag that all quarters of all registers have; null when they differ or there is none.
 *  @see docs/methods.md#balance */
export function oneFlagOf(registers: readonly Pick<RegisterQuarters, 'flags'>[]): number | null {
  const flag = registers[0]?.flags[0];
  if (flag === undefined) return null;
  // Registers of one meter may share theirs.
  return registers.every(({ flags }, at) => flags === registers[at - 1]?.flags || isAll(flags, flag)) ? flag : null;
}

export class PlainSum {
  readonly #quarters: number;
  readonly #borders: readonly number[];
  /** Consumption is told of each quarter by itself. */
  readonly byQuarter: boolean;
  readonly #arrays: ScratchArrays;
  readonly #zeros: Float64Array;
  /** Stands beside the last of an odd number. */
  readonly #none: Waiting;
  /** By flag, and by whether they make or store anything. */
  readonly #groups = new Map<string, PlainGroup>();
  readonly #waiting = new Map<PlainGroup, Waiting[]>();
  readonly #others: PlainGroup[] = [];

  /** @param borders of the steps that consumption is told of; they cover all quarters */
  constructor(quarters: number, borders: readonly number[], arrays: ScratchArrays) {
    this.#arrays = arrays;
    this.#quarters = quarters;
    this.byQuarter = borders.length === quarters + 1 && borders.every((border, t) => border === t);
    this.#borders = this.byQuarter ? [0, quarters] : borders;
    this.#zeros = zeros(quarters);
    this.#none = { over: this.#amountsOf([]), registers: [], consumption: new Float64Array(1) };
  }

  /** What was added so far; from then on it is not here any more. */
  take(): PlainGroup[] {
    this.settle();
    const groups = [...this.#groups.values()];
    this.#groups.clear();
    for (const { taken } of groups) halve(taken);
    return [...groups, ...this.#others.splice(0)];
  }

  /** What those of some flags drew less what they fed in, of all that is here so far. */
  net(isMeant: (flag: number) => boolean): Float64Array<ArrayBuffer> {
    this.settle();
    const net = new Float64Array(this.#quarters);
    for (const { flag, import: imported, export: exported } of [...this.#groups.values(), ...this.#others])
      if (isMeant(flag)) for (let t = 0; t < net.length; t++) net[t] = (net[t] ?? 0) + ((imported[t] ?? 0) - (exported[t] ?? 0));
    return net;
  }

  /** Takes a group that was added up elsewhere. */
  addGroup(group: PlainGroup): void {
    this.#others.push(group);
  }

  /** Adds what waits for others to be added with. */
  settle(): void {
    for (const [group, waiting] of this.#waiting) this.#addAll(group, waiting);
    this.#waiting.clear();
  }

  /** Adds a connection, whose arrays must stay as they are until the sums are taken or settled.
   *  @returns its flag; null when the connection is not as plain as that: then nothing was added */
  add({ registers, behind, passesOn }: ConnectionQuarters, into: { usable: ReadonlySet<number>; consumption: Float64Array }): number | null {
    if (passesOn || behind !== null) return null;
    const flag = oneFlagOf(registers);
    if (flag === null || !into.usable.has(flag)) return null;
    const group = this.#group(flag, registers);
    group.connections += 1;
    const waiting = this.#waiting.get(group) ?? [];
    const over = this.#amountsOf(registers);
    if (this.byQuarter) addUse(into.consumption, over);
    waiting.push({ over, registers, consumption: this.byQuarter ? this.#none.consumption : into.consumption });
    this.#waiting.set(group, waiting);
    if (waiting.length < TOGETHER_MAX) return flag;
    this.#addAll(group, waiting);
    this.#waiting.delete(group);
    return flag;
  }

  #addAll(group: PlainGroup, waiting: readonly Waiting[]): void {
    const { supplied } = group;
    let below = false;
    for (let step = 0; step + 1 < this.#borders.length; step++) {
      const end = this.#borders[step + 1] ?? 0;
      for (let from = this.#borders[step] ?? 0; from < end; from += BLOCK_QUARTERS) {
        const range = { step, from, to: Math.min(from + BLOCK_QUARTERS, end) };
        below = this.#addPairs(group, waiting, range) || below;
      }
    }
    if (supplied !== null) this.#addFlows(supplied, waiting);
    for (const { registers } of waiting) {
      // Where several are added up, what is below 0 in one may hide in the sum.
      const hidden = new Set(registers.map(({ flow }) => (isGenerated(flow) ? 'made' : flow))).size < registers.length;
      if (below || hidden) for (const { amounts } of registers) this.#below(group, amounts);
    }
  }

  #addPairs(group: PlainGroup, waiting: readonly Waiting[], range: Range): boolean {
    let below = false;
    const { supplied } = group;
    if (supplied === null) for (const sum of [DRAWN, FED, TAKEN]) sum.fill(0);
    for (let at = 0; at < waiting.length; at += 2) {
      const pair = [waiting[at] ?? this.#none, waiting[at + 1] ?? this.#none] as const;
      below = (supplied === null ? addPair(pair, range) : addSuppliedPair({ ...group, supplied }, pair, range)) || below;
    }
    if (supplied === null) addBlock(group, range);
    return below;
  }

  #group(flag: number, registers: readonly RegisterQuarters[]): PlainGroup {
    const array = (): Float64Array => this.#arrays.take(this.#quarters);
    const makes = registers.some(({ flow }) => isBehindMeter(flow));
    const key = `${flag} ${makes}`;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const supplied = makes ? { used: array(), ownUse: array(), byFlow: new Map<BehindMeter, Float64Array>() } : null;
    const group: PlainGroup = { flag, import: array(), export: array(), taken: array(), supplied, below: null, connections: 0 };
    this.#groups.set(key, group);
    return group;
  }

  #amountsOf(registers: readonly RegisterQuarters[]): Amounts {
    const of = (isMine: (flow: BalanceFlow) => boolean): Float64Array => this.#sumOf(registers.filter(({ flow }) => isMine(flow)));
    return {
      imports: of((flow) => flow === 'import'),
      exports: of((flow) => flow === 'export'),
      made: of(isGenerated),
      charged: of((flow) => flow === 'charge'),
      discharged: of((flow) => flow === 'discharge'),
    };
  }

  #sumOf(registers: readonly RegisterQuarters[]): Float64Array {
    const [first, ...others] = registers;
    if (first === undefined) return this.#zeros;
    if (others.length === 0) return first.amounts;
    const sum = first.amounts.slice();
    addArrays(
      sum,
      others.map((one) => one.amounts),
    );
    return sum;
  }

  #addFlows({ byFlow }: Supplied, waiting: readonly Waiting[]): void {
    const all = new Map<BehindMeter, Float64Array[]>();
    for (const { registers } of waiting) for (const { flow, amounts } of registers) if (isBehindMeter(flow)) all.set(flow, [...(all.get(flow) ?? []), amounts]);
    for (const [flow, arrays] of all) {
      const sum = byFlow.get(flow) ?? new Float64Array(this.#quarters);
      byFlow.set(flow, sum);
      addArrays(sum, arrays);
    }
  }

  #below(group: PlainGroup, amounts: Float64Array): void {
    for (let t = 0; t < amounts.length; t++) {
      const amount = amounts[t] ?? 0;
      if (amount >= 0) continue;
      group.below ??= new Float64Array(this.#quarters);
      group.below[t] = (group.below[t] ?? 0) - 2 * amount;
    }
  }
}

interface Amounts {
  readonly imports: Float64Array;
  readonly exports: Float64Array;
  readonly made: Float64Array;
  readonly charged: Float64Array;
  readonly discharged: Float64Array;
}
/** A connection that is about to be added. */
interface Waiting {
  readonly over: Amounts;
  readonly registers: readonly RegisterQuarters[];
  /** Of its company, by step; nobody's where it was told by quarter already. */
  readonly consumption: Float64Array;
}
/** Quarters of one step. */
interface Range {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** Adds two connections that make and store nothing to the sums of the block: they are read and written half as often. A net and its
 *  absolute value are together twice what was taken, or 0: no branch to guess wrong, and halves of whole numbers are exact.
 *  @returns whether anything lies below 0 */
function addPair([first, second]: readonly [Waiting, Waiting], { step, from, to }: Range): boolean {
  const imports = first.over.imports;
  const exports = first.over.exports;
  const otherImports = second.over.imports;
  const otherExports = second.over.exports;
  const length = to - from;
  let consumed = 0;
  let other = 0;
  let below = false;
  for (let t = 0; t < length; t++) {
    const drawn = imports[from + t] ?? 0;
    const fed = exports[from + t] ?? 0;
    const otherDrawn = otherImports[from + t] ?? 0;
    const otherFed = otherExports[from + t] ?? 0;
    const net = drawn - fed;
    const otherNet = otherDrawn - otherFed;
    const took = net + Math.abs(net);
    const otherTook = otherNet + Math.abs(otherNet);
    DRAWN[t] = (DRAWN[t] ?? 0) + (drawn + otherDrawn);
    FED[t] = (FED[t] ?? 0) + (fed + otherFed);
    TAKEN[t] = (TAKEN[t] ?? 0) + (took + otherTook);
    consumed += took;
    other += otherTook;
    if (drawn < 0 || fed < 0 || otherDrawn < 0 || otherFed < 0) below = true;
  }
  first.consumption[step] = (first.consumption[step] ?? 0) + consumed / 2;
  second.consumption[step] = (second.consumption[step] ?? 0) + other / 2;
  return below;
}

function addBlock({ import: imported, export: exported, taken }: PlainGroup, { from, to }: Range): void {
  for (let t = from; t < to; t++) {
    imported[t] = (imported[t] ?? 0) + (DRAWN[t - from] ?? 0);
    exported[t] = (exported[t] ?? 0) + (FED[t - from] ?? 0);
    taken[t] = (taken[t] ?? 0) + (TAKEN[t - from] ?? 0);
  }
}

/** The same, with what is made and stored behind the meters. */
function addSuppliedPair(group: PlainGroup & { supplied: Supplied }, [first, second]: readonly [Waiting, Waiting], { step, from, to }: Range): boolean {
  const { import: imported, export: exported, taken } = group;
  const { used, ownUse } = group.supplied;
  const { imports, exports, made, charged, discharged } = first.over;
  const { imports: otherImports, exports: otherExports, made: otherMade, charged: otherCharged, discharged: otherDischarged } = second.over;
  let consumed = 0;
  let otherConsumed = 0;
  let below = false;
  for (let t = from; t < to; t++) {
    const drawn = imports[t] ?? 0;
    const fed = exports[t] ?? 0;
    const stored = charged[t] ?? 0;
    const gave = discharged[t] ?? 0;
    const generated = made[t] ?? 0;
    const net = drawn - fed;
    const supply = generated + gave;
    const left = net + supply - stored;
    const use = left > 0 ? left : 0;
    const otherDrawn = otherImports[t] ?? 0;
    const otherFed = otherExports[t] ?? 0;
    const otherStored = otherCharged[t] ?? 0;
    const otherGave = otherDischarged[t] ?? 0;
    const otherGenerated = otherMade[t] ?? 0;
    const otherNet = otherDrawn - otherFed;
    const otherSupply = otherGenerated + otherGave;
    const otherLeft = otherNet + otherSupply - otherStored;
    const otherUse = otherLeft > 0 ? otherLeft : 0;
    imported[t] = (imported[t] ?? 0) + (drawn + otherDrawn);
    exported[t] = (exported[t] ?? 0) + (fed + otherFed);
    taken[t] = (taken[t] ?? 0) + (net + Math.abs(net) + (otherNet + Math.abs(otherNet)));
    used[t] = (used[t] ?? 0) + (use + otherUse);
    ownUse[t] = (ownUse[t] ?? 0) + ((supply < use + stored ? supply : use + stored) + (otherSupply < otherUse + otherStored ? otherSupply : otherUse + otherStored));
    consumed += use;
    otherConsumed += otherUse;
    if (drawn < 0 || fed < 0 || stored < 0 || gave < 0 || generated < 0) below = true;
    if (otherDrawn < 0 || otherFed < 0 || otherStored < 0 || otherGave < 0 || otherGenerated < 0) below = true;
  }
  first.consumption[step] = (first.consumption[step] ?? 0) + consumed;
  second.consumption[step] = (second.consumption[step] ?? 0) + otherConsumed;
  return below;
}

/** What a connection used in each quarter. */
function addUse(consumption: Float64Array, { imports, exports, made, charged, discharged }: Amounts): void {
  for (let t = 0; t < consumption.length; t++) {
    const left = (imports[t] ?? 0) - (exports[t] ?? 0) + ((made[t] ?? 0) + (discharged[t] ?? 0)) - (charged[t] ?? 0);
    if (left > 0) consumption[t] = (consumption[t] ?? 0) + left;
  }
}
