// How the quarters of connections were made, each connection counted as one: beside a sum, shares of its amount would tell what the
// only one that was estimated used. Pure.
import { oneFlagOf } from './balance-plain.ts';
import { type ConnectionQuarters, FLAGS, NO_VALUE, SPREAD } from './balance.ts';
import { knownIn } from './told-uses.ts';

type Registers = Pick<ConnectionQuarters, 'registers'>;

/** Collects connections one by one. */
export class FlagCounts {
  readonly #quarters: number;
  readonly #byFlag: readonly Float64Array[];
  /** Connections that have one flag in all quarters. */
  readonly #throughout = FLAGS.map(() => 0);

  constructor(quarters: number) {
    this.#quarters = quarters;
    this.#byFlag = FLAGS.map(() => new Float64Array(quarters));
  }

  add({ registers }: Registers): void {
    const flag = oneFlagOf(registers);
    if (flag === NO_VALUE) return;
    if (flag === null) this.#addByQuarter(registers);
    else this.addThroughout(flag);
  }

  /** One that has this flag in all quarters. */
  addThroughout(flag: number): void {
    this.#throughout[indexOf(flag)] = (this.#throughout[indexOf(flag)] ?? 0) + 1;
  }

  /** Connections with a value in each quarter by the flag of the least sure of their registers, index into FLAGS.
   *  @see docs/methods.md#quality */
  finish(): readonly Float64Array[] {
    this.#byFlag.forEach((counts, flag) => {
      const all = this.#throughout[flag] ?? 0;
      this.#throughout[flag] = 0;
      if (all > 0) for (let t = 0; t < counts.length; t++) counts[t] = (counts[t] ?? 0) + all;
    });
    return this.#byFlag;
  }

  #addByQuarter(registers: Registers['registers']): void {
    if (registers.length === 0) return;
    const isKnown = knownIn(registers, this.#quarters);
    for (let t = 0; t < this.#quarters; t++) {
      if (isKnown[t] !== 1) continue;
      let least = -1;
      for (const { flags } of registers) {
        const flag = flags[t] ?? NO_VALUE;
        if (flag !== NO_VALUE) least = Math.max(least, indexOf(flag));
      }
      const counts = this.#byFlag[least];
      if (counts !== undefined) counts[t] = (counts[t] ?? 0) + 1;
    }
  }
}

const indexOf = (flag: number): number => (flag >= SPREAD ? flag - SPREAD : flag);
