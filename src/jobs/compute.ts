// The compute worker as the main thread sees it: a job in, an outcome out.
import type { Worker } from 'node:worker_threads';
import { startThread } from '../threads.ts';
import type { BalanceJob, BalanceOutcome, ComputeAnswer, ComputeRequest } from './compute-thread.ts';

export class Compute {
  readonly #thread: Worker;
  readonly #waiting = new Map<number, { settle: (outcome: BalanceOutcome) => void; refuse: (error: Error) => void }>();
  #id = 0;

  constructor() {
    this.#thread = startThread(new URL('./compute-thread.ts', import.meta.url), {});
    this.#thread.on('message', (answer: ComputeAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) waiting?.refuse(new Error(answer.error));
      else waiting?.settle(answer.outcome);
    });
    this.#thread.on('error', (error) => {
      for (const { refuse } of this.#waiting.values()) refuse(error);
      this.#waiting.clear();
    });
  }

  balance(job: BalanceJob): Promise<BalanceOutcome> {
    const request: ComputeRequest = { id: ++this.#id, job };
    const { registers, quarters, amounts, flags, sources } = job.columns;
    return new Promise((settle, refuse) => {
      this.#waiting.set(request.id, { settle, refuse });
      this.#thread.postMessage(request, [registers.buffer, quarters.buffer, amounts.buffer, flags.buffer, sources.buffer]);
    });
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }
}
