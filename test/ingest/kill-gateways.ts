// Gateways that publish as fast as they are acknowledged, and remember what they were told. They outlive the monitor.
import { type Socket, connect } from 'node:net';
import { type Packet, generate, parser } from 'mqtt-packet';

export const GATEWAYS = ['gw-one', 'gw-two', 'gw-three', 'gw-four'] as const;
export const passwordOf = (username: string): string => `secret of ${username}`;

/** Messages that a gateway sends before it waits for an acknowledgement. */
const IN_FLIGHT = 100;
const INTERVAL_MS = 10_000;

/** The counter of a gateway at its n-th reading, in Wh: whole numbers, never the same twice, never above 4,000 kW. */
export const counterWh = (gateway: number, n: number): number => 1_000_000 * (gateway + 1) + 1000 * n + ((n * 7919 + gateway * 104_729) % 997);

export interface Clock {
  /** Instant of reading 0: the start of a quarter. */
  readonly startMs: number;
}
export const instantOf = ({ startMs }: Clock, n: number): number => startMs + n * INTERVAL_MS;
export const payloadOf = (clock: Clock, gateway: number, n: number): string => JSON.stringify({ time: instantOf(clock, n), importWh: counterWh(gateway, n) });

export class KillGateway {
  readonly #gateway: number;
  readonly #clock: Clock;
  /** Numbers that were sent and are not acknowledged, in order. */
  #waiting: number[] = [];
  #next = 0;
  #messageId = 0;
  readonly acked = new Set<number>();
  resent = 0;

  constructor(gateway: number, clock: Clock) {
    this.#gateway = gateway;
    this.#clock = clock;
  }

  get sent(): number {
    return this.#next;
  }

  /** Connects, sends again what was not acknowledged, then goes on until the connection ends. */
  publishUntilKilled(port: number): Promise<void> {
    const again = this.#waiting;
    this.#waiting = [];
    this.#messageId = 0;
    this.resent += again.length;
    const socket = connect(port, '127.0.0.1');
    const reader = parser({ protocolVersion: 4 });
    socket.on('data', (bytes: Buffer) => reader.parse(bytes));
    socket.on('error', () => {});
    const username = GATEWAYS[this.#gateway] ?? '';
    socket.write(
      generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: username, clean: true, keepalive: 60, username, password: Buffer.from(passwordOf(username)) }),
    );
    reader.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connack') {
        for (const n of again) this.#publish(socket, n, true);
        this.#fill(socket);
      } else if (packet.cmd === 'puback') {
        const n = this.#waiting.shift();
        if (n !== undefined) this.acked.add(n);
        if (this.#waiting.length <= IN_FLIGHT / 2) this.#fill(socket);
      }
    });
    return new Promise((resolve) => socket.once('close', () => resolve()));
  }

  #fill(socket: Socket): void {
    socket.cork();
    while (this.#waiting.length < IN_FLIGHT) this.#publish(socket, this.#next++, false);
    socket.uncork();
  }

  #publish(socket: Socket, n: number, dup: boolean): void {
    this.#waiting.push(n);
    this.#messageId = (this.#messageId % 65_535) + 1;
    socket.write(generate({ cmd: 'publish', topic: 'data', payload: payloadOf(this.#clock, this.#gateway, n), qos: 1, messageId: this.#messageId, retain: false, dup }));
  }
}
