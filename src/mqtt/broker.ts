// The broker as the main thread sees it. It runs in a thread of its own, with a way of its own to the journal: nothing that
// people ask of the API can hold an acknowledgement up. What it does is in embedded.ts, started by broker-thread.ts.
import type { Server as HttpServer } from 'node:http';
import type { MessagePort, Worker } from 'node:worker_threads';
import { startThread } from '../threads.ts';
import type { GatewayLogin } from './credentials.ts';
import type { LoginOutcome } from './embedded.ts';
import type { Told } from './outbox.ts';
import { WebSocketRelay } from './web-socket-relay.ts';

export interface BrokerOptions {
  readonly port: number;
  readonly tls: { readonly port: number; readonly cert: string; readonly key: string } | null;
  /** Who may log in from the start. */
  readonly logins: readonly GatewayLogin[];
  /** Where its messages go: of `Journal.connect`. */
  readonly journal: MessagePort;
  readonly onLogin?: (outcome: LoginOutcome) => void;
  /** A gateway subscribed to something: what was kept for it can go. */
  readonly onSubscribed?: (gateway: number) => void;
}

export interface BrokerThreadData extends Omit<BrokerOptions, 'onLogin' | 'onSubscribed'> {
  /** Proves to its WebSocket port that a connection comes from the relay of this process. */
  readonly relaySecret: string;
  /** How many gateways are connected, kept up by the thread. */
  readonly gateways: Int32Array;
}
export type BrokerRequest =
  | { kind: 'put-login'; login: GatewayLogin }
  | { kind: 'remove-login'; username: string; gateway: number }
  | { kind: 'tell'; gateway: number; topic: string; payload: string }
  | { kind: 'stop-accepting' }
  | { kind: 'close' };
export interface ToBrokerThread {
  readonly id: number;
  readonly request: BrokerRequest;
}
export type FromBrokerThread =
  | { kind: 'listening'; port: number; tlsPort: number | null; webSocketPort: number; systemThread: number | null }
  | { kind: 'not-listening'; message: string; code: string }
  | { kind: 'login'; outcome: LoginOutcome }
  | { kind: 'subscribed'; gateway: number }
  /** null: it is done. */
  | { kind: 'answer'; id: number; answer: Told | null }
  | { kind: 'refusal'; id: number; message: string };

interface Waiting {
  readonly resolve: (answer: Told | null) => void;
  readonly reject: (error: Error) => void;
}

export class Broker {
  readonly #thread: Worker;
  readonly #gateways: Int32Array;
  readonly #relay: WebSocketRelay;
  readonly #waiting = new Map<number, Waiting>();
  #id = 0;
  readonly port: number;
  readonly tlsPort: number | null;
  /** What the system calls its thread; null where it does not tell. */
  readonly systemThread: number | null;

  private constructor(thread: Worker, at: Extract<FromBrokerThread, { kind: 'listening' }>, { gateways, relaySecret }: BrokerThreadData) {
    this.#thread = thread;
    this.#gateways = gateways;
    this.#relay = new WebSocketRelay({ port: at.webSocketPort, secret: relaySecret });
    this.port = at.port;
    this.tlsPort = at.tlsPort;
    this.systemThread = at.systemThread;
  }

  /** Starts the thread and listens on the ports. @throws Error with code EADDRINUSE when one is taken */
  static async start({ onLogin, onSubscribed, ...options }: BrokerOptions): Promise<Broker> {
    const gateways = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const workerData: BrokerThreadData = { ...options, relaySecret: crypto.randomUUID(), gateways };
    const thread = startThread(new URL('./broker-thread.ts', import.meta.url), { workerData, transferList: [options.journal] });
    const first = await new Promise<FromBrokerThread>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
    });
    thread.removeAllListeners('error');
    if (first.kind !== 'listening') {
      await thread.terminate();
      throw first.kind === 'not-listening' ? Object.assign(new Error(first.message), { code: first.code }) : new Error('the broker did not start');
    }
    const broker = new Broker(thread, first, workerData);
    thread.on('message', (message: FromBrokerThread) => {
      if (message.kind === 'login') onLogin?.(message.outcome);
      else if (message.kind === 'subscribed') onSubscribed?.(message.gateway);
      else broker.#receive(message);
    });
    // An error that nobody caught ends this process too, and a restart loses nothing: without a broker it would only look alive.
    thread.on('error', (error) => {
      throw new Error('the broker stopped', { cause: error });
    });
    return broker;
  }

  /** MQTT over WebSocket at /mqtt of the HTTP server. */
  attachWebSocket(server: HttpServer): void {
    this.#relay.attach(server);
  }

  get connectedGateways(): number {
    return Atomics.load(this.#gateways, 0);
  }

  /** From when this resolves the gateway gets in with these credentials only; its connections were ended. */
  async putLogin(login: GatewayLogin): Promise<void> {
    await this.#ask({ kind: 'put-login', login });
  }

  /** From when this resolves the gateway gets in no more; its connections were ended. */
  async removeLogin(username: string, gateway: number): Promise<void> {
    await this.#ask({ kind: 'remove-login', username, gateway });
  }

  /** Sends to a gateway on its own subscriptions, and to nobody else; nothing is kept for it here. */
  async tell(gateway: number, topic: string, payload: string): Promise<Told> {
    return (await this.#ask({ kind: 'tell', gateway, topic, payload })) ?? 'away';
  }

  /** Stops taking connections and packets, and hands the journal what was read: closing that acknowledges it. */
  async stopAccepting(): Promise<void> {
    await this.#ask({ kind: 'stop-accepting' });
  }

  /** Writes the acknowledgements that the journal gave, ends the connections and the thread. */
  async close(): Promise<void> {
    this.#relay.close();
    await this.#ask({ kind: 'close' });
    await this.#thread.terminate();
  }

  #ask(request: BrokerRequest): Promise<Told | null> {
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const message: ToBrokerThread = { id, request };
      this.#thread.postMessage(message);
    });
  }

  #receive(message: FromBrokerThread): void {
    if (message.kind !== 'answer' && message.kind !== 'refusal') return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.message));
  }
}
