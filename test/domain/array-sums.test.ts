// Arrays that are added four at a time come out as those that are added one by one.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addArrays, sumOf } from '../../src/domain/array-sums.ts';

it('adds any number of arrays to what is there', () => {
  const amounts = fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(amounts, fc.array(amounts, { maxLength: 11 }), (before, all) => {
      const sum = Float64Array.from(before);
      addArrays(
        sum,
        all.map((one) => Float64Array.from(one)),
      );

      expect([...sum]).toEqual(before.map((one, t) => all.reduce((total, other) => total + (other[t] ?? 0), one)));
    }),
  );
});

it('adds up all quarters', () => {
  expect(sumOf(Float64Array.from([1, -2, 4]))).toBe(3);
  expect(sumOf(new Float64Array(0))).toBe(0);
});
