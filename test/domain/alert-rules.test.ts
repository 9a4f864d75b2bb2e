// Rules on measured quarter-hours, each with the sum by hand.
import { describe, expect, it } from 'vitest';
import { type MeasuredQuarters, coverageFalling, nightBaseLoad, reversedSign, weekendGas } from '../../src/domain/alert-rules.ts';

/** Monday 5 October 2026, midnight in Amsterdam (22:00 UTC the day before). */
const MONDAY = Date.UTC(2026, 9, 4, 22) / 900_000;

/** Days of 96 quarters, each quarter by day and local hour. */
function quarters(days: number, amount: (day: number, hour: number) => number): MeasuredQuarters {
  return { first: MONDAY, amounts: Float64Array.from({ length: days * 96 }, (_, index) => amount(Math.floor(index / 96), Math.floor((index % 96) / 4))) };
}

describe('the base load at night', () => {
  // 2.5 kWh a quarter are 10 kW; limits 13 kW (1.3 x) and 11.5 kW (1.15 x).
  it.each([
    [3.25, 13, 'raise'],
    [3, 12, 'hold'],
    [2.75, 11, 'clear'],
  ] as const)('of %s kWh a quarter after nights of 2.5 is %s kW: %s', (last, kw, state) => {
    const judged = nightBaseLoad(quarters(15, (day, hour) => (hour >= 1 && hour < 5 ? (day === 14 ? last : 2.5) : 50)));

    expect(judged).toEqual({ value: kw, limit: 13, unit: 'kW', state });
  });

  it('is not judged by less than seven nights, nor by a night that was not measured', () => {
    expect(nightBaseLoad(quarters(7, () => 2.5))).toBeNull();
    const gap = nightBaseLoad(quarters(15, (day, hour) => (day === 14 && hour < 12 ? Number.NaN : hour >= 1 && hour < 5 && day === 13 ? 5 : 2.5)));

    // The last measured night is the one before: 20 kW.
    expect(gap?.value).toBe(20);
  });

  it('of a small user has to grow by a kilowatt', () => {
    // 0.1 kW a night, then 0.8 kW: eight times as much, and nothing.
    expect(nightBaseLoad(quarters(15, (day) => (day === 14 ? 0.2 : 0.025)))?.state).toBe('hold');
    expect(nightBaseLoad(quarters(15, (day) => (day === 14 ? 0.1 : 0.025)))?.state).toBe('clear');
  });
});

describe('gas at the weekend', () => {
  // 1 m3 a quarter = 96 m3 on working days.
  it.each([
    [0.6, 60, 'raise'],
    [0.5, 50, 'hold'],
    [0.4, 40, 'clear'],
  ] as const)('of %s m3 a quarter against 1 on working days is %s %%: %s', (rest, share, state) => {
    const judged = weekendGas(quarters(7, (day) => (day >= 5 ? rest : 1)));

    expect(judged?.value).toBeCloseTo(share, 9);
    expect(judged?.state).toBe(state);
  });

  it('is nothing below 5 m3 a day, and not judged without a whole week', () => {
    expect(weekendGas(quarters(7, () => 0.05))?.state).toBe('clear');
    expect(weekendGas(quarters(5, () => 1))).toBeNull();
  });
});

describe('export at night', () => {
  const flows = (importKwh: number, exportKwh: number): Parameters<typeof reversedSign>[0] => ({ import: quarters(7, () => importKwh), export: quarters(7, () => exportKwh) });

  it.each([
    [0.1, 0.9, 90, 'raise'],
    [0.4, 0.6, 60, 'hold'],
    [0.9, 0.1, 10, 'clear'],
  ] as const)('of import %s and export %s is %s %%: %s', (taken, given, share, state) => {
    const judged = reversedSign(flows(taken, given));

    expect(judged?.value).toBeCloseTo(share, 9);
    expect(judged?.state).toBe(state);
  });

  it('is not judged where next to nothing flows', () => {
    expect(reversedSign(flows(0, 0.02))).toBeNull();
  });
});

describe('coverage', () => {
  it.each([
    [[0.9, 0.9, 0.9, 0.79], 11, 'raise'],
    [[0.9, 0.9, 0.9, 0.83], 7, 'hold'],
    [[0.9, 0.9, 0.9, 0.95], 0, 'clear'],
  ] as const)('of the days %s lost %s points: %s', (shares, lost, state) => {
    const judged = coverageFalling(shares);

    expect(judged?.value).toBeCloseTo(lost, 9);
    expect(judged?.state).toBe(state);
  });

  it('needs three days before it', () => {
    expect(coverageFalling([0.9, 0.1])).toBeNull();
  });
});
