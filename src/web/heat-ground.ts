// Heat on the ground as the screens draw it: the park's circle, what lies between two ends, a scale that reads. Pure.
import type { HeatGround, HeatMap } from '../api/shapes-heat-map.ts';
import type { Place } from './map-projection.ts';

const M_PER_DEGREE = 111_194.93;
const SCALES_M = [50, 100, 200, 500, 1000, 2000, 5000];
/** A bar longer than this share of the drawing tells no more. */
const SCALE_SHARE = 0.3;
/** Lines on a map at once; the others are in the list. */
export const LINES_MAX = 20;

/** The four ends of a circle, which a drawing of it must hold. */
export function endsOf({ lat, lon, radiusM }: NonNullable<HeatGround['circle']>): Place[] {
  const north = radiusM / M_PER_DEGREE;
  const east = north / Math.cos((lat * Math.PI) / 180);
  return [
    { lat: lat + north, lon },
    { lat: lat - north, lon },
    { lat, lon: lon + east },
    { lat, lon: lon - east },
  ];
}

/** The longest round length that fits below a drawing. */
export function scaleOf(pxPerKm: number, widthPx: number): { metres: number; px: number } {
  const fitting = SCALES_M.filter((metres) => (metres / 1000) * pxPerKm <= widthPx * SCALE_SHARE);
  const metres = fitting.at(-1) ?? SCALES_M[0] ?? 50;
  return { metres, px: (metres / 1000) * pxPerKm };
}

/** From source to sink over what was clicked; an end that nobody placed is where the first or last click is. */
export const routeOf = ({ source, sink }: Pick<HeatGround, 'source' | 'sink'>, clicked: readonly Place[]): Place[] => [
  ...(source === null ? [] : [source]),
  ...clicked,
  ...(sink === null ? [] : [sink]),
];

/** Lines to draw: those that pay together, and the best of the others, among those that are wanted. */
export function linesShown(lines: HeatMap['lines'], { wanted, together }: { wanted: ReadonlySet<string>; together: ReadonlySet<string> }): HeatMap['lines'] {
  const left = lines.filter((line) => wanted.has(line.id));
  const paying = left.filter((line) => together.has(line.id));
  const others = left.filter((line) => !together.has(line.id)).slice(0, Math.max(0, LINES_MAX - paying.length));
  return [...others, ...paying];
}
