// Alerts in the registry database: a change and the messages that tell of it are one transaction.
import { type Generated, type Kysely, type Selectable, type Transaction, sql } from 'kysely';
import type { RuleSwitch } from '../domain/alert-switches.ts';
import { ALERT_KINDS, SEVERITIES, type Finding, type Severity } from '../domain/alerts.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type AlertSettingTables, AlertSettingsSql, logChange, oneOf, switchesIn } from './alert-settings-sql.ts';
import { type AlertRow, type Alerts, CLOSED_BECAUSE, type Delivery, MESSAGE_KINDS, type MessageKind, type MessageRow, type Outgoing } from './alerts.ts';
import type { Tables } from './registry-tables.ts';

export interface AlertTables extends AlertSettingTables {
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
    closed_because: string | null;
    acknowledged_at: number | null;
    acknowledged_by: string | null;
    escalated_at: number | null;
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

export class AlertsSql extends AlertSettingsSql implements Alerts {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    super(db);
    this.#db = db;
  }

  open(finding: Finding & { readonly severity: Severity }, at: EpochMs, messages: Outgoing): Promise<AlertRow | null> {
    const { kind, subject, park, company, severity, value, limit, unit } = finding;
    return this.#db.transaction().execute(async (db) => {
      // Asked here, so that what a rule found while somebody switched it off is not told after that.
      if ((await switchesIn(db)).isOff(kind, { park, company })) return null;
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
    return this.#change(id, { closed_at: at, closed_because: 'over' }, async (db) => {
      await takeBackEscalation(db, id);
      await tellEnd(db, id, messages);
    });
  }

  switchRule({ kind, park, company, on, by, at }: RuleSwitch, messagesOf: (row: AlertRow) => Outgoing): Promise<AlertRow[]> {
    return this.#db.transaction().execute(async (db) => {
      if ((await switchesIn(db)).isOff(kind, { park, company }) !== on) return [];
      await logChange(db, { park, company }, { what: on ? 'rule-on' : 'rule-off', kind, channel: null, fields: [], by, at });
      if (on) return [];
      await dropUntold(db, { kind, park, company });
      const own = db
        .selectFrom('alert')
        .selectAll()
        .where('kind', '=', kind)
        .where('park', '=', park)
        .where('company', company === null ? 'is' : '=', company);
      const closed = (await own.where('closed_at', 'is', null).execute()).map(alertOf);
      for (const row of closed) {
        await db.updateTable('alert').set({ closed_at: at, closed_because: 'switched-off' }).where('id', '=', row.id).execute();
        await tellEnd(db, row.id, messagesOf(row));
      }
      return closed.map((row) => ({ ...row, closedAt: at, closedBecause: 'switched-off' }));
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
    // The first of each channel, then the second: many that wait for one receiver keep nobody else's out.
    const place = sql<number>`row_number() over (partition by channel order by due_at, id)`;
    const rows = await first.orderBy(place).orderBy('due_at').orderBy('id').limit(limit).execute();
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

/** That it is over goes to whoever was told, or is still to be told, that it began. */
async function tellEnd(db: Transaction<Tables>, alert: number, messages: Outgoing): Promise<void> {
  const told = new Set((await db.selectFrom('alert_message').select('channel').where('alert', '=', alert).execute()).map((row) => row.channel));
  await write(db, { alert, what: 'closed', messages: messages.filter(({ channel }) => told.has(channel)) });
}

/** What did not arrive yet of a rule that was switched off: about its owner for everybody, about others for the owner's channels. */
async function dropUntold(db: Transaction<Tables>, { kind, park, company }: Pick<RuleSwitch, 'kind' | 'park' | 'company'>): Promise<void> {
  const is = company === null ? 'is' : '=';
  const alerts = db.selectFrom('alert').select('id').where('kind', '=', kind).where('park', '=', park);
  const channels = db.selectFrom('alert_channel').select('id').where('park', '=', park).where('company', is, company);
  await db
    .deleteFrom('alert_message')
    .where('what', '<>', 'closed')
    .where('sent_at', 'is', null)
    .where('gave_up_at', 'is', null)
    .where('alert', 'in', alerts)
    .where((where) => where.or([where('channel', 'in', channels), where('alert', 'in', alerts.where('company', is, company))]))
    .execute();
}

async function write(db: Transaction<Tables>, { alert, what, messages }: { alert: number; what: MessageKind; messages: Outgoing }): Promise<void> {
  if (messages.length === 0) return;
  await db
    .insertInto('alert_message')
    .values(messages.map(({ id, channel, dueAt }) => ({ id, alert, channel, what, due_at: dueAt, attempts: 0 })))
    .execute();
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
    // Before rules could be switched off there was no other reason.
    closedBecause: row.closed_at === null ? null : oneOf(CLOSED_BECAUSE, row.closed_because ?? 'over'),
    acknowledgedAt: atOrNull(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    escalatedAt: atOrNull(row.escalated_at),
  };
}
