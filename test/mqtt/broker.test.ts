// The broker as the main thread sees it: log-ins are known at once, what is told reaches one gateway, a taken port is told.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Broker } from '../../src/mqtt/broker.ts';
import { hashSecret } from '../../src/mqtt/credentials.ts';
import { loginOf } from './gateways.ts';
import { type ThreadedBroker, startThreadedBroker } from './threaded-broker.ts';

let started: ThreadedBroker;
beforeEach(async () => {
  started = await startThreadedBroker();
});
afterEach(() => started.stop());

const ended = (client: MqttClient): Promise<void> => new Promise((resolve) => void client.once('close', () => resolve()));

describe('a log-in', () => {
  it('is known from when it was put, and no more from when it was removed; its connections end', async () => {
    const login = { gateway: 9, username: 'gw-new', secretHash: hashSecret('first') };
    await expect(started.connect({ username: 'gw-new', password: 'first' })).rejects.toThrow('Bad username or password');

    await started.broker.putLogin(login);
    const client = await started.connect({ username: 'gw-new', password: 'first' });
    expect(started.broker.connectedGateways).toBe(1);
    const first = ended(client);
    await started.broker.putLogin({ ...login, secretHash: hashSecret('second') });
    await first;

    await expect(started.connect({ username: 'gw-new', password: 'first' })).rejects.toThrow('Bad username or password');
    const again = await started.connect({ username: 'gw-new', password: 'second' });
    const endedAgain = ended(again);
    await started.broker.removeLogin('gw-new', 9);
    await endedAgain;
    await expect(started.connect({ username: 'gw-new', password: 'second' })).rejects.toThrow('Bad username or password');
    await vi.waitFor(() => expect(started.broker.connectedGateways).toBe(0));
    await vi.waitFor(() => expect(started.outcomes).toEqual(['wrong-secret', 'ok', 'wrong-secret', 'ok', 'wrong-secret']));
  });
});

describe('what is told to a gateway', () => {
  it('reaches it on its own subscription, and nobody when it is away', async () => {
    const client = await started.connect(loginOf('gw-b'));
    const said: string[] = [];
    client.on('message', (topic, payload) => said.push(`${topic} ${payload.toString()}`));
    await client.subscribeAsync('#', { qos: 1 });

    expect(await started.broker.tell(2, 'alerts', 'peak')).toBe('taken');
    expect(await started.broker.tell(1, 'alerts', 'peak')).toBe('away');

    await vi.waitFor(() => expect(said).toEqual(['alerts peak']));
    await client.endAsync();
  });
});

describe('a port that is taken', () => {
  it('is told with its code, and no thread is left', async () => {
    const server = createServer().listen(0);
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    await expect(Broker.start({ port, tls: null, logins: [], journal: started.journal.connect() })).rejects.toMatchObject({ code: 'EADDRINUSE' });

    server.close();
  });
});
