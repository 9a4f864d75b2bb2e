// Starts a worker thread from a source file, compiled or not. Knows nothing of what the thread does.
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** A thread ended before it answered, for lack of memory for one. What it was asked is lost; the next question has a new thread. */
export class ThreadEndedError extends Error {
  override name = 'ThreadEndedError';
}

/** @param url of the thread's module, by `new URL('./x-thread.ts', import.meta.url)` */
export function startThread(url: URL, options: WorkerOptions): Worker {
  if (import.meta.url.endsWith('.js')) return new Worker(new URL(url.href.replace(/\.ts$/, '.js')), options);
  // Tests and `npm run dev` run the sources. Node 20 ignores `--import` for a thread's own module, so the
  // thread registers the loader itself.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const start = `import(${loader}).then((tsx) => { tsx.register(); return import(${JSON.stringify(url.href)}); })`;
  return new Worker(start, { ...options, eval: true });
}
