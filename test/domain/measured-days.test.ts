// How much of a day a meter measured.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { QUARTER_STATES, countMeasured } from '../../src/domain/measured-days.ts';

it('counts quarters by what is known of them', () => {
  expect(countMeasured([['measured', 'estimated', 'missing', 'measured']], { from: 0, to: 4 })).toEqual({ measured: 2, estimated: 1, missing: 1 });
});

it('the register that knows most speaks for the meter', () => {
  const registers = [
    ['missing', 'measured', 'missing'],
    ['estimated', 'missing', 'missing'],
  ] as const;

  expect(countMeasured(registers, { from: 0, to: 3 })).toEqual({ measured: 1, estimated: 1, missing: 1 });
});

it('a meter that told nothing at all misses every quarter, and none before it hung there', () => {
  expect(countMeasured([], { from: 0, to: 96 })).toEqual({ measured: 0, estimated: 0, missing: 96 });
  expect(countMeasured([], { from: 10, to: 4 })).toEqual({ measured: 0, estimated: 0, missing: 0 });
});

it('every quarter is counted once, whatever the registers say', () => {
  const states = fc.array(fc.constantFrom(...QUARTER_STATES), { minLength: 96, maxLength: 96 });
  fc.assert(
    fc.property(fc.array(states, { maxLength: 4 }), fc.nat(96), fc.nat(96), (registers, from, to) => {
      const { measured, estimated, missing } = countMeasured(registers, { from, to });
      expect(measured + estimated + missing).toBe(Math.max(0, to - from));
    }),
  );
});
