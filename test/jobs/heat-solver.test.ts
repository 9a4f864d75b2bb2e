// Oracle O4: transport of Powerco.
import { describe, expect, it } from 'vitest';
import { solveTransport, solver } from '../../src/jobs/heat-solver.ts';

describe('transport', () => {
  it('of Powerco costs 1,020', async () => {
    const cost = [
      [8, 6, 10, 9],
      [9, 12, 13, 7],
      [14, 9, 16, 5],
    ];
    const [supply, demand] = [
      [35, 50, 40],
      [45, 20, 30, 30],
    ];
    // All 125 units go when each is worth more than it costs.
    const arcs = cost.flatMap((row, from) => row.map((eur, to) => ({ from, to, value: 100 - eur })));
    const solved = solveTransport(await solver(), { supply, demand, arcs });

    expect(125 * 100 - solved.objective).toBeCloseTo(1020, 6);
    supply.forEach((most, from) => expect(arcs.reduce((sum, arc, at) => sum + (arc.from === from ? (solved.amounts[at] ?? 0) : 0), 0)).toBeLessThanOrEqual(most + 1e-6));
    demand.forEach((most, to) => expect(arcs.reduce((sum, arc, at) => sum + (arc.to === to ? (solved.amounts[at] ?? 0) : 0), 0)).toBeCloseTo(most, 6));
  });
});
