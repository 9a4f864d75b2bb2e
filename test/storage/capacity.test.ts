// Times of validity that have a moment in common: half-open, so what ends when the other begins does not meet it.
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { overlap } from '../../src/storage/capacity.ts';

const valid = (from: number, to: number | null) => ({ from: epochMs(from), to: to === null ? null : epochMs(to) });

it.each([
  { a: valid(0, 5), b: valid(5, 9), met: false },
  { a: valid(0, 6), b: valid(5, 9), met: true },
  { a: valid(0, null), b: valid(5, 9), met: true },
  { a: valid(9, null), b: valid(5, 9), met: false },
  { a: valid(3, null), b: valid(1, null), met: true },
])('$a and $b: $met', ({ a, b, met }) => {
  expect([overlap(a, b), overlap(b, a)]).toEqual([met, met]);
});
