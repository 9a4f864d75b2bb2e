// Hours of a port that somebody declared: a power and when it is there. Pure.
import { localDay, localHour } from '../time.ts';
import { epochMs } from '../units.ts';

export const HEAT_PROFILES = ['flat', 'weekdays', 'heating-season'] as const;
export type HeatProfile = (typeof HEAT_PROFILES)[number];

/** Weighted degree days of an average year by month, as a share of January's.
 *  @see docs/residual-heat.md#heat-ports */
const SEASON = [1, 0.85, 0.73, 0.46, 0.21, 0.08, 0.03, 0.04, 0.17, 0.48, 0.77, 0.96];
const HOUR_MS = 3_600_000;
const DAY = { fromHour: 7, toHour: 18, lastWeekday: 5 };

/** Power in each hour from an hour number (epoch ms / 3,600,000) on.
 *  @param peakKw flat: always; weekdays: Monday to Friday from 7 to 18 h; heating-season: in January, less in other months */
export function declaredHours(profile: HeatProfile, peakKw: number, { firstHour, hours }: { firstHour: number; hours: number }): Float64Array {
  const kw = new Float64Array(hours);
  if (profile === 'flat') return kw.fill(peakKw);
  for (let hour = 0; hour < hours; hour++) {
    const at = epochMs((firstHour + hour) * HOUR_MS);
    const { month, weekday } = localDay(at);
    const clock = localHour(at);
    if (profile === 'heating-season') kw[hour] = peakKw * (SEASON[month - 1] ?? 0);
    else kw[hour] = weekday <= DAY.lastWeekday && clock >= DAY.fromHour && clock < DAY.toHour ? peakKw : 0;
  }
  return kw;
}
