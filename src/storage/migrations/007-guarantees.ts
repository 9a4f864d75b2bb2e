// Guarantees of origin that companies bought or sold, by calendar quarter or year. Times are epoch ms.
import { type Kysely, type Migration, sql } from 'kysely';

export const guarantees: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const id = sql.raw('integer primary key autoincrement');
    await sql`create table guarantee (id ${id}, company integer not null references company(id), kind text not null, source text not null,
      from_ms bigint not null, to_ms bigint not null, kwh real not null, note text not null, author text not null, at bigint not null,
      removed_at bigint)`.execute(db);
    await db.schema.createIndex('guarantee_company').on('guarantee').columns(['company', 'from_ms']).execute();
  },
};
