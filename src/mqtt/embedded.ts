// The embedded broker: Aedes takes connections and packets, the journal decides when a publish is acknowledged.
// Nothing is decoded here and nothing one gateway publishes reaches another.
import { type Server, type Socket, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Duplex } from 'node:stream';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Aedes, type Client } from 'aedes';
import { WebSocketServer, createWebSocketStream } from 'ws';
import { epochMs } from '../domain/units.ts';
import type { RawMessage } from '../ingest/journal-format.ts';
import type { Credentials } from './credentials.ts';
import { ClientFlow, isLaneable } from './client-flow.ts';
import { CONNECT_TIMEOUT_MS, Guard, PACKET_BYTES_MAX } from './guard.ts';
import { Outbox, type Told } from './outbox.ts';
import { PublishLane } from './publish-lane.ts';

export type LoginOutcome = 'ok' | 'wrong-secret' | 'too-often';

export interface EmbeddedBrokerOptions {
  readonly port: number;
  readonly tls: { readonly port: number; readonly cert: string; readonly key: string } | null;
  readonly credentials: Credentials;
  /** Takes a raw message; calls back once it is durable. */
  readonly accept: (message: RawMessage, durable: () => void) => void;
  readonly onLogin?: (username: string, outcome: LoginOutcome) => void;
  /** So many gateways are connected now. */
  readonly onGateways?: (count: number) => void;
  /** A gateway subscribed to something: what was kept for it can go. */
  readonly onSubscribed?: (gateway: number) => void;
  readonly guard?: Guard;
  readonly outbox?: Outbox;
}

interface WithPublish {
  publish: (packet: unknown, client: unknown, done?: () => void) => void;
}
const hasPublish = (broker: object): broker is WithPublish => 'publish' in broker;

/** Subscriptions are kept under the gateway's own name: Aedes has nothing that it could send there. */
const OUTBOX = 'kringstroom/gateway';
/** Connections of one gateway at once: its own, and those that a broken line left open. */
export const GATEWAY_CONNECTIONS_MAX = 20;

export class EmbeddedBroker {
  readonly #aedes: Aedes;
  readonly #options: EmbeddedBrokerOptions;
  readonly #guard: Guard;
  readonly #servers: Server[] = [];
  readonly #gatewayOf = new WeakMap<Client, number>();
  readonly #clients = new Map<number, Set<Client>>();
  readonly #outbox: Outbox;
  #webSockets: WebSocketServer | null = null;
  port = 0;
  tlsPort: number | null = null;

  private constructor(aedes: Aedes, options: EmbeddedBrokerOptions) {
    this.#aedes = aedes;
    this.#options = options;
    this.#guard = options.guard ?? new Guard();
    this.#outbox = options.outbox ?? new Outbox();
  }

  /** Listens on the ports. @throws Error with code EADDRINUSE when one is taken */
  static async start(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
    // concurrency 0: mqemitter's queue recurses until the stack is full when many messages wait
    // (mcollina/mqemitter#204); drainTimeout: a subscriber that stops reading is dropped after 5 s.
    const aedes = await Aedes.createBroker({ concurrency: 0, connectTimeout: CONNECT_TIMEOUT_MS, drainTimeout: 5000 });
    const broker = new EmbeddedBroker(aedes, options);
    broker.#wire();
    broker.port = await broker.#listen(
      createServer((socket) => broker.#connect(socket)),
      options.port,
    );
    if (options.tls !== null) {
      const { cert, key, port } = options.tls;
      broker.tlsPort = await broker.#listen(
        createTlsServer({ cert, key, minVersion: 'TLSv1.2' }, (socket) => broker.#connect(socket)),
        port,
      );
    }
    return broker;
  }

  /** MQTT over WebSocket for whatever asks this HTTP server for one.
   *  @param addressOf who asks; null = not served */
  attachWebSocket(server: HttpServer, addressOf: (request: IncomingMessage) => string | null): void {
    const sockets = new WebSocketServer({ noServer: true, maxPayload: PACKET_BYTES_MAX * 2, handleProtocols: () => 'mqtt' });
    this.#webSockets = sockets;
    server.on('upgrade', (request, socket, head) => {
      const address = addressOf(request);
      if (address === null) return socket.destroy();
      sockets.handleUpgrade(request, socket, head, (webSocket) => this.#serve(createWebSocketStream(webSocket), address));
    });
  }

  /** Ends the connections of a gateway whose credentials were revoked or renewed. */
  disconnect(gateway: number): void {
    for (const client of this.#clients.get(gateway) ?? []) client.close();
  }

  /** Sends to a gateway on its own subscriptions, and to nobody else. */
  tell(gateway: number, topic: string, payload: string): Promise<Told> {
    return this.#outbox.tell(this.#clients.get(gateway) ?? [], topic, payload);
  }

  /** Stops taking connections and packets; what was read is still acknowledged by the journal. */
  async stopAccepting(): Promise<void> {
    for (const server of this.#servers) server.close();
    for (const clients of this.#clients.values()) for (const client of clients) this.#flows.get(client)?.stop();
  }

  async close(): Promise<void> {
    this.#webSockets?.close();
    await new Promise<void>((resolve) => this.#aedes.close(resolve));
  }

  #listen(server: Server, port: number): Promise<number> {
    this.#servers.push(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  #connect(socket: Socket): void {
    socket.setNoDelay(true);
    this.#serve(socket, socket.remoteAddress ?? '');
  }

  #serve(stream: Duplex, address: string): void {
    if (!this.#guard.admit(address, Date.now())) {
      stream.destroy();
      return;
    }
    const client = this.#aedes.handle(stream);
    // Aedes says nothing of a client that leaves between log-in and registration.
    stream.once('close', () => {
      this.#guard.left();
      this.#forget(client);
    });
    this.#addresses.set(client, address);
    this.#openLane(client, stream);
  }

  /** Publishes at QoS 1 take the short way; the rest goes to Aedes, which closes what announces too much. */
  #openLane(client: Client, stream: Duplex): void {
    if (!isLaneable(client)) throw new Error('this Aedes keeps its connections another way');
    const flow = new ClientFlow(client, stream);
    this.#flows.set(client, flow);
    const lane = new PublishLane({
      stream,
      packetBytesMax: PACKET_BYTES_MAX,
      open: () => flow.betweenPackets && this.#gatewayOf.has(client),
      accept: ({ topic, payload }, durable) =>
        this.#options.accept({ gateway: this.#gatewayOf.get(client) ?? 0, topic, payload, receivedAt: epochMs(Date.now()) }, durable ?? ignore),
      hold: (messages, bytes) => flow.hold(messages, bytes),
      release: (messages, bytes, flushed) => flow.release(messages, bytes, flushed),
    });
    flow.start((chunk) => lane.take(chunk));
  }

  readonly #addresses = new WeakMap<Client, string>();
  readonly #flows = new WeakMap<Client, ClientFlow>();

  #wire(): void {
    const aedes = this.#aedes;
    aedes.preConnect = (_client, packet, done) => {
      const nameless = packet.clientId === '' && packet.clean === false; // [MQTT-3.1.3-8], Aedes 1.2.0 takes it
      // The id is put under the user, or one gateway could throw another off by taking its id.
      if (packet.clientId !== '') packet.clientId = `${packet.username ?? ''}/${packet.clientId}`;
      packet.clean = true; // gateways publish; a session kept for one that never returns would only fill the memory
      delete packet.will; // a will is no reading; presence is seen from the connection
      // An error, or the socket stays open with its timer cleared.
      done(nameless ? new Error('a session that is to be kept needs a client id') : null, !nameless);
    };
    aedes.authenticate = (client, username, password, done) => {
      const outcome = this.#logIn(client, username ?? '', password?.toString() ?? '');
      done(outcome ? null : Object.assign(new Error('user name or password is wrong'), { returnCode: 4 }), outcome);
    };
    aedes.authorizePublish = (client, packet, done) => this.#publish(client, packet, done);
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const gateway = this.#gatewayOf.get(client);
      done(null, gateway === undefined ? null : { ...subscription, topic: `${OUTBOX}/${gateway}/${subscription.topic}` });
    };
    aedes.on('subscribe', (subscriptions, client) => this.#subscribed(client, subscriptions));
    aedes.on('unsubscribe', (filters, client) => this.#outbox.unsubscribed(client, filters));
    aedes.on('ack', (_packet, client) => this.#outbox.acknowledged(client));
    aedes.on('clientDisconnect', (client) => this.#forget(client));
    if (!hasPublish(aedes)) throw new Error('this Aedes has no publish to step around');
    const deliver = aedes.publish.bind(aedes);
    // What a gateway publishes ends at the journal: a slow subscriber must never hold ingest back.
    const publish: WithPublish['publish'] = (packet, client, done) =>
      typeof client === 'object' && client !== null && done !== undefined ? done() : deliver(packet, client, done);
    Object.defineProperty(aedes, 'publish', { value: publish });
  }

  /** @param subscriptions as the client wrote them */
  #subscribed(client: Client, subscriptions: readonly { topic: string; qos: number }[]): void {
    const gateway = this.#gatewayOf.get(client);
    if (gateway === undefined) return;
    this.#outbox.subscribed(client, subscriptions);
    this.#options.onSubscribed?.(gateway);
  }

  #logIn(client: Client, username: string, secret: string): boolean {
    const address = this.#addresses.get(client) ?? '';
    if (!this.#guard.mayLogIn(address, username, Date.now())) {
      this.#options.onLogin?.(username, 'too-often');
      return false;
    }
    const login = this.#options.credentials.check(username, secret);
    if (login === null) {
      this.#guard.loginFailed(address, username, Date.now());
      this.#options.onLogin?.(username, 'wrong-secret');
      return false;
    }
    this.#guard.loggedIn(address, username);
    if ((this.#clients.get(login.gateway)?.size ?? 0) >= GATEWAY_CONNECTIONS_MAX) {
      this.#options.onLogin?.(username, 'too-often');
      return false;
    }
    this.#gatewayOf.set(client, login.gateway);
    const clients = this.#clients.get(login.gateway) ?? new Set();
    this.#clients.set(login.gateway, clients.add(client));
    this.#options.onGateways?.(this.#clients.size);
    this.#options.onLogin?.(username, 'ok');
    return true;
  }

  #publish(client: Client | null, packet: { topic: string; payload: string | Buffer }, done: (error?: Error | null) => void): void {
    const gateway = client === null ? undefined : this.#gatewayOf.get(client);
    if (gateway === undefined) return done(new Error('only a gateway that logged in may publish'));
    // [MQTT-1.5.3-1], [MQTT-1.5.3-2]: ill-formed UTF-8 and NUL close the connection; Aedes 1.2.0 lets them through.
    if (/[\0\uFFFD]/.test(packet.topic)) return done(new Error('the topic is not well-formed UTF-8'));
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    this.#options.accept({ gateway, topic: packet.topic, payload, receivedAt: epochMs(Date.now()) }, done);
  }

  #forget(client: Client): void {
    const gateway = this.#gatewayOf.get(client);
    if (gateway === undefined) return;
    const clients = this.#clients.get(gateway);
    clients?.delete(client);
    if (clients?.size === 0) this.#clients.delete(gateway);
    this.#options.onGateways?.(this.#clients.size);
  }
}

function ignore(): void {}
