// The quick way through a balance: connections on the public grid that are measured all the time in one way. Of those that only
// take and feed in three sums a quarter tell all, of those that also make or store five; what the balance needs follows from these. Pure.
import { addArrays } from './array-sums.ts';
import type { BalanceFlow, ConnectionQuarters, RegisterQuarters } from './balance.ts';

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
/** Flows that no meter on the border of the connection sees. */
export type BehindMeter = Exclude<BalanceFlow, 'import' | 'export'>;
const isBehindMeter = (flow: BalanceFlow): flow is BehindMeter => flow !== 'import' && flow !== 'export';
const isGenerated = (flow: BalanceFlow): boolean => isBehindMeter(flow) && flow !== 'charge' && flow !== 'discharge';

/** The flag that all quarters of all registers have; null when they differ or there is none.
 *  @see docs/methods.md#balance */
export function oneFlagOf(registers: readonly Pick<RegisterQuarters, 'flags'>[]): number | null {
  const flag = registers[0]?.flags[0];
  if (flag === undefined) return null;
  return registers.every(({ flags }) => isAll(flags, flag)) ? flag : null;
}

/** Four at a time where they lie so in memory. */
function isAll(flags: Uint8Array, flag: number): boolean {
  const words = flags.byteOffset % 4 === 0 ? flags.length >> 2 : 0;
  if (words > 0) {
    const four = new Uint32Array(flags.buffer, flags.byteOffset, words);
    const wanted = (flag * 0x01010101) >>> 0;
    for (let at = 0; at < words; at++) if (four[at] !== wanted) return false;
  }
  for (let at = words * 4; at < flags.length; at++) if (flags[at] !== flag) return false;
  return true;
}

export class PlainSum {
  readonly #quarters: number;
  readonly #zeros: Float64Array;
  /** By flag, and by whether they make or store anything. */
  readonly #groups = new Map<string, PlainGroup>();
  /** One of each group, until another comes. */
  readonly #waiting = new Map<PlainGroup, Waiting>();

  constructor(quarters: number) {
    this.#quarters = quarters;
    this.#zeros = new Float64Array(quarters);
  }

  /** What was added so far; from then on it is not here any more. */
  take(): PlainGroup[] {
    this.settle();
    const groups = [...this.#groups.values()];
    this.#groups.clear();
    return groups;
  }

  /** Adds what waits for another. */
  settle(): void {
    for (const [group, alone] of this.#waiting) this.#add(group, alone);
    this.#waiting.clear();
  }

  /** @returns false when the connection is not as plain as that: then nothing was added */
  add({ registers, behind, passesOn }: ConnectionQuarters, into: { usable: ReadonlySet<number>; borders: readonly number[]; consumption: Float64Array }): boolean {
    if (passesOn || behind !== null) return false;
    const flag = oneFlagOf(registers);
    if (flag === null || !into.usable.has(flag)) return false;
    const group = this.#group(flag, registers);
    group.connections += 1;
    // Where several are added up, what is below 0 in one may hide in the sum.
    const below = new Set(registers.map(({ flow }) => (isGenerated(flow) ? 'made' : flow))).size < registers.length;
    const mine = { over: this.#amountsOf(registers), registers, borders: into.borders, consumption: into.consumption, below };
    const first = this.#waiting.get(group);
    if (group.supplied !== null) this.#add(group, mine);
    else if (first === undefined) this.#waiting.set(group, mine);
    else this.#addTwo(group, first, mine);
    return true;
  }

  #add(group: PlainGroup, { over, registers, borders, consumption, below }: Waiting): void {
    let some = below;
    for (let step = 0; step < consumption.length; step++) {
      const range = { from: borders[step] ?? 0, to: borders[step + 1] ?? 0 };
      const added = group.supplied === null ? addRange(group, over, range) : addSupplied({ ...group, supplied: group.supplied }, over, range);
      consumption[step] = (consumption[step] ?? 0) + added.consumed;
      some ||= added.below;
    }
    if (group.supplied !== null) this.#addFlows(group.supplied, registers);
    if (some) for (const { amounts } of registers) this.#below(group, amounts);
  }

  /** Two at once: the sums are read and written half as often. */
  #addTwo(group: PlainGroup, first: Waiting, second: Waiting): void {
    this.#waiting.delete(group);
    const [one, other] = [first.consumption, second.consumption];
    let some = first.below || second.below;
    for (let step = 0; step < one.length; step++) {
      const added = addRanges(group, [first.over, second.over], { from: first.borders[step] ?? 0, to: first.borders[step + 1] ?? 0 });
      one[step] = (one[step] ?? 0) + added.consumed;
      other[step] = (other[step] ?? 0) + added.other;
      some ||= added.below;
    }
    if (some) for (const { amounts } of [...first.registers, ...second.registers]) this.#below(group, amounts);
  }

  #group(flag: number, registers: readonly RegisterQuarters[]): PlainGroup {
    const array = (): Float64Array => new Float64Array(this.#quarters);
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

  #addFlows({ byFlow }: Supplied, registers: readonly RegisterQuarters[]): void {
    for (const { flow, amounts } of registers) {
      if (!isBehindMeter(flow)) continue;
      const sum = byFlow.get(flow) ?? new Float64Array(this.#quarters);
      byFlow.set(flow, sum);
      addArrays(sum, [amounts]);
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
  readonly borders: readonly number[];
  readonly consumption: Float64Array;
  readonly below: boolean;
}
interface Range {
  readonly from: number;
  readonly to: number;
}
/** What was used, all quarters together, and whether a register was below 0. */
interface Added {
  readonly consumed: number;
  readonly below: boolean;
}

function addRange(group: PlainGroup, { imports, exports }: Amounts, { from, to }: Range): Added {
  const { import: imported, export: exported, taken } = group;
  let consumed = 0;
  let below = false;
  for (let t = from; t < to; t++) {
    const drawn = imports[t] ?? 0;
    const fed = exports[t] ?? 0;
    imported[t] = (imported[t] ?? 0) + drawn;
    exported[t] = (exported[t] ?? 0) + fed;
    const net = drawn > fed ? drawn - fed : 0;
    taken[t] = (taken[t] ?? 0) + net;
    consumed += net;
    if (drawn < 0 || fed < 0) below = true;
  }
  return { consumed, below };
}

function addRanges(group: PlainGroup, [first, second]: readonly [Amounts, Amounts], { from, to }: Range): Added & { readonly other: number } {
  const { import: imported, export: exported, taken } = group;
  const imports = first.imports;
  const exports = first.exports;
  const otherImports = second.imports;
  const otherExports = second.exports;
  let consumed = 0;
  let other = 0;
  let below = false;
  for (let t = from; t < to; t++) {
    const drawn = imports[t] ?? 0;
    const fed = exports[t] ?? 0;
    const otherDrawn = otherImports[t] ?? 0;
    const otherFed = otherExports[t] ?? 0;
    imported[t] = (imported[t] ?? 0) + (drawn + otherDrawn);
    exported[t] = (exported[t] ?? 0) + (fed + otherFed);
    const net = drawn > fed ? drawn - fed : 0;
    const otherNet = otherDrawn > otherFed ? otherDrawn - otherFed : 0;
    taken[t] = (taken[t] ?? 0) + (net + otherNet);
    consumed += net;
    other += otherNet;
    if (drawn < 0 || fed < 0 || otherDrawn < 0 || otherFed < 0) below = true;
  }
  return { consumed, other, below };
}

/** The same with what is made and stored behind the meter. */
function addSupplied(group: PlainGroup & { supplied: Supplied }, { imports, exports, made, charged, discharged }: Amounts, { from, to }: Range): Added {
  const { import: imported, export: exported, taken } = group;
  const { used, ownUse } = group.supplied;
  let consumed = 0;
  let below = false;
  for (let t = from; t < to; t++) {
    const drawn = imports[t] ?? 0;
    const fed = exports[t] ?? 0;
    const stored = charged[t] ?? 0;
    const gave = discharged[t] ?? 0;
    const generated = made[t] ?? 0;
    imported[t] = (imported[t] ?? 0) + drawn;
    exported[t] = (exported[t] ?? 0) + fed;
    const net = drawn - fed;
    if (net > 0) taken[t] = (taken[t] ?? 0) + net;
    const supply = generated + gave;
    const left = net + supply - stored;
    const use = left > 0 ? left : 0;
    used[t] = (used[t] ?? 0) + use;
    ownUse[t] = (ownUse[t] ?? 0) + (supply < use + stored ? supply : use + stored);
    consumed += use;
    if (drawn < 0 || fed < 0 || stored < 0 || gave < 0 || generated < 0) below = true;
  }
  return { consumed, below };
}
