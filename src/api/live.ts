// The stream of what changed: one a browser, judged again at every event, at most one a second for each object.
import type { Principal, Resource } from '../domain/access.ts';
import { decide } from '../domain/access.ts';
import type { LiveEvent } from './shapes.ts';

/** Streams open at once; a browser has one. */
export const STREAMS_MAX = 1000;
const TICK_MS = 1000;
const SLOW_MS = 15_000;

interface Stream {
  /** Asked again at every event: a role, session or consent that is gone ends it. null = signed out. */
  readonly principal: () => Promise<Principal | null>;
  readonly send: (event: LiveEvent) => Promise<void>;
  readonly end: () => void;
}

interface Change {
  readonly event: LiveEvent;
  /** Judged when it is sent, not when it happened. */
  readonly resource: () => Resource | null;
}

export class Live {
  readonly #streams = new Set<Stream>();
  #changes = new Map<string, Change>();
  #timer: NodeJS.Timeout;
  /** Streams that have not taken the last events yet, and since when. */
  readonly #slow = new Map<Stream, number>();

  constructor() {
    this.#timer = setInterval(() => this.#flush(), TICK_MS);
    this.#timer.unref();
  }

  get open(): number {
    return this.#streams.size;
  }

  /** @returns false when there are too many streams */
  join(stream: Stream): boolean {
    if (this.#streams.size >= STREAMS_MAX) return false;
    this.#streams.add(stream);
    return true;
  }

  leave(stream: Stream): void {
    this.#streams.delete(stream);
    this.#slow.delete(stream);
  }

  /** Something changed: goes out with the next tick; a later change of the same object replaces it. */
  changed(key: string, change: Change): void {
    this.#changes.set(key, change);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  /** A page that does not read must not hold up the others: it misses events, and is dropped after a while. */
  #flush(): void {
    const changes = this.#changes;
    this.#changes = new Map();
    for (const stream of this.#streams) {
      const since = this.#slow.get(stream);
      if (since === undefined) {
        this.#slow.set(stream, Date.now());
        void this.#sendTo(stream, changes).then(() => this.#slow.delete(stream));
      } else if (Date.now() - since > SLOW_MS) this.#drop(stream);
    }
  }

  async #sendTo(stream: Stream, changes: ReadonlyMap<string, Change>): Promise<void> {
    try {
      const principal = await stream.principal();
      if (principal === null) return this.#drop(stream);
      for (const change of changes.values()) {
        const resource = change.resource();
        if (resource !== null && decide(principal, 'see', resource) === 'allow') await stream.send(change.event);
      }
    } catch {
      // The browser is gone, or the session could not be read: it comes back by itself.
      this.#drop(stream);
    }
  }

  #drop(stream: Stream): void {
    this.leave(stream);
    stream.end();
  }
}
