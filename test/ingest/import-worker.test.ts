// Files wait their turn, and not too many of them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IMPORTS_WAITING_MAX, IMPORT_THREADS_MAX, ImportWorker, ImportsBusyError } from '../../src/ingest/import-worker.ts';
import { choicesOf, known } from './import-samples.ts';

describe('files that come at once', () => {
  it('are read two at a time, twenty wait, the next is refused; a stop ends them all', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'kringstroom-import-'));
    const path = join(dir, 'one.csv');
    writeFileSync(path, 'Datum;kWh\n01-11-2026 00:00;1\n');
    const worker = new ImportWorker();
    const job = { path, choices: choicesOf(), known: [known()], nowMs: Date.parse('2026-11-25') };
    let writing = 0;
    let bothWrite: () => void = () => {};
    const both = new Promise<void>((resolve) => (bothWrite = resolve));
    const never = new Promise<void>(() => {});
    const write = (): Promise<void> => {
      writing += 1;
      if (writing === IMPORT_THREADS_MAX) bothWrite();
      return never;
    };
    const started = Array.from({ length: IMPORT_THREADS_MAX + IMPORTS_WAITING_MAX }, () => worker.run(job, write));
    const ended = Promise.allSettled(started);

    await both;
    await expect(worker.preview(job)).rejects.toThrow(ImportsBusyError);
    await worker.close();

    expect((await ended).map((one) => one.status)).toEqual(started.map(() => 'rejected'));
    expect(writing).toBe(IMPORT_THREADS_MAX);
    rmSync(dir, { recursive: true, force: true });
  });
});
