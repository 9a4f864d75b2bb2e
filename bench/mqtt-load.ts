// The load process: publishes prepared QoS 1 packets over raw sockets and counts PUBACKs. It decodes nothing else, so
// that the broker, not the generator, is what a benchmark measures.
import { type Socket, connect } from 'node:net';
import { serveQuestions } from './child.ts';
import { Histogram } from './histogram.ts';
import { type Login, PubackReader, PublishRing, connectPacket } from './mqtt-packets.ts';

export interface Publisher {
  readonly clientId: string;
  readonly login: Login | null;
  readonly topic: string;
  readonly payload: string;
}
export type LoadQuestion =
  | { kind: 'connect'; port: number; publishers: readonly Publisher[] }
  /** Each connection keeps `inFlight` messages unacknowledged. */
  | { kind: 'closed-loop'; inFlight: number; warmUpMs: number; forMs: number }
  /** Messages leave on a timetable, however slow the answers are. */
  | { kind: 'open-loop'; perSecond: number; warmUpMs: number; forMs: number };
export interface Measured {
  readonly kind: 'measured';
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}
export type LoadAnswer = { kind: 'connected' } | Measured;

/** Prepared packets a connection: more than a connection ever has in flight. */
const RING_PACKETS = 128;
const CONNECTS_AT_ONCE = 50;
const DRAIN_MS = 15_000;
const NO_CONNACK = 255;
/** Timers of Node are no finer; the wait for one counts as latency. */
const TICK_MS = 1;

const chunk = Buffer.alloc(64 * 1024);
const nowMs = (): number => performance.now();

class Connection {
  readonly #socket: Socket;
  readonly #ring: PublishRing;
  readonly #reader = new PubackReader(RING_PACKETS);
  #onConnack: ((code: number) => void) | null;
  sent = 0;
  acked = 0;
  onAcks: (count: number) => void = () => {};

  private constructor(port: number, publisher: Publisher, onConnack: (code: number) => void) {
    this.#onConnack = onConnack;
    this.#ring = new PublishRing(publisher, RING_PACKETS);
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: chunk, callback: (length) => this.#read(length) } });
    this.#socket.once('connect', () => this.#socket.write(connectPacket(publisher.clientId, publisher.login)));
    this.#socket.on('error', () => {}); // 'close' follows
    this.#socket.once('close', () => (this.#onConnack === null ? fail(new Error(`the broker closed connection ${publisher.clientId}`)) : this.#onConnack(NO_CONNACK)));
  }

  static async open(port: number, publisher: Publisher): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const connection = new Connection(port, publisher, (code) =>
        code === 0 ? resolve(connection) : reject(new Error(`the broker refused ${publisher.clientId}: CONNACK ${code}`)),
      );
    });
  }

  send(count: number): void {
    if (this.sent + count - this.acked > RING_PACKETS)
      throw new Error(`more than ${RING_PACKETS} messages unacknowledged on one connection: the broker cannot keep up with the timetable`);
    this.sent += count;
    for (const bytes of this.#ring.take(count)) this.#socket.write(bytes);
  }

  #read(length: number): boolean {
    if (this.#onConnack !== null) {
      this.#onConnack(chunk[3] ?? NO_CONNACK);
      this.#onConnack = null;
      return true;
    }
    try {
      const count = this.#reader.read(chunk, length);
      this.acked += count;
      if (count > 0) this.onAcks(count);
    } catch (error) {
      fail(errorOf(error));
    }
    return true;
  }
}

const connections: Connection[] = [];
/** Ends the run that is under way; without one the next run fails. */
let fail: (error: Error) => void = keepFailure;
let failure: Error | null = null;
function keepFailure(error: Error): void {
  failure = error;
}
const errorOf = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

async function openAll(port: number, publishers: readonly Publisher[]): Promise<LoadAnswer> {
  for (let at = 0; at < publishers.length; at += CONNECTS_AT_ONCE) {
    connections.push(...(await Promise.all(publishers.slice(at, at + CONNECTS_AT_ONCE).map((publisher) => Connection.open(port, publisher)))));
  }
  return { kind: 'connected' };
}

interface Window {
  readonly warmUpMs: number;
  readonly forMs: number;
}

/** What is acknowledged between the end of the warm-up and the end of the window. */
class Count {
  readonly latency = new Histogram();
  readonly fromMs: number;
  readonly untilMs: number;

  constructor(window: Window, startMs: number) {
    this.fromMs = startMs + window.warmUpMs;
    this.untilMs = this.fromMs + window.forMs;
  }

  add(atMs: number, latencyMs: number): void {
    if (atMs >= this.fromMs && atMs < this.untilMs) this.latency.add(latencyMs * 1000);
  }

  measured(): Measured {
    const { latency } = this;
    const ms = (us: number): number => Math.round(us) / 1000;
    return {
      kind: 'measured',
      perSecond: Math.round((latency.total / (this.untilMs - this.fromMs)) * 1000),
      p50Ms: ms(latency.percentileUs(0.5)),
      p99Ms: ms(latency.percentileUs(0.99)),
      maxMs: ms(latency.maxUs),
    };
  }
}

function closedLoop({ inFlight, ...window }: Window & { inFlight: number }): Promise<Measured> {
  const startMs = nowMs();
  const count = new Count(window, startMs);
  for (const connection of connections) {
    const sentMs = new Float64Array(RING_PACKETS);
    const [sentBefore, ackedBefore] = [connection.sent, connection.acked];
    let [sent, acked] = [sentBefore, ackedBefore];
    const send = (messages: number, atMs: number): void => {
      for (const until = sent + messages; sent < until; sent++) sentMs[sent % RING_PACKETS] = atMs;
      connection.send(messages);
    };
    connection.onAcks = (messages) => {
      const atMs = nowMs();
      for (const until = acked + messages; acked < until; acked++) count.add(atMs, atMs - (sentMs[acked % RING_PACKETS] ?? 0));
      if (atMs < count.untilMs) send(messages, atMs);
    };
    send(inFlight, startMs);
  }
  return settled(count);
}

function openLoop({ perSecond, ...window }: Window & { perSecond: number }): Promise<Measured> {
  const startMs = nowMs();
  const count = new Count(window, startMs);
  const everyMs = 1000 / perSecond;
  connections.forEach((connection, index) => {
    let due = index;
    connection.onAcks = (messages) => {
      const atMs = nowMs();
      // From the time on the timetable: a generator that lags must not hide that the broker does.
      for (let each = 0; each < messages; each++, due += connections.length) count.add(atMs, atMs - (startMs + due * everyMs));
    };
  });
  let next = 0;
  const tick = (): void => {
    const dueUntil = (Math.min(nowMs(), count.untilMs) - startMs) / everyMs;
    try {
      for (; next < dueUntil; next++) connections[next % connections.length]?.send(1);
    } catch (error) {
      return fail(errorOf(error));
    }
    if (nowMs() < count.untilMs) setTimeout(tick, TICK_MS);
  };
  tick();
  return settled(count);
}

/** Waits for the end of the window and for the last PUBACK: each message is acknowledged once or the run fails. */
async function settled(count: Count): Promise<Measured> {
  const broken = new Promise<never>((_, reject) => (fail = reject));
  const wait = async (): Promise<Measured> => {
    await new Promise((resolve) => setTimeout(resolve, count.untilMs - nowMs() + 2 * TICK_MS));
    const giveUpMs = nowMs() + DRAIN_MS;
    while (connections.some((one) => one.acked < one.sent)) {
      if (nowMs() > giveUpMs) throw new Error(`${connections.reduce((sum, one) => sum + one.sent - one.acked, 0)} messages were never acknowledged`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return count.measured();
  };
  return Promise.race([wait(), broken]).finally(() => (fail = keepFailure));
}

serveQuestions<LoadQuestion, LoadAnswer>(async (question) => {
  if (failure !== null) throw failure;
  switch (question.kind) {
    case 'connect':
      return openAll(question.port, question.publishers);
    case 'closed-loop':
      return closedLoop(question);
    case 'open-loop':
      return openLoop(question);
  }
});
