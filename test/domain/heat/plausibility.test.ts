// What looks odd about a port is told, and a plain one has nothing to tell.
import { expect, it } from 'vitest';
import { MEDIUM_LIMITS_C, doubtsOf, impossibleC } from '../../../src/domain/heat/plausibility.ts';
import { MEDIA } from '../../../src/domain/heat/port.ts';
import { parameters } from './given.ts';

const plain = {
  role: 'source',
  medium: 'water',
  supplyC: 70,
  returnC: 40,
  derivation: 'direct',
  meter: 1,
  powerKw: null,
  place: { latDeg: 52, lonDeg: 6 },
  residual: 'yes',
} as const;

it('a measured source at a known place raises no doubt', () => expect(doubtsOf(plain, parameters)).toEqual([]));

it.each([
  [{ place: null }, 'place-unknown'],
  [{ residual: 'unknown' }, 'residual-unknown'],
  [{ residual: 'no' }, 'not-residual'],
  [{ role: 'sink', supplyC: 150 }, 'too-hot-for-water'],
  [{ supplyC: 150 }, 'water-above-boiling'],
  [{ medium: 'steam', supplyC: 90 }, 'steam-too-cold'],
  [{ returnC: 68 }, 'small-range'],
  [{ returnC: 5 }, 'large-range'],
  [{ powerKw: 60_000 }, 'large-power'],
  [{ derivation: 'boiler' }, 'derived'],
  [{ meter: null }, 'declared'],
] as const)('%o: %s', (over, doubt) => expect(doubtsOf({ ...plain, ...over }, parameters)).toContain(doubt));

it.each(MEDIA)('%s may be what its limits say, and nothing beyond', (medium) => {
  const { low, high } = MEDIUM_LIMITS_C[medium];
  const at = (supplyC: number, returnC: number, minReturnC: number | null = null) => impossibleC({ medium, supplyC, returnC, minReturnC });

  expect([at(high, low), at(high, low, low)]).toEqual([null, null]);
  expect(at(high + 1, low)).toEqual({ field: 'supplyC', c: high + 1, low, high });
  expect(at(high, low - 1)).toMatchObject({ field: 'returnC', c: low - 1 });
  expect(at(high, low, low - 1)).toMatchObject({ field: 'minReturnC' });
});
