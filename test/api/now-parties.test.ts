// Who puts how much into a figure of this moment, main meters and those behind them.
import { expect, it } from 'vitest';
import { judgeHeard, judgeSome } from '../../src/api/now-parties.ts';
import type { PartyNow } from '../../src/api/now-parties.ts';

const party = (entity: number, kw: number): PartyNow => ({
  entity: `kvk ${entity}`,
  powers: { import: kw, export: 0, charge: 0, discharge: 0, sun: 0, wind: 0, chp: 0, 'other-generation': 0 },
  kw,
  left: 0,
});
const drawn = ({ powers }: PartyNow): number => powers.import;
const five = [1, 2, 3, 4, 5].map((entity) => party(entity, 10));

it('an owner makes no fifth company, and may not stand out', () => {
  expect(judgeHeard({ leaves: five.slice(1), owners: [party(6, 10)] }, drawn)).toEqual({ sign: 'x', reason: 'too-few' });
  expect(judgeHeard({ leaves: five, owners: [party(6, 10)] }, drawn)).toEqual({ sign: null });
  expect(judgeHeard({ leaves: five, owners: [party(6, 200)] }, drawn)).toEqual({ sign: 'x', reason: 'one-dominates' });
});

it('who puts nothing into a figure to which some contribute hides nobody', () => {
  const leaves = [...five, ...[7, 8, 9].map((entity) => party(entity, 0))];

  expect(judgeSome({ leaves, owners: [] }, drawn)).toEqual({ sign: null });
  expect(judgeSome({ leaves: leaves.slice(1), owners: [] }, drawn)).toEqual({ sign: 'x', reason: 'too-few' });
  expect(judgeHeard({ leaves: leaves.slice(1), owners: [] }, drawn)).toEqual({ sign: null });
});
