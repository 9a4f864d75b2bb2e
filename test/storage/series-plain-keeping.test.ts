// Sums over days and months made from the quarters of a store that keeps none itself.
import { expect, it } from 'vitest';
import { firstQuarterOf } from '../../src/domain/local-days.ts';
import { PlainKeeping } from '../../src/storage/series-plain-keeping.ts';
import { reading } from '../ingest/projecting.ts';
import { SeriesMemory } from './series-memory.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

it('adds up days and months, over the border of what is read at once', async () => {
  const store = new SeriesMemory();
  const days = Array.from({ length: 400 }, (_, index) => dayOf('2026-01-01') + index);
  await store.writeQuarters({
    changed: days.map((day) => ({ register: 1, quarter: firstQuarterOf(day), amountMicro: 3, flag: 'M', anchor: reading(0, 0) })),
    removed: [],
  });
  const read = (step: 'P1D' | 'P1M') => new PlainKeeping(store).readRollups({ registers: Int32Array.of(1), step, from: dayOf('2026-01-01'), to: dayOf('2027-02-01') });

  expect(await read('P1D')).toHaveLength(396);
  // January 2027 is read in two pieces: 1 January is day 366 of them.
  expect((await read('P1M')).map((month) => month.present)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31]);
});
