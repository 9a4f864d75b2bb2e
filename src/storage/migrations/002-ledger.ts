// What happened to meters: swaps, resets, glitches and the like, one row each.
import { type Kysely, type Migration, sql } from 'kysely';

export const ledgerMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table meter_event (register integer not null references register(id), kind text not null, at bigint not null,
      from_value double precision, to_value double precision, readings integer not null, primary key (register, kind, at))`.execute(db);
  },
};
