// What a clock that is off does to days: the energy around midnight is booked on the wrong side of it. Not in which direction and
// not for how long is known, only that it was so on that day and by how much.
import type { UnsureStretch } from '../domain/energy-uncertainty.ts';
import type { MeterEvent } from '../domain/meter-event.ts';
import { HOUR_MS, QUARTER_MS, localAdd, localFloor } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { AROUND_MIDNIGHT } from '../ingest/clock-watch.ts';

const DAY_MS = 24 * HOUR_MS;
const QUARTER_S = QUARTER_MS / 1000;
/** As many samples as are believed; widened for their number, two thirds of the shift make a margin of 1.4 times the shift. */
const SAMPLES = [1, -1, 1, -1].map((sign) => (sign * 2) / 3);

/** The first local midnight after an instant.
 *  @returns its first quarter */
export const midnightOf = (day: EpochMs): number => localAdd(localFloor(day, 'P1D'), 'P1D', 1) / QUARTER_MS;

export interface ClockOff {
  /** First quarter after a local midnight. */
  readonly midnight: number;
  readonly seconds: number;
  readonly meter: number;
}

/** In the hours that are told of by themselves nobody's day begins. Events of before that tell of a whole day, from its midnight on. */
const isAwayFromMidnight = (at: EpochMs): boolean => at % DAY_MS === AROUND_MIDNIGHT.toHour * HOUR_MS;

/** Midnights at which the clock of a meter may have been off.
 *  @param events of registers, each with its meter */
export function clocksOff(events: readonly Pick<MeterEvent, 'register' | 'kind' | 'at' | 'to'>[], meterOf: ReadonlyMap<number, number>): ClockOff[] {
  return events.flatMap(({ register, kind, at, to }) => {
    const meter = meterOf.get(register);
    return meter === undefined || to === null || (kind !== 'clock-ahead' && kind !== 'clock-behind') || isAwayFromMidnight(at)
      ? []
      : [{ midnight: midnightOf(at), seconds: Math.abs(to), meter }];
  });
}

/** A register's two quarters around a midnight: together they are known, what belongs to which is not.
 *  @see docs/uncertainty.md#clocks */
export function clockStretch(register: number, { midnight, seconds }: ClockOff, [before, after]: readonly [number, number]): UnsureStretch {
  const shift = (seconds / QUARTER_S) * ((before + after) / 2);
  return {
    register,
    first: midnight - 1,
    quarters: 2,
    total: before + after,
    missing: new Float64Array(2),
    residuals: SAMPLES.map((part) => Float64Array.of(part * shift, -part * shift)),
  };
}

/** Clocks are told of by parts of a day: a day more on either side finds all that touch a period. */
export const eventsAround = ({ from, to }: { from: EpochMs; to: EpochMs }): { from: EpochMs; to: EpochMs } => ({ from: epochMs(from - DAY_MS), to: epochMs(to + DAY_MS) });
