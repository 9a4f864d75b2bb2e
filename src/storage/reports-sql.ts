// Reports in the registry database. Runs in the main thread only.
import type { Generated, Kysely } from 'kysely';
import type { ReportHead, ReportKey, ReportRow, Reports } from './reports.ts';

/** An alias, not an interface: Kysely asks for tables by any name. */
export type ReportTables = { report: { [Column in keyof Omit<ReportRow, 'id'>]: ReportRow[Column] } & { id: Generated<number> } };

export class ReportsSql implements Reports {
  readonly #db: Kysely<ReportTables>;

  constructor(db: Kysely<ReportTables>) {
    this.#db = db;
  }

  async add(row: ReportKey & Pick<ReportRow, 'created_by' | 'created_at'>): Promise<ReportRow> {
    return this.#db
      .insertInto('report')
      .values({ ...row, published_by: null, published_at: null, figures: null, explanations: null, sha256: null })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  async byId(id: number): Promise<ReportRow | null> {
    return (await this.#db.selectFrom('report').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
  }

  async latest(limit: number): Promise<ReportHead[]> {
    return this.#db
      .selectFrom('report')
      .select(['id', 'kind', 'park', 'company', 'from_ms', 'to_ms', 'factors', 'created_by', 'created_at', 'published_by', 'published_at', 'sha256'])
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  async countOf(park: string, company: number | null): Promise<number> {
    const rows = this.#db
      .selectFrom('report')
      .select((of) => of.fn.countAll().as('count'))
      .where('park', '=', park);
    const { count } = await (company === null ? rows.where('company', 'is', null) : rows.where('company', '=', company)).executeTakeFirstOrThrow();
    return Number(count);
  }

  async publish(id: number, { by, at, ...frozen }: Parameters<Reports['publish']>[1]): Promise<boolean> {
    const done = await this.#db
      .updateTable('report')
      .set({ published_by: by, published_at: at, ...frozen })
      .where('id', '=', id)
      .where('published_at', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows === 1n;
  }

  async removeDraft(id: number): Promise<boolean> {
    const done = await this.#db.deleteFrom('report').where('id', '=', id).where('published_at', 'is', null).executeTakeFirst();
    return done.numDeletedRows === 1n;
  }
}
