// Current transformers the wrong way round, planted in simulated meters.
import { describe, expect, it } from 'vitest';
import { directionAgainst } from '../../../src/domain/cross-checks/direction.ts';
import { netOf, shifted, times, withPanels } from './simulated-meters.ts';

const pairs = withPanels.map((company) => ({ key: company.key, main: netOf(company, 'main'), sun: netOf(company, 'sun') }));
const telling = pairs.filter(({ main, sun }) => directionAgainst(main, sun).verdict !== 'too-little');

describe('panels of simulated firms', () => {
  it('are seen by the main meter kWh for kWh, wherever they tell anything', () => {
    expect(telling.length).toBeGreaterThan(5);
    for (const { key, main, sun } of telling) expect(directionAgainst(main, sun), key).toMatchObject({ verdict: 'fits' });
    for (const { main, sun } of telling) {
      const { slope, slopeError } = directionAgainst(main, sun);
      expect(Math.abs((slope ?? 0) - 1)).toBeLessThan(5 * (slopeError ?? 0) + 0.05);
    }
  });

  it('are wrong when their direction is planted the other way round, and so is a main meter', () => {
    for (const { key, main, sun } of telling) {
      expect(directionAgainst(main, times(sun, -1)), key).toMatchObject({ verdict: 'wrong' });
      expect(directionAgainst(times(main, -1), sun), key).toMatchObject({ verdict: 'wrong' });
    }
  });

  it('of another connection are doubtful or say nothing, never wrong by more than chance', () => {
    const verdicts = telling.map(({ main }, index) => directionAgainst(main, telling[(index + 1) % telling.length]?.sun ?? main).verdict);
    expect(verdicts.filter((one) => one === 'wrong')).toEqual([]);
  });

  it('are found the wrong way round when they are an hour late as well', () => {
    const { main, sun } = telling[0] ?? expect.fail('none tells');
    expect(directionAgainst(main, times(shifted(sun, 4), -1), 4).verdict).toBe('wrong');
  });
});

it('by hand: main 10 - 2 x panels has slope 2 on net import of the panels, within bounds; 3 is doubtful', () => {
  const panels = Float64Array.from({ length: 100 }, (_, t) => -((t * 7) % 5));
  const main = (factor: number): Float64Array => panels.map((one) => 10 + factor * one);
  expect(directionAgainst(main(2), panels)).toMatchObject({ verdict: 'fits', slope: 2 });
  expect(directionAgainst(main(3), panels)).toMatchObject({ verdict: 'doubtful', slope: 3 });
  expect(directionAgainst(main(2).subarray(0, 20), panels.subarray(0, 20)).verdict).toBe('too-little');
});
