// Transport problems of materials, solved with HiGHS: known answers, mass kept, never worse than greedy.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TransportProblem } from '../../src/domain/circular/allocation.ts';
import { solveTransport } from '../../src/jobs/material-solver.ts';
import { problem, sides } from '../domain/circular/problems.ts';

/** Powerco (methods O4): the cheapest way to serve 125 costs 1,020. As a greatest worth: 16 less the cost of each unit. */
const POWERCO: TransportProblem = {
  supplies: [35, 50, 40],
  demands: [45, 20, 30, 30],
  arcs: [
    [8, 6, 10, 9],
    [9, 12, 13, 7],
    [14, 9, 16, 5],
  ].flatMap((row, from) => row.map((cost, to) => ({ from, to, yieldShare: 1, value: 16 - cost }))),
};

it('finds the optimum of a problem with a published answer', async () => {
  const { worth, flows, optimal } = await solveTransport(POWERCO);

  expect(optimal).toBe(true);
  expect(flows.reduce((sum, one) => sum + one, 0)).toBeCloseTo(125, 6);
  expect(16 * 125 - worth).toBeCloseTo(1020, 6);
});

it('carries less where a tonne stands for less than a tonne', async () => {
  // 10 t offered at a yield of 0.5 fill 5 t of the 4 t that are asked: 8 t go, 2 stay.
  const { flows } = await solveTransport({ supplies: [10], demands: [4], arcs: [{ from: 0, to: 0, yieldShare: 0.5, value: 3 }] });

  expect([...flows]).toEqual([8]);
});

it('beats the dearest-first rule where that blocks a better whole', async () => {
  // Greedy gives the one tonne to the 10; two arcs of 9 and 8 are worth 17.
  const arcs = [
    { from: 0, to: 0, yieldShare: 1, value: 10 },
    { from: 0, to: 1, yieldShare: 1, value: 9 },
    { from: 1, to: 0, yieldShare: 1, value: 8 },
  ];
  const { worth, greedyWorth } = await solveTransport({ supplies: [1, 1], demands: [1, 1], arcs });

  expect(greedyWorth).toBe(10);
  expect(worth).toBeCloseTo(17, 9);
});

it('adds up two arcs between the same ends, sends nothing at a loss, and answers an empty problem', async () => {
  const twice = { from: 0, to: 0, yieldShare: 1, value: 2 };

  expect((await solveTransport({ supplies: [5], demands: [5], arcs: [twice, twice] })).worth).toBeCloseTo(10, 9);
  expect((await solveTransport({ supplies: [5], demands: [5], arcs: [{ ...twice, value: -1 }] })).worth).toBe(0);
  expect(await solveTransport({ supplies: [], demands: [], arcs: [] })).toMatchObject({ worth: 0, optimal: true });
});

it('never carries more than there is, never brings more than is asked, and is never below greedy', async () => {
  await fc.assert(
    fc.asyncProperty(problem, async (one) => {
      const { flows, worth, greedyWorth } = await solveTransport(one);
      const { left, arrived } = sides(one, flows);

      left.forEach((tonnes, at) => expect(tonnes).toBeLessThanOrEqual((one.supplies[at] ?? 0) + 1e-9));
      arrived.forEach((tonnes, at) => expect(tonnes).toBeLessThanOrEqual((one.demands[at] ?? 0) + 1e-9));
      expect(Math.min(0, ...flows)).toBe(0);
      expect(worth).toBeGreaterThanOrEqual(greedyWorth - 1e-6 * Math.max(1, greedyWorth));
    }),
    { numRuns: 150 },
  );
});

it('is worth the same in another order, and a thousandfold in kilograms', async () => {
  await fc.assert(
    fc.asyncProperty(problem, async (one) => {
      const { worth } = await solveTransport(one);
      const last = one.supplies.length - 1;
      const turned = { ...one, supplies: [...one.supplies].reverse(), arcs: [...one.arcs].reverse().map((arc) => ({ ...arc, from: last - arc.from })) };
      const inKg = { ...one, supplies: one.supplies.map((tonnes) => tonnes * 1000), demands: one.demands.map((tonnes) => tonnes * 1000) };

      expect((await solveTransport(turned)).worth).toBeCloseTo(worth, 5);
      expect((await solveTransport(inKg)).worth / 1000).toBeCloseTo(worth, 5);
    }),
    { numRuns: 60 },
  );
});
