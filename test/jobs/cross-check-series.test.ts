// Sides of a check: what meters counted, where they hang, and what is not known.
import { expect, it } from 'vitest';
import { CheckSeries, isThere } from '../../src/jobs/cross-check-series.ts';
import { FIRST_QUARTER, QUARTERS } from '../domain/cross-checks/simulated-meters.ts';
import { columnsOf, job, meter, site } from './checked-meters.ts';

const flat = (kwh: number): Float64Array => new Float64Array(QUARTERS).fill(kwh);
const half = FIRST_QUARTER + QUARTERS / 2;
const [old, next, panels] = [meter(1, { toQuarter: half }), meter(2, { fromQuarter: half }), meter(3, { role: 'generation' })];
const series = new CheckSeries(job([site(1, [old, next, panels])], columnsOf({ 1: flat(5), 2: flat(7), 3: flat(-2) })));

it('a main meter that another follows counts until it goes', () => {
  const sum = series.of({ mains: [old, next], others: [] });

  expect([sum[0], sum[QUARTERS - 1]]).toEqual([5, 7]);
  expect([isThere(old, half - 1), isThere(old, half)]).toEqual([true, false]);
});

it('a meter that does not hang there yet is unknown, and so is the side it stands on', () => {
  expect(series.of({ mains: [old], others: [{ meter: next, weight: 1 }] })[0]).toBeNaN();
});

it('what panels give is used behind the main meter too', () => {
  expect(series.of({ mains: [old, next], others: [{ meter: panels, weight: -1 }] })[0]).toBe(7);
});

it('several sides are added up, and of no side there is nothing', () => {
  expect(
    series.together([
      { mains: [old, next], others: [] },
      { mains: [panels], others: [] },
    ])[0],
  ).toBe(3);
  expect(series.together([])[0]).toBe(0);
});
