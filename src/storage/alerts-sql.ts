// Alerts in the registry database: a change and the messages that tell of it are one transaction.
import { type Generated, type Kysely, type Selectable, type Transaction, sql } from 'kysely';
import { ALERT_KINDS, SEVERITIES, type Finding, type Severity } from '../domain/alerts.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type AlertRow, type Alerts, CHANNEL_KINDS, type ChannelRow, type Delivery, MESSAGE_KINDS, type MessageKind, type MessageRow, type Outgoing } from './alerts.ts';
import type { Tables } from './registry-tables.ts';

export interface AlertTables {
  alert: {
    id: Generated<number>;
    kind: string;
    subject: string;
    park: string;
    company: number | null;
    severity: string;
    value: number;
    limit_value: number;
    unit: string;
    opened_at: number;
    closed_at: number | null;
    acknowledged_at: number | null;
    acknowledged_by: string | null;
    escalated_at: number | null;
  };
  alert_channel: {
    id: Generated<number>;
    park: string;
    company: number | null;
    kind: string;
    target: string;
    secret: string | null;
    least_severity: string;
    quiet_from_hour: number;
    quiet_to_hour: number;
    escalates_only: number;
    lang: Generated<string>;
    created_by: string;
    created_at: number;
  };
  alert_message: {
    id: string;
    alert: number;
    channel: number;
    what: string;
    due_at: number;
    attempts: number;
    sent_at: number | null;
    gave_up_at: number | null;
    trouble: string | null;
  };
}

export class AlertsSql implements Alerts {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  open(finding: Finding & { readonly severity: Severity }, at: EpochMs, messages: Outgoing): Promise<AlertRow | null> {
    const { kind, subject, park, company, severity, value, limit, unit } = finding;
    return this.#db.transaction().execute(async (db) => {
      const row = await db
        .insertInto('alert')
        .values({ kind, subject, park, company, severity, value, limit_value: limit, unit, opened_at: at })
        .onConflict((conflict) => conflict.columns(['kind', 'subject']).where('closed_at', 'is', null).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return null;
      await write(db, { alert: row.id, what: 'opened', messages });
      return alertOf(row);
    });
  }

  close(id: number, at: EpochMs, messages: Outgoing): Promise<boolean> {
    return this.#change(id, { closed_at: at }, async (db) => {
      await takeBackEscalation(db, id);
      const told = new Set((await db.selectFrom('alert_message').select('channel').where('alert', '=', id).execute()).map((row) => row.channel));
      await write(db, { alert: id, what: 'closed', messages: messages.filter(({ channel }) => told.has(channel)) });
    });
  }

  acknowledge(id: number, by: string, at: EpochMs): Promise<boolean> {
    return this.#change(id, { acknowledged_at: at, acknowledged_by: by }, (db) => takeBackEscalation(db, id));
  }

  escalate(id: number, at: EpochMs, messages: Outgoing): Promise<boolean> {
    return this.#change(id, { escalated_at: at }, (db) => write(db, { alert: id, what: 'escalated', messages }));
  }

  /** Each change happens once: the column it sets was empty, and the alert is open. */
  #change(id: number, values: Partial<Selectable<Tables['alert']>>, then: (db: Transaction<Tables>) => Promise<void>): Promise<boolean> {
    const column = 'closed_at' in values ? 'closed_at' : 'escalated_at' in values ? 'escalated_at' : 'acknowledged_at';
    return this.#db.transaction().execute(async (db) => {
      const changed = await db.updateTable('alert').set(values).where('id', '=', id).where(column, 'is', null).where('closed_at', 'is', null).executeTakeFirst();
      if (Number(changed.numUpdatedRows) === 0) return false;
      await then(db);
      return true;
    });
  }

  async byId(id: number): Promise<AlertRow | null> {
    const row = await this.#db.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : alertOf(row);
  }

  async allOpen(): Promise<AlertRow[]> {
    return (await this.#db.selectFrom('alert').selectAll().where('closed_at', 'is', null).orderBy('id').execute()).map(alertOf);
  }

  async latest(limit: number): Promise<AlertRow[]> {
    return (await this.#db.selectFrom('alert').selectAll().orderBy('id', 'desc').limit(limit).execute()).map(alertOf);
  }

  async channels(): Promise<ChannelRow[]> {
    return (await this.#db.selectFrom('alert_channel').selectAll().orderBy('id').execute()).map(channelOf);
  }

  async addChannel({ park, company, kind, target, secret, leastSeverity, quiet, escalatesOnly, lang, createdBy, createdAt }: Omit<ChannelRow, 'id'>): Promise<ChannelRow> {
    const values = { park, company, kind, target, secret, least_severity: leastSeverity, quiet_from_hour: quiet.fromHour, quiet_to_hour: quiet.toHour };
    const row = { ...values, escalates_only: escalatesOnly ? 1 : 0, lang, created_by: createdBy, created_at: createdAt };
    return channelOf(await this.#db.insertInto('alert_channel').values(row).returningAll().executeTakeFirstOrThrow());
  }

  async removeChannel(id: number): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      await db.deleteFrom('alert_message').where('channel', '=', id).execute();
      await db.deleteFrom('alert_channel').where('id', '=', id).execute();
    });
  }

  async due(at: EpochMs, limit: number): Promise<MessageRow[]> {
    const waiting = this.#db.selectFrom('alert_message as one').selectAll('one').where('sent_at', 'is', null).where('gave_up_at', 'is', null).where('due_at', '<=', at);
    const first = waiting.where((where) =>
      where.or([
        where('what', '<>', 'closed'),
        where.not(
          where.exists(
            where
              .selectFrom('alert_message as before')
              .select('before.id')
              .whereRef('before.alert', '=', 'one.alert')
              .whereRef('before.channel', '=', 'one.channel')
              .where('before.what', '<>', 'closed')
              .where('before.sent_at', 'is', null)
              .where('before.gave_up_at', 'is', null),
          ),
        ),
      ]),
    );
    const rows = await first.orderBy('due_at').orderBy('id').limit(limit).execute();
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.alert);
    const alerts = new Map((await this.#db.selectFrom('alert').selectAll().where('id', 'in', ids).execute()).map((row) => [row.id, alertOf(row)]));
    const channels = new Map((await this.channels()).map((row) => [row.id, row]));
    return rows.flatMap(({ id, alert, channel, what, attempts }) => {
      const [about, by] = [alerts.get(alert), channels.get(channel)];
      return about === undefined || by === undefined ? [] : [{ id, what: oneOf(MESSAGE_KINDS, what), attempts, alert: about, channel: by }];
    });
  }

  async sent(message: string, at: EpochMs): Promise<void> {
    await this.#db.updateTable('alert_message').set({ sent_at: at, trouble: null }).where('id', '=', message).execute();
  }

  async failed(message: string, { at, next, trouble }: { at: EpochMs; next: EpochMs | null; trouble: string }): Promise<void> {
    const when = next === null ? { gave_up_at: at } : { due_at: next };
    await this.#db
      .updateTable('alert_message')
      .set((column) => ({ ...when, trouble, attempts: column('attempts', '+', 1) }))
      .where('id', '=', message)
      .execute();
  }

  async postpone(message: string, until: EpochMs): Promise<void> {
    await this.#db.updateTable('alert_message').set({ due_at: until }).where('id', '=', message).execute();
  }

  async hurryGateway(gateway: number, at: EpochMs): Promise<number> {
    const waiting = this.#db.updateTable('alert_message').set({ due_at: at }).where('sent_at', 'is', null).where('gave_up_at', 'is', null).where('attempts', '>', 0);
    const its = this.#db.selectFrom('alert_channel').select('id').where('kind', '=', 'mqtt').where('target', '=', String(gateway));
    return Number((await waiting.where('due_at', '>', at).where('channel', 'in', its).executeTakeFirst()).numUpdatedRows);
  }

  async deliveries(): Promise<Delivery[]> {
    const all = this.#db.selectFrom('alert_message').groupBy('channel');
    const sent = await all.select(['channel', (each) => each.fn.max('sent_at').as('at')]).execute();
    const open = all.where('sent_at', 'is', null).where('gave_up_at', 'is', null);
    const waiting = await open
      .select(['channel', (each) => each.fn.countAll().as('count'), (each) => each.fn.max('attempts').as('tried'), (each) => each.fn.min('due_at').as('next')])
      .execute();
    const failed = this.#db.selectFrom('alert_message').select(['channel', 'trouble', 'gave_up_at']).where('sent_at', 'is', null).where('trouble', 'is not', null);
    const troubles = await failed
      .orderBy(sql`coalesce(gave_up_at, due_at)`, 'desc')
      .limit(TROUBLES_MAX)
      .execute();
    return sent.map(({ channel, at }) => {
      const rest = waiting.find((one) => one.channel === channel);
      // What is tried again has not arrived; what was given up counts until something did.
      const last = troubles.find((one) => one.channel === channel && (one.gave_up_at ?? Number.POSITIVE_INFINITY) > (at ?? 0));
      const next = rest === undefined ? null : atOrNull(rest.next);
      return { channel, sentAt: atOrNull(at), waiting: Number(rest?.count ?? 0), attempts: rest?.tried ?? 0, nextAt: next, trouble: last?.trouble ?? null };
    });
  }
}

/** Messages that failed, newest first, among which the last of each channel is sought. */
const TROUBLES_MAX = 500;

/** Somebody looks after it, or it is over: whoever would have been told that nobody does, is not. */
async function takeBackEscalation(db: Transaction<Tables>, alert: number): Promise<void> {
  await db.deleteFrom('alert_message').where('alert', '=', alert).where('what', '=', 'escalated').where('sent_at', 'is', null).where('attempts', '=', 0).execute();
}

async function write(db: Transaction<Tables>, { alert, what, messages }: { alert: number; what: MessageKind; messages: Outgoing }): Promise<void> {
  if (messages.length === 0) return;
  await db
    .insertInto('alert_message')
    .values(messages.map(({ id, channel, dueAt }) => ({ id, alert, channel, what, due_at: dueAt, attempts: 0 })))
    .execute();
}

/** @throws Error when another version wrote something that this one does not know */
function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new Error(`the registry holds '${text}' where one of ${known.join(', ')} belongs`);
  return found;
}

const atOrNull = (ms: number | null): EpochMs | null => (ms === null ? null : epochMs(ms));

function alertOf(row: Selectable<Tables['alert']>): AlertRow {
  return {
    id: row.id,
    kind: oneOf(ALERT_KINDS, row.kind),
    subject: row.subject,
    park: row.park,
    company: row.company,
    severity: oneOf(SEVERITIES, row.severity),
    value: row.value,
    limit: row.limit_value,
    unit: row.unit,
    openedAt: epochMs(row.opened_at),
    closedAt: atOrNull(row.closed_at),
    acknowledgedAt: atOrNull(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    escalatedAt: atOrNull(row.escalated_at),
  };
}

function channelOf(row: Selectable<Tables['alert_channel']>): ChannelRow {
  return {
    id: row.id,
    park: row.park,
    company: row.company,
    kind: oneOf(CHANNEL_KINDS, row.kind),
    target: row.target,
    secret: row.secret,
    leastSeverity: oneOf(SEVERITIES, row.least_severity),
    quiet: { fromHour: row.quiet_from_hour, toHour: row.quiet_to_hour },
    escalatesOnly: row.escalates_only === 1,
    lang: row.lang === 'en' ? 'en' : 'nl',
    createdBy: row.created_by,
    createdAt: epochMs(row.created_at),
  };
}
