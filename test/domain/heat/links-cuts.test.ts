// Cuts: broken by a fractional point, kept by every choice of links and flows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkColumns } from '../../../src/domain/heat/link-columns.ts';
import { type LinksCut, type LinksPoint, cutsOf } from '../../../src/domain/heat/links-cuts.ts';
import { searchLinks } from '../../../src/domain/heat/links-search.ts';
import { drawsOf } from '../../../src/domain/heat/uncertainty.ts';
import { anyModel } from './drawn-links.ts';
import { link } from './given.ts';

function left({ links, built, arcs, flow, most }: LinksCut, point: LinksPoint): number {
  return (
    links.reduce((sum, one, at) => sum + (built[at] ?? 0) * (point.built[one] ?? 0), 0) + arcs.reduce((sum, arc, at) => sum + (flow[at] ?? 0) * (point.kw[arc] ?? 0), 0) - most
  );
}

describe('cuts', () => {
  it('are broken by half a pipe each from two sources that one sink wants together', () => {
    // Each source has 60 kW, the sink wants 90: the relaxation builds 0.75 of both for 45 kW each.
    const columns = new LinkColumns({
      links: [link(1, 10), link(2, 10)],
      blocks: [
        {
          hours: 1,
          kw: new Map([
            [1, 60],
            [2, 60],
            [10, 90],
          ]),
        },
      ],
    });
    const point = { built: Float64Array.of(0.75, 0.75), kw: Float64Array.of(45, 45) };
    const cuts = cutsOf(columns, point);

    expect(cuts.length).toBeGreaterThan(0);
    for (const cut of cuts) expect(left(cut, point)).toBeGreaterThan(1e-3);
    expect(cutsOf(columns, { built: Float64Array.of(1, 1), kw: Float64Array.of(60, 30) })).toEqual([]);
  });

  it('are kept by every choice', () => {
    fc.assert(
      fc.property(anyModel({ linksMax: 12, blocksMax: 2 }), fc.integer({ min: 1, max: 1e6 }), (model, seed) => {
        const columns = new LinkColumns(model);
        const draw = drawsOf(seed);
        // Any point at all: what is cut off is only ever no choice.
        const built = Float64Array.from({ length: columns.links }, () => Math.min(1, Math.max(0, draw() * 1.4 - 0.2)));
        const kw = columns.mostKw.map((most, arc) => most * (built[Math.floor(arc / columns.blocks)] ?? 0) * (draw() < 0.5 ? 1 : draw()));
        const cuts = cutsOf(columns, { built, kw });
        const order = Array.from({ length: columns.links }, (_, one) => one);
        for (let choice = 0; choice < 12; choice++) {
          const start = order.filter(() => draw() < 0.6).sort(() => draw() - 0.5);
          const found = searchLinks(columns, { start, rounds: 0 });
          const share = choice % 2 === 0 ? 1 : draw();
          const point = { built: Float64Array.from(order, (one) => (start.includes(one) ? 1 : 0)), kw: found.kw.map((one) => one * share) };
          for (const cut of cuts) expect(left(cut, point)).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(cut.most)));
        }
      }),
      { numRuns: 300 },
    );
  });
});
