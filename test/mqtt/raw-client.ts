// A client that may misbehave: sends any packet or any bytes, and remembers every packet that comes back.
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { type Packet, generate, parser } from 'mqtt-packet';
import { vi } from 'vitest';

export class RawClient {
  readonly socket: Socket;
  readonly received: Packet[] = [];
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    const reader = parser({ protocolVersion: 4 });
    reader.on('packet', (packet) => this.received.push(packet));
    socket.on('data', (bytes: Buffer) => reader.parse(bytes));
    // A broker that hangs up in the middle of a write is what some tests are about.
    socket.on('error', () => {});
    socket.on('close', () => (this.closed = true));
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  send(packet: Packet): void {
    this.socket.write(generate(packet, { protocolVersion: 4 }));
  }

  /** Logs in. @returns the return code of the CONNACK, 'closed' when the connection ended without one */
  async logIn(over: { username: string; password: string; clientId?: string; clean?: boolean; more?: object }): Promise<number | 'closed'> {
    const { username, password, clientId = username, clean = true, more = {} } = over;
    this.send({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId, clean, keepalive: 60, username, password: Buffer.from(password), ...more });
    await this.until((packet) => packet.cmd === 'connack');
    const answer = this.received.find((packet) => packet.cmd === 'connack');
    return answer?.cmd === 'connack' ? (answer.returnCode ?? -1) : 'closed';
  }

  /** Waits for a packet, or for the end of the connection. */
  async until(found: (packet: Packet) => boolean, timeoutMs = 5000): Promise<void> {
    await vi.waitFor(
      () => {
        if (!this.closed && !this.received.some(found)) throw new Error('not yet');
      },
      { timeout: timeoutMs, interval: 5 },
    );
  }

  publish(topic: string, payload: string | Buffer, over: { qos?: 0 | 1 | 2; messageId?: number; retain?: boolean; dup?: boolean } = {}): void {
    const { qos = 1, messageId = 1, retain = false, dup = false } = over;
    this.send({ cmd: 'publish', topic, payload, qos, retain, dup, ...(qos > 0 && { messageId }) });
  }

  acks(): number[] {
    return this.received.flatMap((packet) => (packet.cmd === 'puback' ? [packet.messageId ?? -1] : []));
  }

  async acked(messageId: number): Promise<boolean> {
    await this.until((packet) => packet.cmd === 'puback' && packet.messageId === messageId);
    return this.acks().includes(messageId);
  }

  async ended(timeoutMs = 5000): Promise<boolean> {
    await vi.waitFor(
      () => {
        if (!this.closed) throw new Error('still open');
      },
      { timeout: timeoutMs, interval: 5 },
    );
    return this.closed;
  }

  end(): void {
    this.socket.destroy();
  }
}

/** A fixed header that announces so many bytes. */
export function announcing(type: number, bytes: number): Buffer {
  const header = [type];
  for (let left = bytes; ; left >>= 7) {
    header.push((left & 0x7f) | (left >> 7 > 0 ? 0x80 : 0));
    if (left >> 7 === 0) return Buffer.from(header);
  }
}

/** PUBLISH of QoS 1 by hand: mqtt-packet writes no ill-formed text. */
export function publishOf(topic: Buffer, messageId: number): Buffer {
  const rest = Buffer.concat([Buffer.from([topic.length >> 8, topic.length & 0xff]), topic, Buffer.from([messageId >> 8, messageId & 0xff]), Buffer.from('x')]);
  return Buffer.concat([announcing(0x32, rest.length), rest]);
}
