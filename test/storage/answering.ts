// A web server that answers what a test tells it, to see what the adapters make of answers a real InfluxDB rarely gives.
import { type ServerResponse, createServer } from 'node:http';

export interface Asked {
  readonly path: string;
  readonly body: string;
  readonly authorization: string;
}
export interface Answering {
  readonly url: string;
  readonly asked: Asked[];
  readonly stop: () => Promise<void>;
}

export async function startAnswering(answer: (asked: Asked, response: ServerResponse) => void): Promise<Answering> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const one = { path: request.url ?? '', body, authorization: request.headers.authorization ?? '' };
      asked.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, asked, stop };
}
