// What the last day of a meter, and a day of one, may look like.
import { expect, it } from 'vitest';
import { MeterDay, MeterLastDay } from '../../src/api/shapes-meter-days.ts';
import { FLOWS } from '../../src/domain/reading.ts';

const counts = { measured: 2, estimated: 1, missing: 93 };
const START = '2026-11-20T10:00:00Z';

it.each(FLOWS)('amounts of %s may hold quarters of which nothing is known', (flow) => {
  expect(MeterLastDay.safeParse({ meter: 1, start: START, unit: 'kWh', flows: [{ flow, amounts: [1.5, null] }], ...counts }).success).toBe(true);
});

it('a day counts whole quarters', () => {
  expect(MeterDay.safeParse({ start: START, end: START, ...counts }).success).toBe(true);
  expect(MeterDay.safeParse({ start: START, end: START, ...counts, missing: 0.5 }).success).toBe(false);
});
