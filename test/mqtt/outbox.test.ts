// What is told to a gateway, over real connections that acknowledge when the test says so: it counts as taken only then.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Outbox, takes } from '../../src/mqtt/outbox.ts';
import { type StartedBroker, loginOf, startBroker } from './gateways.ts';
import { RawClient } from './raw-client.ts';

/** Long enough for this machine to answer, short enough to wait for. */
const WITHIN_MS = 300;
let started: StartedBroker;
const clients: RawClient[] = [];
beforeEach(async () => {
  started = await startBroker({ outbox: new Outbox(WITHIN_MS) });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await started.broker.stopAccepting();
  await started.broker.close();
});

/** A connection of the second gateway. */
async function listener(filter: string | null, qos: 0 | 1 = 1): Promise<RawClient> {
  const client = await RawClient.open(started.broker.port);
  clients.push(client);
  await client.logIn({ ...loginOf('gw-b'), clientId: `client ${clients.length}` });
  if (filter === null) return client;
  client.send({ cmd: 'subscribe', messageId: 7, subscriptions: [{ topic: filter, qos }] });
  await client.until((packet) => packet.cmd === 'suback');
  return client;
}
const tell = (payload = 'peak'): ReturnType<StartedBroker['broker']['tell']> => started.broker.tell(2, 'alerts', payload);
const published = (client: RawClient): { topic: string; payload: string; qos: number; messageId: number }[] =>
  client.received.flatMap((packet) =>
    packet.cmd === 'publish' ? [{ topic: packet.topic, payload: packet.payload.toString(), qos: packet.qos, messageId: packet.messageId ?? 0 }] : [],
  );
const acknowledge = (client: RawClient, messageId: number): void => client.send({ cmd: 'puback', messageId });

describe('what is told', () => {
  it('is taken when the gateway acknowledges it', async () => {
    const client = await listener('alerts');
    const told = tell();
    await client.until((packet) => packet.cmd === 'publish');
    const [message] = published(client);
    acknowledge(client, message?.messageId ?? 0);

    expect(await told).toBe('taken');
    expect(message).toMatchObject({ topic: 'alerts', payload: 'peak', qos: 1 });
    expect(started.subscribed).toEqual([2]);
  });

  it('is not taken by who does not', async () => {
    await listener('alerts');

    expect(await tell()).toBe('unanswered');
  });

  it('is not taken because an earlier message was acknowledged late', async () => {
    const client = await listener('alerts');
    expect(await tell('first')).toBe('unanswered');
    const second = tell('second');
    await client.until((packet) => packet.cmd === 'publish' && packet.payload.toString() === 'second');
    acknowledge(client, published(client)[0]?.messageId ?? 0);

    expect(await second).toBe('unanswered');
  });

  it('is taken by one connection of the gateway that acknowledges, whatever the others do', async () => {
    await listener('alerts');
    await listener(null);
    const good = await listener('#');
    const told = tell();
    await good.until((packet) => packet.cmd === 'publish');
    acknowledge(good, published(good)[0]?.messageId ?? 0);

    expect(await told).toBe('taken');
  });

  it('goes without acknowledgement to who subscribed so', async () => {
    const client = await listener('alerts', 0);

    expect(await tell()).toBe('taken');
    await client.until((packet) => packet.cmd === 'publish');
    expect(published(client)).toMatchObject([{ qos: 0 }]);
  });

  it('is not sent to a gateway that is away, or that listens to something else, or no more', async () => {
    expect(await tell()).toBe('away');
    const client = await listener('commands/#');
    expect(await tell()).toBe('deaf');
    client.send({ cmd: 'subscribe', messageId: 8, subscriptions: [{ topic: 'alerts', qos: 1 }] });
    await client.until((packet) => packet.cmd === 'suback' && packet.messageId === 8);
    client.send({ cmd: 'unsubscribe', messageId: 9, unsubscriptions: ['alerts'] });
    await client.until((packet) => packet.cmd === 'unsuback');

    expect(await tell()).toBe('deaf');
    expect(published(client)).toEqual([]);
  });
});

it.each([
  ['#', 'alerts', true],
  ['alerts', 'alerts', true],
  ['+', 'alerts', true],
  ['alerts/#', 'alerts', true],
  ['alerts/+', 'alerts', false],
  ['a/#', 'alerts', false],
  ['+/b/#', 'a/b/c/d', true],
  ['+/b', 'a/b/c', false],
  ['a/+/c', 'a/b/c', true],
  ['', 'alerts', false],
] as const)('a subscription to %s takes %s: %s', (filter, topic, taken) => expect(takes(filter, topic)).toBe(taken));
