// Oracle O5 (links against greedy), every choice of small models, and what a solver must say of itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkColumns } from '../../src/domain/heat/link-columns.ts';
import { type LinkModel, greedyLinks, modelValue } from '../../src/domain/heat/links.ts';
import { drawsOf } from '../../src/domain/heat/uncertainty.ts';
import { solveLinks } from '../../src/jobs/heat-links-solver.ts';
import { Columns, maximised, solver } from '../../src/jobs/heat-solver.ts';
import { anyModel } from '../domain/heat/drawn-links.ts';

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

/** Every choice of links, each with the flows that are worth most. */
function bestOfAll(highs: Awaited<ReturnType<typeof solver>>, of: LinkColumns): number {
  let best = 0;
  for (let choice = 1; choice < 2 ** of.links; choice++) {
    const columns = new Columns();
    let fixedEur = 0;
    for (let link = 0; link < of.links; link++) {
      if ((choice >> link) % 2 === 0) continue;
      fixedEur += of.fixedEur[link] ?? 0;
      for (let block = 0; block < of.blocks; block++) {
        const arc = link * of.blocks + block;
        columns.add({ cost: of.eurPerKw[arc] ?? 0, upper: of.mostKw[arc] ?? 0, integer: false }, [
          [(of.source[link] ?? 0) * of.blocks + block, of.sourcePerDelivered[link] ?? 1],
          [(of.sink[link] ?? 0) * of.blocks + block, 1],
        ]);
      }
    }
    best = Math.max(best, maximised(highs, columns, { rowUpper: [...of.portKw], gap: 0, timeLimitS: 10 }).objective - fixedEur);
  }
  return best;
}

describe('links', () => {
  it('1→1 and 2→2 are worth 69,000 EUR, proved', async () => {
    const solved = solveLinks(await solver(), planted, EXACT);

    expect(solved.objective).toBeCloseTo(69_000, 4);
    expect(solved.chosen.map((at) => `${planted.links[at]?.source}-${planted.links[at]?.sink}`)).toEqual(['1-10', '2-11']);
    expect(solved).toMatchObject({ proved: true, gap: 0, timed: false });
    // Nearest first, without a second thought: 1→1, 2→3, and what is left for 2→2.
    expect(modelValue(planted, new Set([0, 5, 4]))).toBeCloseTo(67_500, 6);
  });

  it.each([1, 2, 3, 4, 5])('are never worth less than greedy ones (%i)', async (seed) => {
    const model = drawn(5, seed);
    const solved = solveLinks(await solver(), model, EXACT);

    expect(solved.objective).toBeGreaterThanOrEqual(modelValue(model, greedyLinks(model)) - 1e-6);
  });

  it('are worth what the best of all choices is, each with its best flows', async () => {
    const highs = await solver();
    fc.assert(
      fc.property(anyModel({ linksMax: 6, blocksMax: 2 }), (model) => {
        const solved = solveLinks(highs, model, EXACT);
        const best = bestOfAll(highs, new LinkColumns(model));

        expect(solved.objective).toBeCloseTo(best, 2);
        expect(solved.gap).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
  ])(
    'of a park come to 1 % of a bound that holds, with %i blocks (%i)',
    async (seed, blocks) => {
      const model = drawn(18, seed);
      const more = {
        ...model,
        blocks: Array.from({ length: blocks }, (_, at) => ({
          hours: 8760 / blocks,
          kw: new Map([...(model.blocks[0]?.kw ?? [])].map(([port, kw]) => [port, kw * (1 + 0.5 * Math.sin(port * 3 + at))])),
        })),
      };
      const highs = await solver();
      const solved = solveLinks(highs, more, { gap: 0.01, timeLimitS: 20 });
      const exact = solveLinks(highs, more, { gap: 0.0001, timeLimitS: 20 });

      expect(more.links.length).toBeGreaterThan(100);
      expect(solved).toMatchObject({ proved: true });
      expect(solved.objective * (1 + solved.gap)).toBeGreaterThanOrEqual(exact.objective - 1e-3);
      expect(solved.objective).toBeGreaterThanOrEqual(modelValue(more, greedyLinks(more)) - 1e-6);
    },
    90_000,
  );

  it('say how far from proved they are when the clock stops them', async () => {
    const solved = solveLinks(await solver(), drawn(40, 7), { gap: 0, timeLimitS: 0.3 });

    expect(solved.proved).toBe(false);
    expect(solved.timed).toBe(true);
    expect(solved.gap).toBeGreaterThan(0);
  }, 20_000);
});
