// Nothing is acknowledged before it is on disk: order, segments, restarts, and a disk that refuses.
import { execFile, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { type FlushGate, Journal } from '../../src/ingest/journal.ts';
import { JournalReader, listSegments } from '../../src/ingest/journal-files.ts';
import type { RawMessage } from '../../src/ingest/journal-format.ts';

const message = (payload: string | Uint8Array): RawMessage => ({ gateway: 1, topic: 't', payload: Buffer.from(payload), receivedAt: epochMs(1_792_490_400_000) });
const textsIn = (dir: string, from: number, to: number): string[] => {
  const reader = new JournalReader(dir, from);
  const texts = reader.read(to, 1e9).map(({ payload }) => payload.toString());
  reader.close();
  return texts;
};
/** Numbers in order of acknowledgement. */
function appendAll(journal: Journal, count: number, acked: number[] = []): number[] {
  for (let index = 0; index < count; index++) journal.append(message(String(index)), () => acked.push(index));
  return acked;
}
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

let dir: string;
let journal: Journal | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-journal-'));
});
afterEach(async () => {
  await journal?.close();
  journal = null;
  rmSync(dir, { recursive: true, force: true });
});
const open = async (options: Parameters<typeof Journal.open>[1] = {}): Promise<Journal> => (journal = await Journal.open(join(dir, 'j'), options));

describe('an acknowledgement', () => {
  it('comes in the order of the messages, over turns of the event loop and many flushes', async () => {
    const opened = await open();
    const acked: number[] = [];

    for (let at = 0; at < 2000; at += 100) {
      for (let index = at; index < at + 100; index++) opened.append(message(String(index)), () => acked.push(index));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitFor(() => expect(acked).toHaveLength(2000));

    expect(acked).toEqual(numbers(2000));
    expect(opened.durableSeq).toBe(2000);
    expect(textsIn(join(dir, 'j'), 1, 2000)).toEqual(numbers(2000).map(String));
  });

  it('is told to whoever follows, after those who wait', async () => {
    const opened = await open();
    const said: string[] = [];
    opened.onDurable((seq) => said.push(`durable ${seq}`));

    opened.append(message('a'), () => said.push('a'));
    await opened.appendAndWait(message('b'));
    await vi.waitFor(() => expect(said).toContain('durable 2'));

    expect(said).toEqual(['a', 'durable 2']);
  });

  it('does not come while the flush is withheld, and comes when it is let go', async () => {
    const gate: FlushGate = { cell: new Int32Array(new SharedArrayBuffer(4)), waitMs: 60_000 };
    gate.cell[0] = 1;
    const opened = await open({ flushGate: gate });

    const acked = appendAll(opened, 100);
    // Written by now, but not flushed: the frame is in the file, and nobody was told.
    await vi.waitFor(() => expect(textsIn(join(dir, 'j'), 1, 100)).toHaveLength(100));

    expect(acked).toEqual([]);
    expect(opened.health).toEqual({ ok: true, reason: null, waitingMessages: 100, durableSeq: 0 });
    gate.cell[0] = 0;
    Atomics.notify(gate.cell, 0);
    await vi.waitFor(() => expect(acked).toEqual(numbers(100)));
  });

  it('of what was appended before closing comes before it is closed', async () => {
    const opened = await open();
    const acked = appendAll(opened, 500);

    await opened.close();
    journal = null;

    expect(acked).toEqual(numbers(500));
  });
});

describe('a journal that is opened again', () => {
  it('goes on with its id and the next sequence', async () => {
    const first = await open();
    await first.appendAndWait(message('a'));
    await first.close();

    const second = await open();
    await second.appendAndWait(message('b'));

    expect(second.journalId).toBe(first.journalId);
    expect(second.durableSeq).toBe(2);
    expect(textsIn(join(dir, 'j'), 1, 2)).toEqual(['a', 'b']);
  });

  it('after a torn write goes on behind the last whole frame', async () => {
    const first = await open();
    await first.appendAndWait(message('a'));
    await first.close();
    const [segment] = listSegments(join(dir, 'j')).segments;
    appendFileSync(segment?.path ?? '', Buffer.from('KSF1 half a frame that never was flushed'));

    const second = await open();
    await second.appendAndWait(message('b'));

    expect(textsIn(join(dir, 'j'), 1, 2)).toEqual(['a', 'b']);
  });

  it('in an empty folder is another journal', async () => {
    const first = await open();
    await first.close();
    rmSync(join(dir, 'j'), { recursive: true });

    expect((await open()).journalId).not.toBe(first.journalId);
  });

  it('cannot be opened where a file stands', async () => {
    writeFileSync(join(dir, 'j'), '');

    await expect(Journal.open(join(dir, 'j'))).rejects.toThrow();
  });
});

describe('segments', () => {
  it('are begun anew above their limit, and read as one', async () => {
    const opened = await open({ segmentBytesMax: 500 });

    for (let index = 0; index < 60; index++) await opened.appendAndWait(message(`message ${index}`));

    expect(listSegments(join(dir, 'j')).segments.length).toBeGreaterThan(4);
    expect(textsIn(join(dir, 'j'), 1, 60)).toEqual(numbers(60).map((index) => `message ${index}`));
  });

  it('are released when they are read and old enough, never the newest, never an unread one', async () => {
    const opened = await open({ segmentBytesMax: 500 });
    for (let index = 0; index < 60; index++) await opened.appendAndWait(message(`message ${index}`));
    const before = listSegments(join(dir, 'j')).segments.map((one) => one.firstSeq);
    const third = before[2] ?? 0;
    const left = (): number[] => listSegments(join(dir, 'j')).segments.map((one) => one.firstSeq);

    opened.release(60, { keepBytes: 1e9, keepMs: 60_000 });
    await opened.appendAndWait(message('one more'));
    expect(left()).toEqual(expect.arrayContaining(before));

    // Read up to the last record of the second segment: two may go.
    opened.release(third - 1, { keepBytes: 0, keepMs: 60_000 });
    await vi.waitFor(() => expect(left()[0]).toBe(third));

    opened.release(1e9, { keepBytes: 0, keepMs: 0 });
    await vi.waitFor(() => expect(left()).toHaveLength(1));
    expect(textsIn(join(dir, 'j'), left()[0] ?? 0, 61).at(-1)).toBe('one more');
  });
});

/** A file system of a few kilobytes, where this user may make one. */
function smallDisk(path: string): (() => void) | null {
  mkdirSync(path);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]);
  return mounted.status === 0 ? () => spawnSync('umount', ['-l', path]) : null;
}
const mayMount =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  (() => {
    const path = mkdtempSync(join(tmpdir(), 'kringstroom-mount-'));
    const unmount = smallDisk(join(path, 'm'));
    unmount?.();
    rmSync(path, { recursive: true, force: true });
    return unmount !== null;
  })();

describe('a full disk', () => {
  it.skipIf(!mayMount)(
    'acknowledges nothing, says so, and goes on by itself when there is room again',
    async () => {
      const unmount = smallDisk(join(dir, 'j'));
      try {
        const opened = await open();
        const first = appendAll(opened, 10);
        await vi.waitFor(() => expect(first).toHaveLength(10));
        writeFileSync(join(dir, 'j', 'filler'), Buffer.alloc(48 * 1024));

        let acked = false;
        opened.append(message(Buffer.alloc(20 * 1024, 'x')), () => (acked = true));
        await vi.waitFor(() => expect(opened.health.ok).toBe(false));

        expect(opened.health.reason).toContain('ENOSPC');
        expect(opened.health.waitingMessages).toBe(1);
        expect(acked).toBe(false);
        rmSync(join(dir, 'j', 'filler'));
        const later = opened.appendAndWait(message('later'));
        await vi.waitFor(() => expect(acked).toBe(true), { timeout: 5000 });
        await later;
        expect(opened.health.ok).toBe(true);
        expect(textsIn(join(dir, 'j'), 1, 12).map((text) => text.length)).toEqual([...numbers(10).map(() => 1), 20 * 1024, 5]);
        await opened.close();
        journal = null;
      } finally {
        unmount?.();
      }
    },
    15_000,
  );
});

/** Runs a scenario of journal-trouble.ts. @returns the line that it prints */
function inTrouble(scenario: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'journal-trouble.ts'), scenario], { timeout: 10_000 }, (_, stdout) => resolve(stdout.trim()));
  });
}

describe('a folder that is away when the next segment is due', () => {
  it('acknowledges nothing while it is away', async () => {
    expect(await inTrouble('while away')).toBe('not acknowledged');
  });

  // startSegment() closes the old file before it opens the new one; when that fails, each retry closes the old
  // number again, which may be another file by now.
  it('goes on when it is back', async () => {
    expect(await inTrouble('back again')).toBe('acknowledged');
  });

  it('does not keep the journal from being closed', async () => {
    expect(await inTrouble('closing')).toBe('closed');
  });
});

describe('an old segment that will not go', () => {
  it('does not stop the journal, and is said', async () => {
    expect(await inTrouble('release fails')).toBe('acknowledged, healthy, and says why');
  });
});
