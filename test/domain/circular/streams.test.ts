// Times and amounts of streams.
import { expect, it } from 'vitest';
import { PROCESSING_CODES, isThere, overlapInTime, tonnesOf } from '../../../src/domain/circular/streams.ts';
import { epochMs } from '../../../src/domain/units.ts';
import { stream } from './streams.ts';

const at = (from: number, to: number | null) => stream({ id: 1, from: epochMs(from), to: to === null ? null : epochMs(to) });

it('adds up its months', () => {
  expect(tonnesOf(stream({ id: 1, monthly: 2.5 }))).toBe(30);
});

it('is there from its beginning up to its end', () => {
  expect([0, 1, 9, 10].map((moment) => isThere(at(1, 10), epochMs(moment)))).toEqual([false, true, true, false]);
  expect(isThere(at(1, null), epochMs(99))).toBe(true);
});

it('overlaps in time where both are there', () => {
  expect(overlapInTime(at(0, 5), at(5, null))).toBe(false);
  expect(overlapInTime(at(0, 6), at(5, 7))).toBe(true);
  expect(overlapInTime(at(8, null), at(0, null))).toBe(true);
});

it('knows the codes of both annexes', () => {
  expect(PROCESSING_CODES).toHaveLength(15 + 13);
  expect(PROCESSING_CODES).toContain('R13');
  expect(PROCESSING_CODES).not.toContain('R14');
});
