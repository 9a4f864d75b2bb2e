// A search for links: within what there is, never worse than what it begins with, the same each time.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byValue } from '../../../src/domain/heat/allocation.ts';
import { LinkColumns } from '../../../src/domain/heat/link-columns.ts';
import { greedyLinks, modelValue } from '../../../src/domain/heat/links.ts';
import { searchLinks } from '../../../src/domain/heat/links-search.ts';
import { anyModel } from './drawn-links.ts';
import { link } from './given.ts';

describe('a search for links', () => {
  it('takes back a choice that stands in the way of a better one', () => {
    // One source of 100 kW; the link that is worth most alone leaves nothing for two that are worth more together.
    const model = {
      links: [link(1, 10, { eurPerMwh: 50, fixedEur: 0 }), link(1, 11, { eurPerMwh: 60, fixedEur: 100 }), link(1, 12, { eurPerMwh: 60, fixedEur: 100 })],
      blocks: [
        {
          hours: 1000,
          kw: new Map([
            [1, 100],
            [10, 100],
            [11, 50],
            [12, 50],
          ]),
        },
      ],
    };
    const found = searchLinks(new LinkColumns(model), { start: [0], rounds: 200 });

    expect(found.eur).toBeCloseTo(100 * 60 - 200, 6);
    expect([...found.kw]).toEqual([0, 50, 50]);
  });

  it('keeps within sources, sinks and pipes, and is never worth less than greedy', () => {
    fc.assert(
      fc.property(anyModel({ linksMax: 12, blocksMax: 3 }), (model) => {
        const columns = new LinkColumns(model);
        const greedy = greedyLinks(model);
        const start = byValue(model.links).filter((at) => greedy.has(at));
        const { eur, kw } = searchLinks(columns, { start, rounds: 300 });

        expect(eur).toBeGreaterThanOrEqual(modelValue(model, greedy) - 1e-3);
        expect(eur).toBeCloseTo(columns.worth(kw), 6);
        kw.forEach((one, arc) => expect(one).toBeLessThanOrEqual((columns.mostKw[arc] ?? 0) + 1e-6));
        for (let port = 0; port < columns.ports; port++)
          for (let block = 0; block < columns.blocks; block++) {
            let out = 0;
            for (const one of columns.linksAt[port] ?? [])
              out += (kw[one * columns.blocks + block] ?? 0) * (columns.source[one] === port ? (columns.sourcePerDelivered[one] ?? 1) : 1);
            expect(out).toBeLessThanOrEqual((columns.portKw[port * columns.blocks + block] ?? 0) + 1e-6);
          }
      }),
      { numRuns: 60 },
    );
  });

  it('finds the same each time, and stops when it is told to', () => {
    const model = {
      links: [link(1, 10), link(2, 10), link(2, 11)],
      blocks: [
        {
          hours: 8760,
          kw: new Map([
            [1, 80],
            [2, 90],
            [10, 70],
            [11, 60],
          ]),
        },
      ],
    };
    const again = (stop?: () => boolean): ReturnType<typeof searchLinks> => searchLinks(new LinkColumns(model), { start: [], rounds: 100, ...(stop !== undefined && { stop }) });

    expect(again()).toEqual(again());
    expect(again(() => true).eur).toBe(0);
  });
});
