// Stopped hard before and after every commit and every step of rewriting and removing files (every third in the gate): started again, the store
// ends with the same rows, quarters, sums and position as if nothing had happened.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sized } from '../full-size.ts';
import { compiled } from '../program.ts';

interface Run {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function run(dir: string, stopAt: number): Promise<Run> {
  const child = spawn(process.execPath, [compiled('storage/step-child'), dir, String(stopAt)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, output, errors })));
}

const folder = (): string => mkdtempSync(join(tmpdir(), 'kringstroom-steps-'));

interface End {
  readonly steps: number;
  readonly end: { readonly rows: number; readonly rollups: readonly unknown[][]; readonly totals: readonly { readonly register: number }[] };
}

/** Stopped at one step and started again: the same end. */
async function stop(stopAt: number, end: End['end']): Promise<void> {
  const dir = folder();
  const killed = await run(dir, stopAt);
  const after = await run(dir, 0);
  const ended: End = JSON.parse(after.output || '{}');

  expect({ stopAt, signal: killed.signal }).toEqual({ stopAt, signal: 'SIGKILL' });
  expect({ stopAt, errors: after.errors, end: ended.end }).toEqual({ stopAt, errors: '', end });
  rmSync(dir, { recursive: true });
}

it('killed at any step, the store comes to the same end', async () => {
  const whole = folder();
  const undisturbed = await run(whole, 0);
  rmSync(whole, { recursive: true });
  const { steps, end }: End = JSON.parse(undisturbed.output);
  expect(undisturbed.errors).toBe('');
  expect(steps).toBeGreaterThan(40);
  // November is gone; nine hours less the last 20 s, of which New Year's day is thinned to 2 of 3 readings.
  expect(end.rows).toBe((6 * 3600) / 20 + 3 * 60 * 2);
  expect(end.rollups[0]?.length).toBeGreaterThan(2);
  // So that a month is laid in two pieces, with readings that come between them.
  expect(new Set(end.totals.map(({ register }) => register)).size).toBe(2);

  const each = sized(1, 3);
  const stops = Array.from({ length: Math.ceil(steps / each) }, (_, at) => 1 + at * each);
  const stopInTurn = async (): Promise<void> => {
    for (let stopAt = stops.shift(); stopAt !== undefined; stopAt = stops.shift()) await stop(stopAt, end);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, stopInTurn));
}, 3_600_000);
