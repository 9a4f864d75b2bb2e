// Clocks of meters of one connection: a planted shift is found to the quarter, and none is found where there is none.
import { describe, expect, it } from 'vitest';
import { changesOf, shiftBetween } from '../../../src/domain/cross-checks/shift.ts';
import { netOf, shifted, withPanels } from './simulated-meters.ts';

const pairs = withPanels.map((company) => ({ key: company.key, main: netOf(company, 'main'), sun: netOf(company, 'sun') }));

describe('the main meter and the panels of simulated firms', () => {
  it.each(pairs)('of $key keep one time', ({ main, sun }) => {
    expect(shiftBetween(main, sun).shiftQuarters).toBe(0);
    expect(shiftBetween(main, sun).verdict).not.toBe('wrong');
  });

  it('tell of a planted shift of a quarter and of an hour, either way, wherever they tell anything', () => {
    const telling = pairs.filter(({ main, sun }) => shiftBetween(main, sun).verdict === 'fits');
    expect(telling.length).toBeGreaterThan(5);
    for (const { key, main, sun } of telling)
      for (const quarters of [-4, -1, 1, 4, 8])
        expect(shiftBetween(main, shifted(sun, quarters)), `${key} ${quarters}`).toMatchObject({ verdict: 'wrong', shiftQuarters: quarters });
  });
});

describe('series without a common load', () => {
  const noise = (seed: number): Float64Array => Float64Array.from({ length: 1344 }, (_, t) => Math.abs(Math.sin(t * seed * 12.9898) * 43_758.5453) % 1);

  it('say nothing of their clocks', () => {
    for (let seed = 1; seed < 20; seed++) expect(shiftBetween(noise(seed), noise(seed + 100)).verdict).toBe('too-little');
  });

  it('and neither do a few quarters, or a meter that stands still', () => {
    expect(shiftBetween(noise(1).subarray(0, 30), noise(1).subarray(0, 30))).toMatchObject({ verdict: 'too-little', correlation: null });
    expect(shiftBetween(noise(1), new Float64Array(1344)).verdict).toBe('too-little');
  });
});

it('a change needs both of its quarters', () => {
  expect([...changesOf(Float64Array.of(1, 3, Number.NaN, 4, 2))]).toEqual([Number.NaN, 2, Number.NaN, Number.NaN, -2]);
});
