// Stands for src/api/password-thread.ts where a test is about something else: the same answer to the same question, by the same
// scrypt, at a thousandth of the cost. test/api/passwords.test.ts and the demos of test/e2e ask the thread itself.
import { scryptSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

const COST = { N: 2 ** 7, r: 8, p: 1 };
const KEY_BYTES = 32;

parentPort?.on('message', ({ id, password, salt }) => parentPort?.postMessage({ id, key: scryptSync(password.normalize('NFKC'), salt, KEY_BYTES, COST) }));
