// The readings of a counter that are neither believed nor dropped yet. A counter that runs in another unit waits for
// months, so the older of them are counted and let go; those that could still decide something stay. Pure.
import { type CounterReading, type CounterRules, compareReadings } from './counter-reading.ts';

const HOUR_MS = 3_600_000;
/** Wh where kWh belong, or kWh where MWh belong. */
const UNIT_SLIP = 1000;
/** Below this a counter and its thousandfold cannot be told from any other two values. */
const SLIP_VALUE_MIN = 10;
/** A thousandth is printed with fewer digits: this much of the counter's unit may be rounded away. */
const SLIP_ROUNDING = 1;
/** Of what waits, the readings of this time and this many of them can still make a new baseline: longer than the day
 *  after which a smaller unit is believed, and enough for a counter that tells once an hour. */
export const WAITING_KEPT_MS = 26 * HOUR_MS;
export const WAITING_KEPT = 1000;

/** What waits, in numbers; `told` leaves out a flicker of the last digit. */
export interface Waited {
  readonly count: number;
  readonly slips: number;
  readonly firstSlip: CounterReading | null;
  readonly slipsTold: number;
  readonly firstSlipTold: CounterReading | null;
  /** Of those that are no slip of the unit. */
  readonly told: number;
  readonly firstTold: CounterReading | null;
}
const NOTHING: Waited = { count: 0, slips: 0, firstSlip: null, slipsTold: 0, firstSlipTold: null, told: 0, firstTold: null };

/** Is this the same counter in a unit a thousand times smaller or larger?
 *  @see docs/methods.md#counters */
export function isUnitSlip(base: CounterReading, reading: CounterReading, rules: CounterRules): boolean {
  if (base.value < SLIP_VALUE_MIN) return false;
  const room = (rules.maxPerHour * (reading.at - base.at)) / HOUR_MS + rules.slack + SLIP_ROUNDING;
  const fits = (value: number): boolean => value - base.value >= -SLIP_ROUNDING && value - base.value <= room;
  return fits(reading.value / UNIT_SLIP) || fits(reading.value * UNIT_SLIP);
}

/** A value that does not change: `with` and `without` give another. What is kept of several lies in one list that only
 *  grows, so that waiting for months costs no copies.
 *  @see docs/methods.md#counters */
export class Waiting {
  readonly base: CounterReading;
  readonly waited: Waited;
  readonly #list: CounterReading[];
  /** Of the list those in [from, to) are kept. */
  readonly #from: number;
  readonly #to: number;

  private constructor(base: CounterReading, waited: Waited, kept: { list: CounterReading[]; from: number; to: number }) {
    [this.base, this.waited, this.#list, this.#from, this.#to] = [base, waited, kept.list, kept.from, kept.to];
  }

  /** Nothing waits.
   *  @param base the last reading that is believed */
  static behind(base: CounterReading): Waiting {
    return new Waiting(base, NOTHING, { list: [], from: 0, to: 0 });
  }

  get last(): CounterReading | null {
    return this.#to > this.#from ? (this.#list[this.#to - 1] ?? null) : null;
  }

  /** One reading more, later than all of them. */
  with(reading: CounterReading, rules: CounterRules): Waiting {
    // Somebody else went on from here, or most of the list is let go: then the list is theirs.
    const own = this.#list.length === this.#to && this.#from * 2 <= this.#list.length;
    const list = own ? this.#list : this.#list.slice(this.#from, this.#to);
    list.push(reading);
    let from = own ? this.#from : 0;
    while (list.length - from > WAITING_KEPT && reading.at - (list[from]?.at ?? reading.at) > WAITING_KEPT_MS) from += 1;
    return new Waiting(this.base, plus(this.waited, reading, { base: this.base, rules }), { list, from, to: list.length });
  }

  /** What waits before a run that ends it. */
  without(run: readonly CounterReading[], rules: CounterRules): Waited {
    const [first] = run;
    if (first === undefined) return this.waited;
    const gone = run.reduce((sum, reading) => plus(sum, reading, { base: this.base, rules }), NOTHING);
    const before = (reading: CounterReading | null): CounterReading | null => (reading !== null && compareReadings(reading, first) < 0 ? reading : null);
    const { count, slips, slipsTold, told, firstSlip, firstSlipTold, firstTold } = this.waited;
    return {
      count: count - gone.count,
      slips: slips - gone.slips,
      firstSlip: before(firstSlip),
      slipsTold: slipsTold - gone.slipsTold,
      firstSlipTold: before(firstSlipTold),
      told: told - gone.told,
      firstTold: before(firstTold),
    };
  }

  /** The latest of them that agree with each other.
   *  @param agree may the second follow the first? */
  tail(agree: (earlier: CounterReading, later: CounterReading) => boolean): readonly CounterReading[] {
    let first = this.#to - 1;
    for (; first > this.#from; first--) {
      const [earlier, later] = [this.#list[first - 1], this.#list[first]];
      if (earlier === undefined || later === undefined || !agree(earlier, later)) break;
    }
    return this.#list.slice(Math.max(first, this.#from), this.#to);
  }

  /** Is this very reading among those that are kept? */
  has(reading: CounterReading): boolean {
    let [low, high] = [this.#from, this.#to];
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = this.#list[middle];
      if (one !== undefined && compareReadings(one, reading) < 0) low = middle + 1;
      else high = middle;
    }
    const there = low < this.#to ? this.#list[low] : undefined;
    return there !== undefined && compareReadings(there, reading) === 0;
  }
}

function plus(sum: Waited, reading: CounterReading, { base, rules }: { base: CounterReading; rules: CounterRules }): Waited {
  const isTold = Math.abs(reading.value - base.value) > rules.slack;
  if (!isUnitSlip(base, reading, rules)) return { ...sum, count: sum.count + 1, ...(isTold && { told: sum.told + 1, firstTold: sum.firstTold ?? reading }) };
  return {
    ...sum,
    count: sum.count + 1,
    slips: sum.slips + 1,
    firstSlip: sum.firstSlip ?? reading,
    ...(isTold && { slipsTold: sum.slipsTold + 1, firstSlipTold: sum.firstSlipTold ?? reading }),
  };
}
