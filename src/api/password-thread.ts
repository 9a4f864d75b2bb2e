// The password thread: one slow hash at a time, at a priority below everything that meters wait for.
import { scryptSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { BEHIND_STORE_NICE, giveWay } from '../priority.ts';

export interface HashRequest {
  readonly id: number;
  readonly password: string;
  readonly salt: Uint8Array;
}
export interface HashAnswer {
  readonly id: number;
  readonly key: Uint8Array;
}

/** scrypt as OWASP advises (N 2^15, r 8, p 3): about 100 ms. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;

giveWay(BEHIND_STORE_NICE);
parentPort?.on('message', ({ id, password, salt }: HashRequest) => {
  const answer: HashAnswer = { id, key: scryptSync(password.normalize('NFKC'), salt, KEY_BYTES, COST) };
  parentPort?.postMessage(answer);
});
