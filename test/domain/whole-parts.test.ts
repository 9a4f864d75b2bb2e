// Shares told in whole millionths add up to their sum, whatever they are and however the run is cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeParts } from '../../src/domain/whole-parts.ts';

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

describe('whole parts', () => {
  it('of three thirds are not three times the same', () => {
    expect(wholeParts([1 / 3, 1 / 3, 1 / 3])).toEqual([0, 1, 0]);
  });

  it('add up to the rounded sum, each within one of what it is', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 40 }), (parts) => {
        const whole = wholeParts(parts);
        expect(sum(whole)).toBe(0 + Math.round(parts.reduce((total, one) => total + one, 0)));
        whole.forEach((one, index) => expect(Math.abs(one - (parts[index] ?? 0))).toBeLessThanOrEqual(1.000001));
      }),
    );
  });

  it('of a run that is cut in two are those of the run', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 }), fc.nat(), (parts, at) => {
        const cut = at % parts.length;
        const before = parts.slice(0, cut);
        let begin = 0;
        for (const one of before) begin += one;
        expect([...wholeParts(before), ...wholeParts(parts.slice(cut), { begin })]).toEqual(wholeParts(parts));
      }),
    );
  });

  it('give the last one what a known total leaves', () => {
    expect(wholeParts([0.4, 0.4], { total: 1 })).toEqual([0, 1]);
    expect(wholeParts([])).toEqual([]);
  });
});
