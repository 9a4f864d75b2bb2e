// The period of a cross-check: a fortnight without one, whole quarters, nothing ahead, not too long.
import { expect, it } from 'vitest';
import { CHECK_DAYS_MAX, checkedPeriod } from '../../src/api/cross-check-query.ts';
import { at } from './given.ts';

const now = at('2026-11-26T10:07:00Z');

it('is the last fortnight up to the last whole quarter', () => {
  expect(checkedPeriod({}, now)).toEqual({ from: at('2026-11-11T23:00:00Z'), to: at('2026-11-26T10:00:00Z') });
});

it('ends where something was measured, whatever is asked for', () => {
  expect(checkedPeriod({ from: '2026-11-20', to: '2026-12-01' }, now)).toEqual({ from: at('2026-11-19T23:00:00Z'), to: at('2026-11-26T10:00:00Z') });
});

it(`is at most ${CHECK_DAYS_MAX} days, and lies in the past`, () => {
  expect(() => checkedPeriod({ from: '2026-09-01', to: '2026-11-20' }, now)).toThrow('62 days');
  expect(() => checkedPeriod({ from: '2026-12-01', to: '2026-12-05' }, now)).toThrow('lies ahead');
  expect(() => checkedPeriod({ from: '2026-11-20', to: '2026-11-19' }, now)).toThrow("'to' must lie after");
});
