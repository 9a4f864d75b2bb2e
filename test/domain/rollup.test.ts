// Sums over days and months, against sums by hand.
import { describe, expect, it } from 'vitest';
import { firstQuarterOf } from '../../src/domain/local-days.ts';
import { type SourcedQuarter, rollUp } from '../../src/domain/rollup.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const LONG = dayOf('2026-10-25');
const quarter = (over: Partial<SourcedQuarter>): SourcedQuarter => ({ register: 1, quarter: firstQuarterOf(LONG), amountMicro: 0, flag: 1, source: 0, ...over });

describe('sums over local days', () => {
  it('add the 100 quarters of the day on which the clock goes back', () => {
    const quarters = Array.from({ length: 101 }, (_, index) => quarter({ quarter: firstQuarterOf(LONG) + index, amountMicro: 250_001 }));

    // 100 x 250,001; the 101st is the next day's.
    expect(rollUp(quarters, 'P1D').map(({ day, present, amountMicro }) => ({ day, present, amountMicro }))).toEqual([
      { day: LONG, present: 100, amountMicro: 25_000_100 },
      { day: LONG + 1, present: 1, amountMicro: 250_001 },
    ]);
  });

  it('take corrected over settled over live, and of two settled values the last', () => {
    const at = firstQuarterOf(LONG);
    const quarters = [
      quarter({ quarter: at, amountMicro: 3, source: 2, flag: 0 }),
      quarter({ quarter: at, amountMicro: 1 }),
      quarter({ quarter: at, amountMicro: 2, source: 1 }),
      quarter({ quarter: at + 1, amountMicro: 10, source: 1 }),
      quarter({ quarter: at + 1, amountMicro: 20, source: 1, flag: 3 }),
    ];

    expect(rollUp(quarters, 'P1D')).toEqual([{ register: 1, day: LONG, present: 2, amountMicro: 23, byFlagMicro: [3, 0, 0, 20, 0, 0] }]);
  });
});

describe('sums over local months', () => {
  it('put the first quarter of 1 January, which is of the old year in UTC, into the new one', () => {
    const at = Date.parse('2026-12-31T23:00:00Z') / 900_000;

    expect(rollUp([quarter({ quarter: at - 1, amountMicro: 1 }), quarter({ quarter: at, amountMicro: 2 })], 'P1M').map(({ day, amountMicro }) => [day, amountMicro])).toEqual([
      [dayOf('2026-12-01'), 1],
      [dayOf('2027-01-01'), 2],
    ]);
  });
});
