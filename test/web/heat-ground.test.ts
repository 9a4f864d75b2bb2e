// What is drawn of heat on the ground: lengths by hand, a scale that fits, and which lines.
import { describe, expect, it } from 'vitest';
import type { HeatMap } from '../../src/api/shapes-heat-map.ts';
import { LINES_MAX, endsOf, lengthOf, linesShown, routeOf, scaleOf } from '../../src/web/heat-ground.ts';

const at = (lat: number, lon = 6): { lat: number; lon: number } => ({ lat, lon });

describe('a length', () => {
  it('is that of the points one after the other', () => {
    // A thousandth of a degree of latitude on a sphere of 6,371 km is 111.195 m.
    expect(lengthOf([at(52), at(52.001), at(52)])).toBeCloseTo(222.39, 2);
    expect(lengthOf([at(52)])).toBe(0);
    expect(lengthOf([])).toBe(0);
  });

  it('follows the points between both ends, and begins at the first point where an end is not known', () => {
    const [source, sink, between] = [at(52), at(52.002), at(52.001)];

    expect(routeOf({ source, sink }, [between])).toEqual([source, between, sink]);
    expect(routeOf({ source: null, sink }, [between])).toEqual([between, sink]);
    expect(routeOf({ source: null, sink: null }, [])).toEqual([]);
  });
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
  const lines = Array.from({ length: 60 }, (_, index) => ({ id: String(index), rank: index + 1 })) as unknown as HeatMap['lines'];
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
