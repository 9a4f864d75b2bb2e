// Reading and holding back on real connections: what a journal that answers late does to who sends on.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { generate } from 'mqtt-packet';
import { WAITING_MAX } from '../../src/mqtt/client-flow.ts';
import { type StartedBroker, loginOf, startBroker } from './gateways.ts';
import { RawClient, publishOf } from './raw-client.ts';

let started: StartedBroker;
const clients: RawClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await started.broker.stopAccepting();
  await started.broker.close();
});

/** A broker whose journal answers when it is told to. */
async function withHeldJournal(): Promise<{ client: RawClient; flush: () => void; waiting: () => number }> {
  const held: (() => void)[] = [];
  started = await startBroker({ accept: (_, durable) => held.push(durable) });
  const client = await RawClient.open(started.broker.port);
  clients.push(client);
  expect(await client.logIn(loginOf('gw-a'))).toBe(0);
  return { client, flush: () => held.splice(0).forEach((durable) => durable()), waiting: () => held.length };
}
const publish = (id: number): Buffer => generate({ cmd: 'publish', topic: 'data', payload: 'x'.repeat(500), qos: 1, messageId: id, retain: false, dup: false });

describe('a connection whose messages wait', () => {
  it('is read no further, and goes on where it was when they are durable', async () => {
    const { client, flush, waiting } = await withHeldJournal();
    const count = 4000;
    client.socket.write(Buffer.concat(Array.from({ length: count }, (_, index) => publish(index + 1))));

    await vi.waitFor(() => expect(waiting()).toBeGreaterThan(WAITING_MAX));
    const heldBack = waiting();
    expect(heldBack).toBeLessThan(count / 2);

    await vi.waitFor(
      () => {
        flush();
        expect(client.acks().length).toBe(count);
      },
      { timeout: 10_000, interval: 5 },
    );
    expect(client.acks()).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  it('keeps the order of PUBACKs over both ways to the journal [MQTT-4.6.0-2]', async () => {
    const { client, flush, waiting } = await withHeldJournal();
    const packets = Array.from({ length: 90 }, (_, index) => (index % 3 === 1 ? publishOf(Buffer.from('méter'), index + 1) : publish(index + 1)));

    client.socket.write(Buffer.concat(packets));
    await vi.waitFor(() => expect(waiting()).toBe(90));
    flush();

    await vi.waitFor(() => expect(client.acks().length).toBe(90));
    expect(client.acks()).toEqual(Array.from({ length: 90 }, (_, index) => index + 1));
  });

  it('that stops reading its PUBACKs holds up nobody else', async () => {
    const { client, flush } = await withHeldJournal();
    const other = await RawClient.open(started.broker.port);
    clients.push(other);
    expect(await other.logIn(loginOf('gw-b'))).toBe(0);
    client.socket.pause();
    for (let each = 0; each < 2000; each++) client.socket.write(publish((each % 60_000) + 1));

    other.publish('data', 'mine', { messageId: 7 });

    await vi.waitFor(() => {
      flush();
      expect(other.acks()).toEqual([7]);
    });
  });

  it('answers a ping between publishes, and one that is cut in two', async () => {
    const { client, flush } = await withHeldJournal();
    const ping = generate({ cmd: 'pingreq' });
    client.socket.write(Buffer.concat([publish(1), ping.subarray(0, 1)]));
    client.socket.write(Buffer.concat([ping.subarray(1), publish(2)]));

    await vi.waitFor(() => {
      flush();
      expect(client.acks()).toEqual([1, 2]);
    });
    expect(client.received.filter((packet) => packet.cmd === 'pingresp').length).toBe(1);
  });
});

describe('a broker that stops accepting', () => {
  it('reads no more and still acknowledges what it read', async () => {
    const { client, flush, waiting } = await withHeldJournal();
    client.socket.write(publish(1));
    await vi.waitFor(() => expect(waiting()).toBe(1));

    await started.broker.stopAccepting();
    await new Promise((resolve) => client.socket.write(publish(2), resolve));
    flush();

    // The PUBACK came a round trip after the second message was sent.
    await vi.waitFor(() => expect(client.acks()).toEqual([1]));
    expect(waiting()).toBe(0);
  });
});
