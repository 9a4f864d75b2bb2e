// Stands for src/threads.ts in the tests: a thread starts from what test/compile.ts built just before. Each start from
// the sources brings the loader of TypeScript into the thread, which costs seconds of a core over and over.
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

const root = join(import.meta.dirname, '..');
/** A hash of a password is slow on purpose, and the tests make an account or sign in hundreds of times. */
const CHEAPER = new Map([['src/api/password-thread.ts', join(import.meta.dirname, 'cheap-password-thread.mjs')]]);

export class ThreadEndedError extends Error {
  override name = 'ThreadEndedError';
}

/** @param url of the thread's source */
export function startThread(url: URL, options: WorkerOptions): Worker {
  const source = relative(root, fileURLToPath(url));
  return new Worker(pathToFileURL(CHEAPER.get(source) ?? join(root, 'dist', source.replace(/\.ts$/, '.js'))), options);
}
