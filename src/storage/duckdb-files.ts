// One DuckDB instance and its attached files. The only file that imports DuckDB: a second instance on the same
// file opens without an error and loses committed rows.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Column, appendColumns } from './duckdb-columns.ts';

export type { DuckDBAppender, DuckDBConnection };

const MEMORY_LIMIT = '1GB';
const SCHEMAS: Readonly<Record<string, string>> = {
  raw: `create table if not exists %.readings(register integer, at_ms bigint, value double, device uinteger);
        create table if not exists %.cursor(journal varchar, seq bigint)`,
  quarters: `create table if not exists %.live(register integer, quarter integer, amount_micro bigint, flag utinyint, anchor_ms bigint, anchor_value double, anchor_device uinteger);
        create table if not exists %.settled(register integer, quarter integer, amount double, flag utinyint);
        create table if not exists %.corrected(register integer, quarter integer, amount double, flag utinyint)`,
  position: `create table if not exists %.cursor(journal varchar, seq bigint)`,
};

/** 'raw_2026_11' -> 'raw' */
const schemaOf = (name: string): string => SCHEMAS[name.split('_')[0] ?? ''] ?? '';

export class DuckdbFiles {
  readonly #dir: string;
  readonly #instance: DuckDBInstance;
  readonly #attached = new Set<string>();
  readonly writer: DuckDBConnection;

  private constructor(dir: string, instance: DuckDBInstance, writer: DuckDBConnection) {
    this.#dir = dir;
    this.#instance = instance;
    this.writer = writer;
  }

  /** Opens every series file of the folder. @throws Error when another process holds one */
  static async open(dir: string): Promise<DuckdbFiles> {
    mkdirSync(join(dir, 'spill'), { recursive: true });
    const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: MEMORY_LIMIT, temp_directory: join(dir, 'spill') });
    const files = new DuckdbFiles(dir, instance, await instance.connect());
    for (const file of readdirSync(dir)
      .filter((one) => one.endsWith('.duckdb'))
      .sort())
      await files.attach(file.replace('.duckdb', ''));
    return files;
  }

  /** Attaches a file, making it when it is new. The name is ours, never user text. */
  async attach(name: string): Promise<string> {
    if (this.#attached.has(name)) return name;
    if (!/^[a-z]+(_\d+)*$/.test(name)) throw new Error(`no series file is called ${name}`);
    const path = join(this.#dir, `${name}.duckdb`);
    await this.writer.run(`attach '${path.replaceAll("'", "''")}' as ${name}`);
    for (const statement of schemaOf(name).split(';')) await this.writer.run(statement.replace('%', name));
    this.#attached.add(name);
    return name;
  }

  exists(name: string): boolean {
    return this.#attached.has(name) || existsSync(join(this.#dir, `${name}.duckdb`));
  }

  /** Attached files of a kind, oldest first. */
  names(kind: 'raw' | 'quarters'): string[] {
    return [...this.#attached].filter((name) => name.startsWith(`${kind}_`)).sort();
  }

  reader(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** Runs `work` in one transaction of the writer; rolled back when it throws. */
  async transaction(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
    await this.writer.run('begin transaction');
    try {
      await work(this.writer);
      await this.writer.run('commit');
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

  close(): void {
    this.writer.closeSync();
    this.#instance.closeSync();
  }
}
