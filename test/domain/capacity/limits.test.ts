// Limits as a calendar: rights that add up, blocks by the local clock, curtailment, caps.
import { describe, expect, it } from 'vitest';
import { type Limit, isInWindow, limitsOf } from '../../../src/domain/capacity/limits.ts';
import { at, quarterOf } from './loads.ts';

const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
const WORKDAYS = [1, 2, 3, 4, 5];
const limit = (over: Partial<Limit>): Limit => ({ direction: 'import', kind: 'firm', kw: 100, from: at('2026-01-01T00:00:00Z'), to: null, window: null, ...over });
const limitAt = (rows: readonly Limit[], instant: string, contractKw: number | null = null): number =>
  limitsOf(rows, { direction: 'import', firstQuarter: quarterOf(instant), quarters: 1, contractKw })[0] ?? -1;

describe('limits', () => {
  it('are the contract where nothing is written down, and unknown where there is none either', () => {
    expect(limitAt([], '2026-06-01T12:00:00Z', 250)).toBe(250);
    expect(limitAt([], '2026-06-01T12:00:00Z')).toBeNaN();
  });

  it('add up: firm rights replace the contract, variable ones come on top while they hold', () => {
    const rows = [limit({ kw: 100 }), limit({ kw: 50, from: at('2026-07-01T00:00:00Z') }), limit({ kind: 'variable', kw: 30, to: at('2026-06-01T12:15:00Z') })];

    expect(limitAt(rows, '2026-06-01T12:00:00Z', 999)).toBe(130);
    expect(limitAt(rows, '2026-06-01T12:15:00Z', 999)).toBe(100);
    expect(limitAt(rows, '2026-07-01T00:00:00Z', 999)).toBe(150);
  });

  it('keep the two directions apart', () => {
    expect(limitAt([limit({ direction: 'export', kw: 10 })], '2026-06-01T12:00:00Z', 250)).toBe(250);
  });

  it('follow the local clock in a time block, in summer and winter, also past midnight', () => {
    // 22:00 to 06:00 in Amsterdam: from 20:00Z in summer, from 21:00Z in winter.
    const night = { fromMinute: 22 * 60, toMinute: 6 * 60, weekdays: ALL_DAYS };
    const rows = [limit({ kw: 100 }), limit({ kind: 'block', kw: 400, window: night })];

    expect(limitAt(rows, '2026-07-01T19:45:00Z')).toBe(100);
    expect(limitAt(rows, '2026-07-01T20:00:00Z')).toBe(500);
    expect(limitAt(rows, '2026-12-01T20:45:00Z')).toBe(100);
    expect(limitAt(rows, '2026-12-01T21:00:00Z')).toBe(500);
    expect(limitAt(rows, '2026-07-02T03:45:00Z')).toBe(500);
    expect(limitAt(rows, '2026-07-02T04:00:00Z')).toBe(100);
  });

  it('count a night by the day on which it begins', () => {
    const night = { fromMinute: 22 * 60, toMinute: 6 * 60, weekdays: WORKDAYS };

    // Friday night reaches into Saturday; Sunday night is no night of a working day.
    expect(isInWindow(night, { minute: 60, weekday: 6 })).toBe(true);
    expect(isInWindow(night, { minute: 23 * 60, weekday: 7 })).toBe(false);
    expect(isInWindow(night, { minute: 60, weekday: 1 })).toBe(false);
  });

  it('are unknown before the first right, where there is no contract: what was not written down yet was not 0', () => {
    const rows = [limit({ kw: 100, from: at('2026-06-15T12:00:00Z'), to: at('2026-07-01T00:00:00Z') })];

    expect(limitAt(rows, '2026-06-15T11:45:00Z')).toBeNaN();
    expect(limitAt(rows, '2026-06-15T11:45:00Z', 250)).toBe(250);
    expect(limitAt(rows, '2026-06-15T12:00:00Z')).toBe(100);
    // What was agreed has ended, and nothing came in its place.
    expect(limitAt(rows, '2026-07-01T00:00:00Z')).toBe(0);
  });

  it('of a block without anything firm are 0 outside the block', () => {
    const rows = [limit({ kind: 'block', kw: 400, window: { fromMinute: 600, toMinute: 960, weekdays: ALL_DAYS } })];

    expect(limitAt(rows, '2026-12-01T08:00:00Z')).toBe(0);
    expect(limitAt(rows, '2026-12-01T10:00:00Z')).toBe(400);
  });

  it('take from the time-bound right only what is curtailed, and from all of it what is capped', () => {
    const [from, to] = [at('2026-12-01T16:00:00Z'), at('2026-12-01T20:00:00Z')];
    const rights = [limit({ kw: 100 }), limit({ kind: 'tdtr', kw: 300 })];

    expect(limitAt(rights, '2026-12-01T17:00:00Z')).toBe(400);
    expect(limitAt([...rights, limit({ kind: 'curtailment', kw: 0, from, to })], '2026-12-01T17:00:00Z')).toBe(100);
    expect(limitAt([...rights, limit({ kind: 'curtailment', kw: 120, from, to })], '2026-12-01T17:00:00Z')).toBe(220);
    expect(limitAt([...rights, limit({ kind: 'cap', kw: 60, from, to })], '2026-12-01T17:00:00Z')).toBe(60);
    expect(limitAt([...rights, limit({ kind: 'cap', kw: 60, from, to })], '2026-12-01T20:00:00Z')).toBe(400);
  });
});
