// The wall clock of Amsterdam, also on the days on which it jumps.
import { describe, expect, it } from 'vitest';
import { clockOf, instantOf } from '../../src/web/wall-clock.ts';

describe('a time on the wall clock', () => {
  it.each([
    ['2026-11-23', '14:05', '2026-11-23T13:05:00.000Z'],
    ['2026-07-01', '00:00', '2026-06-30T22:00:00.000Z'],
    // The clock goes on at 02:00 and back at 03:00; of the doubled hour the earlier is meant.
    ['2026-03-29', '01:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29', '03:00', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29', '23:30', '2026-03-29T21:30:00.000Z'],
    ['2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '03:00', '2026-10-25T02:00:00.000Z'],
    ['2026-10-25', '23:45', '2026-10-25T22:45:00.000Z'],
  ])('%s %s is %s', (day, clock, at) => {
    expect(instantOf(day, clock)).toBe(at);
    expect(clockOf(Date.parse(at))).toBe(clock);
  });

  it('is read as people write it', () => {
    expect([instantOf('2026-11-23', ' 9:05 '), instantOf('2026-11-23', '9.05')]).toEqual(['2026-11-23T08:05:00.000Z', '2026-11-23T08:05:00.000Z']);
  });

  it.each([
    ['2026-03-29', '02:30'],
    ['2026-02-30', '12:00'],
    ['2026-11-23', '24:00'],
    ['', '12:00'],
    ['2026-11-23', ''],
  ])('that does not exist (%s %s) is no instant', (day, clock) => {
    expect(instantOf(day, clock)).toBeNull();
  });
});
