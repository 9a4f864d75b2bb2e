// Aedes as it comes: no log-in, nothing kept on disk, PUBACK at once. A peer of the ingest benchmark.
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { serveQuestions } from './child.ts';

export type StockAnswer = { kind: 'listening'; port: number };

serveQuestions<'listen', StockAnswer>(async () => {
  const aedes = await Aedes.createBroker();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { kind: 'listening', port: address.port };
});
