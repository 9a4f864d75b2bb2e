// The port for the last run of each job, and its adapter on the tables of the registry.
import type { Kysely } from 'kysely';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Tables } from './registry-tables.ts';

/** What a job did: things by name, as in {"days": 12}. */
export type JobCounts = Readonly<Record<string, number>>;

export interface JobRun {
  readonly name: string;
  readonly startedAt: EpochMs;
  /** null: it runs, or the process ended while it ran. */
  readonly endedAt: EpochMs | null;
  readonly outcome: 'done' | 'failed' | null;
  readonly counts: JobCounts;
  /** Why it failed, in one sentence. */
  readonly trouble: string | null;
}

export interface JobRuns {
  all(): Promise<JobRun[]>;
  /** Replaces what was known of the job. */
  keep(run: JobRun): Promise<void>;
}

export class JobRunsSql implements JobRuns {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async all(): Promise<JobRun[]> {
    const rows = await this.#db.selectFrom('job').selectAll().orderBy('name').execute();
    return rows.map((row) => ({
      name: row.name,
      startedAt: epochMs(row.started_at),
      endedAt: row.ended_at === null ? null : epochMs(row.ended_at),
      outcome: row.outcome === 'done' || row.outcome === 'failed' ? row.outcome : null,
      counts: countsOf(row.counts),
      trouble: row.trouble,
    }));
  }

  async keep(run: JobRun): Promise<void> {
    const values = { started_at: run.startedAt, ended_at: run.endedAt, outcome: run.outcome, counts: JSON.stringify(run.counts), trouble: run.trouble };
    await this.#db
      .insertInto('job')
      .values({ name: run.name, ...values })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
      .execute();
  }
}

function countsOf(text: string): JobCounts {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(Object.entries(parsed).flatMap(([name, count]) => (typeof count === 'number' ? [[name, count]] : [])));
}
