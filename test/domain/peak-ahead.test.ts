// A forecast of a day against its limit.
import { expect, it } from 'vitest';
import { peakAhead } from '../../src/domain/peak-ahead.ts';

const day = (p50: readonly number[], p90: readonly number[], limit: readonly number[], better = true): Parameters<typeof peakAhead>[0] => ({
  p50Kw: Float64Array.from(p50),
  p90Kw: Float64Array.from(p90),
  limitKw: Float64Array.from(limit),
  better,
});

it('raises where P90 reaches the limit, in the quarter that passes it most', () => {
  expect(peakAhead(day([80, 90], [101, 130], [100, 120]))).toEqual({ value: 130, limit: 120, unit: 'kW', state: 'raise' });
  // A high quarter under a high limit says less than a low one above a low limit.
  expect(peakAhead(day([80, 190], [60, 195], [50, 200]))).toMatchObject({ value: 60, limit: 50, state: 'raise' });
});

it('holds between 95 and 100 % of it, and is over below that', () => {
  expect(peakAhead(day([80], [97], [100]))?.state).toBe('hold');
  expect(peakAhead(day([80], [95], [100]))?.state).toBe('clear');
});

it('counts P50 where the forecast is no better than a plain one', () => {
  expect(peakAhead(day([80], [130], [100], false))).toMatchObject({ value: 80, state: 'clear' });
  expect(peakAhead(day([105], [130], [100], false))).toMatchObject({ value: 105, state: 'raise' });
});

it('says nothing without a limit or a quarter, and of a limit of 0 that any use passes it', () => {
  expect(peakAhead(day([80], [90], [Number.NaN]))).toBeNull();
  expect(peakAhead(day([], [], []))).toBeNull();
  expect(peakAhead(day([1], [2], [0]))?.state).toBe('raise');
  expect(peakAhead(day([-3], [-2], [0]))?.state).toBe('clear');
});
