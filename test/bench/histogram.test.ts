// Percentiles of latencies against numbers that can be counted by hand.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../bench/histogram.ts';

const histogramOf = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  values.forEach((value) => histogram.add(value));
  return histogram;
};

describe('a histogram', () => {
  it('of 1 to 1,000 has its median at 500 and its p99 at 990, to 1.6 %', () => {
    const histogram = histogramOf(Array.from({ length: 1000 }, (_, index) => index + 1));

    expect(histogram.percentileUs(0.5)).toBeGreaterThanOrEqual(500);
    expect(histogram.percentileUs(0.5)).toBeLessThanOrEqual(508);
    expect(histogram.percentileUs(0.99)).toBeGreaterThanOrEqual(990);
    expect(histogram.percentileUs(0.99)).toBeLessThanOrEqual(1000);
  });

  it('shows one slow message among a hundred as maximum and not as median', () => {
    const histogram = histogramOf([...Array.from({ length: 99 }, () => 200), 50_000]);

    expect(histogram.percentileUs(0.5)).toBeLessThanOrEqual(204);
    expect(histogram.maxUs).toBe(50_000);
    expect(histogram.percentileUs(1)).toBe(50_000);
  });

  it('without values answers 0', () => {
    expect(new Histogram().percentileUs(0.99)).toBe(0);
  });

  it('never answers less than the true percentile, nor more than 1/64 above it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60_000_000 }), { minLength: 1, maxLength: 200 }), fc.constantFrom(0.5, 0.9, 0.99, 1), (values, share) => {
        const sorted = [...values].sort((a, b) => a - b);
        const truth = sorted[Math.ceil(share * values.length) - 1] ?? Number.NaN;
        const answer = histogramOf(values).percentileUs(share);
        return answer >= truth && answer <= truth * (1 + 1 / 64) + 1e-6;
      }),
    );
  });
});
