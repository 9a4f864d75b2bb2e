// Files with figures from upload to undo: preview, writing piece by piece, progress, and what became of each.
import { type CompanySharing, type Principal, type Resource, mayImport } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { ImportChoices, KnownConnection } from '../ingest/import-choices.ts';
import { faultOf, headingKey } from '../ingest/import-choices.ts';
import { ImportFileError } from '../ingest/import-file.ts';
import type { LinesSummary } from '../ingest/import-lines.ts';
import { type ImportPreview, ImportWorker } from '../ingest/import-worker.ts';
import type { Settlement } from '../ingest/settlement.ts';
import type { Directory } from '../storage/directory.ts';
import type { ImportRow, ImportsSql } from '../storage/imports-sql.ts';
import type { ConnectionRow } from '../storage/registry.ts';
import { GivenWriter } from './given-writer.ts';
import { AUTHOR_QUOTA_BYTES, type Kept, type KeptFiles, type Received } from './kept-files.ts';
import type { Live } from './live.ts';
import { ImportChoices as ChoicesShape } from './shapes-imports.ts';

/** Uploads that nobody started, and documents that no figure names, are kept so long. */
export const UPLOAD_KEEP_MS = 24 * 3_600_000;

export interface ImportsPorts {
  readonly directory: Directory;
  readonly settlement: Pick<Settlement, 'write' | 'undo'>;
  readonly rows: ImportsSql;
  readonly files: KeptFiles;
  readonly live: Live;
  readonly simulated: boolean;
  readonly now: () => number;
  /** A fault of ours, for the log; the person sees that it stopped. */
  readonly onError: (error: unknown, what: string) => void;
}
export interface Author {
  readonly principal: Principal;
  readonly name: string;
}
export interface Outcome {
  readonly summary: LinesSummary | null;
  readonly written: number;
  readonly replaced: number;
  readonly trouble: string | null;
}
interface Running {
  readonly author: string;
  readonly companies: Set<number>;
  readonly stop: AbortController;
  /** When nothing more is written. */
  ended: Promise<void>;
  share: number;
}

/** Somebody had enough of it. */
class ImportStoppedError extends Error {
  override name = 'ImportStoppedError';
}

export class Imports {
  readonly rows: ImportsSql;
  readonly files: KeptFiles;
  readonly #ports: ImportsPorts;
  readonly #worker = new ImportWorker();
  readonly #running = new Map<number, Running>();
  readonly #ends = new Set<Promise<void>>();
  #closing = false;

  private constructor(ports: ImportsPorts) {
    [this.#ports, this.rows, this.files] = [ports, ports.rows, ports.files];
  }

  static async open(ports: ImportsPorts): Promise<Imports> {
    const cut: Outcome = {
      summary: null,
      written: 0,
      replaced: 0,
      trouble: 'The monitor stopped while the file was read. Undo takes back what was written; then bring the file again.',
    };
    await ports.rows.interrupt(JSON.stringify(cut), ports.now());
    return new Imports(ports);
  }

  async forgetUploads(): Promise<void> {
    const before = this.#ports.now() - UPLOAD_KEEP_MS;
    for (const hash of [...(await this.rows.forgetUploads(before)), ...(await this.rows.forgetDocuments(before))]) await this.release(hash);
  }

  /** Takes back an upload, with its bytes when nothing else names them. */
  async forget(row: ImportRow): Promise<void> {
    await this.rows.forget(row.id);
    await this.release(row.hash);
  }

  /** Keeps a file that somebody brings, within what is left to that person.
   *  @param name writes down whose it is */
  async receive<T>(body: ReadableStream<Uint8Array> | null, over: { limit: number; principal: Principal }, name: (kept: Kept) => Promise<T>): Promise<Received<T>> {
    await this.forgetUploads();
    const { limit, principal } = over;
    const room = principal.processor ? Infinity : AUTHOR_QUOTA_BYTES - (await this.rows.bytesOf(principal.id ?? ''));
    return this.files.receive(body, { limit, room }, name);
  }

  /** Takes bytes away that nothing names any more. */
  release(hash: string): Promise<void> {
    return this.files.release(hash, () => this.rows.names(hash));
  }

  /** A small file as it stands. @throws ImportFileError, ImportsBusyError */
  table(hash: string): ReturnType<ImportWorker['table']> {
    return this.#worker.table(this.files.path(hash));
  }

  /** The connection with this EAN that a person may bring figures for; null when there is none for that person. */
  ownConnection(principal: Principal, ean: string): ConnectionRow | null {
    return this.#mine(principal).findLast((row) => row.ean === ean) ?? null;
  }

  /** What the file probably means; when its headings are those of a sender this person named, that sender's choices.
   *  @throws ImportFileError, ImportsBusyError */
  async preview(row: ImportRow, author: Author, choices: ImportChoices | null): Promise<{ preview: ImportPreview; sender: string | null }> {
    const job = { path: this.files.path(row.hash), known: this.#known(author.principal), nowMs: this.#ports.now() };
    const preview = await this.#worker.preview({ ...job, choices });
    if (choices !== null) return { preview, sender: null };
    const heading = headingKey(preview.headings);
    const sender = (await this.rows.senders(author.principal.id ?? '')).find((one) => one.heading === heading);
    const kept = sender === undefined ? null : fitted(sender.choices, preview);
    return kept === null || sender === undefined ? { preview, sender: null } : { preview: await this.#worker.preview({ ...job, choices: kept }), sender: sender.name };
  }

  /** Begins to read a file; the answer does not wait for it. @returns false when it was started before */
  async start(row: ImportRow, author: Author, over: { choices: ImportChoices; sender: string | null }): Promise<boolean> {
    if (!(await this.rows.claim(row.id, { sender: over.sender, choices: JSON.stringify(over.choices) }))) return false;
    const running: Running = { author: author.principal.id ?? '', companies: new Set(), stop: new AbortController(), ended: Promise.resolve(), share: 0 };
    this.#running.set(row.id, running);
    // Nobody waits for these: what goes wrong here is told, and ends nothing else.
    const told = (error: unknown): void => this.#ports.onError(error, `import ${row.id}`);
    const end = this.#run(row, author, { choices: over.choices, running })
      .catch(told)
      .finally(() => {
        this.#running.delete(row.id);
        this.#ends.delete(end);
      });
    running.ended = end;
    this.#ends.add(end);
    if (over.sender !== null) await this.#keepSender(row, author, { choices: over.choices, name: over.sender }).catch(told);
    return true;
  }

  /** Stops reading a file; what it wrote stays until it is undone. Waits until nothing more is written.
   *  @returns false when it does not run */
  async cancel(row: ImportRow, author: Author): Promise<boolean> {
    const running = this.#running.get(row.id);
    if (running === undefined) return false;
    running.stop.abort(new ImportStoppedError(`Stopped by ${author.name}. Undo takes back what was written.`));
    await running.ended;
    return true;
  }

  share(row: ImportRow): number {
    return this.#running.get(row.id)?.share ?? (row.state === 'uploaded' ? 0 : 1);
  }

  async undo(row: ImportRow, author: Author, reason: string): Promise<void> {
    const at = this.#ports.now();
    await this.#ports.settlement.undo(row.id, { author: author.name, reason, at: epochMs(at) });
    await this.rows.change(row.id, { state: 'undone', undone_at: at, undone_by: author.name });
    this.#tell(row.id, { author: row.author, companies: new Set(row.companies) }, 1);
  }

  resource(row: Pick<ImportRow, 'id' | 'author' | 'companies'>): Resource {
    const companies = new Set([...row.companies, ...(this.#running.get(row.id)?.companies ?? [])]);
    return { kind: 'import', author: row.author, companies: [...companies].flatMap((id) => this.sharing(id) ?? []) };
  }

  /** Files that a reader may see, newest first; the rule is that of `decide`, put to the registry. */
  async list(principal: Principal, page: { before: number | null; limit: number }): Promise<ImportRow[]> {
    const companies = [...this.#ports.directory.companies.keys()].filter((id) => {
      const sharing = this.sharing(id);
      return sharing !== null && mayImport(principal, sharing);
    });
    return this.rows.list({ ...page, mine: principal.processor ? null : { author: principal.id ?? '', companies } });
  }

  /** The newest connection with this EAN among those of some companies. */
  connectionOf(ean: string, companies: readonly number[]): ConnectionRow | null {
    const rows = [...this.#ports.directory.connections.values()].filter((row) => row.ean === ean && companies.includes(row.company));
    return rows.sort((a, b) => b.validFrom - a.validFrom)[0] ?? null;
  }

  sharing(company: number): CompanySharing | null {
    const { directory, now } = this.#ports;
    const row = directory.companies.get(company);
    return row === undefined ? null : { company, park: row.park, sharing: directory.sharingOf(company, epochMs(now())) };
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#worker.close();
    await Promise.allSettled(this.#ends);
  }

  async #run(row: ImportRow, author: Author, over: { choices: ImportChoices; running: Running }): Promise<void> {
    const { settlement, directory, now } = this.#ports;
    const { running } = over;
    const known = this.#known(author.principal);
    const writer = new GivenWriter({ directory, settlement, delivery: { author: author.name, reason: `file ${row.name}`, importId: row.id } });
    let outcome: Outcome;
    try {
      const job = { path: this.files.path(row.hash), choices: over.choices, known, nowMs: now() };
      const write: Parameters<ImportWorker['run']>[1] = async ({ newSeries, columns, progress }) => {
        const connections = newSeries.map(({ ean, flow }) => ({ connection: this.#connection(author.principal, ean), flow }));
        for (const { connection } of connections) running.companies.add(connection.company);
        // Who may see this import, before anything of it is written.
        await this.rows.touch(row.id, [...running.companies]);
        await writer.write(connections, columns, epochMs(now()));
        running.share = progress.bytesRead === 0 ? running.share : Math.min(progress.bytesRead / row.bytes, 0.99);
        running.stop.signal.throwIfAborted();
        this.#tell(row.id, running, running.share);
      };
      const summary = await this.#worker.run(job, write, running.stop.signal);
      outcome = { summary, ...writer.settled, trouble: null };
    } catch (error) {
      if (this.#closing) return;
      const isTold = error instanceof ImportFileError || error instanceof ImportStoppedError;
      if (!isTold) this.#ports.onError(error, `import ${row.id}`);
      const trouble = isTold ? error.message : 'Something went wrong here and was logged. Undo takes back what was written; then try again.';
      outcome = { summary: null, ...writer.settled, trouble };
    }
    await this.rows.change(row.id, { state: outcome.trouble === null ? 'done' : 'failed', result: JSON.stringify(outcome), ended_at: now() });
    running.share = 1;
    this.#tell(row.id, running, 1);
  }

  async #keepSender(row: ImportRow, author: Author, over: { choices: ImportChoices; name: string }): Promise<void> {
    const { headings } = await this.#worker.preview({ path: this.files.path(row.hash), choices: over.choices, known: [], nowMs: this.#ports.now() });
    // Which connection it was is said again next time: a sender writes for many.
    const choices = { ...over.choices, values: over.choices.values.map((value) => ({ ...value, ean: null })) };
    await this.rows.keepSender({ owner: author.principal.id ?? '', name: over.name, heading: headingKey(headings), choices: JSON.stringify(choices), used_at: this.#ports.now() });
  }

  /** Connections this person may bring figures for; what is not among them is unknown to the reader too. */
  #known(principal: Principal): KnownConnection[] {
    return this.#mine(principal).map((row) => ({
      ean: row.ean,
      carrier: row.carrier,
      maxImportKw: row.physicalImportKw,
      maxExportKw: row.physicalExportKw,
      validFrom: row.validFrom,
      validTo: row.validTo,
    }));
  }

  #mine(principal: Principal): ConnectionRow[] {
    const companies = new Map([...this.#ports.directory.companies.keys()].map((id) => [id, this.sharing(id)]));
    const mine = [...this.#ports.directory.connections.values()].filter((row) => {
      const company = companies.get(row.company) ?? null;
      return company !== null && mayImport(principal, company);
    });
    // An EAN that changed hands: the newest connection is meant.
    return mine.sort((a, b) => a.validFrom - b.validFrom);
  }

  #connection(principal: Principal, ean: string): ConnectionRow {
    const found = this.#mine(principal).findLast((row) => row.ean === ean);
    // A consent that was withdrawn while the file was read.
    if (found === undefined) throw new ImportFileError('not-a-table', 'A company withdrew its consent while the file was read. Undo takes back what was written.');
    return found;
  }

  #tell(id: number, running: Pick<Running, 'author' | 'companies'>, share: number): void {
    const { live, simulated, now } = this.#ports;
    const resource = (): Resource => this.resource({ id, author: running.author, companies: [...running.companies] });
    live.changed(`import ${id}`, { event: { type: 'import', import: id, share, at: toIso(epochMs(now())), simulated }, resource });
    for (const company of running.companies) {
      const row = this.#ports.directory.companies.get(company);
      const sharing = this.sharing(company);
      if (row === undefined || sharing === null) continue;
      live.changed(`company ${company}`, {
        event: { type: 'changed', park: row.park, company, meters: [], at: toIso(epochMs(now())), simulated },
        resource: () => ({ kind: 'company', ...sharing }),
      });
    }
  }
}

/** A sender's choices, with the connections that this file names. null when they do not fit any more. */
function fitted(text: string, { choices: guessed, guesses }: ImportPreview): ImportChoices | null {
  const kept = ChoicesShape.safeParse(JSON.parse(text));
  if (!kept.success) return null;
  const eans = new Map(guessed.values.map((value) => [value.column, value.ean]));
  const values = kept.data.values.map((value) => ({ ...value, ean: kept.data.eanColumn === null ? (eans.get(value.column) ?? null) : null }));
  const { timeNumber = null } = kept.data;
  // A file with the day of the change in it says what its numbers count; the one that the choices were made for may not have had it.
  const by = guesses.some(({ field, certainty }) => field === 'timeNumber' && certainty === 'sure') ? guessed.timeNumber?.by : undefined;
  const choices = { ...kept.data, values, ...(timeNumber !== null && by !== undefined && { timeNumber: { ...timeNumber, by } }) };
  return faultOf(choices) === null || faultOf(guessed) !== null ? choices : null;
}
