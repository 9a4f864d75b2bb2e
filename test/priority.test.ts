// A thread that gives way: lower on Linux, and only that thread.
import { readdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Compute } from '../src/jobs/compute.ts';
import { BEHIND_FIGURES_NICE, BEHIND_STORE_NICE, nicenessOf } from '../src/priority.ts';

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

    expect(nicenessOf(Number(task))).toBeGreaterThan(getPriority());
    expect(nicenessOf(process.pid)).toBe(getPriority());
    await worker.terminate();
  });

  it('of long searches stands behind the one that makes figures', async () => {
    const before = new Set(readdirSync('/proc/self/task'));
    const workers = [new Compute(), new Compute({ nice: BEHIND_FIGURES_NICE })];
    // Each answers once it has begun.
    await Promise.all(workers.map((worker) => worker.dropYear('none')));

    const begun = readdirSync('/proc/self/task').filter((task) => !before.has(task));
    expect(begun.map((task) => (nicenessOf(Number(task)) ?? 0) - getPriority())).toEqual(expect.arrayContaining([BEHIND_STORE_NICE, BEHIND_FIGURES_NICE]));
    expect(BEHIND_FIGURES_NICE).toBeGreaterThan(BEHIND_STORE_NICE);
    await Promise.all(workers.map((worker) => worker.close()));
  });
});

describe.skipIf(process.platform !== 'linux')('a main thread that lets others go first', () => {
  /** In a process of its own: a thread that gave way cannot take it back. */
  function afterwards(): { started: number; stepped: number[]; first: number; main: number; highest: number; later: number } {
    const script = `
      const { Worker } = await import('node:worker_threads');
      const { getPriority } = await import('node:os');
      const { readdirSync } = await import('node:fs');
      const priority = ${JSON.stringify(new URL('../src/priority.ts', import.meta.url).href)};
      const { letGoFirst, nicenessOf } = await import(priority);
      const begin = (call) => new Promise((resolve) => new Worker(
        'import(' + JSON.stringify(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}) + ').then((tsx) => { tsx.register(); return import(' + JSON.stringify(priority) + '); })' +
        '.then((all) => { ' + call + '; require("worker_threads").parentPort.postMessage(all.systemThread()); setInterval(() => {}, 1000); })', { eval: true, execArgv: [] }).once('message', resolve));
      const started = getPriority();
      const [first, near, far] = [await begin(''), await begin('all.giveWay(3)'), await begin('all.giveWay(7)')];
      const before = readdirSync('/proc/self/task').map(Number);
      letGoFirst([first, null]);
      const stepped = [near, far].map(nicenessOf);
      const later = await begin('all.giveWay(3)');
      const highest = Math.min(...before.filter((task) => ![first, near, far].includes(task)).map(nicenessOf));
      console.log(JSON.stringify({ started, stepped, first: nicenessOf(first), main: nicenessOf(process.pid), highest, later: nicenessOf(later) }));
      process.exit(0);`;
    return JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { encoding: 'utf8', timeout: 20_000 }));
  }

  it('steps back with all but those, and so does a thread that begins later', () => {
    const { started, ...found } = afterwards();

    expect(found).toEqual({ first: started, stepped: [started + 5, started + 9], main: started + 5, highest: started + 5, later: started + 5 });
  });
});
