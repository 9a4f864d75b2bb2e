// Heat on the ground as the screens draw it: the park's circle, what lies between two ends, a scale that reads. Pure.
import type { HeatNetwork } from '../api/shapes-heat.ts';
import type { HeatGround, HeatMap } from '../api/shapes-heat-map.ts';
import type { Place, Point } from './map-projection.ts';

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

/** How long a line is as drawn. */
export const lengthPxOf = (points: readonly Point[]): number => points.slice(1).reduce((sum, to, at) => sum + pxBetween(points[at] ?? to, to), 0);

const pxBetween = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

/** The point at a share of a line, along it. */
export function pointAlong(points: readonly Point[], share: number): Point {
  let left = lengthPxOf(points) * share;
  for (const [at, to] of points.slice(1).entries()) {
    const from = points[at] ?? to;
    const px = pxBetween(from, to);
    if (px > 0 && left <= px) return { x: from.x + ((to.x - from.x) * left) / px, y: from.y + ((to.y - from.y) * left) / px };
    left -= px;
  }
  return points[0] ?? { x: 0, y: 0 };
}

interface Box extends Point {
  readonly widthPx: number;
  readonly heightPx: number;
}
export interface Label extends Omit<Box, 'x' | 'y'> {
  /** Where its middle may be, what is best first. */
  readonly spots: readonly Point[];
}

const touch = (a: Box, b: Box): boolean => Math.abs(a.x - b.x) * 2 < a.widthPx + b.widthPx && Math.abs(a.y - b.y) * 2 < a.heightPx + b.heightPx;

/** Labels on the first of their spots where they touch neither a label before them nor a mark; one without such a spot is left out. */
export function placed<L extends Label>(labels: readonly L[], marks: readonly Point[], markPx: number): (L & Point)[] {
  const marked = marks.map(({ x, y }): Box => ({ x, y, widthPx: markPx, heightPx: markPx }));
  const done: (L & Point)[] = [];
  for (const label of labels) {
    const spot = label.spots.find((at) => ![...marked, ...done].some((other) => touch(other, { ...label, ...at })));
    if (spot !== undefined) done.push({ ...label, ...spot });
  }
  return done;
}

/** Less than this is a rounding of sums. */
const LEAST_SAVED_EUR = 0.5;

/** Does a trench cost less than a pipe for each of its links? One link after the other on the same way is a pipe for each. */
export const isShared = ({ eurPerYear, separateEurPerYear }: Pick<NonNullable<HeatNetwork['trench']>, 'eurPerYear' | 'separateEurPerYear'>): boolean =>
  separateEurPerYear - eurPerYear > LEAST_SAVED_EUR;

/** Above this the bound on the hours says little of the choice. */
const WIDE_GAP = 0.05;

/** Is what another choice could leave more on the hours at most so much that it proves little? */
export const isWide = ({ yearGap }: Pick<NonNullable<HeatNetwork['solver']>, 'yearGap'>): boolean => yearGap !== null && yearGap > WIDE_GAP;
