// The port of limits and of groups that share a contract: what was agreed, by whom and from when.
import type { Limit } from '../domain/capacity/limits.ts';
import type { SplitRule } from '../domain/capacity/split-rules.ts';
import type { EpochMs } from '../domain/units.ts';

export interface LimitRow extends Limit {
  readonly id: number;
  /** One of the two, never both. */
  readonly connection: number | null;
  readonly group: number | null;
  readonly note: string;
  readonly author: string;
  readonly at: EpochMs;
}
export interface GroupRow {
  readonly id: number;
  readonly park: string;
  readonly name: string;
  readonly rule: SplitRule;
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}
export interface MemberRow {
  readonly id: number;
  readonly group: number;
  readonly connection: number;
  readonly shareImportKw: number;
  readonly shareExportKw: number;
  /** 1 is served first. */
  readonly priority: number;
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}
export interface Stamp {
  readonly author: string;
  readonly at: EpochMs;
}

/** Half-open times of validity; null: without end. */
interface Valid {
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}
/** Do two times of validity have a moment in common? */
export const overlap = (a: Valid, b: Valid): boolean => (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to);

/** Small enough to hold in memory: reads answer at once, writes go to the database first. */
export interface CapacityRegistry {
  /** Limits that were not taken back. */
  limitsOfConnection(connection: number): readonly LimitRow[];
  limitsOfGroup(group: number): readonly LimitRow[];
  limit(id: number): LimitRow | null;
  group(id: number): GroupRow | null;
  groups(): readonly GroupRow[];
  membersOf(group: number): readonly MemberRow[];
  /** Memberships of a connection, in whatever group. */
  membershipsOf(connection: number): readonly MemberRow[];
  addLimit(row: Omit<LimitRow, 'id' | 'author' | 'at'>, stamp: Stamp): Promise<LimitRow>;
  removeLimit(id: number, stamp: Stamp): Promise<void>;
  addGroup(row: Omit<GroupRow, 'id'>, stamp: Stamp): Promise<GroupRow>;
  addMember(row: Omit<MemberRow, 'id'>, stamp: Stamp): Promise<MemberRow>;
  endMember(id: number, to: EpochMs, stamp: Stamp): Promise<void>;
  /** Ends a group and the memberships that would outlast it, all or nothing. */
  endGroup(id: number, to: EpochMs, stamp: Stamp): Promise<void>;
  /** Ends a limit; with another power, the same right goes on with that from there, both or neither.
   *  @returns the row that follows; null without one */
  endLimit(id: number, end: { to: EpochMs; nextKw: number | null }, stamp: Stamp): Promise<LimitRow | null>;
}
