import { describe, expect, it } from 'vitest';
import { addSums, coverageOf, generationOf, peakOf, qualityOf, ratio, sumStep } from '../../src/domain/balance-steps.ts';
import { balanceOf, connection, register } from './balance-cases.ts';

const twoCompanies = balanceOf(4, [
  connection(1, [register('import', [10, 0, 4, 7], 'MMIE'), register('export', [0, 5, 0, 0], 'MMMM'), register('sun', [1, 9, 2, 0], 'MMMM')]),
  connection(2, [register('import', [2, 6, null, 3], 'MMMS')]),
]);

describe('a step', () => {
  it('sums its quarters', () => {
    const sums = sumStep(twoCompanies, 0, 2);

    expect(sums).toMatchObject({ import: 18, export: 5, quarters: 2, expected: 4, present: 4, quartersPresent: 2, quartersEstimated: 0 });
    expect(generationOf(sums)).toBe(10);
  });

  it('of steps is the sum of the whole, however it is cut', () => {
    const whole = sumStep(twoCompanies, 0, 4);

    expect(addSums([sumStep(twoCompanies, 0, 1), sumStep(twoCompanies, 1, 3), sumStep(twoCompanies, 3, 4)])).toEqual(whole);
  });

  it('of none is nothing', () => {
    const none = addSums([]);

    expect(none).toMatchObject({ import: 0, expected: 0, quarters: 0 });
    expect(coverageOf(none)).toBe(0);
    expect(qualityOf(none)).toEqual({});
  });
});

describe('coverage', () => {
  it('is the share of connections and quarters with a value: 7 of 8', () => {
    expect(coverageOf(sumStep(twoCompanies, 0, 4))).toBe(7 / 8);
  });
});

describe('quality', () => {
  it('weighs flags by energy and what is missing by connections and quarters; the shares add up to 1', () => {
    // Energy by flag: M 10+0+0+5+0+0+1+9+2+0 + 2+6 = 35, I 4, E 7, S 3; 49 in all, covering 7/8.
    const quality = qualityOf(sumStep(twoCompanies, 0, 4));

    expect(quality).toEqual({ M: 0.625, I: 0.071429, E: 0.125, S: 0.053571, X: 0.125 });
  });

  it('of a quarter in which nothing flowed, measured, is measured', () => {
    const still = balanceOf(1, [connection(1, [register('import', [0])])]);

    expect(qualityOf(sumStep(still, 0, 1))).toEqual({ M: 1 });
  });

  it('of a park that says nothing is missing', () => {
    const silent = balanceOf(1, [connection(1, [register('import', [null])])]);

    expect(qualityOf(sumStep(silent, 0, 1))).toEqual({ X: 1 });
  });
});

describe('the peak', () => {
  it('is four times the largest quarter taken from the grid: 18 kWh is 72 kW', () => {
    const balance = balanceOf(3, [connection(1, [register('import', [10, 12, 3])]), connection(2, [register('import', [2, 6, 3])])]);

    expect(peakOf(balance)).toEqual({ kw: 72, index: 1 });
  });

  it('is after exchange: what a neighbour gives is not taken from the grid', () => {
    const balance = balanceOf(2, [connection(1, [register('import', [20, 12])]), connection(2, [register('import', [0, 0]), register('export', [15, 0])])]);

    expect(peakOf(balance)).toEqual({ kw: 48, index: 1 });
  });

  it.each(['E', 'S'])('is never made by a quarter with flag %s', (flag) => {
    const balance = balanceOf(2, [connection(1, [register('import', [99, 5], `${flag}M`)])]);

    expect(peakOf(balance)).toEqual({ kw: 20, index: 1 });
  });

  it('is never made by a quarter in which a connection is missing', () => {
    const balance = balanceOf(2, [connection(1, [register('import', [99, 5])]), connection(2, [register('import', [null, 1])])]);

    expect(peakOf(balance)).toEqual({ kw: 24, index: 1 });
  });

  it('is not kept from being known by a connection that has no meter', () => {
    const balance = balanceOf(1, [connection(1, [register('import', [5])]), connection(2, [])]);

    expect(peakOf(balance)).toEqual({ kw: 20, index: 0 });
  });

  it('may be interpolated within an hour', () => {
    expect(peakOf(balanceOf(1, [connection(1, [register('import', [5], 'I')])]))).toEqual({ kw: 20, index: 0 });
  });

  it('is not known when no quarter is measured throughout, or nothing is connected', () => {
    expect(peakOf(balanceOf(1, [connection(1, [register('import', [5], 'E')])]))).toBeNull();
    expect(peakOf(balanceOf(1, []))).toBeNull();
  });
});

describe('a ratio', () => {
  it('is null of nothing, and never above 1 by rounding', () => {
    expect(ratio(1, 0)).toBeNull();
    expect(ratio(0.1 + 0.2, 0.3)).toBe(1);
    expect(ratio(1, 4)).toBe(0.25);
  });
});
