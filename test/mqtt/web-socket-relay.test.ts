// MQTT over WebSocket on the HTTP server of the main thread, served by the broker's thread. The same rules as over TCP.
import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { GUARD_LIMITS, PACKET_BYTES_MAX } from '../../src/mqtt/guard.ts';
import { WebSocketRelay, addressFromRelay } from '../../src/mqtt/web-socket-relay.ts';
import { loginOf } from './gateways.ts';
import { type ThreadedBroker, startThreadedBroker } from './threaded-broker.ts';

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('MQTT over WebSocket', () => {
  let started: ThreadedBroker;
  let server: Server;
  let url: string;
  beforeEach(async () => {
    started = await startThreadedBroker();
    server = createServer();
    started.broker.attachWebSocket(server);
    url = `ws://127.0.0.1:${await listen(server)}`;
  });
  afterEach(async () => {
    await started.stop();
    server.closeAllConnections();
    server.close();
  });

  it('at /mqtt reaches the journal like any other', async () => {
    const client = await connectAsync(`${url}/mqtt`, { ...loginOf('gw-a'), clientId: 'a', reconnectPeriod: 0 });

    await client.publishAsync('data', '{"importKwh": 1}', { qos: 1 });
    await client.endAsync();

    expect(started.written()).toEqual(['{"importKwh": 1}']);
  });

  it('takes a message in many chunks', async () => {
    const client = await connectAsync(`${url}/mqtt`, { ...loginOf('gw-a'), clientId: 'a', reconnectPeriod: 0 });
    const payload = 'x'.repeat(PACKET_BYTES_MAX - 100);

    for (let each = 0; each < 20; each++) await client.publishAsync('data', payload, { qos: 1 });
    await client.endAsync();

    expect(started.written()).toEqual(Array.from({ length: 20 }, () => payload));
  });

  it('with a wrong password is refused, and after too many of an address every password', async () => {
    const guess = (password: string): Promise<unknown> => connectAsync(`${url}/mqtt`, { username: 'gw-a', password, clientId: 'a', reconnectPeriod: 0 });
    for (let each = 0; each < GUARD_LIMITS.loginFailuresMax; each++) await expect(guess('guess')).rejects.toThrow('Bad username or password');

    await expect(guess(loginOf('gw-a').password)).rejects.toThrow('Bad username or password');
    await vi.waitFor(() => expect(started.outcomes.at(-1)).toBe('too-often'));
  });

  it.each(['/', '/mqtt2', '/api/v1/live'])('at %s is not there', async (path) => {
    const socket = new WebSocket(`${url}${path}`, 'mqtt');
    const [error] = await once(socket, 'error');

    expect(String(error)).toMatch(/hang up|ECONNRESET/);
  });

  it('closes a frame above the limit, from somebody who did not log in', async () => {
    const socket = new WebSocket(`${url}/mqtt`, 'mqtt');
    await once(socket, 'open');

    socket.send(Buffer.alloc(PACKET_BYTES_MAX * 3));

    await once(socket, 'close');
    expect(started.written()).toEqual([]);
  });
});

describe('the port behind it', () => {
  /** What a port behind the relay is asked, through a relay with this secret. */
  async function asked(headers: Record<string, string>): Promise<IncomingMessage> {
    const inside = createServer();
    const outside = createServer();
    const request = new Promise<IncomingMessage>((resolve) => {
      inside.on('upgrade', (seen, socket) => {
        resolve(seen);
        socket.destroy();
      });
    });
    const relay = new WebSocketRelay({ port: await listen(inside), secret: 'the secret' });
    relay.attach(outside);
    new WebSocket(`ws://127.0.0.1:${await listen(outside)}/mqtt?x=1`, 'mqtt', { headers }).on('error', () => {});
    const seen = await request;
    relay.close();
    for (const server of [inside, outside]) {
      server.closeAllConnections();
      server.close();
    }
    return seen;
  }

  it('is told who asks, whatever the request says of that', async () => {
    const seen = await asked({ 'X-Kringstroom-Address': '10.0.0.1', 'X-Kringstroom-Relay': 'a guess', 'x-other': 'stays' });

    expect(addressFromRelay(seen, 'the secret')).toBe('127.0.0.1');
    expect([seen.url, seen.headers['x-other'], seen.headers['sec-websocket-protocol']]).toEqual(['/mqtt?x=1', 'stays', 'mqtt']);
  });

  it('serves nobody who does not know the secret', async () => {
    const seen = await asked({});

    expect([addressFromRelay(seen, 'another secret'), addressFromRelay(seen, ''), addressFromRelay(seen, 'the secreT')]).toEqual([null, null, null]);
  });
});
