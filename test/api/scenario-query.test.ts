// What the worker is asked: the steps as they were sent, the limits and links of the ground, and what was solved.
import { expect, it } from 'vitest';
import { questionOf } from '../../src/api/scenario-query.ts';
import type { Ground } from '../../src/api/scenario-ground.ts';
import { epochMs } from '../../src/domain/units.ts';

it('is the steps over the ground of this reader', () => {
  const ground: Ground = {
    year: { key: 'k', version: 1, firstQuarter: 0, quarters: 1, connections: { electricity: [], gas: [] }, facts: () => Promise.reject(new Error('not asked')) },
    scope: { connections: [], withheld: 0 },
    from: epochMs(0),
    to: epochMs(1),
    limits: { import: [{ of: 'group', group: 1, members: [], rows: [] }], export: [] },
    links: [],
  };

  expect(questionOf({ steps: [{ kind: 'heat-network' }], order: 'given', prices: {} }, ground, [{ at: 0, dispatches: [] }])).toEqual({
    steps: [{ kind: 'heat-network' }],
    order: 'given',
    prices: {},
    limits: ground.limits,
    links: [],
    solved: [{ at: 0, dispatches: [] }],
  });
});
