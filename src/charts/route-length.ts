// How long a drawn route is, as it is drawn and as it is kept. Pure.
import { straightM } from '../domain/heat/port.ts';

export { ROUTE_POINTS_MAX } from '../domain/heat/port.ts';

interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** Metres along the points; 0 for fewer than two. */
export function lengthOf(points: readonly Point[]): number {
  const at = ({ lat, lon }: Point) => ({ latDeg: lat, lonDeg: lon });
  return points.slice(1).reduce((sum, point, index) => sum + straightM(at(points[index] ?? point), at(point)), 0);
}
