// When a forecast may be called better: by hand-made losses.
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/domain/forecast/skill.ts';

const times = (count: number, of: (index: number) => { loss: number; lastWeek: number; anyQuarter: number }) => Array.from({ length: count }, (_, index) => of(index));

describe('skill', () => {
  it('is 1 - loss / loss of the better plain forecast', () => {
    const judged = judge(times(20, (index) => ({ loss: 60 + (index % 2), lastWeek: 100, anyQuarter: 200 })));

    expect(judged).toMatchObject({ reference: 'last-week', verdict: 'better' });
    expect(judged.skill).toBeCloseTo(1 - 60.5 / 100, 9);
    expect(judged.skillAnyQuarter).toBeCloseTo(1 - 60.5 / 200, 9);
  });

  it('is nothing on noise, where last week errs more than no forecast: beating it there is no merit', () => {
    const judged = judge(times(20, () => ({ loss: 71, lastWeek: 100, anyQuarter: 70 })));

    expect(judged).toMatchObject({ reference: 'any-quarter', verdict: 'no-better' });
    expect(judged.skill).toBeLessThan(0);
    expect(judged.skillLastWeek).toBeCloseTo(0.29, 9);
  });

  it('is not claimed when chance may have made it, nor from a handful of forecasts', () => {
    const unsteady = judge(times(12, (index) => ({ loss: index === 0 ? 10 : 100, lastWeek: 100, anyQuarter: 500 })));

    expect(unsteady.skill).toBeGreaterThan(0.05);
    expect(unsteady.verdict).toBe('no-better');
    expect(judge(times(7, () => ({ loss: 50, lastWeek: 100, anyQuarter: 500 }))).verdict).toBe('too-few');
  });

  it('of a load that never changes is 0: nobody errs', () => {
    expect(judge(times(20, () => ({ loss: 0, lastWeek: 0, anyQuarter: 0 })))).toMatchObject({ skill: 0, skillError: 0, verdict: 'no-better' });
  });
});
