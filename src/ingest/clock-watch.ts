// Notices devices whose clock is off, from how far their times lie from the times of receipt. Keeps the last few
// messages of each meter; changes no reading.
import type { EventChange } from '../domain/meter-event.ts';
import { HOUR_MS } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';

/** Above this a quarter-hour gets another quarter's energy. */
export const CLOCK_OFF_MS = 60_000;
/** A message that was held back is late as well; a clock that is behind stays behind by the same time while minutes pass. */
const BEHIND_MESSAGES = 3;
const BEHIND_SPREAD_MS = 30_000;
const BEHIND_SPAN_MS = 2 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** UTC hours. Told once in the hours around local midnight (summer and winter), where a clock that is off moves energy to another day,
 *  and once in the rest of the day. */
export const AROUND_MIDNIGHT = { fromHour: 21, toHour: 1 } as const;

interface Seen {
  readonly meter: number;
  readonly register: number;
  /** Device's time minus time of receipt. */
  readonly skewMs: number;
  readonly receivedAtMs: number;
}

export class ClockWatch {
  readonly #seen = new Map<number, Seen[]>();
  readonly #told = new Map<string, number>();

  /** @returns the event, the first time in a part of the day that a meter's clock is found to be off */
  take(seen: Seen): EventChange | null {
    const last = [...(this.#seen.get(seen.meter) ?? []), seen].slice(-BEHIND_MESSAGES);
    this.#seen.set(seen.meter, last);
    const kind = kindOf(last);
    if (kind === null) return null;
    const partMs = partOfDay(seen.receivedAtMs);
    if (this.#told.get(`${seen.meter} ${kind}`) === partMs) return null;
    this.#told.set(`${seen.meter} ${kind}`, partMs);
    // The same instant after a restart or a replay: it is kept once.
    const event = { kind, at: epochMs(partMs), from: 0, to: Math.round(seen.skewMs / 1000), readings: last.length } as const;
    return { register: seen.register, fromMs: partMs, untilMs: partMs, events: [event] };
  }
}

/** Start of the part of a day that an instant lies in. */
function partOfDay(atMs: number): number {
  const { fromHour, toHour } = AROUND_MIDNIGHT;
  const begun = Math.floor((atMs - toHour * HOUR_MS) / DAY_MS) * DAY_MS;
  return begun + (atMs - begun >= fromHour * HOUR_MS ? fromHour : toHour) * HOUR_MS;
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
