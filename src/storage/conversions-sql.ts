// Conversions in the registry database, with a copy in memory.
import type { Generated, Kysely } from 'kysely';
import { z } from 'zod';
import { CONVERSION_KINDS } from '../domain/conversions.ts';
import { epochMs } from '../domain/units.ts';
import type { Stamp } from './capacity.ts';
import type { ConversionRow, Conversions } from './conversions.ts';

export interface ConversionTables {
  conversion: {
    id: Generated<number>;
    company: number;
    kind: string;
    name: string;
    valid_from: number;
    valid_to: number | null;
    author: string;
    at: number;
    removed_at: Generated<number | null>;
    removed_by: Generated<string | null>;
  };
  conversion_meter: { conversion: number; meter: number; side: string };
}

const Kind = z.enum(CONVERSION_KINDS);

export class ConversionsSql implements Conversions {
  readonly #db: Kysely<ConversionTables>;
  readonly #rows = new Map<number, ConversionRow>();

  private constructor(db: Kysely<ConversionTables>) {
    this.#db = db;
  }

  static async open(db: Kysely<ConversionTables>): Promise<ConversionsSql> {
    const open = new ConversionsSql(db);
    const meters = await db.selectFrom('conversion_meter').selectAll().orderBy('meter').execute();
    for (const row of await db.selectFrom('conversion').selectAll().where('removed_at', 'is', null).execute()) {
      const side = (name: string): number[] => meters.filter((one) => one.conversion === row.id && one.side === name).map((one) => one.meter);
      const { id, company, name, valid_from: from, valid_to: to } = row;
      open.#rows.set(id, {
        id,
        company,
        kind: Kind.parse(row.kind),
        name,
        inputs: side('input'),
        outputs: side('output'),
        from: epochMs(from),
        to: to === null ? null : epochMs(to),
      });
    }
    return open;
  }

  ofCompany(company: number): readonly ConversionRow[] {
    return [...this.#rows.values()].filter((row) => row.company === company);
  }

  byId(id: number): ConversionRow | null {
    return this.#rows.get(id) ?? null;
  }

  async add(row: Omit<ConversionRow, 'id'>, { author, at }: Stamp): Promise<ConversionRow> {
    const { company, kind, name, from, to } = row;
    const id = await this.#db.transaction().execute(async (db) => {
      const made = await db.insertInto('conversion').values({ company, kind, name, valid_from: from, valid_to: to, author, at }).returning('id').executeTakeFirstOrThrow();
      const sides = [...row.inputs.map((meter) => ({ meter, side: 'input' })), ...row.outputs.map((meter) => ({ meter, side: 'output' }))];
      await db
        .insertInto('conversion_meter')
        .values(sides.map((one) => ({ conversion: made.id, ...one })))
        .execute();
      return made.id;
    });
    const kept = { ...row, id };
    this.#rows.set(id, kept);
    return kept;
  }

  async remove(id: number, { author, at }: Stamp): Promise<void> {
    await this.#db.updateTable('conversion').set({ removed_at: at, removed_by: author }).where('id', '=', id).execute();
    this.#rows.delete(id);
  }
}
