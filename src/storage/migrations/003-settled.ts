// Tables of what was overwritten, undone and corrected by hand.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const settled: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id, bytes } = typesOf(db);
    // A run of quarters of one field of one register; before_values is null where there was nothing.
    await sql`create table revision (id ${id}, field text not null, register integer not null, first_quarter integer not null,
      quarters integer not null, before_values ${bytes}, author text not null, reason text not null, import integer, correction integer,
      undo integer not null, at bigint not null)`.execute(db);
    await db.schema.createIndex('revision_register').on('revision').columns(['register', 'first_quarter']).execute();
    await db.schema.createIndex('revision_import').on('revision').columns(['import']).execute();
    await db.schema.createIndex('revision_correction').on('revision').columns(['correction']).execute();
    await db.schema.createIndex('revision_at').on('revision').columns(['at']).execute();
    await sql`create table undone (cause text not null primary key, author text not null, reason text not null, at bigint not null)`.execute(db);
    await sql`create table correction (id ${id}, kind text not null, meter integer not null references meter(id), register integer references register(id),
      from_ms bigint not null, to_ms bigint not null, detail text not null, author text not null, reason text not null, at bigint not null)`.execute(db);
    await db.schema.createIndex('correction_meter').on('correction').columns(['meter']).execute();
  },
};
