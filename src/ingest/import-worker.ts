// Import threads as the main thread sees them: a file and choices in, a preview or amounts in pieces out.
import { startThread } from '../threads.ts';
import type { Row } from './import-cells.ts';
import type { ImportChoices, KnownConnection } from './import-choices.ts';
import { ImportFileError } from './import-file.ts';
import type { Guess } from './import-infer.ts';
import type { LinesSummary, Outcome, SeriesKey } from './import-lines.ts';
import type { Encoding } from './import-text.ts';

/** Quarter amounts in one message; the thread waits until they are written. */
export const ROWS_A_MESSAGE = 50_000;
export const PREVIEW_LINES = 12;
/** Lines of a table that is handed over as it stands. */
export const TABLE_ROWS_MAX = 2000;

export interface ImportJob {
  readonly kind: 'preview' | 'run' | 'table';
  readonly path: string;
  /** null: guess them. */
  readonly choices: ImportChoices | null;
  readonly known: readonly KnownConnection[];
  readonly nowMs: number;
}
export interface ImportPreview {
  readonly excel: boolean;
  readonly encoding: Encoding | null;
  readonly bytes: number;
  readonly headings: readonly string[];
  /** Lines above the first value and the first lines with values, as they stand in the file. */
  readonly lines: readonly { line: number; cells: readonly string[]; outcomes: readonly Outcome[] }[];
  readonly choices: ImportChoices;
  readonly guesses: readonly Guess[];
  /** Of the part of the file that was looked at. */
  readonly sample: LinesSummary;
}
export interface ImportColumns {
  /** Index into all the series named so far. */
  readonly series: Int32Array<ArrayBuffer>;
  readonly quarters: Int32Array<ArrayBuffer>;
  readonly amountsMicro: Float64Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
}
export interface ImportProgress {
  readonly bytesRead: number;
  readonly lines: number;
}

export type FromImportThread =
  | { readonly kind: 'preview'; readonly preview: ImportPreview }
  | { readonly kind: 'table'; readonly rows: readonly Row[] }
  | { readonly kind: 'rows'; readonly newSeries: readonly SeriesKey[]; readonly columns: ImportColumns; readonly progress: ImportProgress }
  | { readonly kind: 'done'; readonly summary: LinesSummary }
  | { readonly kind: 'failed'; readonly code: ImportFileError['code'] | 'fault'; readonly message: string };
export type ToImportThread = { readonly kind: 'more' };

/** Threads at once; a third file waits. */
export const IMPORT_THREADS_MAX = 2;
/** Files that may wait; above that a request is refused. */
export const IMPORTS_WAITING_MAX = 20;
/** What one file may take of the memory: a spreadsheet that unpacks to more ends its thread, not the monitor. */
const HEAP_MB = 768;

type Rows = Extract<FromImportThread, { kind: 'rows' }>;

export class ImportsBusyError extends Error {
  override name = 'ImportsBusyError';
}

export class ImportWorker {
  #running = 0;
  readonly #waiting: { readonly start: () => void; readonly refuse: (error: Error) => void }[] = [];
  readonly #ends = new Set<() => Promise<unknown>>();

  /** What a file probably means, and what its first lines become.
   *  @throws ImportFileError when it is no table, ImportsBusyError when too many files wait */
  async preview(job: Omit<ImportJob, 'kind'>): Promise<ImportPreview> {
    const answer = await this.#inTurn({ ...job, kind: 'preview' }, () => Promise.resolve());
    if (answer.kind !== 'preview') throw new Error(`the import thread answered ${answer.kind}`);
    return answer.preview;
  }

  /** The first lines of a small file as they stand, headings included: at most `TABLE_ROWS_MAX`.
   *  @throws ImportFileError when it is no table, ImportsBusyError when too many files wait */
  async table(path: string): Promise<readonly Row[]> {
    const answer = await this.#inTurn({ path, choices: null, known: [], nowMs: 0, kind: 'table' }, () => Promise.resolve());
    if (answer.kind !== 'table') throw new Error(`the import thread answered ${answer.kind}`);
    return answer.rows;
  }

  /** Reads the whole file; the next piece comes when `write` is done, so that at most two are in memory.
   *  @param stop ends it between two pieces, also while it waits for its turn
   *  @throws ImportFileError, ImportsBusyError, whatever `write` throws, and the reason of `stop` */
  async run(job: Omit<ImportJob, 'kind'>, write: (rows: Rows) => Promise<void>, stop?: AbortSignal): Promise<LinesSummary> {
    const answer = await this.#inTurn({ ...job, kind: 'run' }, write, stop);
    if (answer.kind !== 'done') throw new Error(`the import thread answered ${answer.kind}`);
    return answer.summary;
  }

  /** Ends what runs: an import that is cut off says so after the next start. */
  async close(): Promise<void> {
    for (const { refuse } of this.#waiting.splice(0)) refuse(new Error('the monitor stops'));
    await Promise.all([...this.#ends].map((end) => end()));
  }

  async #inTurn(job: ImportJob, write: (rows: Rows) => Promise<void>, stop?: AbortSignal): Promise<Exclude<FromImportThread, { kind: 'rows' | 'failed' }>> {
    if (this.#waiting.length >= IMPORTS_WAITING_MAX) throw new ImportsBusyError(`${IMPORTS_WAITING_MAX} files wait already`);
    if (this.#running >= IMPORT_THREADS_MAX) await this.#wait(stop);
    this.#running += 1;
    try {
      return await this.#work(job, write, stop);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.start();
    }
  }

  #wait(stop?: AbortSignal): Promise<void> {
    return new Promise((start, refuse) => {
      const mine = { start, refuse };
      this.#waiting.push(mine);
      stop?.addEventListener('abort', () => {
        const at = this.#waiting.indexOf(mine);
        if (at < 0) return;
        this.#waiting.splice(at, 1);
        refuse(reasonOf(stop));
      });
    });
  }

  async #work(job: ImportJob, write: (rows: Rows) => Promise<void>, stop?: AbortSignal): Promise<Exclude<FromImportThread, { kind: 'rows' | 'failed' }>> {
    const thread = startThread(new URL('./import-thread.ts', import.meta.url), { workerData: job, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    const more: ToImportThread = { kind: 'more' };
    const end = (): Promise<number> => thread.terminate();
    this.#ends.add(end);
    try {
      stop?.throwIfAborted();
      let writing = Promise.resolve();
      return await new Promise<Exclude<FromImportThread, { kind: 'rows' | 'failed' }>>((resolve, reject) => {
        // What is being written is written first: afterwards nothing more is.
        stop?.addEventListener('abort', () => void writing.catch(() => {}).then(() => reject(reasonOf(stop))));
        thread.on('message', (message: FromImportThread) => {
          if (message.kind === 'rows') {
            writing = stop?.aborted === true ? writing : write(message);
            writing.then(() => thread.postMessage(more), reject);
          } else if (message.kind !== 'failed') resolve(message);
          else reject(message.code === 'fault' ? new Error(message.message) : new ImportFileError(message.code, message.message));
        });
        thread.on('error', (error: unknown) => {
          const code = error instanceof Error && 'code' in error ? error.code : '';
          const full = code === 'ERR_WORKER_OUT_OF_MEMORY';
          reject(full ? new ImportFileError('too-big-unpacked', `The file takes more than ${HEAP_MB} MB to read; save it as CSV, or split it.`) : error);
        });
        thread.on('exit', () => reject(new Error('the import thread ended')));
      });
    } finally {
      this.#ends.delete(end);
      await end();
    }
  }
}

const reasonOf = (stop: AbortSignal): Error => (stop.reason instanceof Error ? stop.reason : new Error('stopped'));
