// Rows of files and figures that people brought, in the registry database. Runs in the main thread only.
import type { Generated, Kysely, Selectable } from 'kysely';

/** An alias, not an interface: Kysely asks for tables by any name. */
export type ImportTables = {
  import_file: {
    id: Generated<number>;
    kind: string;
    author: string;
    author_name: string;
    name: string;
    hash: string;
    bytes: number;
    at: number;
    state: string;
    sender: string | null;
    choices: string | null;
    result: string | null;
    ended_at: number | null;
    undone_at: number | null;
    undone_by: string | null;
  };
  import_company: { import: number; company: number };
  import_sender: { id: Generated<number>; owner: string; name: string; heading: string; choices: string; used_at: number };
  document: { id: string; author: string; name: string; type: string; hash: string; bytes: number; at: number };
  figure: {
    id: Generated<number>;
    company: number;
    connection: number | null;
    kind: string;
    subject: string;
    flow: string;
    unit: string;
    amount: number;
    first_reading: number | null;
    last_reading: number | null;
    from_ms: number;
    to_ms: number;
    note: string;
    document: string | null;
    author: string;
    author_name: string;
    at: number;
    import: number | null;
    removed_at: number | null;
    removed_by: string | null;
  };
};
export type ImportRow = Selectable<ImportTables['import_file']> & { readonly companies: readonly number[] };
export type SenderRow = Selectable<ImportTables['import_sender']>;
export type DocumentRow = Selectable<ImportTables['document']>;
export type FigureRow = Selectable<ImportTables['figure']>;

export class ImportsSql {
  readonly #db: Kysely<ImportTables>;

  constructor(db: Kysely<ImportTables>) {
    this.#db = db;
  }

  async add(row: Pick<ImportRow, 'kind' | 'author' | 'author_name' | 'name' | 'hash' | 'bytes' | 'at' | 'state'>): Promise<ImportRow> {
    return { ...(await this.#db.insertInto('import_file').values(row).returningAll().executeTakeFirstOrThrow()), companies: [] };
  }

  async change(id: number, values: Partial<Omit<Selectable<ImportTables['import_file']>, 'id'>>): Promise<void> {
    await this.#db.updateTable('import_file').set(values).where('id', '=', id).execute();
  }

  /** Takes an upload for reading. @returns false when somebody else was first, or it is no upload any more */
  async claim(id: number, values: { sender: string | null; choices: string }): Promise<boolean> {
    const result = await this.#db
      .updateTable('import_file')
      .set({ ...values, state: 'running' })
      .where('id', '=', id)
      .where('state', '=', 'uploaded')
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  async touch(id: number, companies: readonly number[]): Promise<void> {
    if (companies.length === 0) return;
    await this.#db
      .insertInto('import_company')
      .values(companies.map((company) => ({ import: id, company })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async one(id: number): Promise<ImportRow | null> {
    const row = await this.#db.selectFrom('import_file').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : ((await this.#withCompanies([row]))[0] ?? null);
  }

  /** Files, newest first, below an id. `mine`: only those that this reader may see: own ones of which nothing is known
   *  yet, and those with figures of these companies and of no others. */
  async list(page: { before: number | null; limit: number; mine: { author: string; companies: readonly number[] } | null }): Promise<ImportRow[]> {
    const { before, limit, mine } = page;
    let rows = this.#db.selectFrom('import_file').selectAll().where('kind', '=', 'file').orderBy('id', 'desc').limit(limit);
    if (before !== null) rows = rows.where('id', '<', before);
    if (mine !== null) {
      const linked = this.#db.selectFrom('import_company').select('import');
      const foreign = this.#db
        .selectFrom('import_company')
        .select('import')
        .where('company', 'not in', [-1, ...mine.companies]);
      rows = rows.where('id', 'not in', foreign).where((where) => where.or([where('id', 'in', linked), where('author', '=', mine.author)]));
    }
    return this.#withCompanies(await rows.execute());
  }

  /** What the files and documents of one person take, each once. */
  async bytesOf(author: string): Promise<number> {
    const files = this.#db.selectFrom('import_file').select(['hash', 'bytes']).where('author', '=', author);
    const all = await files.union(this.#db.selectFrom('document').select(['hash', 'bytes']).where('author', '=', author)).execute();
    return all.reduce((sum, row) => sum + row.bytes, 0);
  }

  /** A stop in the middle of an import: what was written can be undone. */
  async interrupt(result: string, at: number): Promise<void> {
    await this.#db.updateTable('import_file').set({ state: 'failed', result, ended_at: at }).where('state', '=', 'running').execute();
  }

  /** Uploads that nobody started go after a while. @returns the hashes of their files */
  async forgetUploads(before: number): Promise<string[]> {
    const old = await this.#db
      .deleteFrom('import_file')
      .where('state', '=', 'uploaded')
      .where('at', '<', before)
      .where('id', 'not in', (query) => query.selectFrom('import_company').select('import'))
      .returning('hash')
      .execute();
    return old.map(({ hash }) => hash);
  }

  /** So do documents that no figure names. @returns the hashes of their files */
  async forgetDocuments(before: number): Promise<string[]> {
    const named = this.#db.selectFrom('figure').select('document').where('document', 'is not', null);
    const old = await this.#db.deleteFrom('document').where('at', '<', before).where('id', 'not in', named.$castTo<{ document: string }>()).returning('hash').execute();
    return old.map(({ hash }) => hash);
  }

  /** An upload that turned out to be no table leaves no row. */
  async forget(id: number): Promise<void> {
    await this.#db.deleteFrom('import_file').where('id', '=', id).where('state', '=', 'uploaded').execute();
  }

  async senders(owner: string): Promise<SenderRow[]> {
    return this.#db.selectFrom('import_sender').selectAll().where('owner', '=', owner).orderBy('used_at', 'desc').execute();
  }

  async keepSender(row: Omit<SenderRow, 'id'>): Promise<void> {
    const { heading, choices, used_at } = row;
    await this.#db
      .insertInto('import_sender')
      .values(row)
      .onConflict((conflict) => conflict.columns(['owner', 'name']).doUpdateSet({ heading, choices, used_at }))
      .execute();
  }

  async addDocument(row: DocumentRow): Promise<void> {
    await this.#db.insertInto('document').values(row).execute();
  }

  async document(id: string): Promise<DocumentRow | null> {
    return (await this.#db.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
  }

  /** Does any row name the file with this hash? */
  async names(hash: string): Promise<boolean> {
    const [file, document] = [
      await this.#db.selectFrom('import_file').select('id').where('hash', '=', hash).executeTakeFirst(),
      await this.#db.selectFrom('document').select('id').where('hash', '=', hash).executeTakeFirst(),
    ];
    return file !== undefined || document !== undefined;
  }

  async addFigure(row: Omit<FigureRow, 'id'>): Promise<FigureRow> {
    return this.#db.insertInto('figure').values(row).returningAll().executeTakeFirstOrThrow();
  }

  async figure(id: number): Promise<FigureRow | null> {
    return (await this.#db.selectFrom('figure').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
  }

  async removeFigure(id: number, by: { at: number; author: string }): Promise<void> {
    await this.#db.updateTable('figure').set({ removed_at: by.at, removed_by: by.author }).where('id', '=', id).execute();
  }

  /** Figures of these companies that count, newest period first. */
  async figures(companies: readonly number[], limit: number): Promise<FigureRow[]> {
    return this.#db
      .selectFrom('figure')
      .selectAll()
      .where('company', 'in', [-1, ...companies])
      .where('removed_at', 'is', null)
      .orderBy('from_ms', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  async #withCompanies(rows: readonly Selectable<ImportTables['import_file']>[]): Promise<ImportRow[]> {
    const ids = rows.map((row) => row.id);
    const links = await this.#db
      .selectFrom('import_company')
      .selectAll()
      .where('import', 'in', [-1, ...ids])
      .execute();
    return rows.map((row) => ({ ...row, companies: links.filter((link) => link.import === row.id).map((link) => link.company) }));
  }
}
