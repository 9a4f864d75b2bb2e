// Runs the jobs on their schedule (node-cron, Amsterdam time) and by hand, never one on top of itself, and keeps
// what each run did where people can see it.
import cron, { type ScheduledTask } from 'node-cron';
import type { Logger } from 'pino';
import { ZONE } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { JobCounts, JobRun, JobRuns } from '../storage/job-runs.ts';

export interface Job {
  readonly name: string;
  /** Five fields of cron, or six with the seconds first; null: only by hand. */
  readonly schedule: string | null;
  /** Of a job that runs once a day: a run that was missed or cut short is made up for at the next start. */
  readonly catchesUp?: true;
  /** @returns what it did, by name. @throws Error when it failed; it runs again at its next time */
  readonly run: (progress: JobProgress) => Promise<JobCounts> | JobCounts;
}

/** What a long job reads and tells while it runs. */
export interface JobProgress {
  /** True once the process wants to stop: finish the piece at hand. */
  readonly stopping: () => boolean;
}

export interface JobState {
  readonly name: string;
  readonly schedule: string | null;
  readonly running: boolean;
  readonly last: JobRun | null;
  readonly nextAt: EpochMs | null;
}

const DAY_MS = 86_400_000;

interface Scheduled {
  readonly job: Job;
  readonly task: ScheduledTask | null;
  last: JobRun | null;
  current: Promise<void> | null;
}

export class Jobs {
  readonly #jobs = new Map<string, Scheduled>();
  readonly #runs: JobRuns;
  readonly #log: Logger;
  #stopping = false;

  private constructor(runs: JobRuns, log: Logger) {
    this.#runs = runs;
    this.#log = log;
  }

  /** Schedules every job; what each did before the last stop is known again. */
  static async start(jobs: readonly Job[], runs: JobRuns, log: Logger): Promise<Jobs> {
    const started = new Jobs(runs, log);
    const before = new Map((await runs.all()).map((run) => [run.name, run]));
    for (const job of jobs) {
      const task = job.schedule === null ? null : cron.schedule(job.schedule, () => void started.run(job.name), { name: job.name, timezone: ZONE });
      started.#jobs.set(job.name, { job, task, last: before.get(job.name) ?? null, current: null });
    }
    return started;
  }

  states(): JobState[] {
    return [...this.#jobs.values()].map(({ job, task, last, current }) => {
      const next = task?.getNextRun() ?? null;
      return { name: job.name, schedule: job.schedule, running: current !== null, last, nextAt: next === null ? null : epochMs(next.getTime()) };
    });
  }

  /** Starts a job, unless it runs already or the process is stopping.
   *  @returns what became of it; 'started' before the job has ended */
  run(name: string): 'started' | 'running' | 'unknown' | 'stopping' {
    const scheduled = this.#jobs.get(name);
    if (scheduled === undefined) return 'unknown';
    if (this.#stopping) return 'stopping';
    if (scheduled.current !== null) return 'running';
    scheduled.current = this.#attempt(scheduled).finally(() => (scheduled.current = null));
    return 'started';
  }

  /** Runs what was missed while nothing ran. What never ran has missed nothing: it waits for its time. */
  catchUp(now: EpochMs): void {
    for (const { job, last } of this.#jobs.values()) if (job.catchesUp === true && last !== null && (last.endedAt === null || now - last.startedAt > DAY_MS)) this.run(job.name);
  }

  /** Resolves when the run at hand, if there is one, has ended. */
  async ended(name: string): Promise<void> {
    await this.#jobs.get(name)?.current;
  }

  /** No new runs; waits for those at hand. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { task } of this.#jobs.values()) await task?.destroy();
    await Promise.all([...this.#jobs.values()].flatMap(({ current }) => current ?? []));
  }

  async #attempt(scheduled: Scheduled): Promise<void> {
    const { job } = scheduled;
    const started: JobRun = { name: job.name, startedAt: epochMs(Date.now()), endedAt: null, outcome: null, counts: {}, trouble: null };
    await this.#keep(scheduled, started);
    try {
      const counts = await job.run({ stopping: () => this.#stopping });
      await this.#keep(scheduled, { ...started, endedAt: epochMs(Date.now()), outcome: 'done', counts });
    } catch (error) {
      this.#log.error({ err: error, job: job.name }, 'a job failed');
      const trouble = error instanceof Error ? error.message : String(error);
      await this.#keep(scheduled, { ...started, endedAt: epochMs(Date.now()), outcome: 'failed', trouble });
    }
  }

  /** A registry that is away keeps no job from running. */
  async #keep(scheduled: Scheduled, run: JobRun): Promise<void> {
    scheduled.last = run;
    try {
      await this.#runs.keep(run);
    } catch (error) {
      this.#log.error({ err: error, job: run.name }, 'the run of a job could not be kept');
    }
  }
}
