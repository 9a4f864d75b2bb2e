// Transport problems for the tests of allocation and solver.
import fc from 'fast-check';
import type { Flows, TransportProblem } from '../../../src/domain/circular/allocation.ts';

const tonnes = fc.integer({ min: 0, max: 5000 }).map((value) => value / 10);

export const problem: fc.Arbitrary<TransportProblem> = fc
  .record({ supplies: fc.array(tonnes, { minLength: 1, maxLength: 6 }), demands: fc.array(tonnes, { minLength: 1, maxLength: 6 }) })
  .chain(({ supplies, demands }) =>
    fc
      .array(
        fc.record({
          from: fc.nat(supplies.length - 1),
          to: fc.nat(demands.length - 1),
          yieldShare: fc.integer({ min: 1, max: 10 }).map((part) => part / 10),
          value: fc.integer({ min: -50, max: 400 }),
        }),
        { maxLength: 14 },
      )
      .map((arcs) => ({ supplies, demands, arcs })),
  );

/** What leaves each supply and arrives at each demand. */
export function sides({ supplies, demands, arcs }: TransportProblem, flows: Flows): { left: number[]; arrived: number[] } {
  const [left, arrived] = [supplies.map(() => 0), demands.map(() => 0)];
  arcs.forEach(({ from, to, yieldShare }, at) => {
    left[from] = (left[from] ?? 0) + (flows[at] ?? 0);
    arrived[to] = (arrived[to] ?? 0) + (flows[at] ?? 0) * yieldShare;
  });
  return { left, arrived };
}
