// What a clock that is off does to days: the energy around midnight is booked on the wrong side of it. By how much and in which
// direction is known; what flowed in those seconds is not quite.
import { type UnsureStretch, withinMargin } from '../domain/energy-uncertainty.ts';
import type { MeterEvent } from '../domain/meter-event.ts';
import { HOUR_MS, QUARTER_MS, localFloor } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { QuarterColumns, QuarterSpans } from '../storage/series.ts';

const DAY_MS = 24 * HOUR_MS;
const QUARTER_S = QUARTER_MS / 1000;
/** What a message takes on its way counts as clock. */
const ON_ITS_WAY_S = 2;
/** Student's 95th percentile for the three differences of four quarters. */
const Z_OF_THREE = 2.35;

export interface ClockOff {
  /** First quarter after a local midnight. */
  readonly midnight: number;
  /** Above 0: ahead, so that the last of a day is booked on the next. */
  readonly seconds: number;
  readonly meter: number;
}

/** Midnights at which the clock of a meter was off. What is told of a day stands at no midnight.
 *  @param events of registers, each with its meter */
export function clocksOff(events: readonly Pick<MeterEvent, 'register' | 'kind' | 'at' | 'to'>[], meterOf: ReadonlyMap<number, number>): ClockOff[] {
  return events.flatMap(({ register, kind, at, to }) => {
    const meter = meterOf.get(register);
    const isMidnight = localFloor(at, 'P1D') === at;
    return meter === undefined || to === null || (kind !== 'clock-ahead' && kind !== 'clock-behind') || !isMidnight ? [] : [{ midnight: at / QUARTER_MS, seconds: to, meter }];
  });
}

/** A register's two quarters around a midnight: together they are known, and how much of them is on the wrong side. What flowed in the
 *  seconds that the clock was off differs from the mean of its quarter as the quarters around it differ from each other.
 *  @param around amounts of the two quarters before and the two after
 *  @see docs/uncertainty.md#clocks */
export function clockStretch(register: number, { midnight, seconds }: ClockOff, around: readonly [number, number, number, number]): UnsureStretch {
  const [earlier, before, after, later] = around;
  // Ahead: what was counted up to midnight is what had been counted some seconds before it.
  const moved = (seconds / QUARTER_S) * (seconds > 0 ? before : after);
  const apart = Math.hypot(before - earlier, after - before, later - after) / Math.sqrt(3);
  const margin = Math.hypot((Math.abs(seconds) / QUARTER_S) * apart * Z_OF_THREE, (ON_ITS_WAY_S / QUARTER_S) * Math.max(before, after));
  return {
    register,
    first: midnight - 1,
    quarters: 2,
    total: before + after,
    missing: Float64Array.of(moved, -moved),
    residuals: withinMargin(margin).map((off) => Float64Array.of(off, -off)),
  };
}

interface ClocksOver {
  readonly events: readonly Pick<MeterEvent, 'register' | 'kind' | 'at' | 'to'>[];
  /** The meter of each register. */
  readonly meterOf: ReadonlyMap<number, number>;
  readonly over: { readonly from: EpochMs; readonly to: EpochMs };
}

/** What clocks that were off make unsure of a period. */
export async function clockStretches({ events, meterOf, over }: ClocksOver, quarters: (query: QuarterSpans) => Promise<QuarterColumns>): Promise<UnsureStretch[]> {
  const found: UnsureStretch[] = [];
  for (const off of clocksOff(events, meterOf)) {
    const { midnight } = off;
    if (midnight * QUARTER_MS < over.from || midnight * QUARTER_MS > over.to) continue;
    const registers = [...meterOf].flatMap(([register, meter]) => (meter === off.meter ? [register] : []));
    const columns = await quarters({ registers: Int32Array.from(registers), from: midnight - 2, to: midnight + 2 });
    for (const register of registers) {
      const at = (quarter: number): number => columns.amounts[columns.quarters.findIndex((one, row) => one === quarter && columns.registers[row] === register)] ?? 0;
      found.push(clockStretch(register, off, [at(midnight - 2), at(midnight - 1), at(midnight), at(midnight + 1)]));
    }
  }
  return found;
}

/** Clocks are told of by days: a day more on either side finds all that touch a period. */
export const eventsAround = ({ from, to }: { from: EpochMs; to: EpochMs }): { from: EpochMs; to: EpochMs } => ({ from: epochMs(from - DAY_MS), to: epochMs(to + DAY_MS) });
