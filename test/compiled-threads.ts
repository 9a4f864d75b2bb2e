// Stands for src/threads.ts in the tests: a thread starts from what test/compile.ts built just before. Each start from
// the sources brings the loader of TypeScript into the thread, which costs seconds of a core over and over.
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

const root = join(import.meta.dirname, '..');
/** Half a second for each account and sign-in would be a third of the suite's time. */
const CHEAPER = new Map([['src/api/password-thread.ts', join(import.meta.dirname, 'cheap-password-thread.mjs')]]);

export class ThreadEndedError extends Error {
  override name = 'ThreadEndedError';
}

/** What a thread's source was built into. */
export const compiled = (source: string): URL => pathToFileURL(join(root, 'dist', source.replace(/\.ts$/, '.js')));

/** @param url of the thread's source */
export function startThread(url: URL, options: WorkerOptions): Worker {
  const source = relative(root, fileURLToPath(url));
  const cheaper = CHEAPER.get(source);
  return new Worker(cheaper === undefined ? compiled(source) : pathToFileURL(cheaper), options);
}
