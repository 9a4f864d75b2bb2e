// Where a material stream leaves or arrives; null: its park's middle stands for it.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const streamPlaces: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { double } = typesOf(db);
    await sql`alter table material_stream add column lat ${double}`.execute(db);
    await sql`alter table material_stream add column lon ${double}`.execute(db);
  },
};
