// Guarantees of origin that companies bought or sold, by calendar quarter or year. Times are epoch ms.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const guarantees: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id, double } = typesOf(db);
    await sql`create table guarantee (id ${id}, company integer not null references company(id), kind text not null, source text not null,
      from_ms bigint not null, to_ms bigint not null, kwh ${double} not null, note text not null, author text not null, at bigint not null,
      removed_at bigint)`.execute(db);
    await db.schema.createIndex('guarantee_company').on('guarantee').columns(['company', 'from_ms']).execute();
  },
};
