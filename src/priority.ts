// Lets threads give way to the broker and the journal: what is behind may wait, what is to be acknowledged may not.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** A third of the weight of an ordinary thread, where both want the same core: what people ask of the API, V8's helpers and the
 *  store. `npm run bench -- ingest` measures what it does to the slowest PUBACKs beside busy readers.
 *  More would starve the figures on a machine that is busy with other things too: the ten steps that the store once stood back left
 *  it a fortieth of two cores beside eight programs. */
export const BEHIND_BROKER_NICE = 5;
/** A fifth: sums and slow hashes come after the store as well. */
export const BEHIND_STORE_NICE = 7;
/** A tenth: a search over many hours that nobody waits for, as of residual heat at night. What people look at comes before it. */
export const BEHIND_FIGURES_NICE = 10;

/** Where the niceness is kept that this process was started at, for threads that begin after the main thread gave way. */
const STARTED_AT = 'kringstroom.niceness';

/** Called by a worker thread for itself. Linux only; elsewhere a thread has no such name, and nothing is lost without it.
 *  @param nice steps of the scheduler's niceness that this thread stands behind the broker */
export function giveWay(nice: number): void {
  const thread = systemThread();
  if (thread !== null) put(thread, nice);
}

/** Called once by the main thread, when broker and journal run: everything that still has their priority steps back, itself and
 *  the helpers of V8 too, but not they.
 *  @param before threads that go first, by `systemThread` */
export function letGoFirst(before: readonly (number | null)[]): void {
  if (systemThread() === null) return;
  const started = getPriority();
  setEnvironmentData(STARTED_AT, started);
  for (const task of readdirSync('/proc/self/task').map(Number)) if (!before.includes(task) && nicenessOf(task) === started) put(task, BEHIND_BROKER_NICE);
}

/** @returns what Linux calls the thread that asks; null elsewhere */
export function systemThread(): number | null {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  } catch {
    return null;
  }
}

function put(thread: number, nice: number): void {
  try {
    // From where the process was started: one that was started at a low priority gives way to its own broker too.
    const started = getEnvironmentData(STARTED_AT);
    setPriority(thread, Math.min((typeof started === 'number' ? started : getPriority()) + nice, constants.priority.PRIORITY_LOW));
  } catch {
    // It ended meanwhile, or this user may not: the threads share as the system likes.
  }
}

/** @returns null when it ended */
export function nicenessOf(task: number): number | null {
  try {
    const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
    // After the name, which may hold anything, the niceness is the 17th field (proc_pid_stat(5)).
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  } catch {
    return null;
  }
}
