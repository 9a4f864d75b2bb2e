// Notices devices whose clock is off, from how far their times lie from the times of receipt. Keeps the last few
// messages of each meter; changes no reading.
import type { EventChange } from '../domain/meter-event.ts';
import { epochMs } from '../domain/units.ts';

/** Above this a quarter-hour gets another quarter's energy. */
export const CLOCK_OFF_MS = 60_000;
/** A message that was held back is late as well; a clock that is behind stays behind by the same time while minutes pass. */
const BEHIND_MESSAGES = 3;
const BEHIND_SPREAD_MS = 30_000;
const BEHIND_SPAN_MS = 2 * 60_000;
/** Told once in this stretch of time for each meter and direction. */
const TOLD_EVERY_MS = 24 * 3_600_000;

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

  /** @returns the event, the first time on a day that a meter's clock is found to be off */
  take(seen: Seen): EventChange | null {
    const last = [...(this.#seen.get(seen.meter) ?? []), seen].slice(-BEHIND_MESSAGES);
    this.#seen.set(seen.meter, last);
    const kind = kindOf(last);
    if (kind === null) return null;
    const dayMs = Math.floor(seen.receivedAtMs / TOLD_EVERY_MS) * TOLD_EVERY_MS;
    if (this.#told.get(`${seen.meter} ${kind}`) === dayMs) return null;
    this.#told.set(`${seen.meter} ${kind}`, dayMs);
    // The same instant after a restart or a replay: it is kept once.
    const event = { kind, at: epochMs(dayMs), from: 0, to: Math.round(seen.skewMs / 1000), readings: last.length } as const;
    return { register: seen.register, fromMs: dayMs, untilMs: dayMs, events: [event] };
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
