// One question to a service: a redirect is not followed, a key is in no message, and too much is not read to its end.
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askJson } from '../../src/jobs/ask-json.ts';

const service = { name: 'the service', keySetting: 'ITS_KEY', answerBytesMax: 1000, headers: { accept: 'application/json' } };
let server: Server;
let url = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/elsewhere')) return void response.writeHead(302, { location: '/good' }).end();
    if (path.startsWith('/endless')) {
      const write = (): void => void response.write('x'.repeat(500), (failed) => !failed && setImmediate(write));
      return write();
    }
    return void response.writeHead(200).end('{"good":true}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

it('answers what was said', async () => {
  expect(await askJson(`${url}/good?apikey=secret`, service)).toEqual({ good: true });
});

it.each([
  ['/elsewhere', /fetch failed|redirect/],
  ['/endless', /the service answered more than 1000 bytes/],
])('%s fails, and says no key', async (path, message) => {
  const failed = await askJson(`${url}${path}?apikey=secret`, service).then(
    () => '',
    (error: unknown) => String(error),
  );
  expect(failed).toMatch(message);
  expect(failed).not.toContain('secret');
});
