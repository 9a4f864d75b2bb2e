// The last run of each job in the registry: the newest one, with what it did.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { type JobRun, JobRunsSql } from '../../src/storage/job-runs.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';

it('keeps one run a job, the last, and reads it back as it was', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-jobs-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const runs = new JobRunsSql(db);
  const running: JobRun = { name: 'roll-up', startedAt: epochMs(1_790_000_000_000), endedAt: null, outcome: null, counts: {}, trouble: null };
  const done: JobRun = { ...running, endedAt: epochMs(1_790_000_000_250), outcome: 'done', counts: { days: 3, left: 0 } };
  const failed: JobRun = { ...done, name: 'drop-raw', outcome: 'failed', counts: {}, trouble: "the disk's full" };

  for (const run of [running, failed, done]) await runs.keep(run);

  expect(await runs.all()).toEqual([failed, done]);
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
