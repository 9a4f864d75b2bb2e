// An alert ends well within the limit that began it, whatever the rule.
import { expect, it } from 'vitest';
import { ALERT_LIMITS } from '../../src/domain/alert-limits.ts';
import { ALERT_KINDS, stateOf } from '../../src/domain/alerts.ts';

it.each(ALERT_KINDS)('%s: between its two limits nothing changes', (kind) => {
  const { begins, ends } = ALERT_LIMITS[kind];
  const over = { raiseAt: begins, clearAt: ends };

  expect([stateOf(begins, over), stateOf((begins + ends) / 2, over), stateOf(ends, over)]).toEqual(['raise', 'hold', 'clear']);
});

it('the documented ones (docs/methods.md#alerts)', () => {
  expect(ALERT_KINDS.map((kind) => [kind, ALERT_LIMITS[kind].begins, ALERT_LIMITS[kind].ends])).toEqual([
    ['peak-forecast', 100, 95],
    ['peak-ahead', 100, 95],
    ['silent-meter', 1, 0.5],
    ['night-base-load', 130, 115],
    ['reversed-sign', 80, 50],
    ['weekend-gas', 60, 45],
    ['coverage-falling', 10, 5],
    ['consent-ending', 30, 31],
  ]);
});
