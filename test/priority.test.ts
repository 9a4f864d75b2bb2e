// A thread that gives way: lower on Linux, and only that thread.
import { readFileSync, readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Compute } from '../src/jobs/compute.ts';
import { BEHIND_FIGURES_NICE, BEHIND_STORE_NICE } from '../src/priority.ts';

/** Nice value of a thread: the 19th field of its stat. */
const niceOf = (task: string): number => {
  const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
};

describe.skipIf(process.platform !== 'linux')('a worker that gives way', () => {
  it('has a lower priority than the thread that started it', async () => {
    const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
    const module = JSON.stringify(new URL('../src/priority.ts', import.meta.url).href);
    const script = `import(${loader}).then((tsx) => { tsx.register(); return import(${module}); }).then(({ giveWay }) => { giveWay(3);
      require('worker_threads').parentPort.postMessage(require('fs').readlinkSync('/proc/thread-self').split('/').at(-1)); setInterval(() => {}, 1000); })`;
    const worker = new Worker(script, { eval: true });
    const task = await new Promise<string>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });

    expect(niceOf(task)).toBeGreaterThan(getPriority());
    expect(niceOf(String(process.pid))).toBe(getPriority());
    await worker.terminate();
  });

  it('of long searches stands behind the one that makes figures', async () => {
    const before = new Set(readdirSync('/proc/self/task'));
    const workers = [new Compute(), new Compute({ nice: BEHIND_FIGURES_NICE })];
    // Each answers once it has begun.
    await Promise.all(workers.map((worker) => worker.dropYear('none')));

    const begun = readdirSync('/proc/self/task').filter((task) => !before.has(task));
    expect(begun.map((task) => niceOf(task) - getPriority())).toEqual(expect.arrayContaining([BEHIND_STORE_NICE, BEHIND_FIGURES_NICE]));
    expect(BEHIND_FIGURES_NICE).toBeGreaterThan(BEHIND_STORE_NICE);
    await Promise.all(workers.map((worker) => worker.close()));
  });
});
