// The load-duration curve: sorted from the highest, measured quarters only.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationPlace, loadDuration, rankOfShare } from '../../../src/domain/capacity/load-duration.ts';
import { measured } from './loads.ts';

describe('a load-duration curve', () => {
  it('of 1 to 1000 kW is read from the top', () => {
    const kw = Float64Array.from({ length: 1000 }, (_, at) => ((at * 7) % 1000) + 1);
    const curve = loadDuration(kw, measured(1000));

    expect(curve.ranks).toEqual([
      { rank: 1, kw: 1000 },
      { rank: 10, kw: 991 },
      { rank: 35, kw: 966 },
      { rank: 100, kw: 901 },
    ]);
    expect(curve.points[0]).toEqual({ share: 0, kw: 1000 });
    expect(curve.points.find((one) => one.share === 0.5)?.kw).toBe(501);
    expect(curve.points.at(-1)).toEqual({ share: 1, kw: 1 });
    expect(curve.p999Kw).toBe(1000);
    // 500,500 / 4 kWh at a peak of 1000 kW.
    expect(curve.fullLoadHours).toBeCloseTo(125.125, 9);
  });

  it('leaves out what is not measured, and is empty of nothing', () => {
    expect(loadDuration(Float64Array.from([5, 900, Number.NaN]), Uint8Array.from([1, 0, 1]))).toMatchObject({ quarters: 1, ranks: [{ rank: 1, kw: 5 }] });
    expect(loadDuration(new Float64Array(0), new Uint8Array(0))).toEqual({ points: [], ranks: [], quarters: 0, fullLoadHours: null, p999Kw: null });
  });

  it('never rises and does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 5000 }), { minLength: 1, maxLength: 300 }), (kw) => {
        const curve = loadDuration(Float64Array.from(kw), measured(kw.length));
        const values = curve.points.map((one) => one.kw);

        expect(values).toEqual([...values].sort((a, b) => b - a));
        expect(loadDuration(Float64Array.from(kw.toReversed()), measured(kw.length))).toEqual(curve);
        expect(curve.points[0]?.kw).toBe(Math.max(...kw));
      }),
    );
  });
});

describe('a height of the curve', () => {
  const kw = Float64Array.from([5, 9, 7, 7, 900, Number.NaN, 1]);
  const sure = Uint8Array.from([1, 1, 1, 1, 0, 1, 1]);

  it('names the quarters that are as high, and how many are higher', () => {
    expect(durationPlace(kw, sure, () => 3)).toEqual({ rank: 3, of: 5, kw: 7, above: 1, at: [2, 3] });
    expect(durationPlace(kw, sure, (n) => rankOfShare(1, n))).toMatchObject({ rank: 5, kw: 1, above: 4, at: [6] });
  });

  it('is none where there are not so many quarters', () => {
    expect(durationPlace(kw, sure, () => 6)).toMatchObject({ of: 5, kw: Number.NaN, at: [] });
  });
});
