// Names of matches: they can be read back by who holds the secret, and by nobody else; a shared party does not show.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MATCH_NAME, MatchNames } from '../../src/api/match-names.ts';

const secret = 'a secret of a data folder';
const names = new MatchNames(secret, 'heat');
const number = fc.integer({ min: 1, max: 2 ** 48 - 1 });

describe('a name', () => {
  it('is read back as the pair that it was made of, also by another process with the same secret', () => {
    fc.assert(
      fc.property(number, number, (first, second) => {
        const name = names.nameOf(first, second);
        expect(name).toMatch(MATCH_NAME);
        expect(new MatchNames(secret, 'heat').numbersOf(name)).toEqual([first, second]);
      }),
    );
  });

  it('shares nothing with that of another match of the same party', () => {
    const made = Array.from({ length: 500 }, (_, at) => names.nameOf(at + 1, 7));

    expect(new Set(made).size).toBe(500);
    // Halves that would show which half the party is.
    expect(new Set(made.flatMap((name) => [name.slice(0, 16), name.slice(16)])).size).toBe(1000);
    expect(names.nameOf(7, 8)).not.toBe(names.nameOf(8, 7));
  });

  it.each([
    ['of another folder', new MatchNames('another secret', 'heat').nameOf(1, 2)],
    ['of another kind of match', new MatchNames(secret, 'materials').nameOf(1, 2)],
    ['that was made up', '0123456789abcdef0123456789abcdef'],
    ['of the two numbers themselves', '1-2'],
    ['that is too long', `${names.nameOf(1, 2)}0`],
    ['in capitals', names.nameOf(1, 2).toUpperCase()],
    ['that is empty', ''],
  ])('%s is none', (_, name) => expect(names.numbersOf(name)).toBeNull());

  it('is of numbers that fit', () => {
    expect(() => names.nameOf(2 ** 48, 1)).toThrow(RangeError);
  });
});
