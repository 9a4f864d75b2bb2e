// Writes lines to InfluxDB and says when they are there. One request a batch, no retry of its own: the client's retry
// buffer lives in memory and forgets; ours is the journal. A line that the server refuses is found by halving.
import { HttpError, InfluxDB, setLogger } from '@influxdata/influxdb-client';
import { basic, messageOf, reasonOf } from './series-influx-query.ts';
import type { RefusedLines } from './series-influx-refused.ts';
import { StoreAwayError } from './series.ts';

export const WRITE_TIMEOUT_MS = 10_000;
/** Lines of a request: about a megabyte, far below the 25 MB at which 1.x answers 413. */
const LINES_MAX = 5000;
/** The lines are at fault, not the server: 400 not to be read, 413 too large, 422 beyond a limit of the table. */
const LINE_FAULTS = new Set([400, 413, 422]);

// Every failure is told by the promise; the library would print it as well.
setLogger({ error: () => {}, warn: () => {} });

export interface WriterOptions {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly refused: RefusedLines;
  readonly timeoutMs?: number;
}

export class InfluxWriter {
  readonly #client: InfluxDB;
  readonly #refused: RefusedLines;

  constructor({ url, user, password, refused, timeoutMs = WRITE_TIMEOUT_MS }: WriterOptions) {
    const headers = user === '' ? {} : { authorization: basic(user, password) };
    this.#client = new InfluxDB({ url, timeout: timeoutMs, headers });
    this.#refused = refused;
  }

  /** Writes all lines but those that the server refuses, which are kept apart.
   *  @throws StoreAwayError when the server is away, busy, or refuses everything: write them again later */
  async write(database: string, lines: readonly string[]): Promise<void> {
    for (let at = 0; at < lines.length; at += LINES_MAX) await this.#part(database, lines.slice(at, at + LINES_MAX));
  }

  async #part(database: string, lines: readonly string[]): Promise<void> {
    const fault = await this.send(database, lines);
    if (fault === null) return;
    if (!LINE_FAULTS.has(fault.status)) throw away(fault);
    // A server, or a proxy, that refuses even this line refuses for a reason of its own.
    const canary = await this.send(database, [canaryLine()]);
    if (canary !== null) throw away(canary);
    await this.#halve(database, lines);
  }

  /** The lines as a whole were refused: find which ones. What 1.x stored of them already is only stored again. */
  async #halve(database: string, lines: readonly string[]): Promise<void> {
    const middle = Math.ceil(lines.length / 2);
    for (const half of middle === lines.length ? [lines] : [lines.slice(0, middle), lines.slice(middle)]) {
      const fault = await this.send(database, half);
      if (fault === null) continue;
      if (!LINE_FAULTS.has(fault.status)) throw away(fault);
      const [only] = half;
      if (half.length === 1 && only !== undefined) this.#refused.keep({ database, line: only, ...fault });
      else await this.#halve(database, half);
    }
  }

  /** @returns null when the lines are stored, else what the server said
   *  @throws StoreAwayError when it said nothing */
  async send(database: string, lines: readonly string[]): Promise<{ status: number; reason: string } | null> {
    const api = this.#client.getWriteApi('', '', 'ns', {
      batchSize: lines.length + 1,
      maxBatchBytes: Infinity,
      flushInterval: 0,
      gzipThreshold: Infinity,
      maxRetries: 0,
      maxBufferLines: lines.length + 1,
    });
    api.path = `/write?db=${encodeURIComponent(database)}&precision=ns`;
    api.writeRecords([...lines]);
    try {
      await api.flush();
      return null;
    } catch (error) {
      if (error instanceof HttpError) return { status: error.statusCode, reason: messageOf(error.body ?? error.message) };
      throw new StoreAwayError(`InfluxDB did not take a batch: ${reasonOf(error)}`, { cause: error });
    } finally {
      api.dispose();
    }
  }
}

/** A line of no meaning that every InfluxDB takes; it overwrites itself within the hour. */
export const canaryLine = (): string => `canary ok=1 ${Math.floor(Date.now() / 3_600_000) * 3_600_000}000000`;

const away = ({ status, reason }: { status: number; reason: string }): StoreAwayError => new StoreAwayError(`InfluxDB refuses to store anything (${status}): ${reason}`);
