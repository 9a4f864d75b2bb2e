// What looks odd about a port is told, and a plain one has nothing to tell.
import { expect, it } from 'vitest';
import { doubtsOf } from '../../../src/domain/heat/plausibility.ts';
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
