// One simulated gateway's MQTT connection: QoS 1, and never more than a few messages without an acknowledgement.
import { connect } from 'mqtt';
import type { GatewayLogin } from './config.ts';
import { makeLattice, seedFor } from './noise.ts';

/** Messages a gateway may have under way; with all of them out it stops sampling until the broker answers. */
export const UNACKNOWLEDGED_MAX = 8;

export interface GatewayClient {
  /** False while too many messages wait for their acknowledgement. */
  readonly hasRoom: boolean;
  /** Resolves when there is room for one more. */
  room(): Promise<void>;
  /** Sends now or, when too much is under way, as soon as there is room again. */
  publish(payload: Uint8Array): void;
  connect(): void;
  end(): void;
}

/** A connection that begins with `connect` and then keeps trying, each gateway in its own rhythm. */
export function openGateway({ url, login, onConnected, onError }: { url: string; login: GatewayLogin; onConnected: () => void; onError: (error: Error) => void }): GatewayClient {
  let unacknowledged = 0;
  let waiters: (() => void)[] = [];
  let begun = false;
  const backlog: Uint8Array[] = [];
  const jitter = makeLattice(seedFor(0, login.clientId))(0);
  const client = connect(url, {
    clientId: login.clientId,
    username: login.username,
    password: login.password,
    manualConnect: true,
    clean: true,
    keepalive: 60,
    reconnectPeriod: 2000 + Math.floor(4000 * jitter),
    reconnectOnConnackError: true,
  });
  client.on('connect', onConnected);
  client.on('error', onError);
  const hasRoom = (): boolean => unacknowledged + backlog.length < UNACKNOWLEDGED_MAX;
  const acknowledged = (error?: Error): void => {
    unacknowledged--;
    if (error) onError(error);
    pump();
    if (!hasRoom()) return;
    const ready = waiters;
    waiters = [];
    for (const resolve of ready) resolve();
  };
  const pump = (): void => {
    while (unacknowledged < UNACKNOWLEDGED_MAX) {
      const payload = backlog.shift();
      if (payload === undefined) return;
      unacknowledged++;
      client.publish(login.topic, Buffer.from(payload), { qos: 1 }, acknowledged);
    }
  };
  return {
    get hasRoom() {
      return hasRoom();
    },
    room: () => (hasRoom() ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    publish: (payload) => {
      backlog.push(payload);
      pump();
    },
    connect: () => {
      begun = true;
      client.connect();
    },
    end: () => {
      backlog.length = 0;
      // mqtt 5.16.0 (seen 2026-11-23) throws when a client ends that never began to connect.
      if (begun) client.end(true);
    },
  };
}
