// When people and machines are at work: shifts by local weekday and clock, holidays as Sundays.
import type { LocalHour } from './calendar.ts';

export type Shift = 'continuous' | 'three-shift' | 'two-shift' | 'day' | 'office' | 'six-day';

interface Window {
  readonly days: readonly number[];
  readonly fromH: number;
  readonly toH: number;
  readonly level: number;
}

const WEEK = [1, 2, 3, 4, 5] as const;
const RAMP_S = 2400;

/** Hours before 0 and past 24 keep the ramps of a round-the-clock shift away from midnight. */
const WINDOWS: Readonly<Record<Exclude<Shift, 'continuous'>, readonly Window[]>> = {
  'three-shift': [
    { days: [1], fromH: 5.5, toH: 26, level: 1 },
    { days: [2, 3, 4, 5], fromH: -2, toH: 26, level: 1 },
    { days: [6], fromH: -2, toH: 6, level: 1 },
  ],
  'two-shift': [
    { days: WEEK, fromH: 5.5, toH: 22.5, level: 1 },
    { days: [6], fromH: 6, toH: 13, level: 0.5 },
  ],
  day: [
    { days: WEEK, fromH: 6.7, toH: 16.8, level: 1 },
    { days: [6], fromH: 8, toH: 12.5, level: 0.15 },
  ],
  office: [{ days: WEEK, fromH: 7.3, toH: 18.2, level: 1 }],
  'six-day': [
    { days: WEEK, fromH: 4.5, toH: 23, level: 1 },
    { days: [6], fromH: 5, toH: 18, level: 0.75 },
    { days: [7], fromH: 9, toH: 15, level: 0.2 },
  ],
};

/** Level of activity, 0..1, by second of the local day. `shiftedS` moves a firm's clock a few minutes. */
export function makeActivity(shift: Shift, shiftedS: number): (secondOfDayS: number, local: LocalHour) => number {
  if (shift === 'continuous') return (_, local) => (local.holiday && local.dayOfYear > 355 ? 0.35 : 1);
  const byWeekday = [1, 2, 3, 4, 5, 6, 7].map((day) => WINDOWS[shift].filter((window) => window.days.includes(day)));
  return (secondOfDayS, local) => {
    const windows = byWeekday[(local.holiday ? 7 : local.weekday) - 1];
    if (windows === undefined) return 0;
    let level = 0;
    for (const window of windows) level = Math.max(level, window.level * rise(secondOfDayS - shiftedS, window));
    return level * seasonLevel(local);
  };
}

function rise(secondS: number, window: Window): number {
  const inside = Math.min(secondS - window.fromH * 3600, window.toH * 3600 - secondS) / RAMP_S;
  if (inside <= 0) return 0;
  return inside >= 1 ? 1 : inside * inside * (3 - 2 * inside);
}

/** Between Christmas and New Year and in the building holiday of early August less is made. */
function seasonLevel(local: LocalHour): number {
  if (local.dayOfYear >= 358) return 0.4;
  return local.dayOfYear >= 211 && local.dayOfYear <= 226 ? 0.8 : 1;
}
