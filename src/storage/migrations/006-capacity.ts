// Tables of limits and of groups that share a contract. A row is never changed but for its end; what was taken back stays.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const capacity: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id } = typesOf(db);
    await sql`create table capacity_group (id ${id}, park text not null, name text not null, rule text not null, valid_from bigint not null, valid_to bigint,
      author text not null, at bigint not null)`.execute(db);
    await sql`create table capacity_member (id ${id}, group_id integer not null references capacity_group(id), connection integer not null references connection(id),
      share_import_kw double precision not null, share_export_kw double precision not null, priority integer not null, valid_from bigint not null, valid_to bigint,
      author text not null, at bigint not null)`.execute(db);
    // Of a connection or of a group, never both.
    await sql`create table capacity_limit (id ${id}, connection integer references connection(id), group_id integer references capacity_group(id),
      direction text not null, kind text not null, kw double precision not null, valid_from bigint not null, valid_to bigint,
      from_minute integer, to_minute integer, weekdays text, note text not null, author text not null, at bigint not null,
      removed_at bigint, removed_by text)`.execute(db);
    await db.schema.createIndex('capacity_limit_connection').on('capacity_limit').columns(['connection']).execute();
    await db.schema.createIndex('capacity_limit_group').on('capacity_limit').columns(['group_id']).execute();
    await db.schema.createIndex('capacity_member_group').on('capacity_member').columns(['group_id']).execute();
  },
};
