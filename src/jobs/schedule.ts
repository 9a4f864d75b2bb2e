// Runs the jobs on their schedule (node-cron, Amsterdam time), never one on top of itself.
import cron from 'node-cron';
import type { Logger } from 'pino';
import { ZONE } from '../domain/time.ts';

export interface Job {
  readonly name: string;
  /** Five fields of cron. */
  readonly schedule: string;
  readonly run: () => Promise<void> | void;
}

/** Starts every job. A job that fails is logged and runs again at its next time. */
export function startJobs(jobs: readonly Job[], log: Logger): { stop: () => Promise<void> } {
  const tasks = jobs.map((job) =>
    cron.schedule(
      job.schedule,
      async () => {
        try {
          await job.run();
        } catch (error) {
          log.error({ err: error, job: job.name }, 'a job failed');
        }
      },
      { name: job.name, timezone: ZONE, noOverlap: true },
    ),
  );
  return {
    stop: async () => {
      for (const task of tasks) await task.destroy();
    },
  };
}
