// The broker thread: Aedes with its own event loop and its own way to the journal. Beside that it takes what changes of
// log-ins, sends to gateways what the main thread has for them, and tells how log-ins went.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type DurableOfClient, JournalClient } from '../ingest/journal-client.ts';
import { systemThread } from '../priority.ts';
import type { BrokerThreadData, FromBrokerThread, ToBrokerThread } from './broker.ts';
import { Credentials } from './credentials.ts';
import { EmbeddedBroker } from './embedded.ts';
import type { Told } from './outbox.ts';
import { addressFromRelay } from './web-socket-relay.ts';

const main = parentPort;
if (main === null) throw new Error('broker-thread runs as a worker');
const data: BrokerThreadData = workerData;
const say = (message: FromBrokerThread): void => main.postMessage(message);

const journal = new JournalClient(data.journal);
data.journal.on('message', (durable: DurableOfClient) => journal.acknowledge(durable));
const credentials = new Credentials();
for (const login of data.logins) credentials.put(login);

async function open(): Promise<EmbeddedBroker> {
  const broker = await EmbeddedBroker.start({
    port: data.port,
    tls: data.tls,
    credentials,
    accept: (message, durable) => journal.append(message, durable),
    onLogin: (_, outcome) => say({ kind: 'login', outcome }),
    onSubscribed: (gateway) => say({ kind: 'subscribed', gateway }),
    onGateways: (count) => Atomics.store(data.gateways, 0, count),
  });
  // WebSockets come over the HTTP server of the main thread: a connection cannot be handed to another thread, its bytes can.
  const relayed = createServer((_, response) => response.writeHead(404).end());
  broker.attachWebSocket(relayed, (request) => addressFromRelay(request, data.relaySecret));
  await once(relayed.listen(0, '127.0.0.1'), 'listening');
  const address = relayed.address();
  say({
    kind: 'listening',
    port: broker.port,
    tlsPort: broker.tlsPort,
    webSocketPort: typeof address === 'object' && address !== null ? address.port : 0,
    systemThread: systemThread(),
  });
  return broker;
}

async function answer(broker: EmbeddedBroker, { request }: ToBrokerThread): Promise<Told | null> {
  switch (request.kind) {
    case 'put-login':
      credentials.put(request.login);
      broker.disconnect(request.login.gateway);
      return null;
    case 'remove-login':
      credentials.remove(request.username);
      broker.disconnect(request.gateway);
      return null;
    case 'tell':
      return broker.tell(request.gateway, request.topic, request.payload);
    case 'stop-accepting':
      await broker.stopAccepting();
      journal.post();
      return null;
    case 'close':
      // The journal was closed before: what it acknowledged last may still lie in the port.
      for (let next = receiveMessageOnPort(data.journal); next !== undefined; next = receiveMessageOnPort(data.journal)) journal.acknowledge(next.message);
      await broker.close();
      data.journal.close();
      return null;
  }
}

open().then(
  (broker) =>
    main.on('message', (question: ToBrokerThread) => {
      answer(broker, question).then(
        (done) => say({ kind: 'answer', id: question.id, answer: done }),
        (error: unknown) => say({ kind: 'refusal', id: question.id, message: error instanceof Error ? error.message : String(error) }),
      );
    }),
  (error: unknown) => say({ kind: 'not-listening', message: String(error), code: error instanceof Error && 'code' in error ? String(error.code) : '' }),
);
