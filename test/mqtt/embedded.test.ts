// The broker against clients as they are: who may come in, what a publish becomes, what nobody may do to another.
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GUARD_LIMITS } from '../../src/mqtt/guard.ts';
import { type StartedBroker, loginOf, startBroker } from './gateways.ts';
import { RawClient } from './raw-client.ts';

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
async function gateway(username: string, over: { clientId?: string; clean?: boolean; more?: object } = {}): Promise<RawClient> {
  const client = await open();
  expect(await client.logIn({ ...loginOf(username), ...over })).toBe(0);
  return client;
}

describe('a log-in', () => {
  it('with the right password is accepted, and counted', async () => {
    await gateway('gw-a');

    expect(started.logins).toEqual(['gw-a ok']);
    expect(started.connected()).toBe(1);
  });

  it.each([
    ['a wrong password', { username: 'gw-a', password: 'guess' }],
    ['a name that is not there', { username: 'gw-x', password: 'guess' }],
    ["another gateway's password", { username: 'gw-a', password: 'secret of gw-b' }],
    ['no name', { username: '', password: '' }],
    ['the name of a prototype', { username: '__proto__', password: '' }],
    ['the name of a constructor', { username: 'constructor', password: 'x' }],
  ] as const)('with %s is refused with code 4 and closed', async (_, login) => {
    const client = await open();

    expect(await client.logIn({ ...login, clientId: 'x' })).toBe(4);
    expect(await client.ended()).toBe(true);
    expect(started.connected()).toBe(0);
  });

  it('with MQTT 5 is refused with code 1: unacceptable protocol version', async () => {
    await expect(connectAsync(`mqtt://127.0.0.1:${started.broker.port}`, { ...loginOf('gw-a'), protocolVersion: 5, reconnectPeriod: 0 })).rejects.toThrow(/protocol version/i);
  });

  // Answered with (null, false), Aedes neither closes the
  // connection nor keeps its timer for the log-in, so anybody can hold connections open for nothing.
  it('without a client id needs a clean session [MQTT-3.1.3-8]', async () => {
    const kept = await open();
    const clean = await open();

    // By hand: mqtt-packet does not write what is forbidden. Name and password follow the empty client id.
    const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
    const rest = Buffer.concat([text('MQTT'), Buffer.from([4, 0b1100_0000, 0, 60]), text(''), text('gw-a'), text('secret of gw-a')]);
    kept.socket.write(Buffer.concat([Buffer.from([0x10, rest.length]), rest]));

    expect(await kept.ended(1000)).toBe(true);
    expect(kept.received.some((packet) => packet.cmd === 'connack' && packet.returnCode === 0)).toBe(false);
    expect(await clean.logIn({ ...loginOf('gw-a'), clientId: '', clean: true })).toBe(0);
  });

  it('with a client id named like a prototype is a client id like any other', async () => {
    for (const clientId of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const client = await gateway('gw-a', { clientId, clean: false });
      client.publish('data', clientId);
      expect(await client.acked(1)).toBe(true);
    }
  });

  it('of revoked credentials is refused, and open connections end', async () => {
    const client = await gateway('gw-a');
    const other = await gateway('gw-b');

    started.credentials.remove('gw-a');
    started.broker.disconnect(1);

    expect(await client.ended()).toBe(true);
    expect(await (await open()).logIn(loginOf('gw-a'))).toBe(4);
    other.publish('data', 'still here');
    expect(await other.acked(1)).toBe(true);
  });
});

describe('a client id', () => {
  it('of another gateway does not throw it off: it counts under the name that logged in', async () => {
    const victim = await gateway('gw-a', { clientId: 'meter-1' });
    await gateway('gw-b', { clientId: 'meter-1' });
    await gateway('gw-b', { clientId: 'gw-a/meter-1' });

    victim.publish('data', 'still here');

    expect(await victim.acked(1)).toBe(true);
    expect(started.connected()).toBe(2);
  });

  it('of a gateway in the hands of somebody without its password does not throw it off either', async () => {
    const victim = await gateway('gw-a', { clientId: 'meter-1' });

    expect(await (await open()).logIn({ username: 'gw-a', password: 'guess', clientId: 'meter-1' })).toBe(4);

    victim.publish('data', 'still here');
    expect(await victim.acked(1)).toBe(true);
  });

  it('of its own takes the place of the older connection', async () => {
    const older = await gateway('gw-a', { clientId: 'meter-1' });
    const newer = await gateway('gw-a', { clientId: 'meter-1' });

    expect(await older.ended()).toBe(true);
    newer.publish('data', 'mine');
    expect(await newer.acked(1)).toBe(true);
    expect(started.connected()).toBe(1);
  });
});

describe('a publish', () => {
  it('reaches the journal with its gateway, topic and bytes', async () => {
    const client = await gateway('gw-b');

    client.publish('ks/2/gw-b/data', Buffer.from([0, 255, 10]), { qos: 1, messageId: 7 });

    expect(await client.acked(7)).toBe(true);
    expect(started.messages).toEqual([{ gateway: 2, topic: 'ks/2/gw-b/data', payload: Buffer.from([0, 255, 10]), receivedAt: expect.any(Number) }]);
  });

  it('of QoS 0 is journaled and never acknowledged', async () => {
    const client = await gateway('gw-a');

    client.publish('data', 'zero', { qos: 0 });
    client.publish('data', 'one', { qos: 1, messageId: 2 });
    await client.acked(2);

    expect(started.messages.map(({ payload }) => payload.toString())).toEqual(['zero', 'one']);
    expect(client.acks()).toEqual([2]);
  });

  it('of QoS 2 is journaled at least once and the hand-over comes to its end', async () => {
    const client = await connectAsync(`mqtt://127.0.0.1:${started.broker.port}`, { ...loginOf('gw-a'), clientId: 'a', reconnectPeriod: 0 });

    for (let index = 0; index < 50; index++) await client.publishAsync('data', String(index), { qos: 2 });
    await client.endAsync();

    expect(started.messages.map(({ payload }) => payload.toString())).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
  });

  it('of QoS 2 that is sent again before PUBREL is answered again, so its sender can go on', async () => {
    const client = await gateway('gw-a');

    for (const dup of [false, true]) client.publish('data', 'twice', { qos: 2, messageId: 5, dup });
    await vi.waitFor(() => expect(client.received.filter((packet) => packet.cmd === 'pubrec')).toHaveLength(2));
    client.send({ cmd: 'pubrel', messageId: 5 });
    await client.until((packet) => packet.cmd === 'pubcomp');

    // Twice in the journal is no harm: equal readings count once.
    expect(started.messages.length).toBeGreaterThanOrEqual(1);
  });

  it('from before the log-in goes nowhere', async () => {
    const client = await open();

    client.publish('data', 'too early');

    expect(await client.ended()).toBe(true);
    expect(started.messages).toEqual([]);
  });

  it('that is retained is kept for nobody', async () => {
    const sender = await gateway('gw-a');
    sender.publish('data', 'retained', { retain: true });
    await sender.acked(1);

    const reader = await gateway('gw-b');
    reader.send({ cmd: 'subscribe', messageId: 9, subscriptions: [{ topic: '#', qos: 1 }] });
    await reader.until((packet) => packet.cmd === 'suback');
    reader.send({ cmd: 'pingreq' });
    await reader.until((packet) => packet.cmd === 'pingresp');

    expect(reader.received.filter((packet) => packet.cmd === 'publish')).toEqual([]);
  });
});

describe('a will', () => {
  it('is dropped: the end of a connection is no reading', async () => {
    const client = await gateway('gw-a', { more: { will: { topic: 'data', payload: Buffer.from('I died'), qos: 1, retain: true } } });
    client.end();
    await vi.waitFor(() => expect(started.connected()).toBe(0));

    const other = await gateway('gw-b');
    other.publish('data', 'alive');
    await other.acked(1);

    expect(started.messages.map(({ payload }) => payload.toString())).toEqual(['alive']);
  });
});

describe('a subscription', () => {
  it.each(['#', '+/+', 'data', '$SYS/#', 'kringstroom/gateway/+/#', 'kringstroom/gateway/1/#', '/#'])(
    'to %s is granted and receives nothing that another gateway publishes',
    async (topic) => {
      const reader = await gateway('gw-b');
      reader.send({ cmd: 'subscribe', messageId: 9, subscriptions: [{ topic, qos: 1 }] });
      await reader.until((packet) => packet.cmd === 'suback');
      const sender = await gateway('gw-a');

      for (const to of ['data', 'kringstroom/gateway/2/data', '$SYS/x', 'a/b']) sender.publish(to, 'secret');
      await sender.acked(1);
      reader.publish('data', 'its own');
      await reader.acked(1);

      expect(reader.received.filter((packet) => packet.cmd === 'publish')).toEqual([]);
    },
  );
});

describe('too often', () => {
  it('wrong from one address and name keeps that name out from there for a while, and no other', async () => {
    await started.broker.close();
    started = await startBroker({ limits: { ...GUARD_LIMITS, loginFailuresMax: 3 } });

    for (let attempt = 0; attempt < 3; attempt++) expect(await (await open()).logIn({ username: 'gw-a', password: `guess ${attempt}` })).toBe(4);

    expect(await (await open()).logIn(loginOf('gw-a'))).toBe(4);
    expect(await (await open()).logIn(loginOf('gw-b'))).toBe(0);
    expect(started.logins).toEqual(['gw-a wrong-secret', 'gw-a wrong-secret', 'gw-a wrong-secret', 'gw-a too-often', 'gw-b ok']);
  });

  it('connecting from one address is closed before anything is said', async () => {
    await started.broker.close();
    started = await startBroker({ limits: { ...GUARD_LIMITS, connectsPerWindowMax: 2 } });
    await gateway('gw-a');
    await gateway('gw-b');

    const third = await open();

    expect(await third.ended()).toBe(true);
  });

  it('more at once than the limit are closed, and welcome again when others have left', async () => {
    await started.broker.close();
    started = await startBroker({ limits: { ...GUARD_LIMITS, connectionsMax: 1 } });
    const first = await gateway('gw-a');
    expect(await (await open()).ended()).toBe(true);

    first.end();
    await vi.waitFor(() => expect(started.connected()).toBe(0));

    expect(await (await open()).logIn(loginOf('gw-b'))).toBe(0);
  });
});
