// How far apart two companies are, as far as their parks' places say it. Pure.
import type { Band } from './materials.ts';
import type { StreamPlace } from './streams.ts';

export interface ParkPlace extends StreamPlace {
  readonly areaHa: number;
}

const EARTH_KM = 6371;
/** Mean distance of two random points of a disc of radius 1: 128/45pi (Burgstaller and Pillichshammer, 2009). */
const MEAN_IN_DISC = 128 / (45 * Math.PI);

/** As the crow flies.
 *  @see docs/methods-materials.md#material-matches */
export function straightKm(one: StreamPlace, other: StreamPlace): number {
  const rad = Math.PI / 180;
  const [dLat, dLon] = [(other.lat - one.lat) * rad, (other.lon - one.lon) * rad];
  const half = Math.sin(dLat / 2) ** 2 + Math.cos(one.lat * rad) * Math.cos(other.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(half));
}

/** By road, from the parks' middles; within one park the mean of two places in a circle of its area.
 *  @returns null where a park's place is not known
 *  @see docs/methods-materials.md#material-matches */
export function roadKm(from: ParkPlace | undefined, to: ParkPlace | undefined, roadPerStraight: Band): number | null {
  if (from === undefined || to === undefined || from.areaHa === 0 || to.areaHa === 0) return null;
  const same = from.lat === to.lat && from.lon === to.lon;
  const km = same ? MEAN_IN_DISC * Math.sqrt((from.areaHa * 0.01) / Math.PI) : straightKm(from, to);
  return km * roadPerStraight.value;
}

/** By road between two places that somebody gave.
 *  @see docs/methods-materials.md#material-matches */
export const placedKm = (from: StreamPlace, to: StreamPlace, roadPerStraight: Band): number => straightKm(from, to) * roadPerStraight.value;
