// The model for the solver: what is in it, and what a cut adds.
import { expect, it } from 'vitest';
import { LinkColumns } from '../../src/domain/heat/link-columns.ts';
import { linksModel } from '../../src/jobs/heat-links-model.ts';
import { maximised, solver } from '../../src/jobs/heat-solver.ts';
import { link } from '../domain/heat/given.ts';

const columns = new LinkColumns({
  links: [link(1, 10), link(2, 10), link(1, 11)],
  blocks: [
    {
      hours: 1000,
      kw: new Map([
        [1, 60],
        [2, 60],
        [10, 90],
        [11, 20],
      ]),
    },
  ],
});
const EXACT = { gap: 0, timeLimitS: 10 };

it('has a column for each link that may be built, and one for each of its flows', async () => {
  const model = linksModel(columns, { within: [0, 2] });

  expect([...model.builds]).toEqual([0, -1, 2]);
  expect([...model.flows]).toEqual([1, -1, 3]);
  // 60 kW from source 1 for 3,000 EUR a year, one link is enough.
  expect(maximised(await solver(), model.columns, { rowUpper: model.rowUpper, ...EXACT }).objective).toBeCloseTo(60 * 50 - 1000, 6);
});

it('takes in cuts as rows', async () => {
  const none = { links: [0, 1, 2], built: [1, 1, 1], arcs: [0], flow: [0.01], most: 1.2, depth: 1 };
  const model = linksModel(columns, { within: [0, 1, 2], cuts: [none] });

  // One link at most, and no more than 20 kW through the first.
  const { objective, values } = maximised(await solver(), model.columns, { rowUpper: model.rowUpper, ...EXACT });
  expect(objective).toBeCloseTo(60 * 50 - 1000, 6);
  expect(values[model.builds[1] ?? 0]).toBeCloseTo(1, 6);
});
