// Guarantees of origin of companies, in the registry database. Runs in the main thread only.
import type { Generated, Kysely, Selectable } from 'kysely';

/** An alias, not an interface: Kysely asks for tables by any name. */
export type GuaranteeTables = {
  guarantee: {
    id: Generated<number>;
    company: number;
    kind: string;
    source: string;
    from_ms: number;
    to_ms: number;
    kwh: number;
    note: string;
    author: string;
    at: number;
    removed_at: number | null;
  };
};
export type GuaranteeRow = Selectable<GuaranteeTables['guarantee']>;

export class GuaranteesSql {
  readonly #db: Kysely<GuaranteeTables>;

  constructor(db: Kysely<GuaranteeTables>) {
    this.#db = db;
  }

  async add(row: Omit<GuaranteeRow, 'id' | 'removed_at'>): Promise<GuaranteeRow> {
    return this.#db
      .insertInto('guarantee')
      .values({ ...row, removed_at: null })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** Those of companies that count, whose period overlaps [from, to); the latest first. */
  async of(companies: readonly number[], { from, to }: { from: number; to: number }): Promise<GuaranteeRow[]> {
    return this.#db
      .selectFrom('guarantee')
      .selectAll()
      .where('company', 'in', [-1, ...companies])
      .where('removed_at', 'is', null)
      .where('from_ms', '<', to)
      .where('to_ms', '>', from)
      .orderBy('from_ms', 'desc')
      .orderBy('id', 'desc')
      .execute();
  }

  /** @returns false when this company has no such guarantee, or it was removed already */
  async remove(company: number, id: number, at: number): Promise<boolean> {
    const done = await this.#db
      .updateTable('guarantee')
      .set({ removed_at: at })
      .where('id', '=', id)
      .where('company', '=', company)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows === 1n;
  }
}
