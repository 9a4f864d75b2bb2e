// Webhooks to a real HTTP server: signed, not followed elsewhere, and not into the network behind the monitor.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPrivate, signatureOf, webhookDelivery } from '../../src/jobs/deliver-webhook.ts';
import { messageOf, silent } from './alert-stand.ts';

const NOW_MS = 1_790_000_000_000;
let server: Server;
let url: string;
let answer = 204;
const got: { headers: IncomingMessage['headers']; body: string; path: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers, body, path: request.url ?? '' });
      response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/hook?a=1`;
});
afterAll(() => server.close());

const deliver = (over: { target?: string; privateTargets?: boolean; timeoutMs?: number } = {}): Promise<void> =>
  webhookDelivery({ nowMs: () => NOW_MS, privateTargets: over.privateTargets ?? true, ...(over.timeoutMs !== undefined && { timeoutMs: over.timeoutMs }) })({
    ...messageOf(silent(1), { channel: { target: over.target ?? url } }),
    mail: { subject: '', text: '' },
    body: '{"é":1}',
  });

describe('a webhook', () => {
  it('comes with its body, an id that stays the same, and a signature that the receiver can check', async () => {
    await deliver();
    const [{ headers, body, path } = { headers: {}, body: '', path: '' }] = got;
    const signed = createHmac('sha256', 'secret').update(`1790000000.${body}`).digest('hex');

    expect([path, body]).toEqual(['/hook?a=1', '{"é":1}']);
    expect(headers).toMatchObject({ 'kringstroom-delivery': 'message-1', 'kringstroom-signature': `t=1790000000,v1=${signed}`, 'content-type': 'application/json' });
    expect(signatureOf(body, 'another secret', 1_790_000_000)).not.toContain(signed);
  });

  it.each([
    [500, true],
    [429, true],
    [404, false],
    [302, true],
  ] as const)('that is answered %i failed; tried again: %s', async (status, retry) => {
    answer = status;
    const before = got.length;
    await expect(deliver()).rejects.toMatchObject({ message: `the receiver answered ${status}`, retry });
    expect(got.length).toBe(before + 1);
    answer = 204;
  });

  it('that is answered a byte at a time has to be there in time as a whole', async () => {
    const drips = new Set<NodeJS.Timeout>();
    const slow = createTcpServer((socket) => {
      socket.write('HTTP/1.1 204 No Content\r\nx: ');
      drips.add(setInterval(() => socket.write('y'), 20));
      socket.on('error', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const address = slow.address();
    const target = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;

    await expect(deliver({ target, timeoutMs: 200 })).rejects.toThrow('no answer within 0.2 s');
    for (const drip of drips) clearInterval(drip);
    slow.close();
  });

  it('to nobody is tried again', async () => {
    server.close();
    server.closeAllConnections();
    await expect(deliver()).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('the network behind the monitor', () => {
  it('is out of reach, by address, by name and over plain HTTP', async () => {
    await expect(deliver({ privateTargets: false })).rejects.toMatchObject({ message: 'a webhook needs https', retry: false });
    for (const target of ['https://127.0.0.1/', 'https://localhost/', 'https://[::1]/'])
      await expect(deliver({ target, privateTargets: false })).rejects.toMatchObject({ message: 'this address is not public', retry: false });
  });

  it.each([
    '10.1.2.3',
    '127.0.0.2',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ])('%s is part of it', (address) => expect(isPrivate(address)).toBe(true));
  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:db8::1', '::ffff:8.8.8.8'])('%s is not', (address) => expect(isPrivate(address)).toBe(false));
});
