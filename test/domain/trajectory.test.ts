// The way to 2030.
import { describe, expect, it } from 'vitest';
import { targetKg, trajectoryOf } from '../../src/domain/trajectory.ts';

const goal = { year: 2030, reduction: 0.5 };
const base = { year: 2025, kg: 1000 };

describe('the target', () => {
  it('goes down evenly from the base year to the goal', () => {
    expect([2024, 2025, 2026, 2028, 2030, 2035].map((year) => targetKg(base, goal, year))).toEqual([1000, 1000, 900, 700, 500, 500]);
  });
});

describe('the trajectory', () => {
  it('asks for more each year when a year was missed', () => {
    const made = trajectoryOf(
      [
        { year: 2025, kg: 1000 },
        { year: 2026, kg: 980 },
      ],
      base,
      { goal, share: 0.05 },
    );

    expect(made?.gapKg).toBe(80);
    expect(made?.requiredKgPerYear).toBe(120);
    // 980 x (1 - r)^4 = 500
    expect(980 * (1 - (made?.requiredYearlyRate ?? 0)) ** 4).toBeCloseTo(500, 9);
    expect(made?.years.map((one) => one.actualKg)).toEqual([1000, 980, null, null, null, null]);
  });

  it('has a band around the trend that widens, and none in years that were measured', () => {
    const measured = [2022, 2023, 2024, 2025].map((year, index) => ({ year, kg: 1000 - 50 * index }));
    const made = trajectoryOf(measured, { year: 2022, kg: 1000 }, { goal, share: 0.05 });
    const bands = made?.years.flatMap((one) => (one.forecast === null ? [] : [one.forecast])) ?? [];

    expect(bands).toHaveLength(5);
    expect(bands.at(-1)?.kg).toBeCloseTo(600, 9);
    for (const band of bands) expect(band.lowKg).toBeLessThan(band.kg);
    expect((bands.at(-1)?.highKg ?? 0) - (bands.at(-1)?.lowKg ?? 0)).toBeGreaterThan((bands[0]?.highKg ?? 0) - (bands[0]?.lowKg ?? 0));
  });

  it('knows no trend of one year, no rate to nothing at all, and no way after the goal', () => {
    const made = trajectoryOf([], base, { goal: { year: 2030, reduction: 1 }, share: 0.05 });

    expect(made?.years.every((one) => one.forecast === null)).toBe(true);
    expect(made).toMatchObject({ gapKg: null, requiredYearlyRate: null, requiredKgPerYear: 200 });
    expect(trajectoryOf([], { year: 2030, kg: 1 }, { goal, share: 0.05 })).toBeNull();
  });
});
