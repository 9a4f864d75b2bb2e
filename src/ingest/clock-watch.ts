// Notices devices whose clock is off, from how far their times lie from the times of receipt. Keeps the last few
// messages of each meter; changes no reading.
import type { EventChange } from '../domain/meter-event.ts';
import { HOUR_MS, localFloor } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';

/** Above this a quarter-hour gets another quarter's energy. */
export const CLOCK_OFF_MS = 60_000;
/** A message that was held back is late as well; a clock that is behind stays behind by the same time while minutes pass. */
const BEHIND_MESSAGES = 3;
const BEHIND_SPREAD_MS = 30_000;
const BEHIND_SPAN_MS = 2 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** UTC hour at which a day begins in which a clock is told of once. No local midnight is at that hour. */
const DAY_FROM_MS = HOUR_MS;

interface Seen {
  readonly meter: number;
  readonly register: number;
  /** Device's time minus time of receipt. */
  readonly skewMs: number;
  readonly receivedAtMs: number;
}

interface Off {
  readonly kind: 'clock-ahead' | 'clock-behind';
  readonly receivedAtMs: number;
}

export class ClockWatch {
  readonly #seen = new Map<number, Seen[]>();
  readonly #told = new Map<string, number>();
  /** How the clock of each meter was off when it last spoke. */
  readonly #off = new Map<number, Off>();

  /** @returns the event: the first time in a day that a meter's clock is found to be off, and at each local midnight that it was off
   *  before and after: there it moves energy to another day */
  take(seen: Seen): EventChange | null {
    const last = [...(this.#seen.get(seen.meter) ?? []), seen].slice(-BEHIND_MESSAGES);
    this.#seen.set(seen.meter, last);
    const kind = kindOf(last);
    const before = this.#off.get(seen.meter);
    if (kind === null) {
      this.#off.delete(seen.meter);
      return null;
    }
    this.#off.set(seen.meter, { kind, receivedAtMs: seen.receivedAtMs });
    const midnight = localFloor(epochMs(seen.receivedAtMs), 'P1D');
    const event = (at: number): EventChange => ({
      register: seen.register,
      fromMs: at,
      untilMs: at,
      // The same instant after a restart or a replay: it is kept once.
      events: [{ kind, at: epochMs(at), from: 0, to: Math.round(seen.skewMs / 1000), readings: last.length }],
    });
    if (before?.kind === kind && before.receivedAtMs < midnight) return event(midnight);
    const dayMs = Math.floor((seen.receivedAtMs - DAY_FROM_MS) / DAY_MS) * DAY_MS + DAY_FROM_MS;
    if (this.#told.get(`${seen.meter} ${kind}`) === dayMs) return null;
    this.#told.set(`${seen.meter} ${kind}`, dayMs);
    return event(dayMs);
  }
}

function kindOf(last: readonly Seen[]): 'clock-ahead' | 'clock-behind' | null {
  const [first, newest] = [last[0], last.at(-1)];
  if (first === undefined || newest === undefined) return null;
  // Nothing arrives before it is sent.
  if (newest.skewMs > CLOCK_OFF_MS) return 'clock-ahead';
  if (last.length < BEHIND_MESSAGES || newest.receivedAtMs - first.receivedAtMs < BEHIND_SPAN_MS) return null;
  const skews = last.map((one) => one.skewMs);
  return Math.max(...skews) < -CLOCK_OFF_MS && Math.max(...skews) - Math.min(...skews) <= BEHIND_SPREAD_MS ? 'clock-behind' : null;
}
