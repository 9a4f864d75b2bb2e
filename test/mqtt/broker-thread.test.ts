// The broker in its thread acknowledges while the main thread is busy, and stops without losing an acknowledgement.
import { Worker } from 'node:worker_threads';

import { generate } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { loginOf } from './gateways.ts';
import { RawClient } from './raw-client.ts';
import { type ThreadedBroker, startThreadedBroker } from './threaded-broker.ts';

let started: ThreadedBroker;
beforeEach(async () => {
  started = await startThreadedBroker();
});
afterEach(() => started.stop());

/** Publishes from a thread of its own, and writes into a cell how many messages were acknowledged. */
const PUBLISHER = `
  const { workerData } = require('node:worker_threads');
  const socket = require('node:net').connect(workerData.port, '127.0.0.1');
  const { generate, parser } = require('mqtt-packet');
  const reader = parser();
  reader.on('packet', ({ cmd }) => {
    if (cmd === 'puback') Atomics.add(workerData.acked, 0, 1);
    if (cmd === 'connack' || cmd === 'puback') socket.write(generate({ cmd: 'publish', topic: 'data', payload: 'x', qos: 1, messageId: 1, retain: false, dup: false }));
  });
  socket.on('data', (bytes) => reader.parse(bytes));
  socket.write(generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'p', clean: true, keepalive: 60, ...workerData.login }));
`;

describe('an acknowledgement', () => {
  it('does not wait for what the main thread does', async () => {
    const acked = new Int32Array(new SharedArrayBuffer(4));
    const { username, password } = loginOf('gw-a');
    const publisher = new Worker(PUBLISHER, { eval: true, workerData: { port: started.broker.port, acked, login: { username, password } } });
    await vi.waitFor(() => expect(acked[0]).toBeGreaterThan(0));
    const before = Atomics.load(acked, 0);

    // No event is served meanwhile: one step that lasts.
    const giveUpMs = performance.now() + 20_000;
    while (Atomics.load(acked, 0) < before + 50 && performance.now() < giveUpMs);
    const after = Atomics.load(acked, 0);
    await publisher.terminate();

    expect(after).toBeGreaterThanOrEqual(before + 50);
  });

  it('says that the journal has the message, for whoever looks from the main thread', async () => {
    const client = await started.connect(loginOf('gw-a'));

    for (let index = 1; index <= 100; index++) {
      await client.publishAsync('data', String(index), { qos: 1 });
      expect(started.journal.durableSeq).toBe(index);
    }
    await client.endAsync();
  });

  it('is told to those who follow the journal, whoever appended', async () => {
    const client = await started.connect(loginOf('gw-a'));
    const seen: number[] = [];
    started.journal.onDurable((seq) => seen.push(seq));

    await Promise.all([
      client.publishAsync('data', 'mqtt', { qos: 1 }),
      started.journal.appendAndWait({ gateway: 2, topic: 'http', payload: Buffer.from('http'), receivedAt: epochMs(0) }),
    ]);

    await vi.waitFor(() => expect(seen.at(-1)).toBe(2));
    expect(started.written().sort()).toEqual(['http', 'mqtt']);
    await client.endAsync();
  });

  it('of what was read before the stop still reaches its client', async () => {
    const client = await RawClient.open(started.broker.port);
    await client.logIn(loginOf('gw-a'));
    // Acknowledged: from here on what comes in takes the short way to the journal, a chunk at a time.
    client.publish('data', 'first', { messageId: 999 });
    expect(await client.acked(999)).toBe(true);
    started.withhold();
    // In one piece, so that the withheld flush is that of all of them.
    client.socket.write(
      Buffer.concat(
        Array.from({ length: 200 }, (_, index) => generate({ cmd: 'publish', topic: 'data', payload: String(index), qos: 1, messageId: index + 1, retain: false, dup: false })),
      ),
    );
    await vi.waitFor(() => expect(started.written()).toHaveLength(201));
    expect(client.acks()).toEqual([999]);

    await started.stop();

    await vi.waitFor(() => expect(client.closed).toBe(true));
    expect(client.acks()).toEqual([999, ...Array.from({ length: 200 }, (_, index) => index + 1)]);
  });
});
