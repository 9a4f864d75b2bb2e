// Tables of files and figures that people bring: what came, from whom, for which companies, and what became of it.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const imports: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id, double } = typesOf(db);
    await sql`create table import_file (id ${id}, kind text not null, author text not null, author_name text not null, name text not null, hash text not null,
      bytes bigint not null, at bigint not null, state text not null, sender text, choices text, result text,
      ended_at bigint, undone_at bigint, undone_by text)`.execute(db);
    await sql`create table import_company (import integer not null references import_file(id), company integer not null references company(id), unique(import, company))`.execute(
      db,
    );
    await sql`create table import_sender (id ${id}, owner text not null, name text not null, heading text not null, choices text not null,
      used_at bigint not null, unique(owner, name))`.execute(db);
    await sql`create table document (id text not null primary key, author text not null, name text not null, type text not null, hash text not null,
      bytes bigint not null, at bigint not null)`.execute(db);
    await sql`create table figure (id ${id}, company integer not null references company(id), connection integer references connection(id), kind text not null,
      subject text not null, flow text not null, unit text not null, amount ${double} not null, first_reading ${double}, last_reading ${double},
      from_ms bigint not null, to_ms bigint not null, note text not null, document text references document(id), author text not null, author_name text not null,
      at bigint not null, import integer references import_file(id), removed_at bigint, removed_by text)`.execute(db);
    await db.schema.createIndex('figure_company').on('figure').columns(['company', 'from_ms']).execute();
    await db.schema.createIndex('import_file_author').on('import_file').columns(['author', 'id']).execute();
  },
};
