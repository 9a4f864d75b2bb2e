// What a channel is called and which rules it hears of, why an alert is over, and every change of channels and rules: of a rule the
// last one says whether it is on. Lists as JSON by code.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const alertSettings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id } = typesOf(db);
    await sql`alter table alert_channel add column name text not null default ''`.execute(db);
    await sql`alter table alert_channel add column kinds text`.execute(db);
    await sql`alter table alert add column closed_because text`.execute(db);
    await sql`create table alert_change (id ${id}, park text not null, company integer references company(id), what text not null, kind text, channel integer,
      fields text not null, changed_by text not null, changed_at bigint not null)`.execute(db);
  },
};
