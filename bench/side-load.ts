// What people do to the API while readings come in: region-year balances, always the same number of them under way,
// and sign-ins at a fixed rate. Counts the answers, so that a benchmark can say what it was loaded with.
import { setMaxListeners } from 'node:events';
import { request } from 'node:http';
import type { WholeApp } from './brokers.ts';

export interface SideCounts {
  readonly queries: number;
  readonly signIns: number;
  /** Answers other than 200, by what was asked and status. */
  readonly refused: Readonly<Record<string, number>>;
  readonly forMs: number;
}

const TIMEOUT_MS = 30_000;

export class SideLoad {
  readonly #app: WholeApp;
  readonly #stop = new AbortController();
  readonly #startMs = performance.now();
  readonly #refused = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  readonly #loops: Promise<void>[];
  #queries = 0;
  #signIns = 0;
  #asked = 0;

  constructor(app: WholeApp, load: { queriesAtOnce: number; signInsPerSecond: number }) {
    this.#app = app;
    setMaxListeners(0, this.#stop.signal);
    this.#loops = Array.from({ length: load.queriesAtOnce }, () => this.#query());
    this.#timer = setInterval(() => void this.#signIn(), 1000 / load.signInsPerSecond);
  }

  async end(): Promise<SideCounts> {
    const forMs = performance.now() - this.#startMs;
    const counts = { queries: this.#queries, signIns: this.#signIns, refused: Object.fromEntries(this.#refused), forMs };
    clearInterval(this.#timer);
    this.#stop.abort();
    await Promise.all(this.#loops);
    return counts;
  }

  async #query(): Promise<void> {
    const url = `${this.#app.web}/api/v1/region/balance?${regionYear(new Date()).toString()}`;
    while (!this.#stop.signal.aborted) {
      const status = await this.#ask(url);
      if (status === 200) this.#queries += 1;
      else this.#refuse('query', status);
    }
  }

  async #signIn(): Promise<void> {
    const asked = this.#asked++;
    const email = this.#app.emails[asked % this.#app.emails.length];
    const body = JSON.stringify({ email, password: this.#app.password });
    const status = await post(`${this.#app.web}/api/auth/sign-in/email`, { body, from: addressOf(asked), signal: this.#stop.signal });
    if (status === 200) this.#signIns += 1;
    else this.#refuse('sign-in', status);
  }

  /** @returns the status, or a word for why there is none */
  async #ask(url: string): Promise<number | string> {
    try {
      const headers = { authorization: `Bearer ${this.#app.apiKey}` };
      const response = await fetch(url, { headers, signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]) });
      await response.arrayBuffer();
      return response.status;
    } catch (error) {
      return error instanceof Error ? error.name : 'failed';
    }
  }

  #refuse(what: string, status: number | string): void {
    if (this.#stop.signal.aborted) return;
    const key = `${what} ${status}`;
    this.#refused.set(key, (this.#refused.get(key) ?? 0) + 1);
  }
}

/** Sign-ins from one address are limited, and a refused one costs nothing: each comes from another loopback address. */
const addressOf = (asked: number): string => `127.0.0.${(asked % 250) + 2}`;

function post(url: string, over: { body: string; from: string; signal: AbortSignal }): Promise<number | string> {
  const { body, from, signal } = over;
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), origin: new URL(url).origin };
    const sent = request(url, { method: 'POST', agent: false, localAddress: from, headers, signal, timeout: TIMEOUT_MS }, (response) => {
      response.resume().once('close', () => resolve(response.statusCode ?? 'no status'));
    });
    sent.once('error', (error) => resolve(error.name)).once('timeout', () => sent.destroy());
    sent.end(body);
  });
}

/** The twelve whole months before this one. */
function regionYear(today: Date): URLSearchParams {
  const first = (year: number): string => `${year}-${String(today.getUTCMonth() + 1).padStart(2, '0')}-01`;
  return new URLSearchParams({ from: first(today.getUTCFullYear() - 1), to: first(today.getUTCFullYear()), step: 'P1M' });
}
