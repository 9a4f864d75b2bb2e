// What is told to gateways on their own subscriptions, and whether they took it. Keeps nothing for who is away: what waits is
// kept where it came from.
import type { Client } from 'aedes';

/** taken: acknowledged, or written to who subscribed at QoS 0; away: not connected; deaf: connected, and subscribed to nothing that
 *  takes this topic; unanswered: no acknowledgement came in time. */
export type Told = 'taken' | 'away' | 'deaf' | 'unanswered';

/** A gateway over a slow line has answered within this. */
const TAKEN_WITHIN_MS = 10_000;

export class Outbox {
  readonly #takenWithinMs: number;
  readonly #subscriptions = new WeakMap<Client, Map<string, number>>();
  /** Clients acknowledge in the order in which they were told [MQTT-4.6.0-2]. */
  readonly #waiting = new WeakMap<Client, (() => void)[]>();

  constructor(takenWithinMs = TAKEN_WITHIN_MS) {
    this.#takenWithinMs = takenWithinMs;
  }

  subscribed(client: Client, filters: readonly { readonly topic: string; readonly qos: number }[]): void {
    const known = this.#subscriptions.get(client) ?? new Map<string, number>();
    this.#subscriptions.set(client, known);
    for (const { topic, qos } of filters) known.set(topic, qos);
  }

  unsubscribed(client: Client, filters: readonly string[]): void {
    for (const filter of filters) this.#subscriptions.get(client)?.delete(filter);
  }

  acknowledged(client: Client): void {
    this.#waiting.get(client)?.shift()?.();
  }

  /** @param clients connections of one gateway: one that takes it is enough */
  async tell(clients: Iterable<Client>, topic: string, payload: string): Promise<Told> {
    const connected = [...clients];
    if (connected.length === 0) return 'away';
    const listening = connected.flatMap((client) => {
      const qos = this.#qosOf(client, topic);
      return qos === null ? [] : [this.#send(client, { topic, payload, qos })];
    });
    if (listening.length === 0) return 'deaf';
    return Promise.any(listening).then(
      () => 'taken',
      () => 'unanswered',
    );
  }

  #qosOf(client: Client, topic: string): 0 | 1 | null {
    const matching = [...(this.#subscriptions.get(client) ?? [])].filter(([filter]) => takes(filter, topic));
    if (matching.length === 0) return null;
    return matching.some(([, qos]) => qos > 0) ? 1 : 0;
  }

  #send(client: Client, { topic, payload, qos }: { topic: string; payload: string; qos: 0 | 1 }): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('not acknowledged in time')), this.#takenWithinMs);
      const taken = (): void => {
        clearTimeout(timer);
        resolve();
      };
      if (qos === 1) {
        // Stays in its place when the time is over: a late acknowledgement must not count for the next message.
        const waiting = this.#waiting.get(client) ?? [];
        this.#waiting.set(client, waiting);
        waiting.push(taken);
      }
      client.publish({ cmd: 'publish', topic, payload, qos, retain: false, dup: false }, (error) => {
        if (error) reject(error);
        else if (qos === 0) taken();
      });
    });
  }
}

/** Does a subscription take a topic? @see MQTT 3.1.1, 4.7.1 */
export function takes(filter: string, topic: string): boolean {
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  const rest = wanted.indexOf('#');
  const fixed = rest === -1 ? wanted : wanted.slice(0, rest);
  if (rest === -1 ? wanted.length !== levels.length : levels.length < fixed.length) return false;
  return fixed.every((level, index) => level === '+' || level === levels[index]);
}
