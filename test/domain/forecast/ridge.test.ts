// Least squares with hand-made answers; noise and drivers that say nothing get nothing.
import { describe, expect, it } from 'vitest';
import { drivenBy } from '../../../src/domain/forecast/ridge.ts';
import { makeLattice } from '../../../src/simulate/noise.ts';

const draw = makeLattice(5);
const N = 4000;
const ones = new Float64Array(N).fill(1);
const noise = (seed: number): Float64Array => Float64Array.from({ length: N }, (_, t) => 2 * draw(seed * N + t) - 1);
const plain = { weight: ones, alike: [1, 1], cells: 0 };

describe('what drives a value', () => {
  it('is found where it is there', () => {
    const [a, b] = [noise(1), noise(2)];
    const y = a.map((value, t) => 3 * value - 2 * (b[t] ?? 0));
    const [first = 0, second = 0] = drivenBy([a, b], y, plain);

    expect(first).toBeCloseTo(3, 2);
    expect(second).toBeCloseTo(-2, 2);
  });

  it('with one driver is sum(xy) / (sum(xx) (1 + ridge)), less what chance explains', () => {
    // x = 1, 1, 2, 2; y = 2, 2, 4, 4: b = 20 / 10.01 and what is left of y is 4e-6 a value, as good as nothing.
    const of = (...values: number[]): Float64Array => Float64Array.from(values);

    expect(drivenBy([of(1, 1, 2, 2)], of(2, 2, 4, 4), { weight: of(1, 1, 1, 1), alike: [1], cells: 0 })[0]).toBeCloseTo(20 / 10.01, 5);
  });

  it('is less believed the more neighbours are alike, and not at all when chance would do', () => {
    const [a, b] = [noise(3), noise(4)];
    const y = a.map((value, t) => 0.2 * value + (b[t] ?? 0));
    const by = (alike: number): number => drivenBy([a], y, { weight: ones, alike: [alike], cells: 0 })[0] ?? 0;

    expect(by(1)).toBeGreaterThan(by(32));
    expect(by(32)).toBeGreaterThan(0);
    expect(by(1000)).toBe(0);
    expect(Math.abs(drivenBy([a], b, { weight: ones, alike: [8], cells: 0 })[0] ?? 1)).toBe(0);
  });

  it('counts by weight, and an unknown for nothing', () => {
    const a = noise(6);
    const y = a.map((value, t) => (t % 2 === 0 ? 4 * value : 100));
    const some = a.map((value, t) => (t === 10 ? Number.NaN : value));

    expect(drivenBy([some], y, { ...plain, weight: ones.map((_, t) => (t % 2 === 0 ? 1 : 0)) })[0]).toBeCloseTo(4, 1);
  });

  it('is nothing of a driver that is never there; two that are alike share it', () => {
    const a = noise(7);
    const y = a.map((value) => 2 * value);
    const shared = drivenBy([a, a], y, plain);

    expect(drivenBy([new Float64Array(N), a], y, plain)).toEqual([0, expect.closeTo(2, 2)]);
    expect(shared.reduce((sum, one) => sum + one, 0)).toBeCloseTo(2, 1);
    expect(drivenBy([], y, plain)).toEqual([]);
  });
});
