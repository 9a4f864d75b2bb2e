// The other way in: MQTT over TLS. The same rules as over TCP.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Credentials, hashSecret } from '../../src/mqtt/credentials.ts';
import { EmbeddedBroker } from '../../src/mqtt/embedded.ts';
import { loginOf, passwordOf } from './gateways.ts';
import { RawClient } from './raw-client.ts';

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
      tls: { port: 0, cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') },
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
