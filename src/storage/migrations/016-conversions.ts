// Who ended a limit, a membership or a group; the language that a channel is told in; and installations that turn one carrier into another, with the meters on either side.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const conversions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id } = typesOf(db);
    for (const table of ['capacity_group', 'capacity_member', 'capacity_limit']) {
      await sql`alter table ${sql.table(table)} add column ended_by text`.execute(db);
      await sql`alter table ${sql.table(table)} add column ended_at bigint`.execute(db);
    }
    await sql`alter table alert_channel add column lang text not null default 'nl'`.execute(db);
    await sql`create table conversion (id ${id}, company integer not null references company(id), kind text not null, name text not null,
      valid_from bigint not null, valid_to bigint, author text not null, at bigint not null, removed_at bigint, removed_by text)`.execute(db);
    await sql`create table conversion_meter (conversion integer not null references conversion(id), meter integer not null references meter(id), side text not null,
      unique(conversion, meter, side))`.execute(db);
    await db.schema.createIndex('conversion_company').on('conversion').columns(['company']).execute();
  },
};
