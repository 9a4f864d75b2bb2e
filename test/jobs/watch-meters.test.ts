// What is looked at every minute, with the limits by hand.
import { expect, it } from 'vitest';
import type { Finding } from '../../src/domain/alerts.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { type Peak, type WatchMetersPorts, watchMeters } from '../../src/jobs/watch-meters.ts';

const NOW = Date.UTC(2026, 10, 25, 11);
const MINUTE = 60_000;
const DAY = 86_400_000;
const whose = { park: 'eerbeek', company: 1 };

async function findings(over: Partial<Pick<WatchMetersPorts, 'meters' | 'consents' | 'open' | 'isOver'>> & { peaks?: Peak[] }): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const desk = { report: async (list: readonly Finding[]) => (found.push(...list), { opened: 0, closed: 0 }), escalate: async () => 0 };
  await watchMeters({
    desk,
    meters: () => [],
    consents: () => [],
    open: async () => [],
    isOver: () => false,
    now: () => epochMs(NOW),
    ...over,
    peaks: async () => over.peaks ?? [],
  }).run({
    stopping: () => false,
  });
  return found;
}

it.each([
  // Every ten seconds: silent after an hour, over within half of one.
  [10_000, 61, 'raise', 1],
  [10_000, 59, 'hold', 1],
  [10_000, 30, 'clear', 1],
  // Every hour: three of those.
  [60 * MINUTE, 179, 'hold', 3],
  [60 * MINUTE, 181, 'raise', 3],
] as const)('a meter of every %i ms that said nothing for %i minutes: %s', async (intervalMs, minutes, state, limit) => {
  const [found] = await findings({ meters: () => [{ ...whose, id: 5, heard: { at: epochMs(NOW - minutes * MINUTE), intervalMs } }] });

  expect(found).toEqual({ kind: 'silent-meter', subject: 'meter 5', ...whose, value: minutes / 60, limit, unit: 'h', state });
});

it.each([
  [null, 'clear'],
  [29.5, 'raise'],
  [30.5, 'hold'],
  [31, 'clear'],
  [-1, 'clear'],
] as const)('a consent that ends in %s days: %s', async (days, state) => {
  const [found] = await findings({ consents: () => [{ ...whose, id: '1 region', endsAt: days === null ? null : epochMs(NOW + days * DAY) }] });

  expect(found).toMatchObject({ kind: 'consent-ending', subject: 'consent 1 region', unit: 'd', limit: 30, state });
});

it.each([
  [100, 'raise'],
  [96, 'hold'],
  [95, 'clear'],
] as const)('a quarter that will end at %i kW of 100: %s', async (projectedKw, state) => {
  const [found] = await findings({ peaks: [{ ...whose, subject: 'connection 3', projectedKw, limitKw: 100 }] });

  expect(found).toEqual({ kind: 'peak-forecast', subject: 'connection 3', ...whose, value: projectedKw, limit: 100, unit: 'kW', state });
});

it.each([
  [0, 'clear'],
  [-12, 'clear'],
  [0.7, 'hold'],
  [1, 'raise'],
] as const)('a quarter that will end at %f kW where nothing may be drawn: %s', async (projectedKw, state) => {
  const [found] = await findings({ peaks: [{ ...whose, subject: 'connection 3', projectedKw, limitKw: 0 }] });

  expect(found).toMatchObject({ value: projectedKw, limit: 0, state });
});

it('an alert about several companies is over when one of them no longer shares', async () => {
  const [found] = await findings({
    open: async () => [{ kind: 'peak-ahead', subject: 'park eerbeek', park: 'eerbeek', company: null, limit: 100, unit: 'kW' }],
    isOver: () => true,
  });

  expect(found).toMatchObject({ kind: 'peak-ahead', subject: 'park eerbeek', state: 'clear' });
});

it('a peak of which nothing was projected for two quarters is over: what it was about has passed', async () => {
  const found: Finding[] = [];
  const desk = { report: async (list: readonly Finding[]) => (found.push(...list), { opened: 0, closed: 0 }), escalate: async () => 0 };
  let [atMs, peaks]: [number, Peak[]] = [NOW, [{ ...whose, subject: 'connection 3', projectedKw: 120, limitKw: 100 }]];
  const open = [{ kind: 'peak-forecast', subject: 'connection 3', ...whose, limit: 100, unit: 'kW' }] as const;
  const now = (): EpochMs => epochMs(atMs);
  const job = watchMeters({ desk, meters: () => [], consents: () => [], open: async () => open, isOver: () => false, now, peaks: async () => peaks });
  const after = async (minutes: number): Promise<unknown[]> => {
    atMs = NOW + minutes * MINUTE;
    found.length = 0;
    await job.run({ stopping: () => false });
    return found.map((one) => one.state);
  };
  await after(0);
  peaks = [];

  expect([await after(3), await after(29), await after(30)]).toEqual([[], [], ['clear']]);
});
