// Hashes and checks passwords in a thread of their own: in the shared pool ten sign-ins a second held PUBACKs up.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../threads.ts';
import type { HashAnswer, HashRequest } from './password-thread.ts';

/** Hashes that may wait, at 100 ms each; whoever comes then is told to try again. */
export const WAITING_MAX = 50;

export class PasswordsBusyError extends Error {
  override name = 'PasswordsBusyError';
}

export class Passwords {
  readonly #thread: Worker;
  readonly #waiting = new Map<number, { settle: (key: Uint8Array) => void; refuse: (error: Error) => void }>();
  #id = 0;

  /** @param thread that hashes, ended with these passwords */
  constructor(thread: Worker = startThread(new URL('./password-thread.ts', import.meta.url), {})) {
    this.#thread = thread;
    this.#thread.on('message', ({ id, key }: HashAnswer) => {
      this.#waiting.get(id)?.settle(key);
      this.#waiting.delete(id);
    });
    this.#thread.on('error', (error) => this.#refuseAll(error));
  }

  /** Salt and key in hex, 'salt:key'. @throws PasswordsBusyError when too many wait */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    return `${salt.toString('hex')}:${Buffer.from(await this.#derive(password, salt)).toString('hex')}`;
  }

  /** @throws PasswordsBusyError when too many wait */
  async verify({ hash, password }: { hash: string; password: string }): Promise<boolean> {
    const [salt, expected] = hash.split(':');
    if (salt === undefined || expected === undefined) return false;
    const [key, known] = [await this.#derive(password, Buffer.from(salt, 'hex')), Buffer.from(expected, 'hex')];
    return key.length === known.length && timingSafeEqual(key, known);
  }

  async close(): Promise<void> {
    this.#refuseAll(new Error('the monitor is stopping'));
    await this.#thread.terminate();
  }

  #derive(password: string, salt: Uint8Array): Promise<Uint8Array> {
    if (this.#waiting.size >= WAITING_MAX) return Promise.reject(new PasswordsBusyError(`${WAITING_MAX} passwords wait to be checked`));
    const request: HashRequest = { id: ++this.#id, password, salt };
    return new Promise((settle, refuse) => {
      this.#waiting.set(request.id, { settle, refuse });
      this.#thread.postMessage(request);
    });
  }

  #refuseAll(error: Error): void {
    for (const { refuse } of this.#waiting.values()) refuse(error);
    this.#waiting.clear();
  }
}
