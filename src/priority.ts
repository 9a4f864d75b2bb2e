// Lets threads give way to the broker and the journal: what is behind may wait, what is to be acknowledged may not.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** Half the weight of an ordinary thread, where both want the same core. More would starve the figures on a machine that is busy with
 *  other things too: the ten steps that it once was left them a fortieth of two cores beside eight programs. */
export const BEHIND_BROKER_NICE = 3;
/** A third: sums and slow hashes come after the store as well. */
export const BEHIND_STORE_NICE = 5;
/** A tenth: a search over many hours that nobody waits for, as of residual heat at night. What people look at comes before it. */
export const BEHIND_FIGURES_NICE = 10;

/** On a machine that serves meters all but the broker and the journal stand two steps further back, and five at least: `npm run bench
 *  -- ingest` measures what that does to the slowest PUBACKs beside busy readers. */
const SERVING = { stepsMore: 2, niceMin: 5 };
/** Where the niceness is kept that the process was started at, once it serves: threads that begin later must know it. */
const SERVES_FROM = 'kringstroom.niceness';

/** Called by a worker thread for itself. Linux only; elsewhere a thread has no such name, and nothing is lost without it.
 *  @param nice steps of the scheduler's niceness that this thread stands behind the broker */
export function giveWay(nice: number): void {
  const thread = systemThread();
  if (thread !== null) put(thread, standing(nice));
}

/** Called once by the main thread, when broker and journal run: everything else steps back, itself and the helpers of V8 too.
 *  @param before threads that stay as they are, by `systemThread` */
export function letGoFirst(before: readonly (number | null)[]): void {
  if (systemThread() === null) return;
  const started = getPriority();
  setEnvironmentData(SERVES_FROM, started);
  for (const task of readdirSync('/proc/self/task').map(Number)) {
    const niceness = before.includes(task) ? null : nicenessOf(task);
    if (niceness !== null) put(task, standing(niceness - started));
  }
}

/** @returns the niceness of a thread that stands so far behind the broker */
export function standing(nice: number): number {
  // From where the process was started: one that was started at a low priority gives way to its own broker too.
  const started = getEnvironmentData(SERVES_FROM);
  const niceness = typeof started === 'number' ? started + Math.max(nice + SERVING.stepsMore, SERVING.niceMin) : getPriority() + nice;
  return Math.min(niceness, constants.priority.PRIORITY_LOW);
}

/** @returns what Linux calls the thread that asks; null elsewhere */
export function systemThread(): number | null {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  } catch {
    return null;
  }
}

function put(thread: number, niceness: number): void {
  try {
    setPriority(thread, niceness);
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
