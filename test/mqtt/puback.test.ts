// The promise of the product, on a real broker and a real journal: no PUBACK before the message is on disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MqttClient, connectAsync } from 'mqtt';
import { generate } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FlushGate, Journal } from '../../src/ingest/journal.ts';
import { JournalReader } from '../../src/ingest/journal-files.ts';
import { type StartedBroker, loginOf, startBroker } from './gateways.ts';
import { RawClient, publishOf } from './raw-client.ts';

let dir: string;
let gate: FlushGate;
let journal: Journal;
let closeJournal: () => Promise<void>;
let started: StartedBroker;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-puback-'));
  gate = { cell: new Int32Array(new SharedArrayBuffer(4)), waitMs: 60_000 };
  journal = await Journal.open(dir, { flushGate: gate });
  let closing: Promise<void> | null = null;
  closeJournal = () => (closing ??= journal.close());
  started = await startBroker({ accept: (message, durable) => journal.append(message, durable) });
});
afterEach(async () => {
  release();
  await started.broker.stopAccepting();
  await closeJournal();
  await started.broker.close();
  rmSync(dir, { recursive: true, force: true });
});

const withhold = (): void => {
  gate.cell[0] = 1;
};
function release(): void {
  gate.cell[0] = 0;
  Atomics.notify(gate.cell, 0);
}
const connect = (username: string): Promise<MqttClient> =>
  connectAsync(`mqtt://127.0.0.1:${started.broker.port}`, { ...loginOf(username), clientId: username, reconnectPeriod: 0 });
/** Payloads in the files, flushed or not. */
function written(): string[] {
  const reader = new JournalReader(dir, 1);
  const texts = reader.read(1e9, 1e9).map(({ payload }) => payload.toString());
  reader.close();
  return texts;
}
const flood = (count: number): Buffer =>
  Buffer.concat(
    Array.from({ length: count }, (_, index) => generate({ cmd: 'publish', topic: 'data', payload: String(index + 1), qos: 1, messageId: index + 1, retain: false, dup: false })),
  );

describe('while the flush is withheld', () => {
  it('no PUBACK is seen, of no client, however long; then all of them are', async () => {
    const clients = await Promise.all(['gw-a', 'gw-b'].map(connect));
    withhold();
    const acked: string[] = [];
    const published = clients.flatMap((client, who) =>
      [1, 2, 3].map((index) => client.publishAsync('data', `${who}/${index}`, { qos: 1 }).then(() => acked.push(`${who}/${index}`))),
    );

    await vi.waitFor(() => expect(written().length).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(acked).toEqual([]);

    release();
    await Promise.all(published);
    expect([...acked].sort()).toEqual(['0/1', '0/2', '0/3', '1/1', '1/2', '1/3']);
    expect(written().sort()).toEqual([...acked].sort());
    for (const client of clients) await client.endAsync();
  });

  it('no PUBREC is seen either, and QoS 0 waits like the rest', async () => {
    const client = await RawClient.open(started.broker.port);
    await client.logIn(loginOf('gw-a'));
    withhold();

    client.publish('data', 'two', { qos: 2, messageId: 1 });
    client.publish('data', 'zero', { qos: 0 });
    await vi.waitFor(() => expect(journal.health.waitingMessages).toBe(2));
    await new Promise((resolve) => setTimeout(resolve, 100));

    expect(client.received.map((packet) => packet.cmd)).toEqual(['connack']);
    release();
    await client.until((packet) => packet.cmd === 'pubrec');
    client.end();
  });

  it('the broker goes on: another gateway logs in', async () => {
    const first = await connect('gw-a');
    withhold();
    const waiting = first.publishAsync('data', 'x', { qos: 1 });

    const second = await connect('gw-b');

    expect(second.connected).toBe(true);
    release();
    await waiting;
    for (const client of [first, second]) await client.endAsync();
  });

  it('a client that sends on is held back by TCP: a chunk of its messages waits, not all of them', async () => {
    const client = await RawClient.open(started.broker.port);
    await client.logIn(loginOf('gw-a'));
    withhold();

    client.socket.write(flood(60_000));
    await vi.waitFor(() => expect(journal.health.waitingMessages).toBeGreaterThan(1000));
    await new Promise((resolve) => setTimeout(resolve, 200));

    // 64 KiB of the socket, some 15 bytes each.
    expect(journal.health.waitingMessages).toBeLessThan(10_000);
    expect(client.acks()).toEqual([]);
    release();
    expect(await client.acked(60_000)).toBe(true);
    client.end();
  });

  it('a client that leaves costs nothing: its messages are journaled, the others are acknowledged', async () => {
    const leaving = await RawClient.open(started.broker.port);
    await leaving.logIn(loginOf('gw-a'));
    const staying = await RawClient.open(started.broker.port);
    await staying.logIn(loginOf('gw-b'));
    withhold();
    leaving.publish('data', 'of the one that left');
    staying.publish('data', 'of the one that stayed');
    await vi.waitFor(() => expect(journal.health.waitingMessages).toBe(2));

    leaving.end();
    release();

    expect(await staying.acked(1)).toBe(true);
    expect(written().sort()).toEqual(['of the one that left', 'of the one that stayed']);
    staying.end();
  });
});

describe('acknowledgements', () => {
  it('leave in the order of the messages [MQTT-4.6.0-2]', async () => {
    const clients = await Promise.all(
      ['gw-a', 'gw-b', 'gw-c'].map(async (username) => {
        const client = await RawClient.open(started.broker.port);
        await client.logIn(loginOf(username));
        return client;
      }),
    );

    for (const client of clients) client.socket.write(flood(5000));
    for (const client of clients) expect(await client.acked(5000)).toBe(true);

    for (const client of clients) {
      expect(client.acks()).toEqual(Array.from({ length: 5000 }, (_, index) => index + 1));
      client.end();
    }
    expect(journal.durableSeq).toBe(15_000);
  });
});

describe('a stop', () => {
  it('acknowledges what was taken before it closes: not more PUBACKs than records, not fewer', async () => {
    const client = await RawClient.open(started.broker.port);
    await client.logIn(loginOf('gw-a'));
    client.socket.write(flood(20_000));
    await vi.waitFor(() => expect(client.acks().length).toBeGreaterThan(500), { interval: 1 });

    await started.broker.stopAccepting();
    await closeJournal();
    await started.broker.close();
    await client.ended();

    expect(client.acks().length).toBeLessThanOrEqual(written().length);
    expect(client.acks().length).toBeGreaterThan(500);
  });
});

describe('a topic that is longer as text than as bytes', () => {
  it('of 60,000 bytes that are no UTF-8 ends at most its connection, never the monitor', async () => {
    const uncaught: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => uncaught.push(error));
    const client = await RawClient.open(started.broker.port);
    await client.logIn(loginOf('gw-a'));

    client.socket.write(publishOf(Buffer.alloc(60_000, 0xff), 3));
    const neighbour = await RawClient.open(started.broker.port);
    await neighbour.logIn(loginOf('gw-b'));
    neighbour.publish('data', 'fine');
    const served = await neighbour.acked(1);

    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener);
    for (const one of [client, neighbour]) one.end();
    expect(uncaught).toEqual([]);
    expect(served).toBe(true);
  });
});
