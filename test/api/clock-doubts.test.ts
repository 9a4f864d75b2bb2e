// A clock that is off moves energy over midnight: one side gets what the other loses.
import { expect, it } from 'vitest';
import { clockStretch, clockStretches, clocksOff, eventsAround } from '../../src/api/clock-doubts.ts';
import { bandOf, doubtOver } from '../../src/domain/energy-uncertainty.ts';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';

const HOUR_MS = 3_600_000;
/** Midnight of Amsterdam in winter, and as a quarter. */
const midnightMs = epochMs(Date.UTC(2026, 2, 4, 23));
const midnight = midnightMs / 900_000;
const ahead = { register: 1, kind: 'clock-ahead', at: midnightMs, to: 100 } as const;
const meterOf = new Map([[1, 7]]);

it('finds the midnights of Amsterdam at which a clock was off, summer and winter, and nothing that was told of a day', () => {
  const events = [
    { ...ahead, kind: 'clock-behind' as const, to: -90 },
    { ...ahead, kind: 'reset' as const },
    { ...ahead, register: 2 },
    { ...ahead, at: epochMs(Date.UTC(2026, 6, 4, 22)) },
    // By day it moves nothing over a midnight.
    { ...ahead, at: epochMs(midnightMs + 2 * HOUR_MS) },
  ];

  expect(clocksOff(events, meterOf)).toEqual([
    { midnight, seconds: -90, meter: 7 },
    { midnight: Date.UTC(2026, 6, 4, 22) / 900_000, seconds: 100, meter: 7 },
  ]);
  expect(eventsAround({ from: midnightMs, to: midnightMs })).toEqual({ from: midnightMs - 24 * HOUR_MS, to: midnightMs + 24 * HOUR_MS });
});

it('leaves two days together certain, and knows which of them has what flowed while the clock was off', () => {
  // 9 kWh a quarter: 36 kW; 100 s of them are 1 kWh. A message of 2 s on its way is 0.02 kWh.
  const bandOfFirst = (seconds: number) => {
    const stretch = clockStretch(1, { midnight, seconds, meter: 7 }, [9, 9, 9, 9]);
    const together = doubtOver(stretch, midnight - 96, midnight + 96);
    expect([together.variance, together.missing]).toEqual([0, 0]);
    return bandOf(864, doubtOver(stretch, midnight - 96, midnight), 96);
  };
  const [fast, slow] = [bandOfFirst(100), bandOfFirst(-100)];

  // Ahead: the last kilowatt-hour of the day was booked on the next.
  expect((fast.low + fast.high) / 2).toBeCloseTo(865, 3);
  expect((slow.low + slow.high) / 2).toBeCloseTo(863, 3);
  expect((fast.high - fast.low) / 2).toBeLessThan(0.05);
});

it('knows less of a load that changes', () => {
  const widthOf = (around: [number, number, number, number]): number => {
    const stretch = clockStretch(1, { midnight, seconds: 100, meter: 7 }, around);
    return Math.sqrt(doubtOver(stretch, midnight - 96, midnight).variance);
  };

  expect(widthOf([9, 9, 3, 9])).toBeGreaterThan(10 * widthOf([9, 9, 9, 9]));
});

it('asks for the quarters around the midnights of the period alone', async () => {
  const asked: number[] = [];
  const over = { from: epochMs(midnightMs - 24 * HOUR_MS), to: midnightMs };
  const later = { ...ahead, at: epochMs(midnightMs + 48 * HOUR_MS) };
  const stretches = await clockStretches({ events: [ahead, later], meterOf, over }, ({ from, to }) => {
    asked.push(from, to);
    const columns = emptyColumns(4);
    for (let at = 0; at < 4; at++) [columns.registers[at], columns.quarters[at], columns.amounts[at]] = [1, from + at, 9];
    return Promise.resolve(columns);
  });

  expect(asked).toEqual([midnight - 2, midnight + 2]);
  expect(stretches.map(({ first, total, missing }) => [first, total, [...missing]])).toEqual([[midnight - 1, 18, [1, -1]]]);
});
