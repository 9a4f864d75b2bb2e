// Channels, switched rules and who changed them, in the registry database: a change and its line in the log are one transaction.
import type { Generated, Kysely, Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { type AlertOwner, RuleSwitches, wantsToHear } from '../domain/alert-switches.ts';
import { ALERT_KINDS, type AlertKind, SEVERITIES } from '../domain/alerts.ts';
import { epochMs } from '../domain/units.ts';
import {
  ALERT_CHANGES,
  type AlertChange,
  type AlertSettings,
  CHANNEL_FIELDS,
  CHANNEL_KINDS,
  type ChangeStamp,
  type ChangedField,
  type ChannelChange,
  type ChannelRow,
} from './alerts.ts';
import type { Tables } from './registry-tables.ts';

export interface AlertSettingTables {
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
    name: Generated<string>;
    /** JSON; null: every rule. */
    kinds: string | null;
    created_by: string;
    created_at: number;
  };
  alert_change: {
    id: Generated<number>;
    park: string;
    company: number | null;
    what: string;
    kind: string | null;
    channel: number | null;
    /** JSON. */
    fields: string;
    changed_by: string;
    changed_at: number;
  };
}

export class AlertSettingsSql implements AlertSettings {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async channels(): Promise<ChannelRow[]> {
    return (await this.#db.selectFrom('alert_channel').selectAll().orderBy('id').execute()).map(channelOf);
  }

  addChannel(row: Omit<ChannelRow, 'id'>): Promise<ChannelRow> {
    const { park, company, kind, createdBy, createdAt } = row;
    const values = { park, company, kind, ...columnsOf(row), created_by: createdBy, created_at: createdAt };
    return this.#db.transaction().execute(async (db) => {
      const made = channelOf(await db.insertInto('alert_channel').values(values).returningAll().executeTakeFirstOrThrow());
      const fields = [{ field: 'target', from: '', to: made.target }] as const;
      await logChange(db, made, { what: 'channel-added', kind: null, channel: made.id, fields, by: createdBy, at: createdAt });
      return made;
    });
  }

  changeChannel(id: number, change: ChannelChange, stamp: ChangeStamp): Promise<ChannelRow | null> {
    return this.#db.transaction().execute(async (db) => {
      const before = await channelIn(db, id);
      if (before === null) return null;
      const after: ChannelRow = { ...before, ...change };
      const fields = changedFields(before, after);
      if (fields.length === 0) return before;
      await db.updateTable('alert_channel').set(columnsOf(after)).where('id', '=', id).execute();
      await logChange(db, after, { what: 'channel-changed', kind: null, channel: id, fields, ...stamp });
      await dropUnwanted(db, after);
      await waiting(db).set({ due_at: stamp.at }).where('channel', '=', id).execute();
      return after;
    });
  }

  async removeChannel(id: number, stamp: ChangeStamp): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      const row = await channelIn(db, id);
      if (row === null) return;
      await db.deleteFrom('alert_message').where('channel', '=', id).execute();
      await db.deleteFrom('alert_channel').where('id', '=', id).execute();
      await logChange(db, row, { what: 'channel-removed', kind: null, channel: id, fields: [{ field: 'target', from: row.target, to: '' }], ...stamp });
    });
  }

  switches(): Promise<RuleSwitches> {
    return switchesIn(this.#db);
  }

  async changes(limit: number): Promise<AlertChange[]> {
    return (await this.#db.selectFrom('alert_change').selectAll().orderBy('id', 'desc').limit(limit).execute()).map(changeOf);
  }
}

export async function switchesIn(db: Kysely<Tables>): Promise<RuleSwitches> {
  const rows = await db.selectFrom('alert_change').selectAll().where('what', 'in', ['rule-on', 'rule-off']).orderBy('id').execute();
  return new RuleSwitches(rows.map(changeOf).flatMap(({ kind, what, park, company, by, at }) => (kind === null ? [] : [{ kind, park, company, by, at, on: what === 'rule-on' }])));
}

type Logged = Omit<AlertChange, 'id' | 'park' | 'company'>;

export async function logChange(db: Transaction<Tables>, { park, company }: AlertOwner, { what, kind, channel, fields, by, at }: Logged): Promise<void> {
  await db
    .insertInto('alert_change')
    .values({ park, company, what, kind, channel, fields: JSON.stringify(fields), changed_by: by, changed_at: at })
    .execute();
}

const waiting = (db: Transaction<Tables>) => db.updateTable('alert_message').where('sent_at', 'is', null).where('gave_up_at', 'is', null);

/** What waits and is not heard of any more. Who was told that something began still hears that it is over. */
async function dropUnwanted(db: Transaction<Tables>, channel: ChannelRow): Promise<void> {
  const rows = await db
    .selectFrom('alert_message')
    .innerJoin('alert', 'alert.id', 'alert_message.alert')
    .select(['alert_message.id', 'alert.kind', 'alert.severity'])
    .where('channel', '=', channel.id)
    .where('what', '<>', 'closed')
    .where('sent_at', 'is', null)
    .where('gave_up_at', 'is', null)
    .execute();
  const dropped = rows.filter((row) => !wantsToHear(channel, { kind: oneOf(ALERT_KINDS, row.kind), severity: oneOf(SEVERITIES, row.severity) }));
  for (const { id } of dropped) await db.deleteFrom('alert_message').where('id', '=', id).execute();
}

async function channelIn(db: Transaction<Tables>, id: number): Promise<ChannelRow | null> {
  const row = await db.selectFrom('alert_channel').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : channelOf(row);
}

/** As they are told of a change; nobody reads a secret again. */
function textOf(row: ChannelRow, field: ChangedField['field']): string {
  switch (field) {
    case 'secret':
      return '';
    case 'kinds':
      return row.kinds === null ? '' : row.kinds.join(' ');
    case 'quiet':
      return `${row.quiet.fromHour}-${row.quiet.toHour}`;
    case 'name':
    case 'target':
    case 'leastSeverity':
    case 'escalatesOnly':
    case 'lang':
      return String(row[field]);
  }
}

function changedFields(before: ChannelRow, after: ChannelRow): ChangedField[] {
  const isChanged = (field: ChangedField['field']): boolean => (field === 'secret' ? before.secret !== after.secret : textOf(before, field) !== textOf(after, field));
  return CHANNEL_FIELDS.filter(isChanged).map((field) => ({ field, from: textOf(before, field), to: textOf(after, field) }));
}

const columnsOf = ({ target, secret, leastSeverity, quiet, escalatesOnly, lang, name, kinds }: Omit<ChannelRow, 'id'>) => ({
  target,
  secret,
  least_severity: leastSeverity,
  quiet_from_hour: quiet.fromHour,
  quiet_to_hour: quiet.toHour,
  escalates_only: escalatesOnly ? 1 : 0,
  lang,
  name,
  kinds: kinds === null ? null : JSON.stringify(kinds),
});

/** @throws Error when another version wrote something that this one does not know */
export function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new Error(`the registry holds '${text}' where one of ${known.join(', ')} belongs`);
  return found;
}

function kindsOf(text: string): AlertKind[] {
  const kinds: unknown = JSON.parse(text);
  return Array.isArray(kinds) ? kinds.map((kind) => oneOf(ALERT_KINDS, String(kind))) : [];
}

export function channelOf(row: Selectable<Tables['alert_channel']>): ChannelRow {
  return {
    id: row.id,
    name: row.name,
    park: row.park,
    company: row.company,
    kind: oneOf(CHANNEL_KINDS, row.kind),
    target: row.target,
    secret: row.secret,
    leastSeverity: oneOf(SEVERITIES, row.least_severity),
    kinds: row.kinds === null ? null : kindsOf(row.kinds),
    quiet: { fromHour: row.quiet_from_hour, toHour: row.quiet_to_hour },
    escalatesOnly: row.escalates_only === 1,
    lang: row.lang === 'en' ? 'en' : 'nl',
    createdBy: row.created_by,
    createdAt: epochMs(row.created_at),
  };
}

const ChangedFields = z.array(z.object({ field: z.enum(CHANNEL_FIELDS), from: z.string(), to: z.string() }));

function changeOf(row: Selectable<Tables['alert_change']>): AlertChange {
  const fields = ChangedFields.parse(JSON.parse(row.fields));
  const kind = row.kind === null ? null : oneOf(ALERT_KINDS, row.kind);
  const { id, park, company, channel } = row;
  return { id, park, company, what: oneOf(ALERT_CHANGES, row.what), kind, channel, fields, by: row.changed_by, at: epochMs(row.changed_at) };
}
