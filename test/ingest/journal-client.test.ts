// Appending from another thread: over a real journal, acknowledgements of each in the order of its own messages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { type FlushGate, Journal } from '../../src/ingest/journal.ts';
import { type DurableOfClient, JournalClient } from '../../src/ingest/journal-client.ts';
import { JournalReader } from '../../src/ingest/journal-files.ts';
import type { RawMessage } from '../../src/ingest/journal-format.ts';

const message = (payload: string): RawMessage => ({ gateway: 1, topic: 't', payload: Buffer.from(payload), receivedAt: epochMs(1_792_490_400_000) });

let dir: string;
let gate: FlushGate;
let journal: Journal;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-journal-client-'));
  gate = { cell: new Int32Array(new SharedArrayBuffer(4)), waitMs: 60_000 };
  journal = await Journal.open(dir, { flushGate: gate });
});
afterEach(async () => {
  await journal.close();
  rmSync(dir, { recursive: true, force: true });
});
function connect(): JournalClient {
  const port = journal.connect();
  const client = new JournalClient(port);
  port.on('message', (durable: DurableOfClient) => client.acknowledge(durable));
  port.unref();
  return client;
}
function written(): string[] {
  const reader = new JournalReader(dir, 1);
  const texts = reader.read(1e9, 1e9).map(({ payload }) => payload.toString());
  reader.close();
  return texts;
}

describe('clients of a journal', () => {
  it('are acknowledged each in its own order, whoever appends in between, and only what is on disk', async () => {
    const clients = { a: connect(), b: connect(), main: journal };
    const acked: Record<string, number[]> = { a: [], b: [], main: [] };
    for (let index = 0; index < 600; index++) {
      for (const [name, client] of Object.entries(clients))
        client.append(message(`${name} ${index}`), () => {
          acked[name]?.push(index);
          // Of all three together, in whatever order their frames came.
          expect(journal.durableSeq).toBeGreaterThanOrEqual(Object.values(acked).reduce((sum, each) => sum + each.length, 0));
        });
      if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const all = Array.from({ length: 600 }, (_, index) => index);
    await vi.waitFor(() => expect(acked).toEqual({ a: all, b: all, main: all }));

    expect(journal.durableSeq).toBe(1800);
    const texts = written();
    for (const name of ['a', 'b', 'main']) expect(texts.filter((text) => text.startsWith(`${name} `))).toEqual(all.map((index) => `${name} ${index}`));
    expect([clients.a.waitingMessages, clients.b.waitingMessages]).toEqual([0, 0]);
  });

  it('wait with their messages while the flush is withheld, also those who come later', async () => {
    const [early, late] = [connect(), connect()];
    const acked: string[] = [];
    gate.cell[0] = 1;
    early.append(message('early'), () => acked.push('early'));
    await vi.waitFor(() => expect(written()).toEqual(['early']));
    late.append(message('late'), () => acked.push('late'));
    late.post();

    expect([early.waitingMessages, late.waitingMessages, acked]).toEqual([1, 1, []]);
    gate.cell[0] = 0;
    Atomics.notify(gate.cell, 0);

    await vi.waitFor(() => expect(acked).toEqual(['early', 'late']));
  });

  it('lose nothing that they handed over before the journal was closed', async () => {
    const client = connect();
    const acked: number[] = [];
    for (let index = 0; index < 50; index++) client.append(message(String(index)), () => acked.push(index));
    client.post();

    await journal.close();

    await vi.waitFor(() => expect(acked).toHaveLength(50));
    expect(written()).toHaveLength(50);
    journal = await Journal.open(dir);
  });
});
