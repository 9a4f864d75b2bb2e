// Limits and groups in the registry database, with a copy in memory.
import type { Generated, Insertable, Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { LIMIT_KINDS } from '../domain/capacity/limits.ts';
import { SPLIT_RULES } from '../domain/capacity/split-rules.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { CapacityRegistry, GroupRow, LimitRow, MemberRow, Stamp } from './capacity.ts';

/** Who put an end to a row, and when; null while nobody did since. */
interface Ended {
  ended_by: Generated<string | null>;
  ended_at: Generated<number | null>;
}
export interface CapacityTables {
  capacity_group: Ended & { id: Generated<number>; park: string; name: string; rule: string; valid_from: number; valid_to: number | null; author: string; at: number };
  capacity_member: Ended & {
    id: Generated<number>;
    group_id: number;
    connection: number;
    share_import_kw: number;
    share_export_kw: number;
    priority: number;
    valid_from: number;
    valid_to: number | null;
    author: string;
    at: number;
  };
  capacity_limit: Ended & {
    id: Generated<number>;
    connection: number | null;
    group_id: number | null;
    direction: string;
    kind: string;
    kw: number;
    valid_from: number;
    valid_to: number | null;
    from_minute: number | null;
    to_minute: number | null;
    weekdays: string | null;
    note: string;
    author: string;
    at: number;
    removed_at: number | null;
    removed_by: string | null;
  };
}

const Direction = z.enum(['import', 'export']);
const Kind = z.enum(LIMIT_KINDS);
const Rule = z.enum(SPLIT_RULES);
const atOrNull = (value: number | null): EpochMs | null => (value === null ? null : epochMs(value));

function limitOf(row: Selectable<CapacityTables['capacity_limit']>): LimitRow {
  const { id, connection, kw, note, author, from_minute: fromMinute, to_minute: toMinute, weekdays } = row;
  const window = fromMinute === null || toMinute === null || weekdays === null ? null : { fromMinute, toMinute, weekdays: weekdays.split('').map(Number) };
  return {
    id,
    connection,
    group: row.group_id,
    direction: Direction.parse(row.direction),
    kind: Kind.parse(row.kind),
    kw,
    from: epochMs(row.valid_from),
    to: atOrNull(row.valid_to),
    window,
    note,
    author,
    at: epochMs(row.at),
  };
}

const groupOf = ({ id, park, name, rule, ...row }: Selectable<CapacityTables['capacity_group']>): GroupRow => ({
  id,
  park,
  name,
  rule: Rule.parse(rule),
  from: epochMs(row.valid_from),
  to: atOrNull(row.valid_to),
});

const memberOf = ({ id, connection, priority, ...row }: Selectable<CapacityTables['capacity_member']>): MemberRow => ({
  id,
  group: row.group_id,
  connection,
  shareImportKw: row.share_import_kw,
  shareExportKw: row.share_export_kw,
  priority,
  from: epochMs(row.valid_from),
  to: atOrNull(row.valid_to),
});

const endedBy = ({ author, at }: Stamp): { ended_by: string; ended_at: EpochMs } => ({ ended_by: author, ended_at: at });

function valuesOf(
  { connection, group, direction, kind, kw, from, to, window, note }: Omit<LimitRow, 'id' | 'author' | 'at'>,
  { author, at }: Stamp,
): Insertable<CapacityTables['capacity_limit']> {
  return {
    connection,
    group_id: group,
    direction,
    kind,
    kw,
    valid_from: from,
    valid_to: to,
    from_minute: window?.fromMinute ?? null,
    to_minute: window?.toMinute ?? null,
    weekdays: window?.weekdays.join('') ?? null,
    note,
    author,
    at,
    removed_at: null,
    removed_by: null,
  };
}

export class CapacitySql implements CapacityRegistry {
  readonly #db: Kysely<CapacityTables>;
  readonly #limits = new Map<number, LimitRow>();
  readonly #groups = new Map<number, GroupRow>();
  readonly #members = new Map<number, MemberRow>();

  private constructor(db: Kysely<CapacityTables>) {
    this.#db = db;
  }

  static async open(db: Kysely<CapacityTables>): Promise<CapacitySql> {
    const open = new CapacitySql(db);
    for (const row of await db.selectFrom('capacity_limit').selectAll().where('removed_at', 'is', null).execute()) open.#limits.set(row.id, limitOf(row));
    for (const row of await db.selectFrom('capacity_group').selectAll().execute()) open.#groups.set(row.id, groupOf(row));
    for (const row of await db.selectFrom('capacity_member').selectAll().execute()) open.#members.set(row.id, memberOf(row));
    return open;
  }

  limitsOfConnection(connection: number): readonly LimitRow[] {
    return [...this.#limits.values()].filter((row) => row.connection === connection);
  }

  limitsOfGroup(group: number): readonly LimitRow[] {
    return [...this.#limits.values()].filter((row) => row.group === group);
  }

  limit(id: number): LimitRow | null {
    return this.#limits.get(id) ?? null;
  }

  group(id: number): GroupRow | null {
    return this.#groups.get(id) ?? null;
  }

  groups(): readonly GroupRow[] {
    return [...this.#groups.values()];
  }

  membersOf(group: number): readonly MemberRow[] {
    return [...this.#members.values()].filter((row) => row.group === group);
  }

  membershipsOf(connection: number): readonly MemberRow[] {
    return [...this.#members.values()].filter((row) => row.connection === connection);
  }

  async addLimit(row: Omit<LimitRow, 'id' | 'author' | 'at'>, stamp: Stamp): Promise<LimitRow> {
    const kept = limitOf(await this.#db.insertInto('capacity_limit').values(valuesOf(row, stamp)).returningAll().executeTakeFirstOrThrow());
    this.#limits.set(kept.id, kept);
    return kept;
  }

  async endLimit(id: number, { to, nextKw }: { to: EpochMs; nextKw: number | null }, stamp: Stamp): Promise<LimitRow | null> {
    const row = this.#limits.get(id);
    if (row === undefined) return null;
    const next = await this.#db.transaction().execute(async (db) => {
      await db
        .updateTable('capacity_limit')
        .set({ valid_to: to, ...endedBy(stamp) })
        .where('id', '=', id)
        .execute();
      if (nextKw === null) return null;
      return limitOf(
        await db
          .insertInto('capacity_limit')
          .values(valuesOf({ ...row, kw: nextKw, from: to }, stamp))
          .returningAll()
          .executeTakeFirstOrThrow(),
      );
    });
    this.#limits.set(id, { ...row, to });
    if (next !== null) this.#limits.set(next.id, next);
    return next;
  }

  async removeLimit(id: number, { author, at }: Stamp): Promise<void> {
    await this.#db.updateTable('capacity_limit').set({ removed_at: at, removed_by: author }).where('id', '=', id).execute();
    this.#limits.delete(id);
  }

  async addGroup({ park, name, rule, from, to }: Omit<GroupRow, 'id'>, { author, at }: Stamp): Promise<GroupRow> {
    const values = { park, name, rule, valid_from: from, valid_to: to, author, at };
    const kept = groupOf(await this.#db.insertInto('capacity_group').values(values).returningAll().executeTakeFirstOrThrow());
    this.#groups.set(kept.id, kept);
    return kept;
  }

  async addMember(row: Omit<MemberRow, 'id'>, { author, at }: Stamp): Promise<MemberRow> {
    const values = {
      group_id: row.group,
      connection: row.connection,
      share_import_kw: row.shareImportKw,
      share_export_kw: row.shareExportKw,
      priority: row.priority,
      valid_from: row.from,
      valid_to: row.to,
      author,
      at,
    };
    const kept = memberOf(await this.#db.insertInto('capacity_member').values(values).returningAll().executeTakeFirstOrThrow());
    this.#members.set(kept.id, kept);
    return kept;
  }

  async endMember(id: number, to: EpochMs, stamp: Stamp): Promise<void> {
    await this.#db
      .updateTable('capacity_member')
      .set({ valid_to: to, ...endedBy(stamp) })
      .where('id', '=', id)
      .execute();
    const row = this.#members.get(id);
    if (row !== undefined) this.#members.set(id, { ...row, to });
  }

  async endGroup(id: number, to: EpochMs, stamp: Stamp): Promise<void> {
    const outlasting = this.membersOf(id).filter((row) => row.to === null || row.to > to);
    await this.#db.transaction().execute(async (db) => {
      await db
        .updateTable('capacity_group')
        .set({ valid_to: to, ...endedBy(stamp) })
        .where('id', '=', id)
        .execute();
      for (const row of outlasting)
        await db
          .updateTable('capacity_member')
          .set({ valid_to: to, ...endedBy(stamp) })
          .where('id', '=', row.id)
          .execute();
    });
    for (const row of outlasting) this.#members.set(row.id, { ...row, to });
    const group = this.#groups.get(id);
    if (group !== undefined) this.#groups.set(id, { ...group, to });
  }
}
