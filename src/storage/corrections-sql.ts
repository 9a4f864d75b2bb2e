// Corrections in the registry database.
import type { Kysely, Selectable } from 'kysely';
import { epochMs } from '../domain/units.ts';
import type { CorrectionRow, Corrections } from './corrections.ts';
import type { Tables } from './registry-tables.ts';
import { causeKey } from './revisions.ts';

/** Ids in one query. */
const IDS_MAX = 500;

export class CorrectionsSql implements Corrections {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async insert({ kind, meter, register, from, to, detail, author, reason, at }: Omit<CorrectionRow, 'id' | 'undone'>): Promise<CorrectionRow> {
    const values = { kind, meter, register, from_ms: from, to_ms: to, detail, author, reason, at };
    return rowOf(await this.#db.insertInto('correction').values(values).returningAll().executeTakeFirstOrThrow(), null);
  }

  async byId(id: number): Promise<CorrectionRow | null> {
    const row = await this.#db.selectFrom('correction').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : ((await this.#withUndone([row]))[0] ?? null);
  }

  async latest({ meters, limit }: { meters: readonly number[]; limit: number }): Promise<CorrectionRow[]> {
    const found: Selectable<Tables['correction']>[] = [];
    for (let first = 0; first < meters.length; first += IDS_MAX) {
      const some = this.#db
        .selectFrom('correction')
        .selectAll()
        .where('meter', 'in', meters.slice(first, first + IDS_MAX));
      found.push(...(await some.orderBy('id', 'desc').limit(limit).execute()));
    }
    return this.#withUndone(found.sort((a, b) => b.id - a.id).slice(0, limit));
  }

  async #withUndone(rows: readonly Selectable<Tables['correction']>[]): Promise<CorrectionRow[]> {
    const keys = rows.map((row) => causeKey({ importId: null, correctionId: row.id }));
    const undone = keys.length === 0 ? [] : await this.#db.selectFrom('undone').selectAll().where('cause', 'in', keys).execute();
    return rows.map((row, index) => rowOf(row, undone.find((one) => one.cause === keys[index]) ?? null));
  }
}

function rowOf(row: Selectable<Tables['correction']>, undone: Tables['undone'] | null): CorrectionRow {
  return {
    id: row.id,
    kind: row.kind === 'swap' ? 'swap' : 'amounts',
    meter: row.meter,
    register: row.register,
    from: epochMs(row.from_ms),
    to: epochMs(row.to_ms),
    detail: row.detail,
    author: row.author,
    reason: row.reason,
    at: epochMs(row.at),
    undone: undone === null ? null : { author: undone.author, reason: undone.reason, at: epochMs(undone.at) },
  };
}
