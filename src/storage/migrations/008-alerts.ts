// Tables of what was told: alerts, where they are told, and each message until it is sent. Times are epoch ms.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const alerts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id, double } = typesOf(db);
    await sql`create table alert (id ${id}, kind text not null, subject text not null, park text not null, company integer references company(id),
      severity text not null, value ${double} not null, limit_value ${double} not null, unit text not null, opened_at bigint not null, closed_at bigint,
      acknowledged_at bigint, acknowledged_by text, escalated_at bigint)`.execute(db);
    // At most one that is open: what two evaluations find at once is told once.
    await sql`create unique index alert_open on alert (kind, subject) where closed_at is null`.execute(db);
    await sql`create table alert_channel (id ${id}, park text not null, company integer references company(id), kind text not null, target text not null,
      secret text, least_severity text not null, quiet_from_hour integer not null, quiet_to_hour integer not null, escalates_only integer not null,
      created_by text not null, created_at bigint not null)`.execute(db);
    await sql`create table alert_message (id text primary key, alert integer not null references alert(id), channel integer not null references alert_channel(id) on delete cascade,
      what text not null, due_at bigint not null, attempts integer not null, sent_at bigint, gave_up_at bigint, trouble text, unique(alert, channel, what))`.execute(db);
    await db.schema.createIndex('alert_message_due').on('alert_message').columns(['sent_at', 'gave_up_at', 'due_at']).execute();
    await db.schema.createIndex('alert_opened').on('alert').columns(['opened_at']).execute();
  },
};
