// Thinning changes no quarter: derived again from what is left, every quarter comes out as before, whatever the
// counter went through; and well-behaved days do become small.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CounterReading, type CounterRules, type Quarter, compareReadings, deriveQuarters } from '../../src/domain/ledger.ts';
import { epochMs } from '../../src/domain/units.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { reading } from '../ingest/projecting.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 86_400_000;
/** The last day of one month and the first of the next: thinning looks over the border. */
const START = Date.UTC(2026, 9, 30);
const RULES: CounterRules = { maxPerHour: 110, slack: 0.01 + 110 / 360, modulus: null };
const rule = (register: number) => ({ register, counter: { maxPerHour: RULES.maxPerHour, slack: RULES.slack } });

let dir: string;
let store: SeriesDuckdb;
let seq = 0;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-thinning-'));
  store = await SeriesDuckdb.open(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function keep(register: number, readings: readonly CounterReading[], derives = true): Promise<void> {
  seq += 1;
  await store.appendRaw(
    {
      registers: readings.map(() => register),
      atMs: readings.map((one) => one.at),
      values: readings.map((one) => one.value),
      devices: readings.map((one) => one.device),
      seqs: readings.map(() => seq),
    },
    { journalId: 'j', seq },
  );
  if (!derives) return;
  const { quarters } = deriveQuarters([...readings].sort(compareReadings), RULES);
  await store.writeQuarters({
    changed: quarters.map(({ start, amountMicro, flag, anchor }) => ({ register, quarter: start / 900_000, amountMicro, flag, anchor })),
    removed: [],
  });
}

async function thinAll(registers: readonly number[]): Promise<{ removed: number; keptWhole: number }> {
  let [removed, keptWhole] = [0, 0];
  for (let left = 1; left > 0;) {
    const turn = await store.keeping.thin({ before: epochMs(START + 4 * DAY), rules: registers.map(rule) });
    removed += turn.removed;
    keptWhole += turn.keptWhole;
    left = turn.left;
  }
  return { removed, keptWhole };
}

const left = async (register: number): Promise<CounterReading[]> => (await store.readFromAnchors([{ register, fromMs: 0 }])).get(register) ?? [];

/** 10-second readings of 20 kW from `from` to `to`. */
function steady(from: number, to: number, over: { value?: number; device?: number } = {}): CounterReading[] {
  const count = Math.floor((to - from) / (10 * SECOND));
  return Array.from({ length: count }, (_, index) => reading(from + index * 10 * SECOND, (over.value ?? 1000) + (index * 20) / 360, over.device ?? 0));
}

describe('thinning', () => {
  it('leaves the first and the last reading of each minute of a counter that behaves', async () => {
    await keep(1, steady(START, START + 3 * DAY));
    const before = deriveQuarters(await left(1), RULES).quarters;

    const { removed, keptWhole } = await thinAll([1]);

    // 2 of the 3 days have a day before them to be judged by: 4 of 6 readings of 2 x 1,440 minutes go.
    expect({ removed, keptWhole }).toEqual({ removed: 2 * 1440 * 4, keptWhole: 1 });
    expect(deriveQuarters(await left(1), RULES).quarters).toEqual(before);
  });

  it('leaves a day whole on which the counter was swapped, and the day after it', async () => {
    const swap = START + DAY + 6 * 3_600_000 + 25 * SECOND;
    await keep(1, [...steady(START, swap, { device: 7 }), ...steady(swap + 2 * SECOND, START + 4 * DAY, { value: 3, device: 8 })]);
    const before = deriveQuarters(await left(1), RULES).quarters;

    const { removed } = await thinAll([1]);

    // One day of 1,440 minutes, 4 of 6 readings each; the last minute has no sixth.
    expect(removed).toBe(1440 * 4 - 1);
    expect(deriveQuarters(await left(1), RULES).quarters).toEqual(before);
  });

  it('leaves a register alone that nobody knows, and thins a gauge freely', async () => {
    await keep(1, steady(START, START + 2 * DAY));
    await keep(2, steady(START, START + 2 * DAY), false);

    for (let turn = 0; turn < 5; turn++) await store.keeping.thin({ before: epochMs(START + 4 * DAY), rules: [{ register: 2, counter: null }] });

    const rows = async (register: number): Promise<number> => (await store.readReadings({ register, from: epochMs(0), to: epochMs(2e12), limit: 100_000 })).length;
    expect([await rows(1), await rows(2)]).toEqual([2 * 8640, 2 * 2880]);
  });

  it('does each day once, and what comes late for it stays until the month closes', async () => {
    await keep(1, steady(START, START + 2 * DAY));
    await thinAll([1]);
    await keep(1, [reading(START + DAY + 30 * SECOND, 1480.0834)]);

    expect(await thinAll([1])).toEqual({ removed: 0, keptWhole: 0 });
  });

  // Clusters of readings around quarter borders over four days, and what happens to counters: a value that is
  // off for one reading, a new start, another device, two values at one instant.
  const trouble = fc.oneof(
    { weight: 60, arbitrary: fc.constant('none') },
    { weight: 1, arbitrary: fc.constantFrom('spike', 'drop', 'reset', 'swap', 'jump') },
    { weight: 4, arbitrary: fc.constant('tie') },
  );
  const cluster = fc.record({
    minute: fc.integer({ min: 0, max: 4 * 96 - 1 }).chain((quarter) => fc.integer({ min: -2, max: 2 }).map((near) => Math.max(quarter * 15 + near, 0))),
    gapsS: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 2, maxLength: 7 }),
    trouble,
  });

  it('changes no quarter, whatever the counter went through', async () => {
    let removedInAll = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(cluster, { minLength: 40, maxLength: 120 }), async (clusters) => {
        await store.close();
        rmSync(dir, { recursive: true });
        store = await SeriesDuckdb.open(dir);
        const all = readingsOf(clusters);
        await keep(1, all);
        const before = deriveQuarters([...all].sort(compareReadings), RULES).quarters;

        removedInAll += (await thinAll([1])).removed;
        const thinned = await left(1);

        expect(bare(deriveQuarters(thinned, RULES).quarters)).toEqual(bare(before));
        // Nor does it where a derivation begins at an anchor in between.
        for (const { start, anchor } of before) {
          const later = deriveQuarters(
            thinned.filter((one) => compareReadings(one, anchor) >= 0),
            RULES,
          ).quarters;
          expect(bare(later.filter((one) => one.start >= start))).toEqual(bare(before.filter((one) => one.start >= start)));
        }
      }),
      { numRuns: 15 },
    );
    expect(removedInAll).toBeGreaterThan(100);
  }, 240_000);
});

const bare = (quarters: readonly Quarter[]): object[] => quarters.map(({ start, amountMicro, flag }) => ({ start, amountMicro, flag }));

interface Cluster {
  readonly minute: number;
  readonly gapsS: readonly number[];
  readonly trouble: string;
}

/** Readings of a counter of 20 kW that goes through the troubles in the order of time. */
function readingsOf(clusters: readonly Cluster[]): CounterReading[] {
  const readings: CounterReading[] = [];
  let [base, device] = [1000, 7];
  for (const { minute, gapsS, trouble: kind } of [...clusters].sort((a, b) => a.minute - b.minute)) {
    let at = START + minute * MINUTE;
    if (kind === 'reset') base -= 990;
    if (kind === 'jump') base += 5000;
    if (kind === 'swap') device += 1;
    gapsS.forEach((gapS, index) => {
      at += gapS * SECOND;
      const value = base + (20 * (at - START)) / 3_600_000;
      const off = index === 1 && kind === 'spike' ? 300 : index === gapsS.length - 1 && kind === 'drop' ? -300 : 0;
      readings.push(reading(at, Math.round((value + off) * 1000) / 1000, device));
      if (kind === 'tie') readings.push(reading(at, Math.round((value + 0.001) * 1000) / 1000, device));
    });
  }
  return readings;
}
