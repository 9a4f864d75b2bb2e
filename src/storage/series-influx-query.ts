// Reads from InfluxDB: POST /query with InfluxQL, the one way that 1.x, 2.x and 3 share. Finds errors inside an HTTP
// 200, keeps to time limits, and asks in slices where the server limits how many files a query may open.
import { StoreAwayError } from './series.ts';

/** Below the time limit of a request to the store thread, so that the reason is told. */
export const QUERY_TIMEOUT_MS = 15_000;
/** At once; the rest waits. */
const QUERIES_MAX = 4;
const CHUNK_ROWS = 20_000;
const HOUR_MS = 3_600_000;
/** What InfluxDB 3 Core opens in one query: 432 files of ten minutes. */
export const SLICE_MS = 72 * HOUR_MS;
/** The instants that InfluxDB knows, in ms. */
const LATEST_MS = 9_223_372_036_854;

export interface FoundSeries {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

export class InfluxQueryError extends Error {
  override name = 'InfluxQueryError';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}
class FileLimitError extends InfluxQueryError {}

export interface Query {
  readonly db: string;
  readonly q: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
export const isoTime = (atMs: number): string => new Date(clamp(atMs)).toISOString();
const clamp = (atMs: number): number => Math.trunc(Math.min(Math.max(Number.isNaN(atMs) ? 0 : atMs, -LATEST_MS), LATEST_MS));

export class InfluxReader {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;
  /** The longest span that the server answers; found out when it refuses a longer one. */
  #sliceMs = Infinity;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(over: { url: string; user: string; password: string; timeoutMs?: number }) {
    this.#url = `${over.url}/query`;
    this.#headers = { 'content-type': 'application/x-www-form-urlencoded', ...(over.user !== '' && { authorization: basic(over.user, over.password) }) };
    this.#timeoutMs = over.timeoutMs ?? QUERY_TIMEOUT_MS;
  }

  /** True once the server refused a long query: old data takes many short ones. */
  get slices(): boolean {
    return this.#sliceMs !== Infinity;
  }

  /** Hands over what a query finds, series by series, as it comes in.
   *  @throws StoreAwayError when there is no answer in time; InfluxQueryError when the answer is a refusal */
  async query(query: Query, take: (series: FoundSeries) => void): Promise<void> {
    await this.#turn();
    try {
      await this.#ask(query, take);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#running >= QUERIES_MAX) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
  }

  async #ask({ db, q, params = {} }: Query, take: (series: FoundSeries) => void): Promise<void> {
    const body = new URLSearchParams({ db, q, epoch: 'ms', params: JSON.stringify(params), chunked: 'true', chunk_size: String(CHUNK_ROWS) });
    try {
      const response = await fetch(this.#url, { method: 'POST', headers: this.#headers, body, signal: AbortSignal.timeout(this.#timeoutMs) });
      await readAnswer(response, take);
    } catch (error) {
      if (error instanceof InfluxQueryError) throw error;
      throw new StoreAwayError(`InfluxDB did not answer a query: ${reasonOf(error)}`, { cause: error });
    }
  }

  /** Runs a query over a span, in slices where the server wants that; a run that returns 'enough' is the last one. */
  async span(over: Span & { newestFirst?: boolean }, run: (slice: Span) => Promise<'enough' | void>): Promise<void> {
    const [fromMs, toMs] = [clamp(over.fromMs), clamp(over.toMs)];
    let at = over.newestFirst === true ? toMs : fromMs;
    while (over.newestFirst === true ? at > fromMs : at < toMs) {
      const slice = over.newestFirst === true ? { fromMs: Math.max(fromMs, at - this.#sliceMs), toMs: at } : { fromMs: at, toMs: Math.min(toMs, at + this.#sliceMs) };
      try {
        if ((await run(slice)) === 'enough') return;
      } catch (error) {
        const length = slice.toMs - slice.fromMs;
        if (!(error instanceof FileLimitError) || length <= HOUR_MS) throw error;
        this.#sliceMs = Math.min(SLICE_MS, Math.ceil(length / 2));
        continue;
      }
      at = over.newestFirst === true ? slice.fromMs : slice.toMs;
    }
  }
}

async function readAnswer(response: Response, take: (series: FoundSeries) => void): Promise<void> {
  const { status, body } = response;
  if (body === null) throw new InfluxQueryError('an empty answer', status);
  if (status !== 200) throw refusal(messageOf(await response.text()), status);
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let lines = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      lines += takeLine(text.slice(0, end), take);
      text = text.slice(end + 1);
    }
  }
  lines += takeLine(text, take);
  if (lines === 0) throw new InfluxQueryError('an answer without a result', status);
}

/** One JSON document a line: the whole answer, or one chunk of it. */
function takeLine(line: string, take: (series: FoundSeries) => void): number {
  if (line.trim() === '') return 0;
  const answer = parse(line);
  if (!isRecord(answer)) throw new InfluxQueryError('an answer that is no object', 200);
  if (typeof answer['error'] === 'string') throw refusal(answer['error'], 200);
  for (const result of listOf(answer['results'])) {
    if (!isRecord(result)) continue;
    if (typeof result['error'] === 'string') throw refusal(result['error'], 200);
    for (const series of listOf(result['series'])) if (isSeries(series)) take({ ...series, tags: isTags(series.tags) ? series.tags : {} });
  }
  return 1;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new InfluxQueryError('an answer that is not JSON: is this InfluxDB?', 200);
  }
}

const refusal = (message: string, status: number): InfluxQueryError =>
  /file limit|parquet files/i.test(message) ? new FileLimitError(message, status) : new InfluxQueryError(message, status);

/** What went wrong, from a body that is JSON with an error in it, or anything else. */
export function messageOf(body: string): string {
  try {
    const answer: unknown = JSON.parse(body);
    if (isRecord(answer)) for (const name of ['error', 'message']) if (typeof answer[name] === 'string') return answer[name];
  } catch {
    // Not JSON: a proxy's page.
  }
  return body.trim().slice(0, 200);
}

/** The system's word for it, such as ECONNREFUSED, where there is one. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.message;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isTags = (value: unknown): value is Record<string, string> => isRecord(value);
const isSeries = (value: unknown): value is FoundSeries =>
  isRecord(value) && typeof value['name'] === 'string' && Array.isArray(value['columns']) && Array.isArray(value['values']);
