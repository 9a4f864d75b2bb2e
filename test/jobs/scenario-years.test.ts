// Years that stay in the worker: read once, again when they changed, and only so many at a time.
import type { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { Compute, computeThread } from '../../src/jobs/compute.ts';
import { ScenarioYears, YEARS_MAX, YEAR_KEPT_MS, type YearWanted } from '../../src/jobs/scenario-years.ts';
import { emptyColumns, emptyDays } from '../../src/storage/series.ts';
import { ThreadEndedError } from '../../src/threads.ts';
import { MONDAY, values } from '../domain/scenario/years.ts';

const question = { steps: [], order: 'canonical', limits: { import: [], export: [] }, links: [], solved: [] } as const;

const connection = { id: 1, company: 1, behind: null, passesOn: false, registers: [{ register: 1, flow: 'import' as const, meter: 1, way: 'total' as const }] };
const wanted = (key: string, version: number): YearWanted => ({
  key,
  version,
  firstQuarter: MONDAY,
  quarters: 96,
  connections: { electricity: [connection], gas: [] },
  facts: () => Promise.resolve({ firstQuarter: MONDAY, quarters: 96, place: { latDeg: 52, lonDeg: 6 }, weather: null, values, factors: [] }),
});

it('goes on with another worker when one died, and reads its years again', async () => {
  const workers: Worker[] = [];
  const compute = new Compute({
    make: () => {
      const worker = computeThread({ nice: 0, incoming: null });
      workers.push(worker);
      return worker;
    },
  });
  let readings = 0;
  const years = new ScenarioYears({
    compute,
    days: () => {
      readings += 1;
      return Promise.resolve({ days: emptyDays(), rows: emptyColumns() });
    },
    now: () => 0,
  });
  await years.answer(wanted('a', 1), question);
  const asked = years.answer(wanted('a', 1), { ...question, steps: [] }).catch((error: unknown) => error);
  await workers[0]?.terminate();
  expect(await asked).toSatisfy((answer: unknown) => answer instanceof ThreadEndedError || (typeof answer === 'object' && answer !== null && 'base' in answer));
  const { base } = await years.answer(wanted('a', 1), question);

  expect(base.electricity.expected).toBe(96);
  expect([workers.length, readings]).toEqual([2, 2]);
  await compute.close();
});

it('reads a year once, and again when it changed and is old enough', async () => {
  const compute = new Compute();
  let [readings, now] = [0, 0];
  const years = new ScenarioYears({
    compute,
    days: () => {
      readings += 1;
      return Promise.resolve({ days: emptyDays(), rows: emptyColumns() });
    },
    now: () => now,
  });
  const counted: number[] = [];
  const ask = async (key: string, version: number): Promise<void> => {
    const { base } = await years.answer(wanted(key, version), question);
    expect(base.electricity.expected).toBe(96);
    counted.push(readings);
  };
  await ask('a', 1);
  await ask('a', 1);
  await ask('a', 2);
  now = YEAR_KEPT_MS + 1;
  await ask('a', 2);
  for (let other = 0; other < YEARS_MAX; other++) await ask(`other ${other}`, 1);
  await ask('a', 2);

  expect(counted).toEqual([1, 1, 1, 2, 3, 4, 5, 6]);
  await compute.close();
});
