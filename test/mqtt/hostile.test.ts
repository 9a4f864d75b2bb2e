// What a broker meets on the internet, from broker.md: oversized and ill-formed packets, storms, floods, poison. The
// process stays alive, its memory bounded, and the gateway next door is served.
import { once } from 'node:events';
import { connect } from 'node:net';
import { connectAsync } from 'mqtt';
import { generate } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PACKET_BYTES_MAX } from '../../src/mqtt/guard.ts';
import { GATEWAYS, type StartedBroker, loginOf, startBroker } from './gateways.ts';
import { RawClient, announcing, publishOf } from './raw-client.ts';

const MIB = 1024 * 1024;
let started: StartedBroker;
const clients: RawClient[] = [];
beforeEach(async () => {
  started = await startBroker();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await started.broker.stopAccepting();
  await started.broker.close();
});

async function open(): Promise<RawClient> {
  const client = await RawClient.open(started.broker.port);
  clients.push(client);
  return client;
}
async function gateway(username: string, over: { clientId?: string; clean?: boolean } = {}): Promise<RawClient> {
  const client = await open();
  expect(await client.logIn({ ...loginOf(username), ...over })).toBe(0);
  return client;
}
/** The gateway next door still gets its acknowledgement. */
async function servesOthers(): Promise<void> {
  const neighbour = await gateway('gw-c');
  neighbour.publish('data', 'fine', { messageId: 77 });
  expect(await neighbour.acked(77)).toBe(true);
}
describe('a giant packet', () => {
  it('from somebody who did not log in is closed at once, and its bytes are not collected', async () => {
    const client = await open();
    const before = process.memoryUsage().rss;

    client.socket.write(announcing(0x10, 256 * MIB - 1));
    const chunk = Buffer.alloc(MIB);
    for (let sent = 0; sent < 200 && !client.closed; sent++) {
      client.socket.write(chunk);
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(await client.ended()).toBe(true);
    // The client's own buffers are in this process too, so the bound is wide: stock Aedes grows by 200 MiB here.
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
    await servesOthers();
  });

  it('after the log-in is closed too, and one of the largest allowed size is taken', async () => {
    const client = await gateway('gw-a');
    const most = PACKET_BYTES_MAX - 2 - 'data'.length - 2;
    client.publish('data', Buffer.alloc(most, 1));
    expect(await client.acked(1)).toBe(true);

    client.publish('data', Buffer.alloc(most + 1, 1), { messageId: 2 });

    expect(await client.ended()).toBe(true);
    expect(started.messages).toHaveLength(1);
    await servesOthers();
  });
});

describe('a topic', () => {
  it('of 101 levels ends the connection, and not the process', async () => {
    const client = await gateway('gw-a');

    client.publish(Array.from({ length: 101 }, () => 'a').join('/'), 'x');

    expect(await client.ended()).toBe(true);
    await servesOthers();
  });

  it('of 101 levels in a subscription ends the connection, and not the process', async () => {
    const client = await gateway('gw-a');

    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: Array.from({ length: 101 }, () => 'a').join('/'), qos: 1 }] });

    expect(await client.ended()).toBe(true);
    await servesOthers();
  });

  it('of 100 levels in a subscription does not become too deep under the outbox', async () => {
    const client = await gateway('gw-a');

    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: Array.from({ length: 100 }, () => 'a').join('/'), qos: 1 }] });
    await client.until((packet) => packet.cmd === 'suback', 1000).catch(() => {});

    await servesOthers();
  });

  it.each(['__proto__', 'constructor', 'a/__proto__/b', 'toString'])('named %s is a topic like any other', async (topic) => {
    const client = await gateway('gw-a');

    client.publish(topic, 'x');
    client.send({ cmd: 'subscribe', messageId: 2, subscriptions: [{ topic, qos: 1 }] });

    expect(await client.acked(1)).toBe(true);
    await client.until((packet) => packet.cmd === 'suback');
    expect(started.messages.map((one) => one.topic)).toEqual([topic]);
  });

  it('that is no UTF-8 is acknowledged or ends the connection, and not the process', async () => {
    const client = await gateway('gw-a');

    client.socket.write(publishOf(Buffer.from([0x61, 0xff, 0xc0, 0x62]), 3));
    await client.until((packet) => packet.cmd === 'puback');

    await servesOthers();
  });
});

/** An exception that nobody catches ends the monitor; in a test it is only noted. */
function watchUncaught(): { uncaught: unknown[]; stop: () => void } {
  const uncaught: unknown[] = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  const note = (error: unknown): unknown => uncaught.push(error);
  process.on('uncaughtException', note);
  const stop = (): void => {
    process.off('uncaughtException', note);
    for (const listener of listeners) process.on('uncaughtException', listener);
  };
  return { uncaught, stop };
}

describe('a poison payload', () => {
  it.each([
    ['text that is no JSON', '{"importKwh": 1'],
    ['0/0', '{"importKwh": NaN}'],
    ['nothing', ''],
    ['the year 2099', '{"time": "2099-01-01T00:00:00Z", "importKwh": 1}'],
    ['a deep array', '['.repeat(60_000)],
    ['bytes', '\u0000\u0001\ufffd'],
  ])('of %s is acknowledged once, so that its sender does not come back with it for ever', async (_, payload) => {
    let connects = 0;
    const client = await connectAsync(`mqtt://127.0.0.1:${started.broker.port}`, { ...loginOf('gw-a'), clientId: 'a', reconnectPeriod: 20 });
    client.on('connect', () => (connects += 1));

    await client.publishAsync('data', payload, { qos: 1 });
    await client.publishAsync('data', 'and on', { qos: 1 });
    await client.endAsync();

    expect(connects).toBe(0);
    expect(started.messages).toHaveLength(2);
  });
});

describe('a connection that ends in the middle', () => {
  // Aedes says 'clientDisconnect' only of connections that were
  // registered, so one that ends between log-in and registration is counted for ever, towards GATEWAY_CONNECTIONS_MAX too.
  it('of its log-in, a hundred times, leaves nothing behind and keeps its gateway from nothing', async () => {
    const connectPacket = generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clientId: 'x',
      clean: true,
      keepalive: 60,
      username: 'gw-a',
      password: Buffer.from('secret of gw-a'),
    });

    for (let index = 0; index < 100; index++) {
      const socket = connect(started.broker.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(connectPacket);
      if (index % 2 === 0) socket.resetAndDestroy();
      else setImmediate(() => socket.destroy());
    }

    await servesOthers();
    await vi.waitFor(() => expect(started.connected()).toBe(1));
    await gateway('gw-a');
  });

  it('of a packet is no packet', async () => {
    const client = await gateway('gw-a');

    client.socket.write(announcing(0x32, 100));
    client.socket.end(Buffer.from([0, 4]));

    expect(await client.ended()).toBe(true);
    expect(started.messages).toEqual([]);
    await servesOthers();
  });
});

describe('a subscriber', () => {
  it('that hangs up under a flood of fifty publishers leaves the process alive (stock Aedes 1.2.0 dies here)', async () => {
    const { uncaught, stop } = watchUncaught();
    const readers = await Promise.all([1, 2, 3].map((index) => gateway('gw-b', { clientId: `r${index}` })));
    for (const reader of readers) reader.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '#', qos: 0 }] });
    const senders = await Promise.all(Array.from({ length: 50 }, (_, index) => gateway(GATEWAYS[index % 3] ?? '', { clientId: `s${index}` })));

    const flood = Buffer.concat(
      Array.from({ length: 200 }, (_, index) =>
        generate({ cmd: 'publish', topic: 'data', payload: Buffer.alloc(120, 'x'), qos: 1, messageId: index + 1, retain: false, dup: false }),
      ),
    );
    for (const sender of senders) sender.socket.write(flood);
    for (const reader of readers) reader.socket.resetAndDestroy();
    await vi.waitFor(() => expect(started.messages).toHaveLength(10_000), { timeout: 20_000 });

    await servesOthers();
    stop();
    expect(uncaught).toEqual([]);
  });

  it('that reads nothing holds no publisher back', async () => {
    const frozen = await gateway('gw-b');
    frozen.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '#', qos: 0 }] });
    frozen.socket.pause();
    const sender = await gateway('gw-a');

    const flood = Buffer.concat(
      Array.from({ length: 5000 }, (_, index) =>
        generate({ cmd: 'publish', topic: 'data', payload: Buffer.alloc(1000, 'x'), qos: 1, messageId: index + 1, retain: false, dup: false }),
      ),
    );
    sender.socket.write(flood);

    expect(await sender.acked(5000)).toBe(true);
  });
});
