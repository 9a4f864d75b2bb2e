// Lets a thread give way to the broker and the journal: what is behind may wait, what is to be acknowledged may not.
import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** Half the weight of an ordinary thread, where both want the same core. More would starve the figures on a machine that is
 *  busy with other things too: the ten steps that it once was left them a fortieth of two cores beside eight programs. */
export const BEHIND_BROKER_NICE = 3;
/** A third: sums and slow hashes come after the store as well. */
export const BEHIND_STORE_NICE = 5;

/** A tenth: a search over many hours that nobody waits for, as of residual heat at night. What people look at comes before it. */
export const BEHIND_FIGURES_NICE = 10;

/** Called by a worker thread for itself. Linux only; elsewhere a thread has no such name, and nothing is lost without it.
 *  @param nice steps of the scheduler's niceness that this thread stands behind the broker */
export function giveWay(nice: number): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    // From where the process was started: one that was started at a low priority gives way to its own broker too.
    setPriority(thread, Math.min(getPriority() + nice, constants.priority.PRIORITY_LOW));
  } catch {
    // No Linux, or no right to: the threads share as the system likes.
  }
}
