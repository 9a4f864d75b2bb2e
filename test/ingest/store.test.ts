// The store thread as the main thread sees it: follows the journal, survives what fails, says what is lost.
import { mkdirSync, mkdtempSync, rmSync, rmdirSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { Journal } from '../../src/ingest/journal.ts';
import { listSegments, segmentPath } from '../../src/ingest/journal-files.ts';
import { SEGMENT_HEADER_BYTES } from '../../src/ingest/journal-format.ts';
import type { GatewaySnapshot } from '../../src/ingest/registers.ts';
import { REQUESTS_MAX, Store, StoreBusyError, type StoreListeners } from '../../src/ingest/store.ts';
import type { NewRegister, RegisterRow } from '../../src/storage/registry.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { GATEWAY, IMPORT, message, oneMeter } from './projecting.ts';

const START = Date.UTC(2026, 9, 20, 10);
/** A quarter-hour apart at 4 kW. */
const reading = (index: number): Parameters<Journal['append']>[0] => message(index, { atMs: START + index * 900_000, value: 1000 + index });

let dir: string;
let journal: Journal;
let store: Store;
let troubles: string[];
let lost: { fromSeq: number; toSeq: number }[];
const makeRegisters = (wanted: readonly NewRegister[]): Promise<RegisterRow[]> => Promise.resolve(wanted.map((one, index) => ({ ...one, id: 1001 + index })));

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-store-'));
  troubles = [];
  lost = [];
  journal = await Journal.open(join(dir, 'journal'), { segmentBytesMax: 1000 });
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function openStore(over: Partial<StoreListeners> & { journalId?: string } = {}): Promise<Store> {
  const { journalId = journal.journalId, ...listeners } = over;
  store = await Store.open(
    { seriesDir: join(dir, 'series'), journalDir: join(dir, 'journal'), journalId },
    {
      onProjected: () => {},
      makeRegisters,
      onTrouble: (text) => troubles.push(text),
      onLost: ({ fromSeq, toSeq }) => lost.push({ fromSeq, toSeq }),
      ...listeners,
    },
  );
  store.registry(oneMeter);
  return store;
}
async function append(from: number, to: number): Promise<void> {
  for (let index = from; index <= to; index++) await journal.appendAndWait(reading(index));
}
const storedUpTo = async (seq: number): Promise<void> => {
  store.durable(seq);
  await store.ask({ kind: 'projected', seq });
};
const readingsStored = async (): Promise<number[]> =>
  (await store.ask({ kind: 'readings', register: IMPORT, from: epochMs(0), to: epochMs(2e12), limit: 5000 })).map((one) => one.value - 1000);
const quartersStored = async (): Promise<number> =>
  (await store.ask({ kind: 'quarters', registers: Int32Array.of(IMPORT), from: 0, to: 2e9 })).amounts.reduce((sum, one) => sum + one, 0);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('what is durable', () => {
  it('is projected, and whoever waits for a sequence is told', async () => {
    await append(1, 9);
    await openStore();

    await storedUpTo(9);

    expect(await readingsStored()).toEqual(upTo(9));
    expect(await quartersStored()).toBe(8);
    expect(store.storedSeq).toBe(9);
    await journal.close();
  });

  it('goes on where it was after a restart, and takes nothing twice', async () => {
    await append(1, 5);
    await openStore();
    await storedUpTo(5);
    await store.close();

    await append(6, 9);
    await openStore();
    expect(store.storedSeq).toBe(5);
    await storedUpTo(9);

    expect(await readingsStored()).toEqual(upTo(9));
    expect(await quartersStored()).toBe(8);
    await journal.close();
  });

  it('of a journal it does not know is read from its beginning', async () => {
    await append(1, 3);
    await openStore({ journalId: 'another' });
    await storedUpTo(3);
    await store.close();
    await openStore();

    expect(store.storedSeq).toBe(0);
    await storedUpTo(3);
    await journal.close();
  });
});

describe('readings that are laid in order', () => {
  it('are all there, with those that come meanwhile, and after a stop in the middle', async () => {
    await append(1, 20);
    await openStore();
    await storedUpTo(20);

    const laid = store.ask({ kind: 'lay-readings', after: null, rowsMax: 10 });
    await append(21, 25);
    await storedUpTo(25);
    expect(await laid).toMatchObject({ laid: { month: '2026-10' }, left: 0 });
    expect(await readingsStored()).toEqual(upTo(25));

    // Wherever it is then: a thread that ends while DuckDB still works for it takes the process along.
    for (const waitMs of [0, 1, 2, 4, 8]) {
      await append(26 + waitMs, 26 + waitMs);
      await storedUpTo(journal.durableSeq);
      const cutShort = store.ask({ kind: 'lay-readings', after: null, rowsMax: 10 }).then(
        () => 'ended',
        () => 'ended',
      );
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      await store.close();
      expect(await cutShort).toBe('ended');
      await openStore();
    }
    expect((await readingsStored()).slice(0, 25)).toEqual(upTo(25));
    expect(await readingsStored()).toHaveLength(30);
    await journal.close();
  });
});

describe('a segment that is gone', () => {
  it('is reported with the range, and what follows is stored', async () => {
    await append(1, 40);
    const segments = listSegments(join(dir, 'journal')).segments;
    const [, second, third] = segments;
    unlinkSync(second?.path ?? '');
    await openStore();

    await storedUpTo(40);

    expect(segments.length).toBeGreaterThan(3);
    expect(lost).toEqual([{ fromSeq: second?.firstSeq, toSeq: third?.firstSeq }]);
    expect(await readingsStored()).toEqual(upTo(40).filter((index) => index < (second?.firstSeq ?? 0) || index >= (third?.firstSeq ?? 0)));
    await journal.close();
  });
});

describe('a journal that lost its end', () => {
  // A spoiled byte in the newest segment does this, and so does a journal from an older backup than the series.
  it('behind what is stored takes new messages all the same', async () => {
    await append(1, 9);
    await openStore();
    await storedUpTo(9);
    await store.close();
    await journal.close();
    const newest = listSegments(join(dir, 'journal')).segments.at(-1);
    truncateSync(newest?.path ?? '', SEGMENT_HEADER_BYTES);

    journal = await Journal.open(join(dir, 'journal'));
    await openStore();
    await journal.continueAfter(store.storedSeq);
    await append(10, 11);
    store.durable(journal.durableSeq);
    await vi.waitFor(async () => expect(await readingsStored()).toEqual(upTo(11)), { timeout: 5000 });
    await journal.close();
  });
});

describe('a journal that cannot be read for a while', () => {
  it('costs no reading: what had been read before the error comes again', async () => {
    await append(1, 3);
    await openStore();
    await storedUpTo(1);
    await append(4, 6);
    await journal.close();
    // Not a file: reading on over the border of the last segment fails after records were read.
    const blocked = segmentPath(join(dir, 'journal'), 7);
    mkdirSync(blocked);

    store.durable(7);
    await vi.waitFor(() => expect(troubles.length).toBeGreaterThan(0), { timeout: 3000 });
    rmdirSync(blocked);
    journal = await Journal.open(join(dir, 'journal'));
    await append(7, 7);
    await storedUpTo(7);

    expect(await readingsStored()).toEqual(upTo(7));
    await journal.close();
  });
});

describe('a registry that does not answer', () => {
  it('is asked again for new registers; nothing is lost and the monitor goes on', async () => {
    let asked = 0;
    await openStore({
      makeRegisters: (wanted) => {
        asked += 1;
        return asked === 1 ? Promise.reject(new Error('database is locked')) : makeRegisters(wanted);
      },
    });
    const payload = Buffer.from(JSON.stringify({ exportKwh: 5 }));
    await journal.appendAndWait({ gateway: GATEWAY, topic: 't', payload, receivedAt: epochMs(START) });

    await storedUpTo(1);

    expect(asked).toBe(2);
    expect(troubles).toEqual(['database is locked']);
    expect((await store.ask({ kind: 'last' })).map((one) => one.value)).toEqual([5]);
    await journal.close();
  });
});

describe('a series folder', () => {
  it('that holds a file which is no database keeps the store from opening', async () => {
    await append(1, 1);
    mkdirSync(join(dir, 'broken'));
    writeFileSync(join(dir, 'broken', 'raw_2026_10.duckdb'), 'this is no database');
    const listeners = { onProjected: () => {}, makeRegisters, onTrouble: () => {}, onLost: () => {} };

    await expect(Store.open({ seriesDir: join(dir, 'broken'), journalDir: join(dir, 'journal'), journalId: journal.journalId }, listeners)).rejects.toThrow('raw_2026_10');
    await openStore();
    await journal.close();
  });
});

describe('a store thread that died', () => {
  it('is said, refuses questions at once and lets itself be closed', async () => {
    await openStore();
    const waiting = store.ask({ kind: 'projected', seq: 1 });

    // A list with a hole: the thread fails on it, outside of any batch.
    const gateways: GatewaySnapshot[] = [];
    gateways.length = 1;
    store.registry({ gateways, registers: [] });

    await expect(waiting).rejects.toThrow('the store thread stopped');
    await expect(store.ask({ kind: 'last' })).rejects.toThrow('the store thread stopped');
    expect(troubles).toEqual([expect.stringContaining('the store thread stopped')]);
    expect(store.health).toEqual({ ok: false, reason: expect.stringContaining('the store thread stopped') });
    await journal.close();
  });
});

describe('questions', () => {
  it('above their number are refused at once, so that one page cannot fill the memory', async () => {
    await openStore();
    const waiting = Array.from({ length: REQUESTS_MAX }, () => store.ask({ kind: 'projected', seq: 1 }));

    await expect(store.ask({ kind: 'last' })).rejects.toThrow(StoreBusyError);

    await append(1, 1);
    store.durable(1);
    await Promise.all(waiting);
    expect(await store.ask({ kind: 'last' })).toHaveLength(1);
    await journal.close();
  });

  it('that the store cannot answer are refused with its reason', async () => {
    await openStore();

    await expect(store.ask({ kind: 'quarters', registers: Int32Array.of(1), from: 0, to: Number.NaN })).resolves.toBeDefined();
    await expect(store.ask({ kind: 'readings', register: 1, from: epochMs(0), to: epochMs(1e300), limit: 1 })).resolves.toEqual([]);
    await journal.close();
  });

  it('are answered with the latest messages of a gateway, newest first, as they came', async () => {
    await openStore();
    for (let index = 1; index <= 25; index++) journal.append(reading(index), () => {});
    await journal.appendAndWait({ gateway: GATEWAY, topic: 'x', payload: Buffer.from('{'), receivedAt: epochMs(START) });
    await storedUpTo(26);

    const messages = await store.ask({ kind: 'messages', gateway: GATEWAY });

    expect(messages).toHaveLength(20);
    expect(messages[0]?.refused.map((one) => one.reason)).toEqual(['not-json']);
    expect(messages[1]?.readings.map((one) => one.value)).toEqual([1025]);
    expect(await store.ask({ kind: 'messages', gateway: 99 })).toEqual([]);
    await journal.close();
  });

  it('about settled and running quarters are answered between batches', async () => {
    await append(1, 3);
    await journal.appendAndWait(message(4, { atMs: START + 3 * 900_000 + 300_000, value: 1004 }));
    await openStore();
    await storedUpTo(4);
    const settled = emptyColumns(1);
    settled.registers[0] = IMPORT;
    settled.quarters[0] = 1_900_000;

    await store.ask({ kind: 'settle', field: 'settled', stamp: null, closedBefore: 0, columns: settled });

    expect(await store.ask({ kind: 'earliest-settled' })).toBe(1_900_000);
    expect(await store.ask({ kind: 'running', registers: Int32Array.of(IMPORT) })).toEqual([
      { register: IMPORT, start: START + 2_700_000, until: START + 3_000_000, amountMicro: 1_000_000 },
    ]);
    await journal.close();
  });
});
