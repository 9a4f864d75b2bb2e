// Splitting a year into problems, the greedy rule, and taking noise off.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationPlan, allotted, greedyFlows, matchKey, withinBounds, worthOfFlows } from '../../../src/domain/circular/allocation.ts';
import { materialPairs } from '../../../src/domain/circular/matching.ts';
import { problem, sides } from './problems.ts';
import { book, stream } from './streams.ts';

const places = new Map([['park-a', { lat: 52, lon: 6, areaHa: 100 }]]);

describe('allocationPlan', () => {
  it('solves months that are alike once, and counts them all', () => {
    const summer = Array.from({ length: 12 }, (_, month) => (month === 6 ? 0 : 10));
    const streams = [stream({ id: 1, tonnesByMonth: summer }), stream({ id: 2, direction: 'need', monthly: 4 })];
    const plan = allocationPlan(streams, materialPairs({ streams, book, places, weighed: new Set() }));

    expect(plan.problems.map(({ months }) => months.length)).toEqual([11, 1]);
    expect(
      allotted(
        plan,
        plan.problems.map((one) => greedyFlows(one.problem)),
      ).get('1-2'),
    ).toEqual(Array.from({ length: 12 }, (_, month) => (month === 6 ? 0 : 4)));
  });

  it('leaves out what does not fit or is worth nothing', () => {
    const streams = [stream({ id: 1, hazardous: true }), stream({ id: 3, costNowEurPerTonne: -500 }), stream({ id: 2, direction: 'need' })];
    const plan = allocationPlan(streams, materialPairs({ streams, book, places, weighed: new Set() }));

    expect(plan).toEqual({ pairs: [], problems: [] });
  });
});

describe('greedyFlows', () => {
  it('serves the dearest first', () => {
    const arcs = [
      { from: 0, to: 0, yieldShare: 1, value: 5 },
      { from: 0, to: 1, yieldShare: 0.5, value: 9 },
    ];
    const one = { supplies: [10], demands: [10, 2], arcs };

    expect([...greedyFlows(one)]).toEqual([6, 4]);
    expect(worthOfFlows(one, greedyFlows(one))).toBe(66);
  });

  it('keeps mass, whatever the problem', () => {
    fc.assert(
      fc.property(problem, (one) => {
        const { left, arrived } = sides(one, greedyFlows(one));
        left.forEach((tonnes, at) => expect(tonnes).toBeLessThanOrEqual((one.supplies[at] ?? 0) + 1e-9));
        arrived.forEach((tonnes, at) => expect(tonnes).toBeLessThanOrEqual((one.demands[at] ?? 0) + 1e-9));
      }),
    );
  });
});

it('cuts off what a solver sends below nought or beyond what there is', () => {
  const one = {
    supplies: [10],
    demands: [8],
    arcs: [
      { from: 0, to: 0, yieldShare: 1, value: 1 },
      { from: 0, to: 0, yieldShare: 1, value: 1 },
    ],
  };

  expect([...withinBounds(one, Float64Array.from([-1.9e-13, 8.000000001]))]).toEqual([0, 8]);
});

it('names a match by its streams', () => {
  expect(matchKey({ offer: 12, need: 34 })).toBe('12-34');
});
