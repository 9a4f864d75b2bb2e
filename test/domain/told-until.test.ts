// Up to when companies together are told.
import { expect, it } from 'vitest';
import { SETTLED_AFTER_MS, TOLD_STEP_MS, toldUntil } from '../../src/domain/told-until.ts';
import { epochMs } from '../../src/domain/units.ts';

const at = (text: string): string => new Date(toldUntil(epochMs(Date.parse(text)))).toISOString().slice(11, 16);

it('is a whole hour of which the last quarter ended a settling time ago, and moves an hour at a time', () => {
  expect(['2026-11-27T14:14:59.999Z', '2026-11-27T14:15:00Z', '2026-11-27T15:14:59Z', '2026-11-27T15:15:00Z'].map(at)).toEqual(['12:00', '13:00', '13:00', '14:00']);
  // In summer and in winter an hour of UTC is an hour of Amsterdam.
  expect(at('2026-07-27T14:15:00Z')).toBe('13:00');
});

it('waits for a meter that speaks once an hour, and for its message', () => {
  expect(SETTLED_AFTER_MS).toBeGreaterThan(TOLD_STEP_MS);
});
