// Ties the backup job to the store thread and the registry of a running monitor.
import { join } from 'node:path';
import type { Data } from './app-data.ts';
import { backupJob } from './jobs/backup.ts';
import type { Job } from './jobs/schedule.ts';
import { startThread } from './threads.ts';

/** A copy of the series may take this long. */
const COPY_MS_MAX = 3_600_000;

export function backupOf(over: { data: Pick<Data, 'store'>; dataDir: string; simulated: boolean }): Job {
  const { store } = over.data;
  return backupJob({
    dataDir: over.dataDir,
    kind: over.simulated ? 'simulated' : 'real',
    copySeries: (folder) => store.ask({ kind: 'copy-to', folder }, COPY_MS_MAX),
    copyRegistry: (target) => copyRegistry(join(over.dataDir, 'registry.db'), target),
    storedSeq: () => store.storedSeq,
  });
}

function copyRegistry(from: string, to: string): Promise<void> {
  const thread = startThread(new URL('./storage/registry-copy-thread.ts', import.meta.url), { workerData: { from, to } });
  return new Promise((resolve, reject) => {
    thread.on('error', reject);
    thread.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`copying the registry ended with ${code}`))));
  });
}
