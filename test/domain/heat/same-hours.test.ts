// Heat of a place in the same hours: by hand, and that no hour is exchanged twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HourlyPort, heatSums } from '../../../src/domain/heat/same-hours.ts';

const port = (owner: string, role: HourlyPort['role'], ...kw: number[]): HourlyPort => ({ owner, role, kw: Float64Array.from(kw) });
const total = (by: ReadonlyMap<string, number>): number => [...by.values()].reduce((sum, one) => sum + one, 0);

describe('heat in the same hours', () => {
  it('is the smaller of both sides in each hour, shared pro rata', () => {
    // Hour 1: 30 offered, 20 wanted: 20. Hour 2: 10 offered, 40 wanted: 10. Hour 3: nobody knows the mill; 5 offered, 0 wanted.
    const sums = heatSums([port('mill', 'source', 20, 10, Number.NaN), port('dairy', 'source', 10, 0, 5), port('laundry', 'sink', 20, 10, 0), port('dairy', 'sink', 0, 30, 0)]);

    expect([...sums.offered]).toEqual([
      ['mill', 30],
      ['dairy', 15],
    ]);
    expect([...sums.wanted]).toEqual([
      ['laundry', 30],
      ['dairy', 30],
    ]);
    // The mill: 20 x 20/30 + 10 x 10/10; the laundry: 20 x 20/20 + 10 x 10/40.
    expect(sums.given.get('mill')).toBeCloseTo(20 * (20 / 30) + 10, 9);
    expect(sums.given.get('dairy')).toBeCloseTo(20 * (10 / 30), 9);
    expect(sums.taken.get('laundry')).toBeCloseTo(22.5, 9);
    expect(sums.taken.get('dairy')).toBeCloseTo(7.5, 9);
  });

  it('gives what is taken, and no more than either side has', () => {
    const kw = fc.array(fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constant(Number.NaN)), { minLength: 6, maxLength: 6 });
    const ports = fc.array(fc.record({ owner: fc.constantFrom('a', 'b', 'c'), role: fc.constantFrom('source' as const, 'sink' as const), kw }), { maxLength: 8 });
    fc.assert(
      fc.property(ports, (all) => {
        const sums = heatSums(all.map((one) => port(one.owner, one.role, ...one.kw)));
        expect(total(sums.given)).toBeCloseTo(total(sums.taken), 6);
        expect(total(sums.given)).toBeLessThanOrEqual(Math.min(total(sums.offered), total(sums.wanted)) + 1e-6);
        for (const [owner, kwh] of sums.given) expect(kwh).toBeLessThanOrEqual((sums.offered.get(owner) ?? 0) + 1e-6);
      }),
    );
  });

  it('is nothing where there are no ports', () => {
    expect(heatSums([])).toEqual({ offered: new Map(), wanted: new Map(), given: new Map(), taken: new Map() });
  });
});
