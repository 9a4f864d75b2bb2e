// Medians and the text of a benchmark's table.
import { describe, expect, it } from 'vitest';
import { median, print } from '../../bench/table.ts';

describe('a median', () => {
  it('of five is the third', () => {
    expect(median([9, 1, 5, 7, 3])).toBe(5);
  });

  it('of an even number lies between the two in the middle', () => {
    expect(median([1, 10, 3, 2])).toBe(2.5);
  });

  it('of nothing is refused', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a table', () => {
  it('shows median, range, ratio and whether the goal is met', () => {
    const text = print({
      title: 'messages/s',
      ratioOf: 'x peer',
      digits: 0,
      rows: [
        { what: 'ours', values: [1000, 3000, 2000], ratio: 2, goal: { text: '>= 1,500/s', met: true } },
        { what: 'peer', values: [1000, 900, 1100], ratio: 1 },
      ],
    });

    expect(text.split('\n')).toEqual([
      'messages/s  median      min - max  x peer  goal',
      '----------  ------  -------------  ------  ---------------',
      'ours         2,000  1,000 - 3,000    2.00  >= 1,500/s  met',
      'peer         1,000    900 - 1,100    1.00',
    ]);
  });

  it('says so when a goal is missed', () => {
    expect(print({ title: 'p99', digits: 2, rows: [{ what: 'ours', values: [12.5], goal: { text: '<= 10 ms', met: false } }] })).toContain('<= 10 ms  MISSED');
  });
});
