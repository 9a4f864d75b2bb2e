// What still holds of where a load stands: all of a lasting step, nothing of noise.
import { describe, expect, it } from 'vitest';
import { LEAD_ENDS, leadIndex, learnHolding, standingAt, stillHolds } from '../../../src/domain/forecast/level.ts';
import { makeLattice } from '../../../src/simulate/noise.ts';

const draw = makeLattice(11);
const noise = Float64Array.from({ length: 56 * 96 }, (_, t) => 2 * (draw(t) - 0.5));
/** A slow walk: where it stands now says much of where it stands tomorrow. */
const walk = Float64Array.from({ length: 56 * 96 }, (_, t) => 2 * Math.sin(t / 900) + 0.1 * (draw(t) - 0.5));

describe('time ahead', () => {
  it('is judged by its hours', () => {
    expect([1, 4, 5, 12, 96, 97, 192].map(leadIndex)).toEqual([0, 0, 1, 1, 4, 5, 6]);
    expect(LEAD_ENDS.at(-1)).toBe(192);
  });
});

describe('standing', () => {
  it('is the mean of the last hour and of the last day', () => {
    const strays = new Float64Array(200).fill(1);
    strays.fill(3, 196);

    expect(standingAt(strays, 200)).toEqual({ near: 3, day: (92 * 1 + 4 * 3) / 96 });
    expect(standingAt(strays, 0)).toEqual({ near: 0, day: 0 });
  });

  it('knows of nothing where nothing was measured, and counts no stray for more than four', () => {
    const strays = new Float64Array(96).fill(Number.NaN);

    expect(standingAt(strays, 96)).toEqual({ near: 0, day: 0 });
    expect(standingAt(new Float64Array(96).fill(50), 96)).toEqual({ near: 4, day: 4 });
  });
});

describe('holding', () => {
  it('of noise is nearly nothing, and of a slow walk nearly all', () => {
    const at = { near: 1, day: 1 };

    expect(Math.abs(stillHolds(learnHolding(noise), at, 192))).toBeLessThan(0.15);
    expect(stillHolds(learnHolding(walk), at, 4)).toBeGreaterThan(0.85);
    expect(stillHolds(learnHolding(walk), at, 192)).toBeGreaterThan(0.8);
  });

  it('is never more than all of it', () => {
    for (const share of learnHolding(walk.map((one, t) => one * (1 + t / 1000)))) expect([share.near, share.day].every((one) => one >= 0 && one <= 1)).toBe(true);
  });
});
