// Keeps the latest readings of every counter in memory and says which quarters a new reading changes. Older
// readings stay in the store: what a late one needs is asked for by `cold`.
import { type CounterReading, type CounterRules, type Derived, type LedgerEvent, type Quarter, compareReadings } from '../domain/ledger.ts';
import { deriveRegister } from '../domain/ledger-power.ts';
import type { Waiting } from '../domain/ledger-waiting.ts';
import type { EventChange } from '../domain/meter-event.ts';
import { QUARTER_MS } from '../domain/time.ts';
import type { DerivedQuarter, Dirty } from '../storage/series.ts';
import { SortedReadings } from './sorted-readings.ts';

/** What is kept in memory behind the newest reading. */
const WINDOW_MS = 2 * 3_600_000;
/** What waits for this long, as in another unit, is not judged again with every batch. Readings out of order are nearly
 *  always later than that. */
const HELD_BEHIND_MS = 3_600_000;

/** What the store has to write. */
export interface QuarterChanges {
  readonly changed: DerivedQuarter[];
  readonly removed: { register: number; quarter: number }[];
  readonly events: EventChange[];
}

/** Readings that are older than their window, while the window itself stands. */
export interface Late {
  readonly register: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly floorMs: number;
}

interface Window {
  rules: CounterRules;
  /** Sorted; the first one is an anchor, or the first reading there ever was. */
  readings: SortedReadings;
  /** What waits behind one of the readings since long ago; those are not among the readings any more. */
  held: Waiting | null;
  /** The same as of a later derivation, to be held once it lies far enough back. */
  nextHeld: Waiting | null;
  /** Derived quarters of this window by start, with the anchor of each. */
  quarters: Map<number, Quarter>;
  events: readonly LedgerEvent[];
  /** Everything before this instant is older than the window. */
  floorMs: number;
  /** End of the first quarter that is not complete yet. */
  nextEndMs: number;
  dirtyFromMs: number;
}

const quarterFloor = (ms: number): number => Math.floor(ms / QUARTER_MS) * QUARTER_MS;
const quarterCeil = (ms: number): number => Math.ceil(ms / QUARTER_MS) * QUARTER_MS;

export class LedgerWindows {
  readonly #windows = new Map<number, Window>();
  readonly #dirty = new Set<number>();
  readonly #cold = new Map<number, number>();
  #late = new Map<number, { fromMs: number; toMs: number }>();
  /** Readings judged by `derive` since the start. */
  judged = 0;

  /** Readings of a counter in memory, those that wait left out. */
  inMemory(register: number): number {
    return this.#windows.get(register)?.readings.length ?? 0;
  }

  /** Takes one reading that is already in the store. */
  add(register: number, reading: CounterReading): void {
    const window = this.#windows.get(register);
    if (window === undefined || this.#cold.has(register)) {
      this.chill(register, reading.at);
      return;
    }
    if (reading.at < window.floorMs && !beforeFirstQuarter(window, reading)) {
      const late = this.#late.get(register);
      this.#late.set(register, { fromMs: Math.min(reading.at, late?.fromMs ?? Infinity), toMs: Math.max(reading.at, late?.toMs ?? 0) });
      return;
    }
    if (this.#isHeld(register, window, reading)) return;
    const place = window.readings.add(reading);
    if (place === null || (place === 'end' && reading.at < window.nextEndMs)) return;
    window.dirtyFromMs = Math.min(window.dirtyFromMs, reading.at);
    this.#dirty.add(register);
  }

  /** A reading that is no later than those which are held was there already, or the window has to begin again for it. */
  #isHeld(register: number, window: Window, reading: CounterReading): boolean {
    const { held, nextHeld } = window;
    // What was judged without this one is not what waits.
    if (nextHeld !== null && !isAfter(reading, nextHeld) && !nextHeld.has(reading)) window.nextHeld = null;
    if (held === null || isAfter(reading, held)) return false;
    if (!held.has(reading) && window.readings.indexOf(reading) < 0) this.chill(register, Math.min(reading.at, held.base.at));
    return true;
  }

  /** Asks for the window of a counter that has none yet. */
  open(register: number, fromMs: number): void {
    if (!this.#windows.has(register) && !this.#cold.has(register)) this.#cold.set(register, fromMs);
  }

  /** The window of a counter has to begin again, from the store. */
  chill(register: number, fromMs: number): void {
    this.#cold.set(register, Math.min(fromMs, this.#cold.get(register) ?? Infinity));
  }

  /** Hands out what came in too late for the windows, once. */
  takeLate(): Late[] {
    const late = [...this.#late].map(([register, span]) => ({ register, ...span, floorMs: this.#windows.get(register)?.floorMs ?? -Infinity }));
    this.#late = new Map();
    return late;
  }

  /** A counter that is not there any more. */
  forget(register: number): void {
    this.#cold.delete(register);
    this.#windows.delete(register);
  }

  /** Counters whose readings have to come from the store before they can be derived. */
  cold(): Dirty[] {
    return [...this.#cold].map(([register, fromMs]) => ({ register, fromMs }));
  }

  /** Opens the window of a cold counter on its readings from an anchor on. */
  warm(register: number, list: readonly CounterReading[], rules: CounterRules): void {
    this.#cold.delete(register);
    const readings = new SortedReadings(list);
    const floorMs = quarterCeil(list[0]?.at ?? 0);
    this.#windows.set(register, { rules, readings, held: null, nextHeld: null, quarters: new Map(), events: [], floorMs, nextEndMs: 0, dirtyFromMs: -Infinity });
    this.#dirty.add(register);
  }

  /** Derives what changed since the last call.
   *  @returns the quarters that came out differently from before, and those that are no longer */
  derive(): QuarterChanges {
    const changed: DerivedQuarter[] = [];
    const removed: { register: number; quarter: number }[] = [];
    const events: EventChange[] = [];
    for (const register of this.#dirty) {
      const window = this.#windows.get(register);
      // What has to come from the store is derived then: twice in one answer would be stored twice.
      if (window === undefined || this.#cold.has(register)) continue;
      const from = startFor(window);
      if (from === null) {
        this.#cold.set(register, window.dirtyFromMs);
        continue;
      }
      const readings = window.readings.from(from);
      const firstMs = readings[0]?.at ?? 0;
      const derived = deriveFrom(window, readings);
      this.judged += readings.length;
      const told = newEvents(window, { register, fromMs: window.quarters.size === 0 ? null : firstMs, events: derived.events });
      if (told !== null) events.push(told);
      const firstStart = quarterCeil(firstMs);
      for (const quarter of derived.quarters) {
        const before = window.quarters.get(quarter.start);
        window.quarters.set(quarter.start, quarter);
        if (before !== undefined && sameQuarter(before, quarter)) continue;
        changed.push({ register, quarter: quarter.start / QUARTER_MS, amountMicro: quarter.amountMicro, flag: quarter.flag, anchor: quarter.anchor });
      }
      const lastStart = derived.quarters.at(-1)?.start ?? firstStart - QUARTER_MS;
      for (const start of window.quarters.keys()) {
        if (start <= lastStart) continue;
        window.quarters.delete(start);
        removed.push({ register, quarter: start / QUARTER_MS });
      }
      // A reading before this completes no quarter.
      window.nextEndMs = lastStart + 2 * QUARTER_MS;
      window.dirtyFromMs = Infinity;
      hold(window, derived.waiting);
      trim(window);
    }
    this.#dirty.clear();
    return { changed, removed, events };
  }

  /** The running quarter of a counter; null when it has no reading since its start. */
  running(register: number): Derived['running'] {
    const window = this.#windows.get(register);
    if (window === undefined) return null;
    const anchor = anchorAt(window, window.nextEndMs - 2 * QUARTER_MS, Infinity);
    return deriveFrom(window, window.readings.from(anchor === null ? 0 : indexOf(window, anchor))).running;
  }

  /** New limits of a connection count from the next derivation on. */
  setRules(register: number, rules: CounterRules): void {
    const window = this.#windows.get(register);
    if (window === undefined) return;
    const { held, rules: before } = window;
    window.rules = rules;
    if (before.maxPerHour === rules.maxPerHour && before.slack === rules.slack && before.modulus === rules.modulus) return;
    // What waits was judged by the limits of then.
    window.nextHeld = null;
    if (held !== null) this.chill(register, held.base.at);
  }
}

/** What waits goes on from where it was, if the derivation begins before it. */
function deriveFrom({ rules, held }: Window, readings: readonly CounterReading[]): Derived {
  const [first] = readings;
  return deriveRegister(readings, rules, held !== null && first !== undefined && compareReadings(first, held.base) <= 0 ? held : null);
}

/** Lets go of readings that have waited for long: a counter in another unit may go on so for months. */
function hold(window: Window, waiting: Waiting | null): void {
  const newest = window.readings.last;
  if (waiting === null || newest === null) {
    window.nextHeld = null;
    return;
  }
  const next = window.nextHeld;
  if (next === null || compareReadings(next.base, waiting.base) !== 0) {
    window.nextHeld = newest.at - waiting.base.at > WINDOW_MS ? waiting : null;
    return;
  }
  if (newest.at - (next.last?.at ?? newest.at) < HELD_BEHIND_MS) return;
  window.readings = new SortedReadings(window.readings.from(0).filter((one) => compareReadings(one, next.base) <= 0 || isAfter(one, next)));
  window.held = next;
  window.nextHeld = waiting;
}

const isAfter = (reading: CounterReading, { base, last }: Waiting): boolean => compareReadings(reading, last ?? base) > 0;

const sameQuarter = (a: Quarter, b: Quarter): boolean => a.amountMicro === b.amountMicro && a.flag === b.flag && compareReadings(a.anchor, b.anchor) === 0;

const sameEvent = (a: LedgerEvent, b: LedgerEvent | undefined): boolean => a.kind === b?.kind && a.at === b.at && a.from === b.from && a.to === b.to && a.readings === b.readings;

/** Events that came out differently from before; of a window that has just been opened, all of them.
 *  @returns null when nothing is different */
function newEvents(window: Window, derived: { register: number; fromMs: number | null; events: readonly LedgerEvent[] }): EventChange | null {
  const { register, events } = derived;
  const fromMs = derived.fromMs ?? window.readings.first?.at ?? 0;
  if (derived.fromMs !== null) {
    if (events.length === 0 && window.events.length === 0) return null;
    const before = window.events.filter((one) => one.at > fromMs);
    if (before.length === events.length && before.every((one, index) => sameEvent(one, events[index]))) return null;
  }
  window.events = [...window.events.filter((one) => one.at <= fromMs), ...events];
  return { register, fromMs, untilMs: Infinity, events };
}

/** A counter that has just begun has no quarter that a reading since its first one could change: such a reading is not
 *  late, and asking the store for each of them would read its first quarter over and over. */
const beforeFirstQuarter = (window: Window, reading: CounterReading): boolean => window.quarters.size === 0 && reading.at >= (window.readings.first?.at ?? Infinity);

/** Index of the reading to derive from so that everything a change at `dirtyFromMs` touches comes out; null
 *  when that lies before the window. The quarter around the last anchor before the change ends in the change
 *  too, so it is two anchors back; so does a quarter that ends at that anchor, where another reading of the
 *  same instant was believed because of later ones. */
function startFor(window: Window): number | null {
  if (window.quarters.size === 0) return 0;
  const lastStart = window.nextEndMs - 2 * QUARTER_MS;
  const changeMs = Math.min(window.dirtyFromMs, window.nextEndMs - QUARTER_MS);
  const near = anchorAt(window, Math.min(quarterFloor(changeMs), lastStart), changeMs);
  if (near === null) return window.dirtyFromMs < window.floorMs + QUARTER_MS ? null : 0;
  const nearStart = quarterFloor(near.at - 1);
  const first = anchorAt(window, Math.min(nearStart, lastStart), near.at + 1);
  if (first === null) return nearStart < window.floorMs ? null : 0;
  return indexOf(window, first);
}

const indexOf = (window: Window, anchor: CounterReading): number => Math.max(window.readings.lastNotAfter(anchor), 0);

/** The anchor stored with the quarter at or before `startMs`, if it lies before `beforeMs`. No quarter begins before the
 *  first reading; the floor of a counter that had none when its window was opened lies at the beginning of time. */
function anchorAt(window: Window, startMs: number, beforeMs: number): CounterReading | null {
  const lowestMs = Math.max(window.floorMs, quarterFloor(window.readings.first?.at ?? Infinity));
  for (let start = startMs; start >= lowestMs; start -= QUARTER_MS) {
    const anchor = window.quarters.get(start)?.anchor;
    if (anchor !== undefined && anchor.at < beforeMs) return anchor;
  }
  return null;
}

/** Forgets what lies more than the window behind the newest reading. */
function trim(window: Window): void {
  const { first: oldest, last: newest } = window.readings;
  if (newest === null || oldest === null || newest.at - oldest.at < WINDOW_MS + 2 * QUARTER_MS) return;
  const anchor = window.quarters.get(quarterFloor(newest.at - WINDOW_MS))?.anchor;
  const index = anchor === undefined ? -1 : window.readings.indexOf(anchor);
  if (anchor === undefined || index <= 0) return;
  window.readings.dropBefore(index);
  if (window.held !== null && compareReadings(window.held.base, anchor) < 0) window.held = null;
  window.floorMs = quarterCeil(anchor.at);
  for (const start of window.quarters.keys()) if (start < window.floorMs) window.quarters.delete(start);
  window.events = window.events.filter((one) => one.at > anchor.at);
}
