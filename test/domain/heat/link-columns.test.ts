// A model as columns: what a link can carry at most, and what flows are worth.
import { expect, it } from 'vitest';
import { LinkColumns } from '../../../src/domain/heat/link-columns.ts';
import { link } from './given.ts';

const columns = new LinkColumns({
  links: [link(7, 10, { sourcePerDelivered: 1.25 }), link(8, 10, { sinkShare: 0.5 }), link(7, 11, { kw: 30 }), link(9, 11)],
  blocks: [
    {
      hours: 1000,
      kw: new Map([
        [7, 100],
        [8, 500],
        [10, 200],
        [11, 60],
      ]),
    },
    {
      hours: 500,
      kw: new Map([
        [7, 40],
        [8, 500],
        [9, 20],
        [10, 200],
        [11, 60],
      ]),
    },
  ],
});

it('a link carries no more than its pipe, its source and its share of the sink', () => {
  expect([...columns.mostKw]).toEqual([80, 32, 100, 100, 30, 30, 0, 20]);
});

it('ports are numbered, sources first, each with its links', () => {
  expect([columns.ports, ...columns.source, ...columns.sink]).toEqual([5, 0, 1, 0, 2, 3, 3, 4, 4]);
  expect(columns.linksAt.map((links) => [...links])).toEqual([[0, 2], [1], [3], [0, 1], [2, 3]]);
  expect([...columns.portKw]).toEqual([100, 40, 500, 500, 0, 20, 200, 200, 60, 60]);
});

it('flows are worth their heat, less what each link costs that carries any', () => {
  expect(columns.worth(Float64Array.of(80, 0, 0, 0, 0, 30, 0, 0))).toBeCloseTo(80 * 50 + 30 * 25 - 2000, 9);
});
