// The quick way through a balance: connections on the public grid that only take and feed in, measured all the time in one way.
// Three sums a quarter tell all of them; what the balance needs follows from these. Pure.
import type { ConnectionQuarters, RegisterQuarters } from './balance.ts';

/** Sums over the connections of one quality flag. */
export interface PlainGroup {
  readonly import: Float64Array;
  readonly export: Float64Array;
  /** Net import where it is above 0. */
  readonly taken: Float64Array;
  /** Twice what lies below 0 in a register, null where nothing does: quality counts amounts whatever their sign. */
  below: Float64Array | null;
  connections: number;
}

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
  readonly groups = new Map<number, PlainGroup>();

  constructor(quarters: number) {
    this.#quarters = quarters;
    this.#zeros = new Float64Array(quarters);
  }

  /** @returns false when the connection is not as plain as that: then nothing was added */
  add({ registers, behind, passesOn }: ConnectionQuarters, into: { usable: ReadonlySet<number>; borders: readonly number[]; consumption: Float64Array }): boolean {
    if (passesOn || behind !== null || !registers.every(({ flow }) => flow === 'import' || flow === 'export')) return false;
    const flag = oneFlagOf(registers);
    if (flag === null || !into.usable.has(flag)) return false;
    const of = (flow: 'import' | 'export'): Float64Array => this.#sumOf(registers.filter((one) => one.flow === flow));
    const [imports, exports] = [of('import'), of('export')];
    const group = this.#group(flag);
    group.connections += 1;
    const { borders, consumption } = into;
    // Where several are added up, what is below 0 in one may hide in the sum.
    let below = registers.filter((one) => one.flow === 'import').length > 1 || registers.filter((one) => one.flow === 'export').length > 1;
    for (let step = 0; step < consumption.length; step++) {
      const added = addRange(group, { imports, exports, from: borders[step] ?? 0, to: borders[step + 1] ?? 0 });
      consumption[step] = (consumption[step] ?? 0) + added.consumed;
      below ||= added.below;
    }
    if (below) for (const { amounts } of registers) this.#below(group, amounts);
    return true;
  }

  #group(flag: number): PlainGroup {
    const array = (): Float64Array => new Float64Array(this.#quarters);
    const group = this.groups.get(flag) ?? { import: array(), export: array(), taken: array(), below: null, connections: 0 };
    this.groups.set(flag, group);
    return group;
  }

  #sumOf(registers: readonly RegisterQuarters[]): Float64Array {
    const [first, ...others] = registers;
    if (first === undefined) return this.#zeros;
    if (others.length === 0) return first.amounts;
    const sum = first.amounts.slice();
    for (const { amounts } of others) for (let t = 0; t < sum.length; t++) sum[t] = (sum[t] ?? 0) + (amounts[t] ?? 0);
    return sum;
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

/** @returns what was taken, all quarters together, and whether a register was below 0 */
function addRange(group: PlainGroup, range: { imports: Float64Array; exports: Float64Array; from: number; to: number }): { consumed: number; below: boolean } {
  const { import: imported, export: exported, taken } = group;
  const { imports, exports, from, to } = range;
  let consumed = 0;
  let least = 0;
  for (let t = from; t < to; t++) {
    const drawn = imports[t] ?? 0;
    const fed = exports[t] ?? 0;
    imported[t] = (imported[t] ?? 0) + drawn;
    exported[t] = (exported[t] ?? 0) + fed;
    const net = Math.max(drawn - fed, 0);
    taken[t] = (taken[t] ?? 0) + net;
    consumed += net;
    least = Math.min(least, drawn, fed);
  }
  return { consumed, below: least < 0 };
}
