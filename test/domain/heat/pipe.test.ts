// Oracles O8 (ISOPLUS catalogue), O9 (a worked pipe), O10 (U-values) and O22 (diversity).
import { describe, expect, it } from 'vitest';
import { choosePipe, diversity, flowKgPerS, frictionOf, lossOfPipe, outletC, pumpKw, pumpKwh, trenchLossKw } from '../../../src/domain/heat/pipe.ts';
import { parameters, values } from './given.ts';

const size = (dn: number): (typeof parameters.pipes)[number] => parameters.pipes.find((one) => one.dn === dn) ?? expect.fail(`no DN${dn}`);

describe('capacity at 100 Pa/m', () => {
  // ISOPLUS catalogue 4.1, 80 °C; kW at 30 K. DN100 is left out: its printed flow does not fit its printed power.
  it.each([
    [20, 0.35, 15.8],
    [25, 0.41, 29.3],
    [32, 0.5, 67],
    [40, 0.56, 99.2],
    [50, 0.65, 185],
    [65, 0.77, 364],
    [80, 0.85, 555],
    [125, 1.15, 1937],
    [150, 1.29, 3197],
  ])('DN%i: %f m/s, %f kW', (dn, velocityMs, kw) => {
    let [low, high] = [0, 20_000];
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (frictionOf({ innerMm: size(dn).innerMm, kgPerS: flowKgPerS(middle, 30), roughnessMm: 0.1 }).paPerM < 100) low = middle;
      else high = middle;
    }
    expect(Math.abs(low / kw - 1)).toBeLessThan(0.065);
    const { velocityMs: ours } = frictionOf({ innerMm: size(dn).innerMm, kgPerS: flowKgPerS(low, 30), roughnessMm: 0.1 });
    expect(Math.abs(ours / velocityMs - 1)).toBeLessThan(0.06);
  });
});

describe('500 kW at 70/40 °C over 400 m', () => {
  const kgPerS = flowKgPerS(500, 30);

  it('flows 3.987 kg/s, 182 Pa/m in DN65', () => {
    expect(kgPerS).toBeCloseTo(3.987, 3);
    expect(frictionOf({ innerMm: size(65).innerMm, kgPerS, roughnessMm: 0.1 }).paPerM / 182).toBeCloseTo(1, 1.7);
  });

  it('takes DN80: 76.7 Pa/m, 0.758 m/s', () => {
    const chosen = choosePipe(parameters.pipes, { kw: 500, rangeK: 30 }, values);

    expect(chosen.size.dn).toBe(80);
    expect(Math.abs(chosen.paPerM / 76.7 - 1)).toBeLessThan(0.01);
    expect(Math.abs(chosen.velocityMs / 0.758 - 1)).toBeLessThan(0.01);
  });

  it('loses 8.37 kW in DN65 and arrives with 69.666 °C', () => {
    const lossKw = trenchLossKw(size(65), { lengthM: 400, supplyC: 70, returnC: 40, groundC: 10 });

    expect(lossKw).toBeCloseTo(8.37, 2);
    expect((lossKw * 8760) / 1000).toBeCloseTo(73.3, 1);
    expect(outletC(size(65), { lengthM: 400, inletC: 70, groundC: 10, kgPerS })).toBeCloseTo(69.666, 2);
  });

  it('pumps by the cube of the flow', () => {
    const chosen = choosePipe(parameters.pipes, { kw: 500, rangeK: 30 }, values);
    // 14.59 m3/h x 76.7 Pa/m x 800 m x 1.3 / 0.65
    expect(pumpKw(chosen, 400, values)).toBeCloseTo(((3.987 / 984) * 76.7 * 800 * 1.3) / 0.65 / 1000, 2);
    expect(pumpKwh(2, 10)).toBe(20);
  });
});

describe('an insulated pipe', () => {
  it.each([
    [33.7, 90, 0.1564],
    [60.3, 125, 0.2013],
    [114.3, 200, 0.2543],
    [168.3, 250, 0.3369],
    [219.1, 315, 0.3686],
  ])('%f in %f mm loses %f W/(m·K)', (outerMm, casingMm, expected) => {
    expect(Math.abs(lossOfPipe({ outerMm, casingMm }, values) / expected - 1)).toBeLessThan(0.025);
  });
});

it('several consumers hardly ever peak at once', () => {
  expect([1, 2, 3, 4].map(diversity).map((one) => Number(one.toFixed(5)))).toEqual([1, 0.81, 0.74667, 0.715]);
});

it('a still pipe loses all its warmth, and rubs nothing', () => {
  expect(outletC(size(65), { lengthM: 400, inletC: 70, groundC: 10, kgPerS: 0 })).toBe(10);
  expect(frictionOf({ innerMm: 50, kgPerS: 0, roughnessMm: 0.1 })).toEqual({ paPerM: 0, velocityMs: 0 });
});
