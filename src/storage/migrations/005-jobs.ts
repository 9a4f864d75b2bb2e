// The last run of each job, so that it is still known after a restart. Times are epoch ms.
import { type Kysely, type Migration, sql } from 'kysely';

export const jobs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table job (name text primary key, started_at bigint not null, ended_at bigint, outcome text, counts text not null, trouble text)`.execute(db);
  },
};
