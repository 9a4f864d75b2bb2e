// A figure of a supply is one of those of whom it is known: what only few of many know is kept back, though the class itself is told.
import { describe, expect, it } from 'vitest';
import { supplyView } from '../../src/api/supply-view.ts';
import type { Stream } from '../../src/domain/circular/streams.ts';
import { stream } from '../domain/circular/streams.ts';

const nobody = { directory: { companies: new Map() } };
const supplier = { name: 'north', share: 1, distanceKm: 40, secondary: false };
/** Six companies that need the same much. */
const needs = (over: (at: number) => Partial<Stream>): Stream[] =>
  [1, 2, 3, 4, 5, 6].map((id) => stream({ id, direction: 'need', secondaryShare: 0.5, stockDays: 10, suppliers: [supplier], ...over(id) }));
const seen = (streams: readonly Stream[], open = false) => {
  const { items, signs } = supplyView(nobody, streams, open);
  return { item: items[0], signs };
};

describe('to whoever may not see the members', () => {
  it('tells what enough companies stated', () => {
    const { item, signs } = seen(needs(() => ({})));

    expect(item).toMatchObject({ tonnesPerYear: 720, stockDays: 10, secondaryShare: 0.5, sources: 1, herfindahl: 1, distanceKm: 40, coverage: 1 });
    expect(signs).toEqual([]);
  });

  it('keeps back a mean that is one of a single company, and says which', () => {
    const { item, signs } = seen(needs((at) => ({ stockDays: at === 3 ? 7 : null })));

    expect(item).toMatchObject({ tonnesPerYear: 720, stockDays: null, secondaryShare: 0.5 });
    expect(signs).toEqual([{ figure: 'supply.wood.stockDays', sign: 'x', reason: 'too-few' }]);
  });

  it('keeps back a mean to which one company puts nearly all, though its mass is like that of the others', () => {
    const { item, signs } = seen(needs((at) => ({ stockDays: at === 3 ? 900 : 1 })));

    expect(item).toMatchObject({ stockDays: null });
    expect(signs).toEqual([{ figure: 'supply.wood.stockDays', sign: 'x', reason: 'one-dominates' }]);
  });

  it('keeps back how many name their suppliers where that tells who does not, and a figure that nobody stated has no sign', () => {
    const { item, signs } = seen(needs((at) => ({ suppliers: at === 3 ? [] : [supplier], stockDays: null })));

    expect(item).toMatchObject({ coverage: null, sources: 1, stockDays: null });
    expect(signs).toEqual([{ figure: 'supply.wood.coverage', sign: 'x', reason: 'too-few' }]);
  });

  it('leaves out a class that few need, name and all', () => {
    expect(supplyView(nobody, needs(() => ({})).slice(2), false)).toEqual({ items: [], signs: [{ figure: 'supply', sign: 'x', reason: 'too-few' }] });
  });
});

it('whoever sees the members gets all of it', () => {
  const { item, signs } = seen(
    needs((at) => ({ stockDays: at === 3 ? 7 : null })),
    true,
  );

  expect(item).toMatchObject({ stockDays: 7, coverage: 1 });
  expect(signs).toEqual([]);
});
