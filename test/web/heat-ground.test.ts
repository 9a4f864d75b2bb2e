// What is drawn of heat on the ground: a circle as far in each direction, a scale that fits, and which lines.
import { describe, expect, it } from 'vitest';
import { lengthOf } from '../../src/charts/route-length.ts';
import { LINES_MAX, endsOf, isShared, isWide, lengthPxOf, linesShown, placed, pointAlong, routeOf, scaleOf } from '../../src/web/heat-ground.ts';

const at = (lat: number, lon = 6): { lat: number; lon: number } => ({ lat, lon });

it('a route goes from source to sink over what was clicked, and begins at the first click where an end is not known', () => {
  const [source, sink, between] = [at(52), at(52.002), at(52.001)];

  expect(routeOf({ source, sink }, [between])).toEqual([source, between, sink]);
  expect(routeOf({ source: null, sink }, [between])).toEqual([between, sink]);
  expect(routeOf({ source: null, sink: null }, [])).toEqual([]);
});

it('a circle reaches as far in each direction', () => {
  for (const end of endsOf({ ...at(52), radiusM: 500 })) expect(lengthOf([at(52), end])).toBeCloseTo(500, 1);
});

it.each([
  [1000, 600, 100],
  [100, 600, 1000],
  [20_000, 300, 50],
])('at %d px a kilometre and %d px wide the bar is %d m', (pxPerKm, widthPx, metres) => {
  expect(scaleOf(pxPerKm, widthPx)).toEqual({ metres, px: (metres / 1000) * pxPerKm });
});

describe('lines', () => {
  const lines = Array.from({ length: 60 }, (_, index) => ({
    id: String(index),
    rank: index + 1,
    source: 1,
    sink: 2,
    lengthM: 5,
    deliveredKwh: 5,
    route: 'straight' as const,
    points: [at(52), at(52.1)],
  }));
  const all = new Set(lines.map(({ id }) => id));

  it('that pay together are all there, and the best of the others, up to the limit', () => {
    const shown = linesShown(lines, { wanted: all, together: new Set(['55', '59']) }).map(({ id }) => id);

    expect(shown).toHaveLength(LINES_MAX);
    // Those that pay lie on top.
    expect(shown.slice(-2)).toEqual(['55', '59']);
    expect(shown[0]).toBe('0');
  });

  it('are those that are wanted', () => {
    expect(linesShown(lines, { wanted: new Set(['3']), together: new Set(['55']) }).map(({ id }) => id)).toEqual(['3']);
  });
});

describe('a place along what is drawn', () => {
  const point = (x: number, y: number): { x: number; y: number } => ({ x, y });
  const bent = [point(0, 0), point(30, 0), point(30, 50)];

  it.each([
    [0, point(0, 0)],
    [0.25, point(20, 0)],
    [0.5, point(30, 10)],
    [1, point(30, 50)],
  ])('at %d of it lies on the line and not between its ends', (share, there) => {
    expect(lengthPxOf(bent)).toBe(80);
    expect(pointAlong(bent, share)).toEqual(there);
  });

  it('of points in one place is that place', () => {
    expect(pointAlong([point(5, 6), point(5, 6)], 0.5)).toEqual(point(5, 6));
    expect([lengthPxOf([]), pointAlong([], 0.5)]).toEqual([0, point(0, 0)]);
  });
});

describe('a label', () => {
  const label = (...spots: { x: number; y: number }[]): { spots: { x: number; y: number }[]; widthPx: number; heightPx: number } => ({ spots, widthPx: 40, heightPx: 20 });

  it('goes where it touches neither one before it nor a mark, and nowhere when there is no such place', () => {
    const [first, beside, below] = [label({ x: 50, y: 50 }), label({ x: 89, y: 50 }), label({ x: 60, y: 50 }, { x: 60, y: 70 })];
    const marked = label({ x: 200, y: 50 }, { x: 197, y: 50 });

    expect(placed([first, beside, below, marked], [{ x: 225, y: 50 }], 16).map(({ x, y }) => [x, y])).toEqual([
      [50, 50],
      [60, 70],
      [197, 50],
    ]);
  });
});

it.each([
  [100, 120, true],
  [120, 120, false],
  [120, 119.9, false],
])('a trench of %d EUR a year instead of %d is shared: %s', (eurPerYear, separateEurPerYear, shared) => {
  expect(isShared({ eurPerYear, separateEurPerYear })).toBe(shared);
});

it.each([
  [null, false],
  [0, false],
  [0.05, false],
  [0.41, true],
])('a bound of %d on the full year is told to prove little: %s', (yearGap, wide) => {
  expect(isWide({ yearGap })).toBe(wide);
});
