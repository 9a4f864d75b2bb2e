// What a late reading costs: the quarters it touches and no other, counted at the store.
import { describe, expect, it } from 'vitest';
import type { DerivedQuarter } from '../../src/storage/series.ts';
import { SeriesMemory } from '../storage/series-memory.ts';
import { JOURNAL_ID, type Told, liveQuarters, message, startProjector } from './projecting.ts';

const START = Date.UTC(2026, 9, 1);
const DAY = 1440;
const told = (minute: number, value: number): Told => ({ atMs: START + minute * 60_000, value });
/** Three days at 30 kW, read every ten minutes. */
const line = Array.from({ length: (3 * DAY) / 10 + 1 }, (_, index) => told(index * 10, 1000 + index * 5));

/** A store that notes what is written to it and how many readings are asked of it. */
class CountingStore extends SeriesMemory {
  written: DerivedQuarter[] = [];
  removed = 0;
  read = 0;

  constructor() {
    super();
    const [writeQuarters, readFromAnchors] = [this.writeQuarters, this.readFromAnchors];
    this.writeQuarters = (changes) => {
      this.written.push(...changes.changed);
      this.removed += changes.removed.length;
      return writeQuarters(changes);
    };
    this.readFromAnchors = async (dirty) => {
      const found = await readFromAnchors(dirty);
      for (const list of found.values()) this.read += list.length;
      return found;
    };
  }
}

async function after(late: readonly Told[], options: { restart: boolean; series?: readonly Told[] } = { restart: false }) {
  const store = new CountingStore();
  const series = options.series ?? line;
  let projector = startProjector(store);
  let seq = series.length;
  await projector.project(
    series.map((one, index) => message(index + 1, one)),
    { journalId: JOURNAL_ID, seq },
  );
  if (options.restart) projector = startProjector(store);
  [store.written, store.removed, store.read] = [[], 0, 0];
  const records = late.map((one) => message(++seq, one));
  const { quartersChanged } = await projector.project(records, { journalId: JOURNAL_ID, seq });
  const quarters = await liveQuarters(store);
  const fresh = new SeriesMemory();
  await startProjector(fresh).project(
    [...series, ...late].map((one, index) => message(index + 1, one)),
    { journalId: JOURNAL_ID, seq },
  );
  expect(quarters).toEqual(await liveQuarters(fresh));
  return { store, quartersChanged, minutes: store.written.map((one) => one.quarter * 15 - START / 60_000) };
}

describe('a reading that comes two days late', () => {
  // At minute 605 it had stood at 1000 + 30.25 x 10 = 1302.5 on the line; it says 1301.
  it('rewrites the two quarters between its neighbours, and reads hours of the store, not days', async () => {
    const { store, quartersChanged, minutes } = await after([told(605, 1301)]);

    // It lies between 600 and 610: inside the quarter 600-615, whose boundaries both are readings'.
    expect(minutes.every((minute) => minute >= 600 && minute <= 615)).toBe(true);
    expect(quartersChanged).toBe(store.written.length);
    expect(store.written.length).toBeLessThanOrEqual(2);
    expect(store.removed).toBe(0);
    // Two hours behind it and what lies before it up to its anchor: 15 of 433 readings.
    expect(store.read).toBeLessThanOrEqual(16);
  });

  it('on a boundary between two readings rewrites the quarter before it and the one after it', async () => {
    // 615 lies between 610 and 620: both quarters that meet there change, and the next has a new anchor only if it begins there.
    const { minutes } = await after([told(615, 1306)]);

    expect([...minutes].sort((a, b) => a - b)).toEqual([600, 615]);
  });

  it('costs the same after a restart, when there is no window yet', async () => {
    const { store } = await after([told(605, 1301)], { restart: true });

    expect(store.written.length).toBeLessThanOrEqual(2);
  });

  it('that says nothing new rewrites nothing', async () => {
    const { store, quartersChanged } = await after([line[60] ?? told(0, 0)]);

    expect([quartersChanged, store.written.length]).toEqual([0, 0]);
  });

  it('into a gap of a day rewrites that gap and what reaches into it, and no more', async () => {
    const gap = line.filter((one) => one.atMs <= START + 600 * 60_000 || one.atMs >= START + 2040 * 60_000);
    const { minutes } = await after([told(1000, 1480)], { restart: false, series: gap });

    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(600 - 15);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(2040);
    expect(new Set(minutes).size).toBe(minutes.length);
  });

  it('with hundreds of others, a day held back at a gateway, still is each quarter once', async () => {
    const held = line.filter((one) => one.atMs > START + 600 * 60_000 && one.atMs < START + 2040 * 60_000);
    const gap = line.filter((one) => !held.includes(one));
    const { minutes } = await after(held, { restart: false, series: gap });

    expect(new Set(minutes).size).toBe(minutes.length);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(2040);
  });
});
