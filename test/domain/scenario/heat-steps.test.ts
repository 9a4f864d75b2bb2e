// Gas that heat takes the place of: never more than was drawn, hour by hour, and a heat pump by Lorenz.
import { describe, expect, it } from 'vitest';
import { gasForHours, heatPerM3, outsideCop, shareWithHours, withoutGas } from '../../../src/domain/scenario/heat-steps.ts';
import { MONDAY, connectionOf, kwhOf, values } from './years.ts';

it('a m3 of gas gives 8.79 x 0.9 kWh of heat', () => {
  expect(heatPerM3(values)).toBeCloseTo(7.9125, 4);
});

describe('taking gas away', () => {
  it('takes no more than was drawn, and nothing where nothing was measured', () => {
    const { connection, takenM3 } = withoutGas(connectionOf(1, { import: [4, 1, Number.NaN] }), 3, () => 2);

    expect(kwhOf(connection, 'import')).toEqual([2, 0, 0]);
    expect([...takenM3]).toEqual([2, 1, 0]);
  });

  it('of an hour of heat falls to its quarters by what was drawn', () => {
    const link = { firstHour: MONDAY / 4, heatKwh: Float64Array.from([10, 1000]) };
    const wanted = gasForHours(link, Float64Array.from([1, 3, 0, 0, 1, 1, 1, 1]), { firstQuarter: MONDAY, perM3: 10 });

    // 10 kWh are 1 m3, over 1 and 3; the next hour wants more than there is.
    expect([...wanted]).toEqual([0.25, 0.75, 0, 0, 1, 1, 1, 1]);
  });

  it('finds its hour where a year begins within one', () => {
    const link = { firstHour: MONDAY / 4, heatKwh: Float64Array.from([20, 40]) };

    expect([...gasForHours(link, Float64Array.from([4, 4, 4]), { firstQuarter: MONDAY + 2, perM3: 10 })]).toEqual([1, 1, 4]);
  });
});

describe('a heat pump on the air outside', () => {
  const weather = { firstQuarter: MONDAY, temperatureC: Float64Array.from([10, -5, Number.NaN]), sunWm2: new Float64Array(3), windMs: new Float64Array(3) };
  const cop = outsideCop({ firstQuarter: MONDAY, quarters: 3, weather, values, supplyC: 60 });

  it('is 0.45 of Lorenz between 50 to 60 and 10 to 5 degrees', () => {
    const mean = (a: number, b: number): number => (a - b) / Math.log((a + 273.15) / (b + 273.15));
    const [hot, cold] = [mean(60, 50), mean(10, 5)];

    expect(cop[0]).toBeCloseTo((0.45 * hot) / (hot - cold), 9);
  });

  it('is worse in the cold, and by the yearly mean where nobody told the weather', () => {
    const [mild = 0, cold = 0, unknown = 0] = cop;

    expect(cold).toBeLessThan(mild);
    expect(unknown).toBeGreaterThan(cold);
    expect(outsideCop({ firstQuarter: MONDAY, quarters: 1, weather: null, values, supplyC: 60 })[0]).toBe(unknown);
  });
});

it.each([
  [0, 1],
  [4, 0.5],
  [8, 0],
  [-4, 1],
  [-8_760 * 4 + 2, 0.25],
])('hours that begin %i quarters after a stretch of eight cover %f of it', (later, share) => {
  expect(shareWithHours({ firstHour: (MONDAY + later) / 4, heatKwh: new Float64Array(8760) }, { firstQuarter: MONDAY, quarters: 8 })).toBe(share);
});
