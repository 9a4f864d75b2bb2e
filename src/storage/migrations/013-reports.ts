// Reports: what was asked for, and of a published one the figures as they were that day. Times are epoch ms.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const reports: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id } = typesOf(db);
    await sql`create table report (id ${id}, kind text not null, park text not null, company integer references company(id), from_ms bigint not null,
      to_ms bigint not null, factors text not null, created_by text not null, created_at bigint not null, published_by text, published_at bigint,
      figures text, sha256 text)`.execute(db);
    await db.schema.createIndex('report_whose').on('report').columns(['park', 'company']).execute();
  },
};
