// Lets a thread give way to the broker and the journal: what is behind may wait, what is to be acknowledged may not.
import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** Called by a worker thread for itself. Linux only; elsewhere a thread has no such name, and nothing is lost without it. */
export function giveWay(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    // From where the process was started: one that was started at a low priority gives way to its own broker too.
    setPriority(thread, Math.min(getPriority() + constants.priority.PRIORITY_BELOW_NORMAL, constants.priority.PRIORITY_LOW));
  } catch {
    // No Linux, or no right to: the threads share as the system likes.
  }
}
