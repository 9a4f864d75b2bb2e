// What the store knows of quarters that are not sure: whole gaps, the time a counter lost, totals that were spread.
import { describe, expect, it } from 'vitest';
import { doubtOver } from '../../src/domain/energy-uncertainty.ts';
import { readUnsure } from '../../src/ingest/unsure-stretches.ts';
import { SPREAD_MARK, emptyColumns, flagCode } from '../../src/storage/series.ts';
import { SeriesMemory } from '../storage/series-memory.ts';
import { IMPORT, MAX_PER_HOUR, type Told, deliver } from './projecting.ts';

const QUARTER = 900_000;
const MINUTE = 60_000;
/** Monday 2026-09-28, 10:00 UTC. */
const START = Date.UTC(2026, 8, 28, 10);
const FIRST = START / QUARTER;
const rules = { maxPerHour: MAX_PER_HOUR, slack: 0.01 + MAX_PER_HOUR / 360, modulus: null };
const read = (store: SeriesMemory, from: number, to: number) => readUnsure({ store, rulesOf: () => rules }, { registers: Int32Array.of(IMPORT), from, to });
/** A reading a minute at 12 kW. */
const minutes = (fromMinute: number, toMinute: number, over: { start?: number; device?: string } = {}): Told[] =>
  Array.from({ length: toMinute - fromMinute }, (_, at) => ({
    atMs: START + (fromMinute + at) * MINUTE,
    value: (over.start ?? 500) + 0.2 * at,
    ...(over.device !== undefined && { device: over.device }),
  }));

describe('a gap between two readings', () => {
  it('is whole, with its total, also where a part of it is asked for', async () => {
    const store = new SeriesMemory();
    const before = minutes(0, 38);
    await deliver(store, { batches: [[...before, { atMs: START + 330 * MINUTE, value: 560 }, { atMs: START + 345 * MINUTE, value: 563 }]] });

    // From the quarter in which it begins, 10:30, to the reading at 15:30.
    const [gap, ...others] = await read(store, FIRST, FIRST + 10);
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ register: IMPORT, first: FIRST + 2, quarters: 20 });
    // The reading of 10:30 says 506.
    expect(gap?.total).toBeCloseTo(560 - 506, 3);
    // The same gap, whichever part of it is asked for.
    expect(await read(store, FIRST + 8, FIRST + 10)).toEqual([gap]);
  });

  it('is nothing where everything was measured', async () => {
    const store = new SeriesMemory();
    await deliver(store, { batches: [minutes(0, 91)] });

    expect(await read(store, FIRST, FIRST + 6)).toEqual([]);
  });
});

describe('a counter that was swapped', () => {
  it('lost what flowed between the last reading of the one and the first of the other', async () => {
    const store = new SeriesMemory();
    await deliver(store, { batches: [[...minutes(0, 21, { device: 'A' }), ...minutes(26, 91, { start: 3, device: 'B' })]] });

    // Six minutes of the second quarter, 10:20 to 10:26, at the power of its other nine: 6/9 of what they took.
    const [lost, ...others] = await read(store, FIRST, FIRST + 6);
    expect(others).toEqual([]);
    expect(lost).toMatchObject({ register: IMPORT, first: FIRST + 1, quarters: 1, total: null });
    expect(lost?.missing[0]).toBeCloseTo(1.2, 2);
  });
});

/** A reading a minute at 96 kW. */
const hard = (from: number, until: number, start: number): Told[] => minutes(from, until).map(({ atMs }, at) => ({ atMs, value: start + 1.6 * at }));

describe('a clock that is set back', () => {
  it('makes a step of what flowed: all of it is missing, for the counter was in between at times that were told already', async () => {
    const store = new SeriesMemory();
    // From 10:38 on the clock tells three minutes earlier: at 10:35 the counter stands 4.8 kWh further than it was told to.
    await deliver(store, { batches: [[...hard(0, 38, 500), ...hard(35, 120, 500 + 1.6 * 38)]] });
    const [lost, ...others] = await read(store, FIRST, FIRST + 8);
    if (lost === undefined) throw new Error('nothing is unsure');
    const midnight = FIRST - 48;
    const day = doubtOver(lost, midnight, FIRST + 8);
    const hours = doubtOver(lost, FIRST, FIRST + 8);

    expect(others).toEqual([]);
    expect(day.missing).toBeCloseTo(4.8, 6);
    expect(day.missingVariance).toBe(0);
    // Since when the clock was wrong is not known: nothing to all of it.
    expect(hours.missing).toBeCloseTo(2.4, 6);
    expect(1.645 * Math.sqrt(hours.missingVariance)).toBeCloseTo(2.4, 6);
  });
});

describe('a counter that jumps', () => {
  it('may have counted what flowed: half of it is missing, and nothing to all of it may be', async () => {
    const store = new SeriesMemory();
    await deliver(store, { batches: [[...hard(0, 38, 500), ...hard(38, 120, 500 + 1.6 * 38 + 20)]] });
    const [lost, ...others] = await read(store, FIRST, FIRST + 8);
    if (lost === undefined) throw new Error('nothing is unsure');
    const { missing, missingVariance } = doubtOver(lost, FIRST, FIRST + 8);

    expect(others).toEqual([]);
    // A minute at 96 kW was lost, and half of 21.6 kWh.
    expect(missing).toBeCloseTo(10.8 + 1.6, 0);
    // Nobody knows this counter's usual: no history, so between nothing and nearly all of it.
    expect(missing + 1.645 * Math.sqrt(missingVariance)).toBeGreaterThan(20);
  });
});

describe('a total that was spread', () => {
  const spread = async (amounts: readonly number[]): Promise<SeriesMemory> => {
    const store = new SeriesMemory();
    const columns = emptyColumns(amounts.length);
    amounts.forEach((amount, at) => {
      columns.registers[at] = IMPORT;
      columns.quarters[at] = FIRST + at;
      columns.amounts[at] = amount;
    });
    columns.flags.fill(flagCode('S') + SPREAD_MARK);
    await store.writeSettled(columns, 'settled');
    return store;
  };

  it('is certain over all of its time, and not in a part of it', async () => {
    const store = await spread([1, 1, 1, 1]);
    const [whole] = await read(store, FIRST, FIRST + 4);
    const [part] = await read(store, FIRST, FIRST + 2);
    if (whole === undefined || part === undefined) throw new Error('nothing is unsure');

    expect(doubtOver(whole, FIRST, FIRST + 4).variance).toBe(0);
    expect(doubtOver(whole, FIRST, FIRST + 2).variance).toBeCloseTo((16 * 0.25) / 3, 9);
    expect(doubtOver(part, FIRST, FIRST + 2).variance).toBeGreaterThan(0);
  });

  it('ends where another begins', async () => {
    expect((await read(await spread([1, 1, 2, 2]), FIRST, FIRST + 4)).map(({ first, quarters, total }) => [first - FIRST, quarters, total])).toEqual([
      [0, 2, 2],
      [2, 2, 4],
    ]);
  });
});
