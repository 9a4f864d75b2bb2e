// Turns the readings of one counter into quarter-hour amounts. Pure: the same set of readings gives the same
// quarters, to the last bit, in whatever order or batches they came. It knows no store and no clock.
import { type CounterReading, type CounterRules, compareReadings } from './counter-reading.ts';
import { type EpochMs, epochMs } from './units.ts';
import { QUARTER_MS } from './time.ts';
import { type Waited, Waiting, isUnitSlip } from './ledger-waiting.ts';

export { type CounterReading, type CounterRules, compareReadings } from './counter-reading.ts';

/** M measured, I interpolated (bracket up to 1 h), E estimated (longer bracket, total true), S substituted
 *  (energy unknown, booked as 0: reset, swap, impossible step), X missing, C corrected by hand. */
export type QualityFlag = 'M' | 'I' | 'E' | 'S' | 'X' | 'C';

export interface Quarter {
  readonly start: EpochMs;
  /** Millionths of the counter's unit: whole numbers, so sums and differences are exact. */
  readonly amountMicro: number;
  readonly flag: QualityFlag;
  /** The last reading at or before `start` from which a later derivation may begin. */
  readonly anchor: CounterReading;
}

/** What happens to a counter (docs/methods.md#counters). */
export const LEDGER_EVENTS = ['rollover', 'swap', 'reset', 'step', 'glitch', 'unit-slip'] as const;

/** Something happened to the counter: from which state to which, in its unit. */
export interface LedgerEvent {
  readonly kind: (typeof LEDGER_EVENTS)[number];
  readonly at: EpochMs;
  readonly from: number;
  readonly to: number;
  /** Readings that said so. */
  readonly readings: number;
}

export interface Derived {
  readonly quarters: readonly Quarter[];
  /** The quarter that is still running: amount since its start, up to the last accepted reading. */
  readonly running: { readonly start: EpochMs; readonly until: EpochMs; readonly amountMicro: number } | null;
  /** The last reading from which a later derivation may begin; null when nothing was accepted. */
  readonly lastAnchor: CounterReading | null;
  readonly events: readonly LedgerEvent[];
  readonly glitches: number;
  /** Readings that are neither accepted nor dropped yet. */
  readonly undecided: number;
  /** The same, to go on from; null when there are none. */
  readonly waiting: Waiting | null;
  /** What flowed from the first reading to the first boundary: with it, the quarters and the running one add up
   *  to all accepted differences. */
  readonly headMicro: number;
  readonly lastAccepted: CounterReading | null;
}

const MICRO = 1e6;
const HOUR_MS = 3_600_000;
/** A boundary this near to a reading counts as measured (docs/methods.md#quality). */
const NEAR_MS = 60_000;
/** Consistent readings that make a new baseline believable, the first included. */
const CONFIRMATIONS = 3;
/** A counter that went back is believed only after this long: a meter that restarts shows 0 for a while. */
const RESET_PATIENCE_MS = 15 * 60_000;
/** A clock that is further off than this is refused, or is another hour. */
const CLOCK_SET_MAX_MS = 10 * 60_000;
/** A counter that shows a thousandth for this long counts in another unit now. */
const SLIP_PATIENCE_MS = 24 * HOUR_MS;

/** The counter's unit -> whole millionths. */
export const toMicro = (value: number): number => Math.round(value * MICRO);
/** Whole millionths -> the counter's unit. */
export const fromMicro = (micro: number): number => micro / MICRO;

interface Accepted {
  readonly reading: CounterReading;
  /** What flowed since the accepted reading before it; 0 when that is unknown. */
  readonly amountMicro: number;
  readonly known: boolean;
  /** False when readings later than this one were needed to believe it: no derivation may begin here. */
  readonly settled: boolean;
}

type Step = { ok: true; amountMicro: number; rollover: boolean } | { ok: false };

/** Rules 1 and 4 of docs/methods.md#counters: may `next` follow `base`? */
function step(base: CounterReading, next: CounterReading, rules: CounterRules): Step {
  const room = (rules.maxPerHour * (next.at - base.at)) / HOUR_MS + rules.slack;
  const difference = next.value - base.value;
  const amountMicro = toMicro(next.value) - toMicro(base.value);
  if (difference >= 0) return difference <= room ? { ok: true, amountMicro, rollover: false } : { ok: false };
  if (rules.modulus === null) return { ok: false };
  const rolled = difference + rules.modulus;
  // Below 0: the counter stood above its own modulus, so that is not how it counts.
  if (rolled < 0 || rolled > room) return { ok: false };
  return { ok: true, amountMicro: amountMicro + toMicro(rules.modulus), rollover: true };
}

interface Fold {
  readonly accepted: Accepted[];
  readonly events: LedgerEvent[];
  glitches: number;
  /** null: nothing waits, which is nearly always. */
  waiting: Waiting | null;
}

/** Decides which readings to believe. After each acceptance the state is that reading alone, so a
 *  derivation may begin at any settled one.
 *  @param held what waited behind one of the readings when it was looked at before; those readings are left out here */
function fold(readings: readonly CounterReading[], rules: CounterRules, held: Waiting | null): Fold {
  const state: Fold = { accepted: [], events: [], glitches: 0, waiting: null };
  let previous: CounterReading | null = null;
  let resumed = held;
  const resume = (): void => {
    if (resumed !== null && state.accepted.length > 0) state.waiting = resumed;
    resumed = null;
  };
  for (const reading of readings) {
    if (previous !== null && compareReadings(previous, reading) === 0) continue;
    if (resumed !== null && compareReadings(reading, resumed.base) > 0) resume();
    previous = reading;
    take(state, reading, rules);
  }
  resume();
  return state;
}

function take(state: Fold, reading: CounterReading, rules: CounterRules): void {
  const base = state.accepted.at(-1)?.reading;
  if (base === undefined) {
    accept(state, { reading, amountMicro: 0, known: false, settled: true }, null);
    return;
  }
  if (base.device !== reading.device && base.device !== 0 && reading.device !== 0) {
    drop(state, base, state.waiting?.waited);
    accept(state, { reading, amountMicro: 0, known: false, settled: true }, 'swap');
    return;
  }
  const next = step(base, reading, rules);
  if (next.ok) {
    drop(state, base, state.waiting?.waited);
    accept(state, { reading, amountMicro: next.amountMicro, known: true, settled: true }, next.rollover ? 'rollover' : null);
    return;
  }
  state.waiting = (state.waiting ?? Waiting.behind(base)).with(reading, rules);
  if (isUnitSlip(base, reading, rules) && !isNewUnit(state.waiting, reading)) return;
  believeNewBaseline({ state, base, waiting: state.waiting }, rules);
}

function accept(state: Fold, accepted: Accepted, kind: LedgerEvent['kind'] | null): void {
  const from = state.accepted.at(-1)?.reading.value;
  state.accepted.push(accepted);
  state.waiting = null;
  if (kind === null || from === undefined) return;
  const { at, value } = accepted.reading;
  state.events.push({ kind, at, from, to: value, readings: 1 });
}

/** Nothing more is waited for: what waited was a slip of the unit, or glitches. */
function drop(state: Fold, base: CounterReading, waited: Waited | undefined): void {
  if (waited === undefined || waited.count === 0) return;
  state.glitches += waited.count;
  const slip = slipEvent(waited, base);
  if (slip !== null) state.events.push(slip);
  const told = slip === null ? waited.told + waited.slipsTold : waited.told;
  const first = slip === null ? earlier(waited.firstTold, waited.firstSlipTold) : waited.firstTold;
  if (first !== null) state.events.push({ kind: 'glitch', at: first.at, from: base.value, to: first.value, readings: told });
}

const earlier = (a: CounterReading | null, b: CounterReading | null): CounterReading | null => (a === null ? b : b === null ? a : compareReadings(a, b) <= 0 ? a : b);

/** Counting on in a unit a thousand times too small would make energy out of nothing, so such readings wait for
 *  as long as it takes. A unit a thousand times too large can only lose: after a day it is the new one, as when
 *  somebody mends a meter that always had it wrong. */
const isNewUnit = ({ base, waited: { firstSlip } }: Waiting, last: CounterReading): boolean =>
  firstSlip !== null && last.value < base.value && last.at - firstSlip.at >= SLIP_PATIENCE_MS;

function slipEvent({ slips, firstSlip }: Waited, base: CounterReading): LedgerEvent | null {
  if (firstSlip === null || slips < CONFIRMATIONS) return null;
  return { kind: 'unit-slip', at: firstSlip.at, from: base.value, to: firstSlip.value, readings: slips };
}

/** Rules 2, 3 and 6: when enough waiting readings agree with each other, the counter really is there. What
 *  flowed in between is unknown and booked as 0 with flag S: a step that the connection cannot carry is
 *  never energy, and neither is the way back from it. */
function believeNewBaseline({ state, base, waiting }: { state: Fold; base: CounterReading; waiting: Waiting }, rules: CounterRules): void {
  const run = waiting.tail((one, next) => step(one, next, rules).ok);
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined || run.length < CONFIRMATIONS) return;
  const wentBack = first.value < base.value;
  if (wentBack && last.at - first.at < RESET_PATIENCE_MS) return;
  const slip = slipEvent(waiting.waited, base);
  drop(state, base, waiting.without(run, rules));
  accept(state, { reading: first, amountMicro: 0, known: false, settled: false }, slip !== null ? 'unit-slip' : wentBack ? 'reset' : 'step');
  let from = first;
  for (const reading of run.slice(1)) {
    const next = step(from, reading, rules);
    const accepted = { reading, amountMicro: next.ok ? next.amountMicro : 0, known: true, settled: reading === last };
    accept(state, accepted, next.ok && next.rollover ? 'rollover' : null);
    from = reading;
  }
}

/** Readings of one counter -> its complete quarter-hours.
 *  @param readings from an anchor on, in the order of `compareReadings`; equal ones may occur twice
 *  @param held what waited behind one of them when they were derived before, in place of those readings
 *  @returns quarters in order; the first complete one starts at or after the first reading
 *  @see docs/methods.md#ledger */
export function deriveQuarters(readings: readonly CounterReading[], rules: CounterRules, held: Waiting | null = null): Derived {
  const { accepted, events, glitches, waiting } = fold(readings, rules, held);
  const first = accepted[0];
  const last = accepted.at(-1);
  if (first === undefined || last === undefined)
    return { quarters: [], running: null, lastAnchor: null, events, glitches, undecided: 0, waiting: null, headMicro: 0, lastAccepted: null };
  const slip = waiting === null ? null : slipEvent(waiting.waited, last.reading);
  const outcome = { events: slip === null ? events : [...events, slip], glitches, undecided: waiting?.waited.count ?? 0, waiting, lastAccepted: last.reading };
  const quarters: Quarter[] = [];
  let start = Math.ceil(first.reading.at / QUARTER_MS) * QUARTER_MS;
  const walk = new BoundaryWalk(accepted);
  let opening = start <= last.reading.at ? walk.to(start) : null;
  const headMicro = opening === null ? walk.end() : opening.atMicro.value;
  for (let end = start + QUARTER_MS; opening !== null && end <= last.reading.at; end += QUARTER_MS) {
    const closing = walk.to(end);
    const flag = worst(closing.unknownSince > opening.atMicro.index ? 'S' : 'M', worst(opening.flag, closing.flag));
    quarters.push({ start: epochMs(start), amountMicro: closing.atMicro.value - opening.atMicro.value, flag, anchor: opening.anchor });
    start = end;
    opening = closing;
  }
  const running = opening === null ? null : { start: epochMs(start), until: last.reading.at, amountMicro: walk.end() - opening.atMicro.value };
  return { ...outcome, headMicro, quarters, running, lastAnchor: accepted.findLast((one) => one.settled)?.reading ?? null };
}

/** Time in which what flowed is not known. */
export interface UnknownSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** How far the same counter went on in it; 0 where it went back or is another one. */
  readonly passed: number;
  /** It told states in between at earlier times, so its clock was set and all of that flowed. */
  readonly clockSet: boolean;
}

/** Spans of time in which what flowed is not known: between the last reading that is believed and the first of a new
 *  baseline (a swap, a reset, a step).
 *  @param readings as of `deriveQuarters`
 *  @see docs/uncertainty.md#lost-energy */
export function unknownSpans(readings: readonly CounterReading[], rules: CounterRules): UnknownSpan[] {
  const { accepted } = fold(readings, rules, null);
  return accepted.flatMap(({ reading, known }, index) => {
    const before = accepted[index - 1]?.reading;
    if (known || before === undefined) return [];
    const passed = before.device === reading.device ? Math.max(reading.value - before.value, 0) : 0;
    return [{ from: before.at, to: reading.at, passed, clockSet: passed > 0 && readings.some((one) => isBetween(one, before, reading)) }];
  });
}

/** Two clocks told the same hour: what the right one says lies among what the other says, and was not believed then. A counter that
 *  jumps was never in between. */
const isBetween = (one: CounterReading, before: CounterReading, after: CounterReading): boolean =>
  one.device === before.device && one.at < before.at && before.at - one.at <= CLOCK_SET_MAX_MS && one.value > before.value && one.value <= after.value;

interface Boundary {
  /** Counter since the first reading, and the index of the accepted reading at or before the boundary. */
  readonly atMicro: { readonly value: number; readonly index: number };
  readonly flag: QualityFlag;
  /** Index of the latest accepted reading up to the segment around this boundary whose step is unknown. */
  readonly unknownSince: number;
  readonly anchor: CounterReading;
}

/** Walks the accepted readings once, from boundary to boundary. */
class BoundaryWalk {
  readonly #accepted: readonly Accepted[];
  #index = 0;
  #micro = 0;
  #unknown = 0;
  #anchor: CounterReading;

  constructor(accepted: readonly Accepted[]) {
    this.#accepted = accepted;
    const first = accepted[0];
    if (first === undefined) throw new RangeError('a walk needs at least one accepted reading');
    this.#anchor = first.reading;
  }

  /** Interpolates linearly between the readings around `at` (docs/methods.md#ledger). */
  to(at: number): Boundary {
    for (let next = this.#accepted[this.#index + 1]; next !== undefined && next.reading.at <= at; next = this.#accepted[this.#index + 1]) {
      this.#index += 1;
      this.#micro += next.amountMicro;
      if (!next.known) this.#unknown = this.#index;
      if (next.settled) this.#anchor = next.reading;
    }
    const before = this.#accepted[this.#index];
    const after = this.#accepted[this.#index + 1];
    const anchor = this.#anchor;
    if (before === undefined || after === undefined || before.reading.at === at) {
      return { atMicro: { value: this.#micro, index: this.#index }, flag: 'M', unknownSince: this.#unknown, anchor };
    }
    const bracketMs = after.reading.at - before.reading.at;
    const sinceMs = at - before.reading.at;
    const value = this.#micro + Math.round((after.amountMicro * sinceMs) / bracketMs);
    const nearestMs = Math.min(sinceMs, bracketMs - sinceMs);
    const flag = after.known ? bracketFlag(bracketMs, nearestMs) : 'S';
    const unknownSince = after.known ? this.#unknown : this.#index + 1;
    return { atMicro: { value, index: this.#index }, flag, unknownSince, anchor };
  }

  /** Counter at the last accepted reading. */
  end(): number {
    return this.#accepted.slice(this.#index + 1).reduce((sum, one) => sum + one.amountMicro, this.#micro);
  }
}

function bracketFlag(bracketMs: number, nearestMs: number): QualityFlag {
  if (nearestMs <= NEAR_MS || bracketMs <= QUARTER_MS) return 'M';
  return bracketMs <= HOUR_MS ? 'I' : 'E';
}

const BADNESS: Readonly<Record<QualityFlag, number>> = { C: 0, M: 1, I: 2, E: 3, S: 4, X: 5 };

/** The less certain of two flags. */
export const worst = (a: QualityFlag, b: QualityFlag): QualityFlag => (BADNESS[a] >= BADNESS[b] ? a : b);

/** Spreads a bracketed total over quarters in the shape of weights (history of the same weekday and hour);
 *  the parts are whole millionths and add up to the total exactly.
 *  @param weights one a quarter, not negative; all 0 spreads evenly
 *  @see docs/methods.md#gaps, case O17(d) */
export function spreadMicro(totalMicro: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let seen = 0;
  let given = 0;
  return weights.map((weight, index) => {
    // Weights are added up here as in `sum`, so that the last share is 1 exactly.
    seen += weight;
    const upTo = Math.round(totalMicro * (sum === 0 ? (index + 1) / weights.length : seen / sum));
    const part = upTo - given;
    given = upTo;
    return part;
  });
}
