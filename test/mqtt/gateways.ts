// A real broker on a free port with three gateways; what it accepts is kept in memory and acknowledged at once.
import type { RawMessage } from '../../src/ingest/journal-format.ts';
import { Credentials, hashSecret } from '../../src/mqtt/credentials.ts';
import { EmbeddedBroker } from '../../src/mqtt/embedded.ts';
import { Guard, type GuardLimits } from '../../src/mqtt/guard.ts';
import type { Outbox } from '../../src/mqtt/outbox.ts';

export const GATEWAYS = ['gw-a', 'gw-b', 'gw-c'] as const;
export const passwordOf = (username: string): string => `secret of ${username}`;
export const loginOf = (username: string): { username: string; password: string } => ({ username, password: passwordOf(username) });

export interface StartedBroker {
  readonly broker: EmbeddedBroker;
  readonly credentials: Credentials;
  readonly messages: RawMessage[];
  readonly logins: string[];
  /** Gateways that subscribed to something, in order. */
  readonly subscribed: number[];
  /** How many are connected, as the broker told last. */
  readonly connected: () => number;
}

export async function startBroker(over: { accept?: (message: RawMessage, durable: () => void) => void; limits?: GuardLimits; outbox?: Outbox } = {}): Promise<StartedBroker> {
  const credentials = new Credentials();
  GATEWAYS.forEach((username, index) => credentials.put({ gateway: index + 1, username, secretHash: hashSecret(passwordOf(username)) }));
  const messages: RawMessage[] = [];
  const logins: string[] = [];
  const subscribed: number[] = [];
  let connected = 0;
  const accept = (message: RawMessage, durable: () => void): void => {
    messages.push(message);
    (over.accept ?? ((_, done) => done()))(message, durable);
  };
  const broker = await EmbeddedBroker.start({
    port: 0,
    tls: null,
    credentials,
    accept,
    onLogin: (username, outcome) => logins.push(`${username} ${outcome}`),
    onGateways: (count) => (connected = count),
    onSubscribed: (gateway) => subscribed.push(gateway),
    ...(over.limits && { guard: new Guard(over.limits) }),
    ...(over.outbox && { outbox: over.outbox }),
  });
  return { broker, credentials, messages, logins, subscribed, connected: () => connected };
}
