// Turns the readings of one counter into quarter-hour amounts. Pure: the same set of readings gives the same
// quarters, to the last bit, in whatever order or batches they came. It knows no store and no clock.
import { type EpochMs, epochMs } from './units.ts';
import { QUARTER_MS } from './time.ts';

/** M measured, I interpolated (bracket up to 1 h), E estimated (longer bracket, total true), S substituted
 *  (energy unknown, booked as 0: reset, swap, impossible step), X missing, C corrected by hand. */
export type QualityFlag = 'M' | 'I' | 'E' | 'S' | 'X' | 'C';

export interface CounterReading {
  readonly at: EpochMs;
  /** State of the counter in its unit (kWh, m3). */
  readonly value: number;
  /** Which device counted: equal numbers are one device, 0 = the message does not say. */
  readonly device: number;
}

export interface CounterRules {
  /** Most that can flow through the connection in an hour, in the counter's unit (1.1 x its capacity). */
  readonly maxPerHour: number;
  /** Slack on a step: resolution of the counter plus the delay of its display. */
  readonly slack: number;
  /** Value at which the counter starts at 0 again; null when the device does not say. */
  readonly modulus: number | null;
  /** The readings are power in kW, to be integrated (ledger-power.ts); they are no counter. */
  readonly integrates?: boolean;
}

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
/** Wh where kWh belong, or kWh where MWh belong. */
const UNIT_SLIP = 1000;
/** Below this a counter and its thousandfold cannot be told from any other two values. */
const SLIP_VALUE_MIN = 10;
/** A thousandth is printed with fewer digits: this much of the counter's unit may be rounded away. */
const SLIP_ROUNDING = 1;
/** A counter that shows a thousandth for this long counts in another unit now. */
const SLIP_PATIENCE_MS = 24 * HOUR_MS;

/** The counter's unit -> whole millionths. */
export const toMicro = (value: number): number => Math.round(value * MICRO);
/** Whole millionths -> the counter's unit. */
export const fromMicro = (micro: number): number => micro / MICRO;

/** Order of readings, total: time, then value, then device. */
export function compareReadings(a: CounterReading, b: CounterReading): number {
  return a.at - b.at || a.value - b.value || a.device - b.device;
}

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
  waiting: CounterReading[];
}

/** Decides which readings to believe. After each acceptance the state is that reading alone, so a
 *  derivation may begin at any settled one. */
function fold(readings: readonly CounterReading[], rules: CounterRules): Fold {
  const state: Fold = { accepted: [], events: [], glitches: 0, waiting: [] };
  let previous: CounterReading | null = null;
  for (const reading of readings) {
    if (previous !== null && compareReadings(previous, reading) === 0) continue;
    previous = reading;
    take(state, reading, rules);
  }
  return state;
}

function take(state: Fold, reading: CounterReading, rules: CounterRules): void {
  const base = state.accepted.at(-1)?.reading;
  if (base === undefined) {
    state.accepted.push({ reading, amountMicro: 0, known: false, settled: true });
    return;
  }
  if (base.device !== reading.device && base.device !== 0 && reading.device !== 0) {
    drop(state, base, rules);
    accept(state, { reading, amountMicro: 0, known: false, settled: true }, 'swap');
    return;
  }
  const next = step(base, reading, rules);
  if (next.ok) {
    if (state.waiting.length > 0) drop(state, base, rules);
    accept(state, { reading, amountMicro: next.amountMicro, known: true, settled: true }, next.rollover ? 'rollover' : null);
    return;
  }
  state.waiting.push(reading);
  if (isUnitSlip(base, reading, rules) && !isNewUnit(state.waiting, base, rules)) return;
  believeNewBaseline(state, base, rules);
}

function accept(state: Fold, accepted: Accepted, kind: LedgerEvent['kind'] | null): void {
  const from = state.accepted.at(-1)?.reading.value;
  state.accepted.push(accepted);
  if (kind === null || from === undefined) return;
  const { at, value } = accepted.reading;
  state.events.push({ kind, at, from, to: value, readings: 1 });
}

/** Nothing more is waited for: what waited was a slip of the unit, or glitches. */
function drop(state: Fold, base: CounterReading, rules: CounterRules): void {
  state.glitches += state.waiting.length;
  const slip = slipEvent(state.waiting, base, rules);
  if (slip !== null) state.events.push(slip);
  const others = slip === null ? state.waiting : state.waiting.filter((one) => !isUnitSlip(base, one, rules));
  // A flicker of the last digit is dropped without a word.
  const told = others.filter((one) => Math.abs(one.value - base.value) > rules.slack);
  const first = told[0];
  if (first !== undefined) state.events.push({ kind: 'glitch', at: first.at, from: base.value, to: first.value, readings: told.length });
  state.waiting = [];
}

/** Is this the same counter in a unit a thousand times smaller or larger? */
function isUnitSlip(base: CounterReading, reading: CounterReading, rules: CounterRules): boolean {
  if (base.value < SLIP_VALUE_MIN) return false;
  const room = (rules.maxPerHour * (reading.at - base.at)) / HOUR_MS + rules.slack + SLIP_ROUNDING;
  const fits = (value: number): boolean => value - base.value >= -SLIP_ROUNDING && value - base.value <= room;
  return fits(reading.value / UNIT_SLIP) || fits(reading.value * UNIT_SLIP);
}

/** Counting on in a unit a thousand times too small would make energy out of nothing, so such readings wait for
 *  as long as it takes. A unit a thousand times too large can only lose: after a day it is the new one, as when
 *  somebody mends a meter that always had it wrong. */
function isNewUnit(waiting: readonly CounterReading[], base: CounterReading, rules: CounterRules): boolean {
  const first = waiting.find((one) => isUnitSlip(base, one, rules));
  const last = waiting.at(-1);
  return first !== undefined && last !== undefined && last.value < base.value && last.at - first.at >= SLIP_PATIENCE_MS;
}

function slipEvent(waiting: readonly CounterReading[], base: CounterReading, rules: CounterRules): LedgerEvent | null {
  if (waiting.length < CONFIRMATIONS) return null;
  const slips = waiting.filter((one) => isUnitSlip(base, one, rules));
  const first = slips[0];
  if (first === undefined || slips.length < CONFIRMATIONS) return null;
  return { kind: 'unit-slip', at: first.at, from: base.value, to: first.value, readings: slips.length };
}

/** Rules 2, 3 and 6: when enough waiting readings agree with each other, the counter really is there. What
 *  flowed in between is unknown and booked as 0 with flag S: a step that the connection cannot carry is
 *  never energy, and neither is the way back from it. */
function believeNewBaseline(state: Fold, base: CounterReading, rules: CounterRules): void {
  const run = agreeingTail(state.waiting, rules);
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined || run.length < CONFIRMATIONS) return;
  const wentBack = first.value < base.value;
  if (wentBack && last.at - first.at < RESET_PATIENCE_MS) return;
  const slip = slipEvent(state.waiting, base, rules);
  state.waiting = state.waiting.slice(0, state.waiting.length - run.length);
  drop(state, base, rules);
  accept(state, { reading: first, amountMicro: 0, known: false, settled: false }, slip !== null ? 'unit-slip' : wentBack ? 'reset' : 'step');
  let from = first;
  for (const reading of run.slice(1)) {
    const next = step(from, reading, rules);
    const accepted = { reading, amountMicro: next.ok ? next.amountMicro : 0, known: true, settled: reading === last };
    accept(state, accepted, next.ok && next.rollover ? 'rollover' : null);
    from = reading;
  }
}

function agreeingTail(waiting: readonly CounterReading[], rules: CounterRules): readonly CounterReading[] {
  let from = waiting.length - 1;
  for (; from > 0; from--) {
    const [earlier, later] = [waiting[from - 1], waiting[from]];
    if (earlier === undefined || later === undefined || !step(earlier, later, rules).ok) break;
  }
  return waiting.slice(Math.max(from, 0));
}

/** Readings of one counter -> its complete quarter-hours.
 *  @param readings from an anchor on, in the order of `compareReadings`; equal ones may occur twice
 *  @returns quarters in order; the first complete one starts at or after the first reading
 *  @see docs/methods.md#ledger */
export function deriveQuarters(readings: readonly CounterReading[], rules: CounterRules): Derived {
  const { accepted, events, glitches, waiting } = fold(readings, rules);
  const first = accepted[0];
  const last = accepted.at(-1);
  if (first === undefined || last === undefined) return { quarters: [], running: null, lastAnchor: null, events, glitches, undecided: 0, headMicro: 0, lastAccepted: null };
  const slip = slipEvent(waiting, last.reading, rules);
  const outcome = { events: slip === null ? events : [...events, slip], glitches, undecided: waiting.length, lastAccepted: last.reading };
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
