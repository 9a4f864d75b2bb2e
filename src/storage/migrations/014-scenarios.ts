// Scenarios: a name, steps as JSON, whose they are and who may look; and of a solver's run what came out. Times are epoch ms.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const scenarios: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id } = typesOf(db);
    await sql`create table scenario (id ${id}, park text not null, company integer references company(id), name text not null, steps text not null,
      step_order text not null, from_ms bigint, to_ms bigint, shared integer not null, author text not null, author_name text not null,
      created_at bigint not null, changed_at bigint not null, solved_for text, solved text)`.execute(db);
    await db.schema.createIndex('scenario_whose').on('scenario').columns(['park', 'company']).execute();
  },
};
