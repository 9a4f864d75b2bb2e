// What is usual: recovered from loads that were made of a week, of weather, and of days that were out of line.
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/domain/forecast/calendar.ts';
import { fitUsual, usualKw } from '../../../src/domain/forecast/fit.ts';
import { makeLattice, makeNoise } from '../../../src/simulate/noise.ts';

const QUARTERS = 8 * 672;
const FIRST = Date.parse('2026-01-05T00:00:00+01:00') / 900_000;
const calendar = calendarOf(FIRST, QUARTERS);
const [draw, smooth] = [makeLattice(3), makeNoise(5)];
const cold = Float64Array.from(calendar.week, (_, t) => 1 + 0.5 * smooth(t / 120) + 0.2 * smooth(t / 30));
const atWork = Float64Array.from(calendar.kind, (cell) => (cell >= 28 && cell < 68 ? 200 : 50));

describe('what is usual', () => {
  it('is the week and what the weather adds', () => {
    const kw = atWork.map((base, t) => base + 80 * (cold[t] ?? 0));
    const fit = fitUsual({ calendar, kw, drivers: [cold] }, 0, QUARTERS);
    const usual = usualKw(fit, calendar, [cold]);

    for (const coefficient of [fit.coefficients.working[0], fit.coefficients.other[0]]) expect(Math.abs((coefficient ?? 0) - 80)).toBeLessThan(4);
    for (const t of [100, 500, 3000]) expect(Math.abs((usual[t] ?? 0) - (kw[t] ?? 0))).toBeLessThan(4);
  });

  it('is not what three days of standstill were', () => {
    const kw = atWork.map((base, t) => base + 4 * (draw(t) - 0.5));
    const stopped = kw.map((value, t) => (t >= QUARTERS - 8 * 96 && t < QUARTERS - 5 * 96 ? 5 : value));
    const [plain, with_] = [kw, stopped].map((one) => fitUsual({ calendar, kw: one, drivers: [] }, 0, QUARTERS).profile);

    for (const cell of [40, 96 + 40, 2 * 96 + 40, 4 * 96 + 40]) expect(Math.abs((plain?.[cell] ?? 0) - (with_?.[cell] ?? 0))).toBeLessThan(3);
  });

  it('follows a load that is there to stay: nine tenths of it after three weeks', () => {
    const kw = atWork.map((base, t) => base + (t >= QUARTERS - 3 * 672 ? 100 : 0) + 4 * (draw(t) - 0.5));
    const { profile } = fitUsual({ calendar, kw, drivers: [] }, 0, QUARTERS);

    expect(profile[2 * 96 + 40]).toBeGreaterThan(290);
  });

  it('strays as far as the load does, by hour', () => {
    const kw = atWork.map((base, t) => base + ((calendar.kind[t] ?? 0) % 96 < 48 ? 2 : 20) * (draw(t) - 0.5));
    const { scaleKw } = fitUsual({ calendar, kw, drivers: [] }, 0, QUARTERS);

    expect((scaleKw[18] ?? 0) / (scaleKw[3] ?? 1)).toBeGreaterThan(6);
  });

  it('knows what it can of a load with gaps', () => {
    const kw = atWork.map((base, t) => (t % 7 === 0 ? Number.NaN : base));
    const { profile } = fitUsual({ calendar, kw, drivers: [] }, 0, QUARTERS);

    expect(profile[40]).toBeCloseTo(200, 6);
    expect(profile[2]).toBeCloseTo(50, 6);
  });
});
