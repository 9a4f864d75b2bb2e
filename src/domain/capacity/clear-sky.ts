// What solar panels make at most at an instant: the sun's height and a sky without a cloud. Pure.
import type { EpochMs } from '../units.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** 1 January 2000, 12:00 UTC. */
const J2000_MS = 946_728_000_000;
const RADIANS = Math.PI / 180;
/** Losses of panels and inverter. */
const PERFORMANCE = 0.86;

export interface Place {
  readonly latDeg: number;
  readonly lonDeg: number;
}

/** Where the sun stands, as a vector of length 1; up is below 0 at night. Low-precision formulas of the Astronomical Almanac
 *  (within 0.01 degree until 2050).
 *  @see docs/methods.md#room-for-something-new */
export function sunDirection(at: EpochMs, { latDeg, lonDeg }: Place): { readonly up: number; readonly north: number; readonly east: number } {
  const days = (at - J2000_MS) / DAY_MS;
  const anomaly = (357.528 + 0.9856003 * days) * RADIANS;
  const longitude = (280.46 + 0.9856474 * days + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RADIANS;
  const tilt = (23.439 - 4e-7 * days) * RADIANS;
  const declination = Math.asin(Math.sin(tilt) * Math.sin(longitude));
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(longitude), Math.cos(longitude));
  const siderealDeg = 280.46062 + 360.98564737 * days + lonDeg;
  const hour = siderealDeg * RADIANS - ascension;
  const lat = latDeg * RADIANS;
  return {
    up: Math.sin(lat) * Math.sin(declination) + Math.cos(lat) * Math.cos(declination) * Math.cos(hour),
    north: Math.cos(lat) * Math.sin(declination) - Math.sin(lat) * Math.cos(declination) * Math.cos(hour),
    east: -Math.cos(declination) * Math.sin(hour),
  };
}

/** Cosine of the sun's angle to the vertical; below 0 at night.
 *  @see docs/methods.md#room-for-something-new */
export const cosZenith = (at: EpochMs, place: Place): number => sunDirection(at, place).up;

/** Power of one kWp on a flat roof under a clear sky, kW: 1098 cos z exp(-0.057 / cos z) W/m2 (Haurwitz 1945) x 0.86. No day
 *  brings more, so what fits this fits every day.
 *  @see docs/methods.md#room-for-something-new */
export function clearSkyKwPerKwp(at: EpochMs, place: Place): number {
  const cos = cosZenith(at, place);
  return cos <= 0 ? 0 : (PERFORMANCE * 1098 * cos * Math.exp(-0.057 / cos)) / 1000;
}
