// A day and a time on the wall clock in Amsterdam -> the instant, whatever zone the browser is in. Pure.
import { formatClock, localDay, localMidnight } from '../charts/formats.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** @param clock as people write it: 14:05, 9.30
 *  @returns the earlier of two instants in the doubled hour; null for a time that the calendar or the clock skips */
export function instantOf(day: string, clock: string): string | null {
  const [, hours, minutes] = /^(\d{1,2})[:.](\d{2})$/.exec(clock.trim()) ?? [];
  if (hours === undefined || minutes === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return null;
  const near = localMidnight(day) + Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
  const at = [near - HOUR_MS, near, near + HOUR_MS].find((one) => localDay(one) === day && clockOf(one) === `${hours.padStart(2, '0')}:${minutes}`);
  return at === undefined ? null : new Date(at).toISOString();
}

/** 14:05 on the wall clock in Amsterdam. */
export const clockOf = (atMs: number): string => formatClock('nl', atMs).slice(0, 5);
