// The relaxation: a bound of every choice, and of every choice with a certain link; nearer than without cuts.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LinkColumns } from '../../src/domain/heat/link-columns.ts';
import { linksModel } from '../../src/jobs/heat-links-model.ts';
import { relaxedLinks } from '../../src/jobs/heat-links-relaxation.ts';
import { maximised, solver } from '../../src/jobs/heat-solver.ts';
import { anyModel } from '../domain/heat/drawn-links.ts';
import { link } from '../domain/heat/given.ts';

const EXACT = { gap: 0, timeLimitS: 10 };
const leftS = (): number => 10;

it('cuts off a half of each of two pipes to one sink', async () => {
  const columns = new LinkColumns({
    links: [link(1, 10), link(2, 10)],
    blocks: [
      {
        hours: 1000,
        kw: new Map([
          [1, 60],
          [2, 60],
          [10, 90],
        ]),
      },
    ],
  });

  // Without cuts 90/60 pipes would be built for 1,500 EUR.
  expect(relaxedLinks(await solver(), columns, { enoughEur: 0, leftS }).boundEur).toBeCloseTo(90 * 50 - 2000, 3);
});

it('is never below what the best choice is worth, nor below the best with a link for that link', async () => {
  const highs = await solver();
  fc.assert(
    fc.property(anyModel({ linksMax: 10, blocksMax: 3 }), fc.nat(), (model, which) => {
      const columns = new LinkColumns(model);
      const within = Array.from({ length: columns.links }, (_, one) => one);
      const { columns: made, rowUpper, builds } = linksModel(columns, { within });
      const best = maximised(highs, made, { rowUpper, ...EXACT }).objective;
      const { boundEur, withLinkEur } = relaxedLinks(highs, columns, { enoughEur: 0, leftS });
      const forced = which % columns.links;
      // Worth so much that it is built whatever it costs.
      made.cost[builds[forced] ?? 0] = (made.cost[builds[forced] ?? 0] ?? 0) + 1e7;
      const withIt = maximised(highs, made, { rowUpper, ...EXACT }).objective - 1e7;

      expect(boundEur).toBeGreaterThanOrEqual(best - 1e-3);
      expect(withLinkEur[forced]).toBeGreaterThanOrEqual(withIt - 0.1);
    }),
    { numRuns: 80 },
  );
}, 60_000);

it('knows no bound where it has no time', async () => {
  const columns = new LinkColumns({
    links: [link(1, 10)],
    blocks: [
      {
        hours: 1000,
        kw: new Map([
          [1, 60],
          [10, 90],
        ]),
      },
    ],
  });

  expect(relaxedLinks(await solver(), columns, { enoughEur: 0, leftS: () => 0 }).boundEur).toBeGreaterThanOrEqual(60 * 50 - 1000 - 1e-3);
});
