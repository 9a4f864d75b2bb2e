// Turns the power that a device without a counter tells into quarter-hour amounts. Pure, like ledger.ts, and with
// the same promise: the same readings in any order give the same quarters. What comes out is never "measured".
import { type CounterReading, type CounterRules, type Derived, type Quarter, type QualityFlag, compareReadings, deriveQuarters, worst } from './ledger.ts';
import type { Waiting } from './ledger-waiting.ts';
import { QUARTER_MS } from './time.ts';
import { epochMs } from './units.ts';

/** Inside, energy is whole watt-milliseconds: sums are exact, and one millionth of a kWh is 3,600 of them. */
const W_MS_PER_MICRO = 3600;
const W_PER_KW = 1000;
/** Between two readings further apart than this nobody knows the power: those quarters are missing (X). */
export const POWER_GAP_MAX_MS = 15 * 60_000;
/** Readings up to this apart follow the load: interpolated; further apart: estimated. */
const POWER_DENSE_MS = 60_000;

/** Quarters of one register, by the way its readings become energy. */
export const deriveRegister = (readings: readonly CounterReading[], rules: CounterRules, held: Waiting | null = null): Derived =>
  rules.integrates === true ? integratePower(readings, rules) : deriveQuarters(readings, rules, held);

/** Readings of power in kW -> quarters in millionths of a kWh. Between two readings power goes in a straight line;
 *  a reading above what the connection carries is dropped.
 *  @param readings in the order of `compareReadings`; equal ones may occur twice
 *  @returns quarters in order, flag I or E; quarters that touch a gap are left out
 *  @see docs/methods.md#power */
export function integratePower(readings: readonly CounterReading[], rules: CounterRules): Derived {
  const kept = believable(readings, rules);
  const [first, last] = [kept[0], kept.at(-1)];
  const outcome = { events: [], glitches: 0, undecided: 0, waiting: null, headMicro: 0, lastAnchor: last ?? null, lastAccepted: last ?? null };
  if (first === undefined || last === undefined) return { ...outcome, quarters: [], running: null };
  const quarters: Quarter[] = [];
  const walk = new PowerWalk(kept);
  let start = Math.ceil(first.at / QUARTER_MS) * QUARTER_MS;
  const headMicro = start <= last.at ? walk.to(start).amountMicro : walk.to(last.at).amountMicro;
  let anchor = walk.before;
  for (let end = start + QUARTER_MS; end <= last.at; end += QUARTER_MS) {
    const { amountMicro, flag } = walk.to(end);
    if (flag !== 'X') quarters.push({ start: epochMs(start), amountMicro, flag, anchor });
    start = end;
    anchor = walk.before;
  }
  const rest = start <= last.at ? walk.to(last.at) : null;
  const running = rest === null || rest.flag === 'X' ? null : { start: epochMs(start), until: last.at, amountMicro: rest.amountMicro };
  return { ...outcome, headMicro, quarters, running };
}

function believable(readings: readonly CounterReading[], rules: CounterRules): CounterReading[] {
  const kept: CounterReading[] = [];
  let previous: CounterReading | null = null;
  for (const reading of readings) {
    if (previous !== null && compareReadings(previous, reading) === 0) continue;
    previous = reading;
    if (reading.value >= 0 && reading.value <= rules.maxPerHour) kept.push(reading);
  }
  return kept;
}

/** Walks the readings once; each call gives what flowed since the call before. */
class PowerWalk {
  readonly #readings: readonly CounterReading[];
  #index = 0;
  #atMs: number;
  /** Of the stretch between the readings around `atMs`: what was given out already. */
  #partWms = 0;
  before: CounterReading;

  constructor(readings: readonly CounterReading[]) {
    this.#readings = readings;
    const first = readings[0];
    if (first === undefined) throw new RangeError('a walk needs at least one reading');
    this.before = first;
    this.#atMs = first.at;
  }

  /** @returns the amount up to `toMs`, and X when a gap lies in it */
  to(toMs: number): { amountMicro: number; flag: QualityFlag } {
    let amountWms = 0;
    let flag: QualityFlag = 'I';
    for (let next = this.#readings[this.#index + 1]; next !== undefined && this.#atMs < toMs; next = this.#readings[this.#index + 1]) {
      const untilMs = Math.min(toMs, next.at);
      const spanMs = next.at - this.before.at;
      const known = spanMs <= POWER_GAP_MAX_MS;
      flag = worst(flag, known ? (spanMs <= POWER_DENSE_MS ? 'I' : 'E') : 'X');
      // Rounded from the reading on, not from the boundary: the parts of a stretch add up whoever asks first.
      const uptoWms = known ? areaWms(this.before, next, untilMs) : 0;
      amountWms += uptoWms - this.#partWms;
      this.#partWms = uptoWms;
      this.#atMs = untilMs;
      if (untilMs === next.at) this.#step(next);
    }
    for (let next = this.#readings[this.#index + 1]; next !== undefined && next.at <= toMs; next = this.#readings[this.#index + 1]) this.#step(next);
    return { amountMicro: Math.round(amountWms / W_MS_PER_MICRO), flag };
  }

  #step(next: CounterReading): void {
    this.#index += 1;
    this.#partWms = 0;
    this.before = next;
  }
}

/** Energy under the line from `a` to `b`, up to an instant between them. */
function areaWms(a: CounterReading, b: CounterReading, untilMs: number): number {
  if (b.at === a.at) return 0;
  const share = (untilMs - a.at) / (b.at - a.at);
  const mean = a.value + ((b.value - a.value) * share) / 2;
  return Math.round(mean * W_PER_KW * (untilMs - a.at));
}
