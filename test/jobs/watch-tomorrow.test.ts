// The afternoon's look at tomorrow: what is forecast above its limit is told once, and what cannot be forecast is left alone.
import { afterEach, expect, it } from 'vitest';
import type { DayAhead } from '../../src/domain/peak-ahead.ts';
import { watchTomorrow } from '../../src/jobs/watch-tomorrow.ts';
import { type AlertStand, openStand } from './alert-stand.ts';

let stand: AlertStand;
afterEach(() => stand.close());

const flat = (p90: number): DayAhead => ({ p50Kw: Float64Array.of(p90 - 10), p90Kw: Float64Array.of(p90), limitKw: Float64Array.of(100), better: true });

it('opens for a peak above the limit, keeps it, and closes it when the next day fits', async () => {
  stand = await openStand();
  let p90 = 120;
  const watched = [
    { subject: 'connection 1', park: 'eerbeek', company: stand.company, ahead: async () => flat(p90) },
    { subject: 'connection 2', park: 'eerbeek', company: stand.company, ahead: async () => null },
  ];
  const job = watchTomorrow({ desk: stand.desk, watched: () => watched });
  const run = (): ReturnType<typeof job.run> => job.run({ stopping: () => false });

  expect(await run()).toEqual({ judged: 1, opened: 1, closed: 0 });
  expect(await run()).toEqual({ judged: 1, opened: 0, closed: 0 });
  expect((await stand.alerts.allOpen()).map(({ kind, value, limit, severity }) => [kind, value, limit, severity])).toEqual([['peak-ahead', 120, 100, 'warning']]);
  p90 = 80;
  expect(await run()).toEqual({ judged: 1, opened: 0, closed: 1 });
});

it('stops when it is asked to', async () => {
  stand = await openStand();
  const watched = [{ subject: 'connection 1', park: 'eerbeek', company: stand.company, ahead: async () => flat(120) }];
  expect(await watchTomorrow({ desk: stand.desk, watched: () => watched }).run({ stopping: () => true })).toEqual({ judged: 0, opened: 0, closed: 0 });
});
