// Scenarios in the registry database. Runs in the main thread only.
import type { Generated, Kysely } from 'kysely';
import type { ScenarioChange, ScenarioHead, ScenarioOwners, ScenarioRow, Scenarios } from './scenarios.ts';

/** An alias, not an interface: Kysely asks for tables by any name. */
export type ScenarioTables = { scenario: { [Column in keyof Omit<ScenarioRow, 'id'>]: ScenarioRow[Column] } & { id: Generated<number> } };

const HEAD = ['id', 'park', 'company', 'name', 'steps', 'step_order', 'prices', 'from_ms', 'to_ms', 'shared', 'author', 'author_name', 'created_at', 'changed_at'] as const;

export class ScenariosSql implements Scenarios {
  readonly #db: Kysely<ScenarioTables>;

  constructor(db: Kysely<ScenarioTables>) {
    this.#db = db;
  }

  async add(row: Omit<ScenarioHead, 'id'>): Promise<ScenarioHead> {
    return this.#db
      .insertInto('scenario')
      .values({ ...row, solved_for: null, solved: null })
      .returning([...HEAD])
      .executeTakeFirstOrThrow();
  }

  async byId(id: number): Promise<ScenarioRow | null> {
    return (await this.#db.selectFrom('scenario').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
  }

  async latest({ park, company }: { park?: string; company?: number }, of: ScenarioOwners | null, limit: number): Promise<ScenarioHead[]> {
    let rows = this.#db.selectFrom('scenario').select([...HEAD]);
    if (park !== undefined) rows = rows.where('park', '=', park);
    if (company !== undefined) rows = rows.where('company', '=', company);
    if (of !== null) {
      const { companies, sharing, parks, author } = of;
      if (companies.length + sharing.length + parks.length === 0) return [];
      rows = rows.where((row) =>
        row.or([
          // PostgreSQL takes no empty list.
          ...(companies.length > 0 ? [row('company', 'in', [...companies])] : []),
          ...(sharing.length > 0 ? [row.and([row('company', 'in', [...sharing]), row('shared', '=', 1)])] : []),
          ...(parks.length > 0 ? [row.and([row('company', 'is', null), row('park', 'in', [...parks]), row.or([row('shared', '=', 1), row('author', '=', author)])])] : []),
        ]),
      );
    }
    return rows.orderBy('id', 'desc').limit(limit).execute();
  }

  async countOf(park: string, company: number | null): Promise<number> {
    const rows = this.#db
      .selectFrom('scenario')
      .select((of) => of.fn.countAll().as('count'))
      .where('park', '=', park);
    const { count } = await (company === null ? rows.where('company', 'is', null) : rows.where('company', '=', company)).executeTakeFirstOrThrow();
    return Number(count);
  }

  async change(id: number, change: ScenarioChange, at: number): Promise<void> {
    await this.#db
      .updateTable('scenario')
      .set({ ...change, changed_at: at })
      .where('id', '=', id)
      .execute();
  }

  async keepSolved(id: number, { solvedFor, solved }: { solvedFor: string; solved: string }): Promise<void> {
    await this.#db.updateTable('scenario').set({ solved_for: solvedFor, solved }).where('id', '=', id).execute();
  }

  async remove(id: number): Promise<void> {
    await this.#db.deleteFrom('scenario').where('id', '=', id).execute();
  }
}
