// Seeds and noise without state: the same seed, name and instant always give the same number.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A 32-bit seed for one named thing (FNV-1a): a new name never changes the seed of another. */
export function seedFor(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return mix(hash) | 0;
}

function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x7feb352d);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Independent draws in [0, 1), one per whole number. */
export function makeLattice(seed: number): (index: number) => number {
  return (index) => mix(seed ^ Math.imul(index | 0, 0x9e3779b1)) / 0x1_0000_0000;
}

/** Value noise in [-1, 1], smooth in its argument, with one new value per whole number. */
export function makeNoise(seed: number): (position: number) => number {
  const lattice = makeLattice(seed);
  return (position) => {
    const index = Math.floor(position);
    const part = position - index;
    const left = lattice(index);
    return 2 * (left + (lattice(index + 1) - left) * part * part * (3 - 2 * part)) - 1;
  };
}

/** Draws for building a plan, in order, from one named seed. */
export interface Draws {
  between(range: readonly [low: number, high: number]): number;
  whole(range: readonly [low: number, high: number]): number;
  chance(share: number): boolean;
}

export function makeDraws(seed: number): Draws {
  const generator = xoroshiro128plus(seed);
  const draw = (): number => uniformFloat64(generator);
  return {
    between: ([low, high]) => low + (high - low) * draw(),
    whole: ([low, high]) => low + Math.floor((high - low + 1) * draw()),
    chance: (share) => draw() < share,
  };
}
