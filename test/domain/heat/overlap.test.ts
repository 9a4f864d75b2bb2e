// The picture of a pair: hours, the fullest week from a local midnight, and days that add up to the hours.
import { expect, it } from 'vitest';
import { fullestWeek, overlapClock, overlapDays, overlapHours } from '../../../src/domain/heat/overlap.ts';

const HOUR_MS = 3_600_000;
const FIRST = Date.parse('2026-01-04T23:00:00Z') / HOUR_MS;
const weeks = 4 * 168;
const hours = overlapHours(
  {
    supplyKw: Float64Array.from({ length: weeks }, (_, hour) => (hour === 5 ? NaN : hour >= 200 && hour < 500 ? 90 : 10)),
    demandKw: new Float64Array(weeks).fill(50),
    supplyFactor: 1,
    demandFactor: 1,
  },
  FIRST,
);

it('is the least of both, and nothing where one is not known', () => {
  expect(hours[0]).toMatchObject({ source: 10, demand: 50, served: 10 });
  expect(hours[5]).toMatchObject({ source: null, demand: 50, served: null });
});

it('shows seven whole days in which most was served', () => {
  const week = fullestWeek(hours);

  expect(week.length).toBe(168);
  expect(new Date(week[0]?.at ?? 0).toISOString()).toBe('2026-01-13T23:00:00.000Z');
  expect(week.reduce((sum, one) => sum + (one.served ?? 0), 0)).toBe(168 * 50);
});

it('adds days up to their hours', () => {
  const days = overlapDays(hours);

  expect(days.length).toBe(28);
  expect(days.reduce((sum, one) => sum + (one.served ?? 0), 0)).toBeCloseTo(
    hours.reduce((sum, one) => sum + (one.served ?? 0), 0),
    6,
  );
});

it('tells by month and hour of the clock what meets, also when the clock changes', () => {
  // 1,000 kW from 8 to 20 h by the clock of Amsterdam, all through a year from 1 January 2026; 600 kW are always wanted.
  const first = Date.parse('2025-12-31T23:00:00Z') / HOUR_MS;
  const clock = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', hour: 'numeric', hourCycle: 'h23' });
  const byDay = (hour: number): number => {
    const at = Number(clock.format((first + hour) * HOUR_MS));
    return at >= 8 && at < 20 ? 1000 : 0;
  };
  const year = overlapHours(
    { supplyKw: Float64Array.from({ length: 8760 }, (_, hour) => byDay(hour)), demandKw: new Float64Array(8760).fill(600), supplyFactor: 1, demandFactor: 1 },
    first,
  );
  const cells = overlapClock(year);

  expect(cells).toHaveLength(12 * 24);
  for (const { month, hour, served, demand } of cells) expect([month, hour, served, demand]).toEqual([month, hour, hour >= 8 && hour < 20 ? 600 : 0, 600]);
});

it('leaves out hours of which nothing is known', () => {
  expect(overlapClock(overlapHours({ supplyKw: new Float64Array(24).fill(NaN), demandKw: new Float64Array(24), supplyFactor: 1, demandFactor: 1 }, FIRST))).toEqual([]);
});

it.each([
  ['2026-03-28T23:00:00Z', 92],
  ['2026-10-24T22:00:00Z', 100],
])('has %s as the start of a day of %i kWh at 4 kW: the clock changes on it', (start, kwh) => {
  const four = { supplyKw: new Float64Array(49).fill(4), demandKw: new Float64Array(49).fill(4), supplyFactor: 1, demandFactor: 1 };
  const [day] = overlapDays(overlapHours(four, Date.parse(start) / HOUR_MS));

  expect(day).toEqual({ at: Date.parse(start), source: kwh, demand: kwh, served: kwh });
});
