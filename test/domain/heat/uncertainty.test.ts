// A thousand draws: seeded, ordered, and as wide as what is known allows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidenceOf, drawsOf, triangular, uncertaintyOf } from '../../../src/domain/heat/uncertainty.ts';
import { parameters, values } from './given.ts';

const size = parameters.pipes[8] ?? expect.fail('no pipe');
const link = { size, lengthM: 640, surfaceFactor: 1.2, kw: 1500, heatPumpKw: 0, deliveredMwh: 6280, electricityKwh: 61_000 };
const of = (over: Partial<Parameters<typeof uncertaintyOf>[0]> = {}): ReturnType<typeof uncertaintyOf> =>
  uncertaintyOf({ link, heatPumpKwh: 0, values, parameters, provenance: 'measured', extrapolated: false, seed: 1, ...over });

describe('draws', () => {
  it('are the same for the same seed, and spread evenly', () => {
    const [a, b] = [drawsOf(5), drawsOf(5)];
    const drawn = Array.from({ length: 1000 }, a);

    expect(Array.from({ length: 1000 }, b)).toEqual(drawn);
    expect(drawn.reduce((sum, one) => sum + one, 0) / 1000).toBeCloseTo(0.5, 1);
  });

  it('of a triangle lie within it, with half of a symmetric one on either side', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (u) => {
        const drawn = triangular(u, { low: 2, value: 3, high: 6 });
        expect(drawn).toBeGreaterThanOrEqual(2);
        expect(drawn).toBeLessThanOrEqual(6);
      }),
    );
    expect(triangular(0.5, { low: 0, value: 1, high: 2 })).toBeCloseTo(1, 9);
    expect(triangular(0.3, { low: 5, value: 5, high: 5 })).toBe(5);
  });
});

describe('a link', () => {
  it('gives the same band each time, from low to high', () => {
    expect(of()).toEqual(of());
    const { npvEur, floorEurPerMwh } = of();
    expect(npvEur.p10).toBeLessThan(npvEur.p50);
    expect(npvEur.p50).toBeLessThan(npvEur.p90);
    expect(floorEurPerMwh.p10).toBeLessThan(floorEurPerMwh.p90);
  });

  it('is less sure the less was measured', () => {
    const width = ({ npvEur }: ReturnType<typeof of>): number => npvEur.p90 - npvEur.p10;

    expect(width(of({ provenance: 'declared' }))).toBeGreaterThan(width(of()));
    expect(width(of({ extrapolated: true }))).toBeGreaterThan(width(of()));
  });

  it('that pays in nearly all draws is A, in most B, in few C', () => {
    expect([confidenceOf(0.8), confidenceOf(0.79), confidenceOf(0.5), confidenceOf(0.49)]).toEqual(['A', 'B', 'B', 'C']);
    expect(of().confidence).toBe('A');
    expect(of({ link: { ...link, lengthM: 20_000 } })).toMatchObject({ confidence: 'C', positiveShare: 0 });
  });
});
