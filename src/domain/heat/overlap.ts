// Supply and demand of a pair by the hour, for a picture: the week in which most was served, and the days of the year. Pure.
import type { Hours } from './coincidence.ts';
import { localDay, localFloor, localHour } from '../time.ts';
import { type EpochMs, epochMs } from '../units.ts';

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;

export interface OverlapHour {
  readonly at: EpochMs;
  /** kW in this hour; null: not known. */
  readonly source: number | null;
  readonly demand: number | null;
  readonly served: number | null;
}

/** @param firstHour epoch ms / 3,600,000 */
export function overlapHours({ supplyKw, demandKw, supplyFactor, demandFactor }: Hours, firstHour: number): OverlapHour[] {
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return Array.from(supplyKw, (supply, hour) => {
    const [source, demand] = [supply * supplyFactor, (demandKw[hour] ?? NaN) * demandFactor];
    return { at: epochMs((firstHour + hour) * HOUR_MS), source: known(source), demand: known(demand), served: known(Math.min(source, demand)) };
  });
}

/** Seven days from a local midnight on, those in which most was served; all there is when it is less. */
export function fullestWeek(hours: readonly OverlapHour[]): readonly OverlapHour[] {
  let best = { from: Math.max(0, hours.length - WEEK_HOURS), served: -1 };
  for (let from = 0; from + WEEK_HOURS <= hours.length; from++) {
    const first = hours[from];
    if (first === undefined || localFloor(first.at, 'P1D') !== first.at) continue;
    let served = 0;
    for (let hour = from; hour < from + WEEK_HOURS; hour++) served += hours[hour]?.served ?? 0;
    if (served > best.served) best = { from, served };
  }
  return hours.slice(best.from, best.from + WEEK_HOURS);
}

/** kWh of each local day; null where no hour of it is known. */
export function overlapDays(hours: readonly OverlapHour[]): OverlapHour[] {
  const days: { at: EpochMs; source: number | null; demand: number | null; served: number | null }[] = [];
  let end = -Infinity;
  for (const hour of hours) {
    const last = days.at(-1);
    if (last === undefined || hour.at >= end) {
      const at = localFloor(hour.at, 'P1D');
      end = localFloor(epochMs(at + 36 * HOUR_MS), 'P1D');
      days.push({ at, source: hour.source, demand: hour.demand, served: hour.served });
      continue;
    }
    for (const field of ['source', 'demand', 'served'] as const) if (hour[field] !== null) last[field] = (last[field] ?? 0) + hour[field];
  }
  return days;
}

export interface OverlapClock {
  /** 1 to 12, and 0 to 23 by the clock of Amsterdam. */
  readonly month: number;
  readonly hour: number;
  /** Mean kW of the hours in which both are known. */
  readonly source: number;
  readonly demand: number;
  readonly served: number;
}
const DAY_HOURS = 24;

/** Which hours of the day meet in which month; hours that are known nowhere are left out. */
export function overlapClock(hours: readonly OverlapHour[]): OverlapClock[] {
  const sums = new Map<number, { source: number; demand: number; served: number; count: number }>();
  let day = { start: Infinity, end: -Infinity, month: 1 };
  for (const { at, source, demand, served } of hours) {
    if (at >= day.end) {
      const start = localFloor(at, 'P1D');
      day = { start, end: localFloor(epochMs(start + 36 * HOUR_MS), 'P1D'), month: localDay(start).month };
    }
    if (source === null || demand === null || served === null) continue;
    // Only on the two days on which the clock changes does an hour have to be asked.
    const hour = day.end - day.start === DAY_HOURS * HOUR_MS ? (at - day.start) / HOUR_MS : localHour(at);
    const key = day.month * DAY_HOURS + hour;
    const sum = sums.get(key) ?? { source: 0, demand: 0, served: 0, count: 0 };
    sums.set(key, { source: sum.source + source, demand: sum.demand + demand, served: sum.served + served, count: sum.count + 1 });
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([key, { count, ...sum }]) => ({
      month: Math.floor(key / DAY_HOURS),
      hour: key % DAY_HOURS,
      source: sum.source / count,
      demand: sum.demand / count,
      served: sum.served / count,
    }));
}
