// A gap as the API reads it: in the shape of the weeks before, whole, also when only a part of it is asked for.
import { describe, expect, it } from 'vitest';
import { readShaped } from '../../src/ingest/gap-shapes.ts';
import type { SeriesStore } from '../../src/storage/series.ts';
import { SeriesMemory } from '../storage/series-memory.ts';
import { IMPORT, type Told, deliver, liveQuarters } from './projecting.ts';

const QUARTER = 900_000;
const WEEK = 672;
/** Monday 2026-09-28, 10:00 UTC. */
const GAP = Date.UTC(2026, 8, 28, 10) / QUARTER;

/** Every quarter of the four Mondays from 10:00 to 12:00 in the shape of O17(d), then two hours without a reading. */
function mondaysThenGap(): Told[] {
  const told: Told[] = [];
  let value = 500;
  for (let week = 4; week >= 1; week--) {
    const start = GAP - week * WEEK;
    [0, 1, 1, 2, 2, 2, 2, 1, 1].forEach((kwh, index) => told.push({ atMs: (start + index) * QUARTER, value: (value += kwh) }));
  }
  return [...told, { atMs: GAP * QUARTER, value }, { atMs: (GAP + 8) * QUARTER, value: value + 24 }];
}
async function amounts(store: SeriesStore, from: number, to: number): Promise<number[]> {
  const columns = await readShaped(store, { registers: Int32Array.of(IMPORT), from, to });
  return [...columns.quarters.keys()].sort((a, b) => (columns.quarters[a] ?? 0) - (columns.quarters[b] ?? 0)).map((row) => columns.amounts[row] ?? Number.NaN);
}

describe('a gap of two hours after four Mondays', () => {
  it('is read as [2,2,4,4,4,4,2,2] and stored as its straight line of 3 each (O17 d)', async () => {
    const store = new SeriesMemory();
    await deliver(store, { batches: [mondaysThenGap()] });

    expect(await amounts(store, GAP, GAP + 8)).toEqual([2, 2, 4, 4, 4, 4, 2, 2]);
    expect((await liveQuarters(store)).slice(-8).map((one) => [one.amount, one.flag])).toEqual(Array.from({ length: 8 }, () => [3, 'E']));
  });

  it('has the same shape when only its middle is asked for', async () => {
    const store = new SeriesMemory();
    await deliver(store, { batches: [mondaysThenGap()] });

    expect(await amounts(store, GAP + 1, GAP + 3)).toEqual([2, 4]);
  });

  it('moves no energy over a reading in its middle: 9 kWh stay before it and 15 after it', async () => {
    const told = mondaysThenGap();
    const value = told.at(-2)?.value ?? 0;
    const store = new SeriesMemory();
    // 75 minutes before the reading, weights 1, 1, 2, 2, 2: 9/8 a weight; 45 minutes after it are interpolated: a line.
    await deliver(store, { batches: [[...told.slice(0, -1), { atMs: (GAP + 5) * QUARTER, value: value + 9 }, { atMs: (GAP + 8) * QUARTER, value: value + 24 }]] });

    expect(await amounts(store, GAP, GAP + 8)).toEqual([1.125, 1.125, 2.25, 2.25, 2.25, 5, 5, 5]);
  });

  it('that begins in the middle of a quarter leaves there what was measured, and shapes the rest of it with the gap', async () => {
    const told = mondaysThenGap();
    const value = told.at(-2)?.value ?? 0;
    const store = new SeriesMemory();
    // 0.4 kWh up to 5 minutes past ten, and 10 minutes of weight 1: 2/3; the other seven weigh 11, so of 23.6 kWh that is 2.0229 a weight.
    await deliver(store, { batches: [[...told.slice(0, -1), { atMs: GAP * QUARTER + 300_000, value: value + 0.4 }, { atMs: (GAP + 8) * QUARTER, value: value + 24 }]] });
    const perWeight = 23.6 / (11 + 2 / 3);
    const whole = (await amounts(store, GAP, GAP + 8)).map((one) => expect.closeTo(one, 5));

    expect(await amounts(store, GAP, GAP + 8)).toEqual(
      [0.4 + (perWeight * 2) / 3, ...[1, 2, 2, 2, 2, 1, 1].map((weight) => weight * perWeight)].map((one) => expect.closeTo(one, 5)),
    );
    expect(await amounts(store, GAP, GAP + 1)).toEqual(whole.slice(0, 1));
    expect(await amounts(store, GAP + 3, GAP + 5)).toEqual(whole.slice(3, 5));
  });

  it('is the same whatever came first, the gap or the Mondays', async () => {
    const told = mondaysThenGap();
    const [forth, back] = [new SeriesMemory(), new SeriesMemory()];
    await deliver(forth, { batches: told.map((one) => [one]) });
    await deliver(back, { batches: told.toReversed().map((one) => [one]), restartsBefore: new Set([3, 20]) });

    expect(await amounts(back, GAP - 9, GAP + 8)).toEqual(await amounts(forth, GAP - 9, GAP + 8));
  });
});
