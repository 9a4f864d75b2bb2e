// O11: limits of the EMF method, recomputed by hand; and a case in which the short form of the LFI is wrong.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ProductFlows, circularityOf } from '../../../src/domain/circular/circularity-index.ts';

const linear: ProductFlows = {
  massTonnes: 100,
  recycledInput: 0,
  reusedInput: 0,
  sustainedInput: 0,
  recycledAfter: 0,
  reusedAfter: 0,
  compostedAfter: 0,
  energyAfter: 0,
  recyclingEfficiency: 1,
  feedstockEfficiency: 1,
  utility: 1,
};

it('is 0.10 of what is all virgin and all dumped: V = W = M, LFI = 1', () => {
  expect(circularityOf(linear).mci).toBeCloseTo(0.1, 9);
});

it('is 0.46 with 30 % recycled input and half recycled after (a published page says 0.52, with another LFI)', () => {
  // V 70, W 50, LFI 120/200 = 0.6, MCI 1 - 0.54.
  expect(circularityOf({ ...linear, recycledInput: 0.3, recycledAfter: 0.5 })).toEqual({ virginTonnes: 70, wasteTonnes: 50, lfi: 0.6, mci: expect.closeTo(0.46, 9) });
});

it('is 1 of a closed loop without losses', () => {
  expect(circularityOf({ ...linear, recycledInput: 1, recycledAfter: 1 }).mci).toBeCloseTo(1, 9);
});

it('counts what recycling loses in the denominator as well', () => {
  // F_R 0.5, E_F 0.8: W_F = 100 x 0.5 x 0.2/0.8 = 12.5. C_R 0.4, E_C 0.75: W_C = 100 x 0.25 x 0.4 = 10.
  // V 50, W = 60 + 11.25 = 71.25; LFI = 121.25/(200 + 1.25) = 0.602484; the short form would say 0.60625.
  const found = circularityOf({ ...linear, recycledInput: 0.5, feedstockEfficiency: 0.8, recycledAfter: 0.4, recyclingEfficiency: 0.75 });

  expect(found.wasteTonnes).toBeCloseTo(71.25, 9);
  expect(found.lfi).toBeCloseTo(121.25 / 201.25, 12);
  expect(found.mci).toBeCloseTo(1 - (0.9 * 121.25) / 201.25, 12);
});

it('is better the longer it is used, and never below nought', () => {
  expect(circularityOf({ ...linear, utility: 2 }).mci).toBeCloseTo(0.55, 9);
  expect(circularityOf({ ...linear, utility: 0.5 }).mci).toBe(0);
});

it('does not change with the unit of the mass', () => {
  const part = fc.double({ min: 0, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(part, part, fc.double({ min: 0.1, max: 1, noNaN: true }), (recycledInput, recycledAfter, efficiency) => {
      const tonnes = { ...linear, recycledInput, recycledAfter, recyclingEfficiency: efficiency, feedstockEfficiency: efficiency };

      expect(circularityOf({ ...tonnes, massTonnes: 100_000 }).mci).toBeCloseTo(circularityOf(tonnes).mci, 9);
    }),
  );
});
