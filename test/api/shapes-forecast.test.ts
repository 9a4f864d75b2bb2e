// Shapes of the forecast answers: what must be there, and what may be unknown.
import { describe, expect, it } from 'vitest';
import { Forecast, ForecastBacktest } from '../../src/api/shapes-forecast.ts';

const none = { skill: null, skillError: null, reference: null, verdict: 'too-few', coverage: 0, quality: {}, asOf: '2026-11-26T00:00:00Z', simulated: false };

describe('forecast answers', () => {
  it('may hold no forecast, and then say why', () => {
    const answer = {
      ...none,
      direction: 'import',
      from: '2026-11-26T00:00:00Z',
      to: '2026-11-28T00:00:00Z',
      steps: [],
      noForecast: 'too-little-history',
      peak: null,
      headroom: null,
      limitKind: null,
      method: 'week-level',
      learnedFrom: null,
      learnedTo: null,
      weather: null,
      bandCoverage: null,
      connections: 0,
      connectionsSilent: 0,
    };

    expect(Forecast.safeParse(answer).success).toBe(true);
    expect(Forecast.safeParse({ ...answer, verdict: 'great' }).success).toBe(false);
  });

  it('may judge nothing', () => {
    const answer = { ...none, direction: 'export', from: null, to: null, forecasts: 0, items: [], totals: null, skillLastWeek: null, skillAnyQuarter: null, weather: null };

    expect(ForecastBacktest.safeParse(answer).success).toBe(true);
    expect(ForecastBacktest.safeParse({ ...answer, forecasts: 1.5 }).success).toBe(false);
  });
});
