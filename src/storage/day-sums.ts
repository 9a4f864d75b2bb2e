// Sums the quarters of whole days, and packs the days of which every quarter is there: what the highest source last said of a
// quarter counts. Pure; on arrays, since a history that fills brings half a million quarters at a time.
import { toMicro } from '../domain/ledger.ts';
import { DAY_QUARTERS_MAX, type LocalDay, firstQuarterOf } from '../domain/local-days.ts';
import { FLAGS_COUNTED } from '../domain/rollup.ts';
import { flagCode } from './series.ts';

export interface DayOfRegister {
  readonly register: number;
  readonly day: LocalDay;
}
/** Rows of quarters, in any order; a higher rank counts. */
export interface RankedRows {
  readonly registers: Int32Array;
  readonly days: Int32Array;
  readonly quarters: Int32Array;
  readonly amounts: Float64Array;
  readonly flags: Uint8Array;
  readonly ranks: Float64Array;
}
/** Sums of the days of which there is a quarter; one place a day. */
export interface SummedDays {
  readonly registers: number[];
  readonly days: number[];
  readonly present: number[];
  readonly micro: number[];
  /** A list for each flag. */
  readonly byFlagMicro: number[][];
}
/** Days with every quarter there, all of one flag, none estimated, since those get their shape from other weeks; and whose amounts fit
 *  32 bits: above 2,147 kWh or m3 a quarter only whole thousandths do. */
export interface PackedRows {
  readonly registers: number[];
  readonly days: number[];
  readonly flags: number[];
  /** Millionths of the counter's unit that one of the amounts stands for. */
  readonly unitsMicro: number[];
  /** Of each day `lengths` amounts, one day after the other; none of a day on which nothing flowed, as with most who feed in. */
  readonly amounts: Int32Array<ArrayBuffer>;
  readonly lengths: number[];
}
/** Meters count in thousandths, and a day of thousandths takes half of what one of millionths does. */
const UNITS_MICRO = [1_000, 1] as const;
const INT32_MAX = 2 ** 31 - 1;

const NO_FLAG = 255;
const ESTIMATED = flagCode('E');
/** Above every day number: a register and a day in one number. */
const DAYS = 2 ** 20;

export class DaySums {
  readonly #days: readonly DayOfRegister[];
  readonly #places: ReadonlyMap<number, number>;
  readonly #spans = new Map<LocalDay, { first: number; length: number }>();
  readonly #amounts: Float64Array;
  readonly #ranks: Float64Array;
  readonly #flags: Uint8Array;

  /** @param days in the order in which they are to lie, each once */
  constructor(days: readonly DayOfRegister[]) {
    this.#days = days;
    this.#places = new Map(days.map(({ register, day }, place) => [register * DAYS + day, place]));
    for (const day of new Set(days.map((one) => one.day))) {
      const first = firstQuarterOf(day);
      this.#spans.set(day, { first, length: firstQuarterOf(day + 1) - first });
    }
    this.#amounts = new Float64Array(days.length * DAY_QUARTERS_MAX);
    this.#ranks = new Float64Array(days.length * DAY_QUARTERS_MAX).fill(-1);
    this.#flags = new Uint8Array(days.length * DAY_QUARTERS_MAX).fill(NO_FLAG);
  }

  /** Takes rows of quarters; those of other days are left out. */
  add({ registers, days, quarters, amounts, flags, ranks }: RankedRows): void {
    for (let row = 0; row < registers.length; row++) {
      const day = days[row] ?? 0;
      const place = this.#places.get((registers[row] ?? 0) * DAYS + day);
      const span = this.#spans.get(day);
      const offset = (quarters[row] ?? 0) - (span?.first ?? Infinity);
      if (place === undefined || span === undefined || offset < 0 || offset >= span.length) continue;
      const at = place * DAY_QUARTERS_MAX + offset;
      const rank = ranks[row] ?? 0;
      if (rank < (this.#ranks[at] ?? 0)) continue;
      this.#ranks[at] = rank;
      this.#amounts[at] = amounts[row] ?? 0;
      this.#flags[at] = flags[row] ?? NO_FLAG;
    }
  }

  /** Amounts in millionths: whole numbers, so that sums of sums are exact.
   *  @see docs/methods.md#roll-ups */
  sums(): SummedDays {
    const sums: SummedDays = { registers: [], days: [], present: [], micro: [], byFlagMicro: Array.from({ length: FLAGS_COUNTED }, () => []) };
    this.#days.forEach(({ register, day }, place) => {
      const byFlagMicro = new Float64Array(FLAGS_COUNTED);
      let [present, all] = [0, 0];
      for (let at = place * DAY_QUARTERS_MAX; at < (place + 1) * DAY_QUARTERS_MAX; at++) {
        const flag = this.#flags[at] ?? NO_FLAG;
        if (flag === NO_FLAG) continue;
        const micro = toMicro(this.#amounts[at] ?? 0);
        present += 1;
        all += micro;
        if (flag < FLAGS_COUNTED) byFlagMicro[flag] = (byFlagMicro[flag] ?? 0) + micro;
      }
      if (present === 0) return;
      sums.registers.push(register);
      sums.days.push(day);
      sums.present.push(present);
      sums.micro.push(all);
      byFlagMicro.forEach((micro, flag) => sums.byFlagMicro[flag]?.push(micro));
    });
    return sums;
  }

  packed(): PackedRows {
    const whole = this.#days.flatMap((one, place) => {
      const length = this.#spans.get(one.day)?.length ?? 0;
      const from = place * DAY_QUARTERS_MAX;
      const flag = this.#flags[from] ?? NO_FLAG;
      if (flag === NO_FLAG || flag === ESTIMATED || !this.#flags.subarray(from, from + length).every((each) => each === flag)) return [];
      const micro = this.#amounts.subarray(from, from + length).map(toMicro);
      const unitMicro = unitOf(micro);
      return unitMicro === null ? [] : [{ ...one, micro: micro.every((amount) => amount === 0) ? micro.subarray(0, 0) : micro, flag, unitMicro }];
    });
    const amounts = new Int32Array(whole.reduce((sum, { micro }) => sum + micro.length, 0));
    let filled = 0;
    for (const { micro, unitMicro } of whole) {
      for (let t = 0; t < micro.length; t++) amounts[filled + t] = (micro[t] ?? 0) / unitMicro;
      filled += micro.length;
    }
    return {
      registers: whole.map(({ register }) => register),
      days: whole.map(({ day }) => day),
      flags: whole.map(({ flag }) => flag),
      unitsMicro: whole.map(({ unitMicro }) => unitMicro),
      amounts,
      lengths: whole.map(({ micro }) => micro.length),
    };
  }
}

/** The largest unit of which all amounts are whole numbers of 32 bits; null when there is none. */
const unitOf = (micro: Float64Array): number | null => UNITS_MICRO.find((unit) => micro.every((amount) => amount % unit === 0 && Math.abs(amount) <= INT32_MAX * unit)) ?? null;
