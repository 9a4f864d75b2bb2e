// What a benchmark runs on: our sources compiled, a data folder on a real disk, and what that disk can do. Removed at the end.
import { spawnSync } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endAll } from './child.ts';
import { Histogram } from './histogram.ts';

export const root = join(import.meta.dirname, '..');
/** Linux's number for a file system in memory: a flush there costs nothing. */
const TMPFS = 0x01021994;
const PROBES = 200;

/** Compiles sources and benchmark to a folder of their own: figures are of compiled code, never of the tsx loader. */
export function compile(): string {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const dir = removedAtExit(mkdtempSync(join(root, 'dist/bench-')));
  const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'bench/tsconfig.json'), '--outDir', dir], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (tsc.status !== 0) throw new Error(`the sources do not compile:\n${tsc.stdout}${tsc.stderr}`);
  return dir;
}

export function makeDataDir(): string {
  const inMemory = statfsSync(tmpdir()).type === TMPFS;
  return removedAtExit(mkdtempSync(join(inMemory ? join(root, 'dist') : tmpdir(), 'kringstroom-bench-')));
}

/** @returns median and p99 in ms of appending 4 KiB and flushing it */
export function probeFlush(dir: string): { p50Ms: number; p99Ms: number } {
  const fd = openSync(join(dir, 'probe'), 'w');
  const latency = new Histogram();
  const page = Buffer.alloc(4096);
  for (let each = 0; each < PROBES; each++) {
    const before = performance.now();
    writeSync(fd, page);
    fdatasyncSync(fd);
    latency.add((performance.now() - before) * 1000);
  }
  closeSync(fd);
  return { p50Ms: latency.percentileUs(0.5) / 1000, p99Ms: latency.percentileUs(0.99) / 1000 };
}

function removedAtExit(dir: string): string {
  process.once('exit', () => {
    // Who still writes there goes first.
    endAll();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });
  return dir;
}
