// The jobs: visible, startable by hand, never twice at once, alive after a failure, known after a restart.
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { Jobs } from '../../src/jobs/schedule.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import type { JobRun, JobRuns } from '../../src/storage/job-runs.ts';

const log = pino({ level: 'silent' });
const HOUR = 3_600_000;
const NEVER_SOON = '0 0 1 1 *';
const started: Jobs[] = [];

/** Runs kept in memory; `broken` stands for a registry that is away. */
function memory(before: JobRun[] = [], broken = false): JobRuns & { kept: Map<string, JobRun> } {
  const kept = new Map(before.map((run) => [run.name, run]));
  return {
    kept,
    all: () => Promise.resolve([...kept.values()]),
    keep: (run) => (broken ? Promise.reject(new Error('away')) : Promise.resolve(void kept.set(run.name, run))),
  };
}

async function start(run: Parameters<typeof Jobs.start>[0][number]['run'], runs = memory()): Promise<Jobs> {
  const jobs = await Jobs.start([{ name: 'sweep', schedule: NEVER_SOON, run }], runs, log);
  started.push(jobs);
  return jobs;
}

afterEach(async () => {
  for (const jobs of started.splice(0)) await jobs.stop();
});

describe('a job', () => {
  it('is there before it ever ran, with the time of its next run', async () => {
    const jobs = await start(() => ({}));

    const [state] = jobs.states();

    expect(state).toMatchObject({ name: 'sweep', schedule: NEVER_SOON, running: false, last: null });
    expect(state?.nextAt).toBeGreaterThan(Date.now());
  });

  it('started by hand tells what it did and how long it took', async () => {
    const runs = memory();
    const jobs = await start(() => ({ days: 12 }), runs);

    expect(jobs.run('sweep')).toBe('started');
    await jobs.ended('sweep');

    const last = jobs.states()[0]?.last;
    expect(last).toMatchObject({ outcome: 'done', counts: { days: 12 }, trouble: null });
    expect(last?.endedAt).toBeGreaterThanOrEqual(last?.startedAt ?? Infinity);
    expect(runs.kept.get('sweep')).toEqual(last);
  });

  it('does not run on top of itself', async () => {
    let [finish, begin] = [(): void => {}, (): void => {}];
    let times = 0;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const jobs = await start(async () => {
      times += 1;
      begin();
      await new Promise<void>((resolve) => (finish = resolve));
      return {};
    });

    jobs.run('sweep');
    await Promise.resolve();
    expect([jobs.run('sweep'), jobs.states()[0]?.running]).toEqual(['running', true]);
    await begun;
    finish();
    await jobs.ended('sweep');

    expect(times).toBe(1);
    expect(jobs.states()[0]?.running).toBe(false);
  });

  it('that fails says why, and runs again the next time', async () => {
    let broken = true;
    const jobs = await start(() => {
      if (broken) throw new Error('the disk is full');
      return { days: 1 };
    });

    jobs.run('sweep');
    await jobs.ended('sweep');
    const failed = jobs.states()[0]?.last;
    broken = false;
    jobs.run('sweep');
    await jobs.ended('sweep');

    expect(failed).toMatchObject({ outcome: 'failed', trouble: 'the disk is full' });
    expect(jobs.states()[0]?.last).toMatchObject({ outcome: 'done', counts: { days: 1 } });
  });

  it('runs while the registry is away', async () => {
    const jobs = await start(() => ({ days: 3 }), memory([], true));

    jobs.run('sweep');
    await jobs.ended('sweep');

    expect(jobs.states()[0]?.last?.counts).toEqual({ days: 3 });
  });

  it('is known after a restart, also when the process ended while it ran', async () => {
    const cut: JobRun = { name: 'sweep', startedAt: epochMs(5), endedAt: null, outcome: null, counts: {}, trouble: null };

    const jobs = await start(() => ({}), memory([cut]));

    expect(jobs.states()[0]).toMatchObject({ running: false, last: cut });
  });

  it.each([
    ['never ran', null, 0],
    ['ran an hour ago', { startedAt: -HOUR, endedAt: -HOUR + 1 }, 0],
    ['ran 23 hours ago', { startedAt: -23 * HOUR, endedAt: -23 * HOUR + 1 }, 0],
    ['missed its last time', { startedAt: -25 * HOUR, endedAt: -25 * HOUR + 1 }, 1],
    ['was cut short', { startedAt: -HOUR, endedAt: null }, 1],
  ] as const)('of every day that %s: made up for at the next start', async (_, last, times) => {
    const now = epochMs(Date.UTC(2026, 10, 27, 8));
    const at = (ms: number): EpochMs => epochMs(now + ms);
    const before: JobRun[] =
      last === null ? [] : [{ name: 'daily', startedAt: at(last.startedAt), endedAt: last.endedAt === null ? null : at(last.endedAt), outcome: null, counts: {}, trouble: null }];
    let ran = 0;
    const job = { schedule: NEVER_SOON, run: () => ({ times: ++ran }) };
    const jobs = await Jobs.start([{ ...job, name: 'daily', catchesUp: true }], memory(before), log);
    started.push(jobs);
    jobs.catchUp(now);
    await jobs.ended('daily');

    expect(ran).toBe(times);
  });

  it('of another rhythm is not made up for', async () => {
    let ran = 0;
    const old: JobRun = { name: 'sweep', startedAt: epochMs(5), endedAt: epochMs(6), outcome: 'done', counts: {}, trouble: null };
    const jobs = await start(() => ({ times: ++ran }), memory([old]));
    jobs.catchUp(epochMs(Date.now()));
    await jobs.ended('sweep');

    expect(ran).toBe(0);
  });

  it('hears that the process stops, and no other begins', async () => {
    const jobs = await start(async ({ stopping }) => {
      while (!stopping()) await new Promise(setImmediate);
      return { left: 4 };
    });
    jobs.run('sweep');

    await jobs.stop();

    expect(jobs.states()[0]?.last?.counts).toEqual({ left: 4 });
    expect([jobs.run('sweep'), jobs.run('no-such-job')]).toEqual(['stopping', 'unknown']);
  });
});
