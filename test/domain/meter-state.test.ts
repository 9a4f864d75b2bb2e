// A meter by its own rhythm.
import { expect, it } from 'vitest';
import { latestOf, meterStateOf, silentAfterMs } from '../../src/domain/meter-state.ts';
import { epochMs } from '../../src/domain/units.ts';

const MINUTE = 60_000;
it.each([
  // Every 10 s: late after 90 s (three intervals are less), silent after an hour.
  [10_000, 1.5, 'live'],
  [10_000, 1.6, 'late'],
  [10_000, 60, 'late'],
  [10_000, 61, 'silent'],
  // Every hour: late after three, and silent then too.
  [60 * MINUTE, 180, 'live'],
  [60 * MINUTE, 181, 'silent'],
  // Heard once: it may be one that reports every hour.
  [null, 75, 'live'],
  [null, 76, 'silent'],
] as const)('a meter of every %s ms, %s minutes ago, is %s', (intervalMs, minutes, state) => {
  expect(meterStateOf({ at: epochMs(0), intervalMs }, epochMs(minutes * MINUTE))).toBe(state);
});

it('is never heard until it is, and its latest register speaks for it', () => {
  const heard = [3, 9, 5].map((at) => ({ at: epochMs(at), intervalMs: null }));

  expect(meterStateOf(null, epochMs(1))).toBe('never');
  expect([latestOf(heard)?.at, latestOf([])]).toEqual([9, null]);
  expect(silentAfterMs({ intervalMs: 10_000 })).toBe(60 * MINUTE);
});
