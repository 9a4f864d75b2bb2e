// Runs of the solver: one at a time, with progress, ended at once, and nothing is kept of one that was ended.
import { afterEach, expect, it, vi } from 'vitest';
import { type BatteryJob, BatteryRuns, type SolvedConnection } from '../../src/jobs/battery-runs.ts';

const job = (days: number): BatteryJob => ({
  batteries: [{ connection: 7, netKwh: Float64Array.from({ length: days * 96 }, (_, t) => 20 + 10 * Math.sin(t / 15)), battery: { kwh: 50, kw: 40, roundTrip: 0.88 } }],
  prices: {
    importEur: Float64Array.from({ length: days * 96 }, (_, t) => (t % 96 < 28 ? 0.1 : 0.2)),
    exportEur: 0.05,
    peakEurPerKw: Float64Array.from([2]),
    month: new Uint8Array(days * 96),
  },
  foresight: 'rolling',
});
const runs = new BatteryRuns(() => performance.now());
afterEach(() => runs.close());

it('works through the year and hands over what was found before it counts as done', async () => {
  const kept: SolvedConnection[] = [];
  const started = runs.start(1, job(3), async (solved) => void kept.push(...solved));
  await vi.waitFor(() => expect(runs.of(1)?.state).toBe('done'), { timeout: 20_000, interval: 20 });

  expect(started).toMatchObject({ state: 'running', progress: 0 });
  expect(kept.map(({ connection }) => connection)).toEqual([7]);
  expect(runs.of(1)).toMatchObject({ progress: 1, detail: null });
  expect(runs.busy).toBe(false);
});

it('is one at a time, and ends at once when it is cancelled', async () => {
  let handed = 0;
  const keep = async (): Promise<void> => void (handed += 1);
  runs.start(2, job(365), keep);
  expect(() => runs.start(3, job(1), keep)).toThrow('going on');
  expect(await runs.cancel(3)).toBe(false);
  await vi.waitFor(() => expect(runs.of(2)?.progress ?? 0).toBeGreaterThan(0), { timeout: 20_000, interval: 10 });

  expect(await runs.cancel(2)).toBe(true);
  expect(runs.of(2)?.state).toBe('cancelled');
  expect([runs.busy, handed]).toEqual([false, 0]);
});

it('that cannot be kept has failed, and says why', async () => {
  runs.start(4, job(1), () => Promise.reject(new Error('no room')));
  await vi.waitFor(() => expect(runs.of(4)?.state).toBe('failed'), { timeout: 20_000, interval: 20 });

  expect(runs.of(4)?.detail).toBe('no room');
});

it('has a deadline for all of it together', async () => {
  const impatient = new BatteryRuns(() => performance.now(), 30);
  impatient.start(5, job(365), () => Promise.resolve());
  await vi.waitFor(() => expect(impatient.of(5)?.state).toBe('failed'), { timeout: 20_000, interval: 10 });

  expect(impatient.of(5)?.detail).toContain('took longer than');
  expect(impatient.busy).toBe(false);
  // The next one may begin.
  impatient.start(6, job(1), () => Promise.resolve());
  await impatient.close();
});
