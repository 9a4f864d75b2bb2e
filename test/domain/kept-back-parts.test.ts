// The parts that stay hidden may not be reckoned from the rest.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keptBackParts, untoldParts } from '../../src/domain/kept-back-parts.ts';
import { RECOGNISABLE, judgeDisclosure } from '../../src/domain/disclosure.ts';

const park = (id: string, ...amounts: number[]) => ({ id, contributions: amounts.map((amount, at) => ({ entity: `${id}${at}`, amount })) });

it('keeps back a park of two, and with it the smallest other: the total less the rest would tell it', () => {
  const kept = keptBackParts([park('a', 5, 5), park('b', 1, 1, 1, 1, 1, 1), park('c', 9, 9, 9, 9, 9, 9)]);

  expect([...kept]).toEqual([
    ['a', 'too-few'],
    ['b', 'complement'],
  ]);
});

it('keeps nothing back where every park is safe, nor a park to which nobody contributes', () => {
  expect(keptBackParts([park('a', 1, 1, 1, 1, 1), park('b')]).size).toBe(0);
});

it('keeps nothing back of whoever may be recognised, and hides nobody behind them', () => {
  const recognisable = { id: 'r', contributions: [{ entity: RECOGNISABLE, amount: 1 }] };
  const six = park('c', 9, 9, 9, 9, 9, 9);

  expect(keptBackParts([recognisable, six]).size).toBe(0);
  // The smallest that is open would be r: a total less the others would tell a as well with it as without it.
  expect([...keptBackParts([park('a', 5, 5), recognisable, six]).keys()]).toEqual(['a', 'c']);
  expect(untoldParts([park('a', 5, 5), { ...recognisable, contributions: [...recognisable.contributions, ...recognisable.contributions] }])).toEqual(new Set(['a']));
});

it('leaves kept-back parts that together are safe, or are all there is', () => {
  const parks = fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 8 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(parks, (amounts) => {
      const parts = amounts.map((list, at) => park(String(at), ...list));
      const kept = keptBackParts(parts);
      const together = parts.filter(({ id }) => kept.has(id)).flatMap((one) => one.contributions);
      const open = parts.filter(({ id, contributions }) => !kept.has(id) && contributions.length > 0);

      for (const one of open) expect(judgeDisclosure(one.contributions).sign).toBeNull();
      if (kept.size > 0 && open.length > 0) expect(judgeDisclosure(together).sign).toBeNull();
    }),
  );
});

it('keeps back what is to be kept back for another reason, and as many more as hide it', () => {
  const safe = park('b', 1, 1, 1, 1, 1);

  expect([...keptBackParts([park('a', 2, 2, 2, 2, 2), safe], new Set(['b']))]).toEqual([['b', 'complement']]);
});

it('leaves parts untold that a total beside the others would tell', () => {
  const even = park('c', 9, 9, 9, 9, 9);

  expect(untoldParts([park('a', 5, 5), even])).toEqual(new Set(['a']));
  // Together they are six of which none stands out.
  expect(untoldParts([park('a', 5, 5, 5), park('b', 5, 5, 5), even]).size).toBe(0);
  expect(untoldParts([even]).size).toBe(0);
});
