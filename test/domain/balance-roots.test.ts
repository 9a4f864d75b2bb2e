// Which of the connections that others lie behind is closed first.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { innermostFirst } from '../../src/domain/balance-roots.ts';

it('each comes before the one it lies behind, however they are given', () => {
  // A chain: each lies behind the next, the last on the public grid.
  const chain = [3, 1, 4, 2].map((id, at, all) => ({ id, behind: all[at + 1] ?? null }));
  fc.assert(
    fc.property(fc.shuffledSubarray(chain, { minLength: chain.length }), (roots) => {
      expect(innermostFirst(roots).map(({ id }) => id)).toEqual([3, 1, 4, 2]);
    }),
  );
});

it('one that lies behind a connection of another balance stands by itself, and a circle ends', () => {
  expect(innermostFirst([{ id: 1, behind: 9 }])).toEqual([{ id: 1, behind: 9 }]);
  expect(
    innermostFirst([
      { id: 1, behind: 2 },
      { id: 2, behind: 1 },
    ]),
  ).toHaveLength(2);
});
