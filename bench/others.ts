// How much of the machine other processes take while a benchmark measures: on a shared one that explains a poor figure.
import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** @returns asked at the end of a window: how many cores processes other than the benchmark's took; 0 where that cannot be seen */
export function watchOthers(): () => number {
  const [before, startMs] = [othersTicks(), performance.now()];
  return () => Math.max((othersTicks() - before) / TICKS_PER_SECOND / ((performance.now() - startMs) / 1000), 0);
}

function othersTicks(): number {
  try {
    return machineTicks() - ownTicks();
  } catch {
    return 0;
  }
}

/** Everything but idling and waiting for the disk. */
function machineTicks(): number {
  const [, user, nice, system, , , irq, softirq] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/\s+/).map(Number);
  return (user ?? 0) + (nice ?? 0) + (system ?? 0) + (irq ?? 0) + (softirq ?? 0);
}

/** This process and those it started. */
function ownTicks(): number {
  const parents = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) readProcess(Number(name), parents);
  let ticks = 0;
  for (const [id, one] of parents) if (id === process.pid || one.parent === process.pid) ticks += one.ticks;
  return ticks;
}

function readProcess(id: number, into: Map<number, { parent: number; ticks: number }>): void {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8');
    // Behind the name, which may hold anything: state, parent, …, user and system time at 12 and 13.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    into.set(id, { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
  } catch {
    // It ended meanwhile.
  }
}
