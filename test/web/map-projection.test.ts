// From the ground to the drawing and back, and how large a drawing may become.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameAround } from '../../src/web/map-projection.ts';

const place = fc.record({ lon: fc.double({ min: 5, max: 7, noNaN: true }), lat: fc.double({ min: 51, max: 53, noNaN: true }) });

describe('a frame', () => {
  it('leads from a place to a point and back to that place', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 6 }), place, fc.integer({ min: 280, max: 1600 }), (places, one, widthPx) => {
        const frame = frameAround(places, widthPx, { marginPx: 30, leastKm: 0.4 });
        const back = frame.placeAt(frame.project(one));
        expect(back.lon).toBeCloseTo(one.lon, 6);
        expect(back.lat).toBeCloseTo(one.lat, 6);
      }),
    );
  });

  it('holds all of its places within its margins', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 6 }), (places) => {
        const frame = frameAround(places, 800, { marginPx: 30, leastKm: 0.4, heightShare: 0.6 });
        expect(frame.heightPx).toBeLessThanOrEqual(800 * 0.6 + 1);
        for (const { x, y } of places.map(frame.project)) {
          expect(x).toBeGreaterThanOrEqual(29.999);
          expect(x).toBeLessThanOrEqual(770.001);
          expect(y).toBeGreaterThanOrEqual(29.999);
          expect(y).toBeLessThanOrEqual(frame.heightPx - 29.499);
        }
      }),
    );
  });

  it('draws metres alike in both directions, and never fewer than was asked', () => {
    const frame = frameAround([{ lon: 6, lat: 52 }], 500, { marginPx: 50, leastKm: 0.4 });
    const [from, north, east] = [
      { lon: 6, lat: 52 },
      { lon: 6, lat: 52 + 0.1 / 111.32 },
      { lon: 6 + 0.1 / (111.32 * Math.cos((52 * Math.PI) / 180)), lat: 52 },
    ].map(frame.project);

    expect(frame.pxPerKm).toBeCloseTo(1000, 6);
    expect((from?.y ?? 0) - (north?.y ?? 0)).toBeCloseTo(100, 6);
    expect((east?.x ?? 0) - (from?.x ?? 0)).toBeCloseTo(100, 6);
  });
});
