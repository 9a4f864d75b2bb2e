// What a delivery asks of the store and the registry: little at once, and first to keep, then to write.
import { describe, expect, it } from 'vitest';
import { type SettleRequest, runsOf, settle } from '../../src/ingest/settling.ts';
import { epochMs } from '../../src/domain/units.ts';
import { RUN_QUARTERS_MAX } from '../../src/storage/revisions.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { SeriesMemory } from '../storage/series-memory.ts';

const request = (registers: readonly number[], quarters: readonly number[]): SettleRequest => {
  const columns = emptyColumns(registers.length);
  columns.registers.set(registers);
  columns.quarters.set(quarters);
  columns.amounts.fill(1);
  columns.flags.fill(1);
  const stamp = { author: 'Jansen', reason: 'a test', importId: 1, correctionId: null, undo: false, at: epochMs(5) };
  return { field: 'settled', columns, stamp, closedBefore: 0 };
};

describe('settling', () => {
  it('keeps before it writes: when the registry refuses, nothing is overwritten', async () => {
    const store = new SeriesMemory();

    await expect(settle({ store, keep: () => Promise.reject(new Error('the registry is away')) }, request([1], [100]))).rejects.toThrow('the registry is away');

    expect((await store.readQuarters({ registers: Int32Array.of(1), from: 0, to: 1000 })).registers).toHaveLength(0);
  });

  it('reads scattered values in parts: never the whole of all years of all registers', async () => {
    const store = new SeriesMemory();
    const places: number[] = [];
    const readQuarters: SeriesMemory['readQuarters'] = (query) => {
      places.push(query.registers.length * (query.to - query.from));
      return store.readQuarters(query);
    };
    const registers = Array.from({ length: 40 }, (_, index) => 1 + (index >> 1));
    const quarters = registers.map((_, index) => (index % 2) * 700_000);

    const settled = await settle({ store: { readQuarters, writeSettled: store.writeSettled }, keep: () => Promise.resolve() }, request(registers, quarters));

    expect(settled).toEqual({ written: 40, replaced: 0 });
    expect(Math.max(...places)).toBeLessThan(25_000);
  });

  it('of made-up history keeps nothing', async () => {
    const store = new SeriesMemory();
    const keep = (): Promise<void> => Promise.reject(new Error('not asked'));

    expect(await settle({ store, keep }, { ...request([1, 1], [100, 101]), stamp: null })).toEqual({ written: 2, replaced: 0 });
  });
});

describe('runs', () => {
  it('end where the quarters or the register do, and at their longest', () => {
    const rows = Array.from({ length: RUN_QUARTERS_MAX + 2 }, (_, index) => ({ register: 1, quarter: index, amount: index, flag: 1 }));
    const more = [
      { register: 1, quarter: 9000, amount: 1, flag: 1 },
      { register: 2, quarter: 9001, amount: 2, flag: 3 },
    ];

    const runs = runsOf('settled', [...rows, ...more]);

    expect(runs.map(({ register, firstQuarter, flags }) => [register, firstQuarter, flags.length])).toEqual([
      [1, 0, RUN_QUARTERS_MAX],
      [1, RUN_QUARTERS_MAX, 2],
      [1, 9000, 1],
      [2, 9001, 1],
    ]);
  });
});
