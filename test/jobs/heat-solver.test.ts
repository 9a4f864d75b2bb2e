// Oracles O4 (transport) and O5 (links against greedy), and what a solver must say of itself.
import { describe, expect, it } from 'vitest';
import { type LinkModel, greedyLinks, modelValue } from '../../src/domain/heat/links.ts';
import { solveLinks, solveTransport, solver } from '../../src/jobs/heat-solver.ts';
import { drawsOf } from '../../src/domain/heat/uncertainty.ts';

const EXACT = { gap: 0, timeLimitS: 10 };

/** Sources 400 and 250 kW, sinks 200, 180 and 150 kW, 300 EUR/kW, a pipe of 150 EUR/m. */
const METRES = [
  [100, 400, 700],
  [600, 200, 150],
];
const planted: LinkModel = {
  links: METRES.flatMap((row, source) =>
    row.map((metres, sink) => ({ source: source + 1, sink: 10 + sink, eurPerMwh: 300_000, fixedEur: 150 * metres, sourcePerDelivered: 1, sinkShare: 1, kw: 1000 })),
  ),
  blocks: [
    {
      hours: 1,
      kw: new Map([
        [1, 400],
        [2, 250],
        [10, 200],
        [11, 180],
        [12, 150],
      ]),
    },
  ],
};

/** Any number of links, drawn. */
function drawn(size: number, seed: number): LinkModel {
  const draw = drawsOf(seed);
  const kw = new Map(Array.from({ length: 2 * size }, (_, port) => [port, 50 + draw() * 500] as const));
  const links = Array.from({ length: size }, (_, source) =>
    Array.from({ length: size }, (__, sink) => ({
      source,
      sink: size + sink,
      eurPerMwh: 40 + draw() * 30,
      fixedEur: 5000 + draw() * 120_000,
      sourcePerDelivered: 1.05,
      sinkShare: 1,
      kw: 400,
    })),
  ).flat();
  return { links: links.filter(() => draw() < 0.5), blocks: [{ hours: 8760, kw }] };
}

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

describe('links', () => {
  it('1→1 and 2→2 are worth 69,000 EUR, proved', async () => {
    const solved = solveLinks(await solver(), planted, EXACT);

    expect(solved.objective).toBeCloseTo(69_000, 4);
    expect(solved.chosen.map((at) => `${planted.links[at]?.source}-${planted.links[at]?.sink}`)).toEqual(['1-10', '2-11']);
    expect(solved).toMatchObject({ proved: true, gap: 0 });
    // Nearest first, without a second thought: 1→1, 2→3, and what is left for 2→2.
    expect(modelValue(planted, new Set([0, 5, 4]))).toBeCloseTo(67_500, 6);
  });

  it.each([1, 2, 3, 4, 5])('are never worth less than greedy ones (%i)', async (seed) => {
    const model = drawn(5, seed);
    const solved = solveLinks(await solver(), model, EXACT);

    expect(solved.objective).toBeGreaterThanOrEqual(modelValue(model, greedyLinks(model)) - 1e-6);
  });

  it('say how far from proved they are when the clock stops them', async () => {
    const solved = solveLinks(await solver(), drawn(40, 7), { gap: 0, timeLimitS: 0.3 });

    expect(solved.proved).toBe(false);
    expect(solved.gap).toBeGreaterThan(0);
  }, 20_000);
});
