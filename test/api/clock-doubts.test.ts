// A clock that is off moves energy over midnight: one side gets what the other loses.
import { expect, it } from 'vitest';
import { clockStretch, clocksOff, eventsAround, midnightOf } from '../../src/api/clock-doubts.ts';
import { bandOf, doubtOver } from '../../src/domain/energy-uncertainty.ts';
import { epochMs } from '../../src/domain/units.ts';

const day = epochMs(Date.UTC(2026, 2, 4));

it('finds the midnight of Amsterdam in the day that the clock was told of', () => {
  expect(midnightOf(day) * 900_000).toBe(Date.UTC(2026, 2, 4, 23));
  expect(midnightOf(epochMs(Date.UTC(2026, 6, 4))) * 900_000).toBe(Date.UTC(2026, 6, 4, 22));
  const events = [
    { register: 1, kind: 'clock-behind' as const, at: day, to: -90 },
    { register: 1, kind: 'reset' as const, at: day, to: 0 },
    { register: 2, kind: 'clock-ahead' as const, at: day, to: 90 },
    // By day it moves nothing over a midnight.
    { register: 1, kind: 'clock-ahead' as const, at: epochMs(day + 25 * 3_600_000), to: 90 },
  ];
  expect(clocksOff(events, new Map([[1, 7]]))).toEqual([{ midnight: midnightOf(day), seconds: 90, meter: 7 }]);
  expect(eventsAround({ from: day, to: day })).toEqual({ from: day - 86_400_000, to: day + 86_400_000 });
});

it('finds the midnight in the middle of the hours that are told of by themselves, summer and winter', () => {
  for (const evening of [Date.UTC(2026, 2, 4, 21), Date.UTC(2026, 6, 4, 21)]) {
    const [off] = clocksOff([{ register: 1, kind: 'clock-ahead', at: epochMs(evening), to: 90 }], new Map([[1, 7]]));
    const hoursLater = ((off?.midnight ?? 0) * 900_000 - evening) / 3_600_000;
    expect(hoursLater).toBeGreaterThanOrEqual(1);
    expect(hoursLater).toBeLessThanOrEqual(2);
  }
});

it('leaves two days together certain, and each of them unsure by 1.4 times what flows while the clock is off', () => {
  const midnight = midnightOf(day);
  // 9 kWh a quarter: 36 kW; 100 s of them are 1 kWh.
  const stretch = clockStretch(1, { midnight, seconds: 100, meter: 7 }, [9, 9]);

  expect(doubtOver(stretch, midnight - 96, midnight + 96).variance).toBe(0);
  const { low, high } = bandOf(864, doubtOver(stretch, midnight - 96, midnight), 96);
  expect((high - low) / 2).toBeCloseTo(1.41, 1);
});
