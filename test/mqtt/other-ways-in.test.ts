// The other ways in: MQTT over WebSocket on the HTTP server, and over TLS. The same rules as over TCP.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Credentials, hashSecret } from '../../src/mqtt/credentials.ts';
import { EmbeddedBroker } from '../../src/mqtt/embedded.ts';
import { PACKET_BYTES_MAX } from '../../src/mqtt/guard.ts';
import { type StartedBroker, loginOf, passwordOf, startBroker } from './gateways.ts';
import { RawClient } from './raw-client.ts';

describe('MQTT over WebSocket', () => {
  let started: StartedBroker;
  let server: Server;
  let url: string;
  beforeEach(async () => {
    started = await startBroker();
    server = createServer();
    started.broker.attachWebSocket(server);
    await once(server.listen(0), 'listening');
    const address = server.address();
    url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterEach(async () => {
    await started.broker.close();
    server.closeAllConnections();
    server.close();
  });

  it('at /mqtt reaches the journal like any other', async () => {
    const client = await connectAsync(`${url}/mqtt`, { ...loginOf('gw-a'), clientId: 'a', reconnectPeriod: 0 });

    await client.publishAsync('data', '{"importKwh": 1}', { qos: 1 });
    await client.endAsync();

    expect(started.messages.map((one) => [one.gateway, one.payload.toString()])).toEqual([[1, '{"importKwh": 1}']]);
  });

  it('with a wrong password is refused', async () => {
    await expect(connectAsync(`${url}/mqtt`, { username: 'gw-a', password: 'guess', clientId: 'a', reconnectPeriod: 0 })).rejects.toThrow('Bad username or password');
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
    expect(started.messages).toEqual([]);
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!hasOpenssl)('MQTT over TLS', () => {
  let dir: string;
  let broker: EmbeddedBroker;
  let topics: string[];
  beforeEach(async () => {
    topics = [];
    dir = mkdtempSync(join(tmpdir(), 'kringstroom-tls-'));
    const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
    spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-subj',
      '/CN=localhost',
      '-days',
      '1',
      '-keyout',
      key,
      '-out',
      cert,
    ]);
    const credentials = new Credentials();
    credentials.put({ gateway: 1, username: 'gw-a', secretHash: hashSecret(passwordOf('gw-a')) });
    broker = await EmbeddedBroker.start({
      port: 0,
      tls: { port: 0, cert: readFileSync(cert), key: readFileSync(key) },
      credentials,
      accept: (message, durable) => {
        topics.push(message.topic);
        durable();
      },
    });
  });
  afterEach(async () => {
    await broker.stopAccepting();
    await broker.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('reaches the journal like any other, and plain text on that port hurts nobody', async () => {
    const plain = await RawClient.open(broker.tlsPort ?? 0);
    plain.socket.write('this is no TLS');
    expect(await plain.ended()).toBe(true);

    const client = await connectAsync(`mqtts://localhost:${broker.tlsPort}`, { ...loginOf('gw-a'), clientId: 'a', reconnectPeriod: 0, ca: readFileSync(join(dir, 'cert.pem')) });
    await client.publishAsync('over tls', 'x', { qos: 1 });
    await client.endAsync();

    expect(topics).toEqual(['over tls']);
  });
});
