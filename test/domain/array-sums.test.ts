// Arrays that are added four at a time come out as those that are added one by one.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BLOCK_QUARTERS, addArrays, areZeros, isAll, sumOf, zeros } from '../../src/domain/array-sums.ts';

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

it('adds whatever is longer than a block', () => {
  const length = 2 * BLOCK_QUARTERS + 3;
  const all = Array.from({ length: 6 }, (_, id) => Float64Array.from({ length }, (__, t) => id * 1000 + t));
  const sum = new Float64Array(length);
  addArrays(sum, all);

  expect(sum).toEqual(Float64Array.from({ length }, (_, t) => 15_000 + 6 * t));
});

it('tells whether all bytes are one, wherever they lie', () => {
  for (let length = 0; length < 72; length++)
    for (const from of [0, 1, 3]) {
      const bytes = new Uint8Array(80).fill(200).subarray(from, from + length);

      expect(isAll(bytes, 200)).toBe(true);

      for (let at = 0; at < length; at++) {
        const other = bytes.slice();
        other[at] = 199;

        expect(isAll(other, 200)).toBe(false);
      }
    }
});

it('shares zeros of any length, and knows them', () => {
  const few = zeros(3);
  const more = zeros(5);

  expect(few).toEqual(new Float64Array(3));
  expect(more).toEqual(new Float64Array(5));
  expect(zeros(4).buffer).toBe(more.buffer);
  expect([areZeros(zeros(4)), areZeros(more), areZeros(new Float64Array(5))]).toEqual([true, true, false]);
});

it('adds up all quarters', () => {
  expect(sumOf(Float64Array.from([1, -2, 4]))).toBe(3);
  expect(sumOf(new Float64Array(0))).toBe(0);
});
