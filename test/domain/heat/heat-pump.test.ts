// Oracles O6 and O7: oemof-thermal's own cases (recomputed), and the energy of a heat pump.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carnotCop, chillerEer, lifted, logMeanK, lorenzCop, solvedCop } from '../../../src/domain/heat/heat-pump.ts';

const FREE = { max: 100 };
const ICING = { belowC: 2, factor: 0.8 };

describe('a quality grade', () => {
  it.each([
    ['40/12 °C, 0.4', carnotCop({ hotC: 40, coldC: 12 }, { grade: 0.4, ...FREE }), 4.473571],
    ['40/1.3 °C with ice', carnotCop({ hotC: 40, coldC: 1.3 }, { grade: 0.5, ...FREE, icing: ICING }), 3.236693],
    ['40/2.3 °C without', carnotCop({ hotC: 40, coldC: 2.3 }, { grade: 0.5, ...FREE, icing: ICING }), 4.153183],
    ['chiller 35/17 °C', chillerEer({ hotC: 35, coldC: 17 }, { grade: 0.45, ...FREE }), 7.25375],
  ])('%s', (_, cop, expected) => expect(cop).toBeCloseTo(expected, 5));

  it('is capped where both sides are equally warm, and nothing where the cold side is warmer', () => {
    expect(carnotCop({ hotC: 40, coldC: 40 }, { grade: 0.4, max: 8 })).toBe(8);
    expect(carnotCop({ hotC: 40, coldC: 41 }, { grade: 0.4, max: 8 })).toBeNull();
    expect(chillerEer({ hotC: 10, coldC: 10 }, { grade: 0.4, max: 8 })).toBe(8);
  });
});

describe('Lorenz', () => {
  it('takes the mean of a sliding temperature, and its own where it does not slide', () => {
    expect(logMeanK(60, 60)).toBeCloseTo(333.15, 9);
    expect(logMeanK(70, 40)).toBeCloseTo((343.15 - 313.15) / Math.log(343.15 / 313.15), 9);
  });

  it('is Carnot where nothing slides', () => {
    expect(lorenzCop({ fromC: 60, toC: 60 }, { fromC: 20, toC: 20 }, { efficiency: 0.5, max: 100 })).toBeCloseTo((0.5 * 333.15) / 40, 9);
  });

  it('lies above Carnot between the outer temperatures, and never above its cap', () => {
    const temperature = fc.double({ min: 0, max: 90, noNaN: true });
    fc.assert(
      fc.property(temperature, temperature, temperature, temperature, (a, b, c, d) => {
        const [coldTo = 0, coldFrom = 0, hotFrom = 0, hotTo = 0] = [a, b, c, d].sort((x, y) => x - y);
        const cop = lorenzCop({ fromC: hotFrom, toC: hotTo }, { fromC: coldFrom, toC: coldTo }, { efficiency: 1, max: 50 });
        expect(cop === null || (cop <= 50 && cop >= Math.min(50, (hotTo + 273.15) / Math.max(1e-9, hotTo - coldTo)) - 1e-6)).toBe(true);
      }),
    );
  });
});

describe('its energy', () => {
  it('300 kW of source at COP 4 give 400 kW for 100 kW of electricity', () => {
    const { sinkKw, electricityKw } = lifted(300, 4);

    expect(sinkKw).toBeCloseTo(400, 9);
    expect(electricityKw).toBeCloseTo(100, 9);
  });

  it('cools the source by what is taken from it: a large source hardly, a small one to its end', () => {
    const hot = { fromC: 45, toC: 65, kw: 100 };
    const large = solvedCop(hot, { fromC: 40, lowestC: 20, flowKwPerK: 1000 }, { efficiency: 0.45, max: 8 });
    const small = solvedCop(hot, { fromC: 40, lowestC: 20, flowKwPerK: 3 }, { efficiency: 0.45, max: 8 });

    expect(large?.coldToC).toBeCloseTo(40 - (100 * (1 - 1 / (large?.cop ?? 1))) / 1000, 1);
    expect(small?.coldToC).toBe(20);
    expect(large?.cop ?? 0).toBeGreaterThan(small?.cop ?? 0);
  });
});
