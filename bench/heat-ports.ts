// Heat ports of made-up parks for the benchmarks: a third are sources, each with a year of hours.
import type { MatchPort } from '../src/domain/heat/matching.ts';
import { YEAR_HOURS } from '../src/domain/heat/port.ts';
import { drawsOf } from '../src/domain/heat/uncertainty.ts';

/** A night: so many ports over so many parks. */
export const PARKS = 12;
export const PORTS = 1000;
/** Of the choice of links of one park. */
export const NIGHT_LIMIT_S = 5;
export const FIRST_HOUR = Math.floor(Date.parse('2025-11-01T00:00:00Z') / 3_600_000);
const M_PER_DEG = 111_194.93;

/** The same numbers in every run. */
export const draw = drawsOf(2026);
/** A year of hours: shifts, weekends and seasons, a little different for each. */
export function hoursOf(peakKw: number): Float64Array {
  const [from, length, weekend, season] = [Math.floor(draw() * 12), 8 + Math.floor(draw() * 17), draw(), draw()];
  return Float64Array.from({ length: YEAR_HOURS }, (_, hour) => {
    const on = (hour + 24 - from) % 24 < length ? 1 : 0.15;
    const rest = Math.floor(hour / 24) % 7 >= 5 ? weekend : 1;
    return peakKw * on * rest * (1 + season * 0.5 * Math.cos((hour / YEAR_HOURS) * 2 * Math.PI));
  });
}

/** Ports of one of the parks of a night. */
export function portsOf(park: number): MatchPort[] {
  return Array.from({ length: Math.ceil(PORTS / PARKS) }, (_, at): MatchPort => {
    const source = at % 3 === 0;
    const supplyC = source ? 45 + draw() * 45 : 45 + draw() * 35;
    return {
      id: park * 1000 + at + 1,
      role: source ? 'source' : 'sink',
      medium: 'water',
      supplyC,
      returnC: supplyC - 15 - draw() * 10,
      minReturnC: null,
      provenance: 'measured',
      place: { latDeg: 52 + (draw() * 1500) / M_PER_DEG, lonDeg: 6 + (draw() * 1500) / M_PER_DEG },
      residual: 'yes',
      owner: `company ${at}`,
      kw: hoursOf(source ? 200 + draw() * 2000 : 50 + draw() * 800),
    };
  });
}
