// One DuckDB instance and its attached files. The only file that imports DuckDB: a second instance on the same
// file opens without an error and loses committed rows.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Column, appendColumns } from './duckdb-columns.ts';
import { type Making, flush, pathOf, removeFile, seriesFilesIn, unfinishedPathOf, walOf } from './duckdb-paths.ts';
import { QueryTooLongError, SERIES_LIMITS, type SeriesLimits } from './series-keeping.ts';

export type { Column, DuckDBAppender, DuckDBConnection };

export interface DuckdbOptions {
  readonly limits?: SeriesLimits;
  /** Told before and after each step that lasts: tests stop the process there. */
  readonly onStep?: (step: string) => void;
}

const SCHEMAS: Readonly<Record<string, string>> = {
  raw: `create table if not exists %.readings(register integer, at_ms bigint, value double, device uinteger);
        create table if not exists %.cursor(journal varchar, seq bigint);
        create table if not exists %.kept(thinned_to_ms bigint, ordered_rows bigint)`,
  quarters: `create table if not exists %.live(register integer, quarter integer, amount_micro bigint, flag utinyint, anchor_ms bigint, anchor_value double, anchor_device uinteger);
        create table if not exists %.settled(register integer, quarter integer, amount double, flag utinyint);
        create table if not exists %.corrected(register integer, quarter integer, amount double, flag utinyint);
        create table if not exists %.dirty(register integer, day integer, to_day integer);
        create table if not exists %.days(register integer, day integer, present integer, amount_micro bigint, c bigint, m bigint, i bigint, e bigint, s bigint, x bigint);
        create table if not exists %.whole_days(register integer, day integer, flag utinyint, unit_micro integer, amounts integer[]);
        drop table if exists %.packed;
        create table if not exists %.loose(month integer, rows bigint);
        create table if not exists %.months(register integer, day integer, present integer, amount_micro bigint, c bigint, m bigint, i bigint, e bigint, s bigint, x bigint)`,
  position: `create table if not exists %.cursor(journal varchar, seq bigint);
        create table if not exists %.horizon(raw_from_ms bigint);
        create table if not exists %.erased(register integer, raw_from_ms bigint)`,
};
/** A copy of one file may take this long. */
const COPY_MS_MAX = 3_600_000;
const STOP_EVERY_MS = 50;

/** 'raw_2026_11' -> 'raw' */
const schemaOf = (name: string): string => SCHEMAS[name.split('_')[0] ?? ''] ?? '';
const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;

export class DuckdbFiles {
  readonly #dir: string;
  readonly #instance: DuckDBInstance;
  readonly #attached = new Set<string>();
  readonly #packed = new Set<string>();
  /** How often a file was made anew, where it was. */
  readonly #makings = new Map<string, number>();
  /** Files that were removed, with those who may still read them. */
  readonly #leaving = new Map<string, Set<DuckDBConnection>>();
  readonly #limits: SeriesLimits;
  readonly #onStep: (step: string) => void;
  /** Reading connections that are free. */
  readonly #readers: DuckDBConnection[] = [];
  /** Those that somebody reads by. */
  readonly #lent = new Set<DuckDBConnection>();
  #reading = 0;
  #closed = false;
  #onIdle: (() => void) | null = null;
  readonly writer: DuckDBConnection;

  private constructor(dir: string, parts: { instance: DuckDBInstance; writer: DuckDBConnection }, options: DuckdbOptions) {
    this.#dir = dir;
    this.#instance = parts.instance;
    this.writer = parts.writer;
    this.#limits = options.limits ?? SERIES_LIMITS;
    this.#onStep = options.onStep ?? (() => {});
  }

  /** Opens every series file of the folder. @throws Error when another process holds one */
  static async open(dir: string, options: DuckdbOptions = {}): Promise<DuckdbFiles> {
    mkdirSync(join(dir, 'spill'), { recursive: true });
    const { memory } = options.limits ?? SERIES_LIMITS;
    const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: memory, temp_directory: join(dir, 'spill') });
    const files = new DuckdbFiles(dir, { instance, writer: await instance.connect() }, options);
    const { newest, left } = seriesFilesIn(dir);
    // What a crash left: of two of a name the one made later is whole, and has all that the other had.
    for (const path of left) rmSync(path);
    for (const { name, making } of newest) {
      files.#makings.set(name, making);
      await files.attach(name);
    }
    return files;
  }

  /** Looks at the files of a folder that nobody holds, without changing a byte of them. */
  static async look<T>(dir: string, use: (connection: DuckDBConnection, names: readonly string[]) => Promise<T>): Promise<T> {
    const { newest } = seriesFilesIn(dir);
    const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: SERIES_LIMITS.memory });
    const connection = await instance.connect();
    try {
      for (const one of newest) await connection.run(`attach ${quoted(pathOf(dir, one))} as ${one.name} (read_only)`);
      return await use(
        connection,
        newest.map(({ name }) => name),
      );
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }

  /** Attaches a file, making it when it is new. The name is ours, never user text. */
  async attach(name: string): Promise<string> {
    if (this.#attached.has(name)) return name;
    if (!/^[a-z]+(_\d+)*$/.test(name)) throw new Error(`no series file is called ${name}`);
    this.#leaving.delete(name);
    await this.writer.run(`attach or replace ${quoted(pathOf(this.#dir, this.#making(name)))} as ${name}`);
    for (const statement of schemaOf(name).split(';')) await this.writer.run(statement.replace('%', name));
    this.#attached.add(name);
    await this.#lookWhetherPacked(name);
    return name;
  }

  #making(name: string): Making {
    return { name, making: this.#makings.get(name) ?? 0 };
  }

  async #lookWhetherPacked(name: string): Promise<void> {
    const packed = await this.writer.run(`select 1 from duckdb_columns() where database_name = '${name}' and table_name = 'readings' and column_name = 'thousandths'`);
    if ((await packed.getRows()).length > 0) this.#packed.add(name);
    else this.#packed.delete(name);
  }

  /** Has this file a table for readings in order? */
  isPacked(name: string): boolean {
    return this.#packed.has(name);
  }

  /** Every attached file. */
  allNames(): string[] {
    return [...this.#attached].sort();
  }

  /** Attached files of a kind, oldest first. */
  names(kind: 'raw' | 'quarters'): string[] {
    return [...this.#attached].filter((name) => name.startsWith(`${kind}_`)).sort();
  }

  /** Lends a reading connection: queries run beside the writer and beside each other, each with a time limit.
   *  @throws QueryTooLongError when the limit stopped it */
  async shared<T>(use: (connection: DuckDBConnection) => Promise<T>, limitMs = this.#limits.queryMs): Promise<T> {
    if (this.#closed) throw new Error('the store is closed');
    this.#reading += 1;
    const limit = { reached: false };
    let timer: NodeJS.Timeout | null = null;
    try {
      const connection = this.#readers.pop() ?? (await this.#instance.connect());
      this.#lent.add(connection);
      // Again and again: what is asked after a query that was stopped is too late as well.
      timer = setInterval(() => {
        limit.reached = true;
        connection.interrupt();
      }, limitMs);
      try {
        const found = await use(connection);
        // A result that is read as it comes ends there, and says nothing of it.
        if (limit.reached || this.#closed) throw new Error('the result may be cut short');
        return found;
      } finally {
        this.#lent.delete(connection);
        this.#readers.push(connection);
        await this.#detachWithout(connection);
      }
    } catch (cause) {
      if (limit.reached) throw new QueryTooLongError(`a query was stopped after ${limitMs / 1000} s`, { cause });
      throw cause;
    } finally {
      if (timer !== null) clearInterval(timer);
      this.#reading -= 1;
      if (this.#reading === 0) this.#onIdle?.();
    }
  }

  /** Lets go of removed files of which this was the last reader. */
  async #detachWithout(reader: DuckDBConnection): Promise<void> {
    for (const [name, readers] of this.#leaving) {
      readers.delete(reader);
      if (readers.size > 0) continue;
      this.#leaving.delete(name);
      // By one that nobody stops and that holds no transaction.
      const connection = await this.#instance.connect();
      await connection.run(`detach ${name}`);
      connection.closeSync();
    }
  }

  /** Begins to make a file anew: an empty one of the same form beside it, which counts for nothing until it takes its place, and a
   *  connection to fill it by. */
  async beginRewrite(name: string): Promise<{ fresh: string; connection: DuckDBConnection }> {
    const fresh = `fresh_${name}`;
    // What an attempt that failed halfway left.
    await this.dropRewrite(name);
    await this.writer.run(`attach ${quoted(unfinishedPathOf(this.#dir, name))} as ${fresh}`);
    for (const statement of schemaOf(name).split(';')) await this.writer.run(statement.replace('%', fresh));
    this.#onStep('rewrite begun');
    return { fresh, connection: await this.#instance.connect() };
  }

  /** Puts the new file in the place of the old one, to which nobody may write meanwhile. Whoever reads the old one reads it to the end,
   *  without a name in the folder; nobody waits for them. A crash at any step leaves the old file or the new one, whole. */
  async endRewrite(name: string): Promise<void> {
    const [unfinished, old, next] = [unfinishedPathOf(this.#dir, name), this.#making(name), { name, making: this.#making(name).making + 1 }];
    this.#onStep('rewrite filled');
    await this.writer.run(`checkpoint fresh_${name}`);
    await this.writer.run(`detach fresh_${name}`);
    if (existsSync(walOf(unfinished))) throw new Error(`what was made of ${name} still has a log`);
    flush(unfinished);
    this.#onStep('rewrite on disk');
    const path = pathOf(this.#dir, next);
    renameSync(unfinished, path);
    try {
      flush(this.#dir);
      this.#onStep('new file renamed');
      await this.writer.run(`attach or replace ${quoted(path)} as ${name}`);
    } catch (error) {
      // The next start would take it, without what comes until then.
      removeFile(path);
      flush(this.#dir);
      throw error;
    }
    this.#makings.set(name, next.making);
    await this.#lookWhetherPacked(name);
    this.#onStep('new file attached');
    removeFile(pathOf(this.#dir, old));
    this.#onStep('old file removed');
  }

  /** Leaves the old file in its place. */
  async dropRewrite(name: string): Promise<void> {
    await this.writer.run(`detach database if exists fresh_${name}`);
    removeFile(unfinishedPathOf(this.#dir, name));
  }

  /** Removes a file. Whoever reads it reads on; its space comes back when the last of them is done. */
  async remove(name: string): Promise<void> {
    this.#attached.delete(name);
    this.#onStep('file left out');
    removeFile(pathOf(this.#dir, this.#making(name)));
    flush(this.#dir);
    // The database may keep hold of the path for a while.
    this.#makings.set(name, this.#making(name).making + 1);
    if (this.#lent.size > 0) this.#leaving.set(name, new Set(this.#lent));
    else await this.writer.run(`detach ${name}`);
    this.#onStep('file removed');
  }

  /** Copies a file as it stands at one instant, beside what is written meanwhile, and lets `look` at that same
   *  instant. By the database itself: opening the file here to copy its bytes would give up the lock on it when that
   *  is closed. */
  async copy<T>(name: string, target: string, look: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    rmSync(target, { force: true });
    const seen = await this.shared(async (connection) => {
      await connection.run(`attach ${quoted(target)} as copying`);
      try {
        await connection.run('begin transaction');
        try {
          const looked = await look(connection);
          await connection.run(`copy from database ${name} to copying`);
          await connection.run('commit');
          return looked;
        } catch (error) {
          await connection.run('rollback').catch(() => {});
          throw error;
        } finally {
          await connection.run('checkpoint copying').catch(() => {});
        }
      } finally {
        await connection.run('detach copying');
      }
    }, COPY_MS_MAX);
    flush(target);
    return seen;
  }

  /** Runs `work` in one transaction of the writer; rolled back when it throws. */
  async transaction(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
    await this.writer.run('begin transaction');
    try {
      await work(this.writer);
      this.#onStep('before a commit');
      await this.writer.run('commit');
      this.#onStep('after a commit');
    } catch (error) {
      await this.writer.run('rollback').catch(() => {});
      throw error;
    }
  }

  async append(name: string, table: string, fill: (appender: DuckDBAppender) => void): Promise<void> {
    const appender = await this.writer.createAppender(table, 'main', name);
    fill(appender);
    appender.flushSync();
    appender.closeSync();
  }

  /** Appends whole columns, in the order of the table's own; from a row on when the ones before are there. */
  async appendColumns(to: { readonly file: string; readonly table: string; readonly fromRow?: number }, columns: readonly Column[]): Promise<void> {
    await this.append(to.file, to.table, (appender) => appendColumns(appender, columns, { from: to.fromRow ?? 0, to: columns[0]?.values.length ?? 0 }));
  }

  /** Stops the queries that run and waits for them: DuckDB that still works for a thread that ends takes the process along. */
  async close(): Promise<void> {
    this.#closed = true;
    // Again and again, as with the time limit: one may begin its next query.
    const stop = (): void => this.#lent.forEach((connection) => connection.interrupt());
    const stopping = setInterval(stop, STOP_EVERY_MS);
    stop();
    if (this.#reading > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    clearInterval(stopping);
    for (const reader of this.#readers) reader.closeSync();
    this.writer.closeSync();
    this.#instance.closeSync();
  }
}
