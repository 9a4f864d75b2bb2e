// The sun's height beside the suncalc library, and a clear sky by hand. suncalc adds refraction, which matters near the horizon only.
import { getPosition } from 'suncalc';
import { describe, expect, it } from 'vitest';
import { clearSkyKwPerKwp, cosZenith } from '../../../src/domain/capacity/clear-sky.ts';
import { epochMs } from '../../../src/domain/units.ts';
import { at } from './loads.ts';

const PLACE = { latDeg: 52.15, lonDeg: 6.1 };
const angle = (cos: number): number => (Math.asin(cos) * 180) / Math.PI;

describe('the sun', () => {
  it.each(['2026-01-01T11:00:00Z', '2026-03-20T08:00:00Z', '2026-06-21T11:36:00Z', '2026-06-21T06:30:00Z', '2026-09-30T15:00:00Z', '2026-12-21T11:33:00Z'])(
    'at %s stands where suncalc puts it, within 0.1 degree',
    (instant) => {
      const { altitude } = getPosition(new Date(instant), PLACE.latDeg, PLACE.lonDeg);

      expect(Math.abs(angle(cosZenith(at(instant), PLACE)) - altitude)).toBeLessThan(0.1);
    },
  );

  it('stands highest at midsummer noon: 90 - 52.15 + 23.44 degrees', () => {
    const noon = Array.from({ length: 96 }, (_, quarter) => angle(cosZenith(epochMs(at('2026-06-21T00:00:00Z') + quarter * 900_000), PLACE)));

    expect(Math.max(...noon)).toBeCloseTo(61.29, 1);
  });
});

describe('panels under a clear sky', () => {
  it('make nothing at night and 0.74 kW per kWp at a sun of 61.3 degrees', () => {
    // 1098 x 0.8771 x exp(-0.057 / 0.8771) = 902.4 W/m2; x 0.86 = 0.776 kW.
    expect(clearSkyKwPerKwp(at('2026-06-21T23:00:00Z'), PLACE)).toBe(0);
    expect(clearSkyKwPerKwp(at('2026-06-21T11:36:00Z'), PLACE)).toBeCloseTo(0.776, 2);
  });
});
