// The figures about capacity that the compute worker makes of the loads of a period.
import { type LedgerOver, type Statement, type Term, replay } from '../domain/capacity/group-ledger.ts';
import { type Joining, type Wish, canJoin } from '../domain/capacity/joining.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { type LimitUse, type MonthPeak, limitUse, monthPeaks } from '../domain/capacity/limit-use.ts';
import { type JoinField, type JoinTerms, joinTerms } from '../domain/capacity/joining-terms.ts';
import { type UseField, type UseTerms, useTerms } from '../domain/capacity/use-terms.ts';
import { type DurationPlace, type LoadDuration, durationPlace, loadDuration, rankOfShare } from '../domain/capacity/load-duration.ts';
import { type Load, type SummedLoads, countedIn, isOfSums, ownLoads, powerOf, rootsOf, turned } from '../domain/capacity/loads.ts';
import { type Entities, type SecretQuarters, secretNetQuarters } from '../domain/capacity/secret-quarters.ts';
import { type PeakMember, type PeakShares, peakShares } from '../domain/capacity/peak-shares.ts';
import { type MemberField, type PeakTerms, type TogetherField, peakTerms } from '../domain/capacity/peak-terms.ts';
import type { LocalDay } from '../domain/local-days.ts';
import { type RoomItem, type RoomOver, roomItems } from '../domain/capacity/room-items.ts';
import type { SplitRule } from '../domain/capacity/split-rules.ts';
import { type Reason, judgeDisclosure } from '../domain/disclosure.ts';
import { type GroupField, type LineField, type StatementTerm, TERMS_SHOWN_MAX, statementTerms } from '../domain/capacity/statement-terms.ts';
import { fromMicro } from '../domain/ledger.ts';
import { type LimitPart, type RightInTime, rightsOf } from '../domain/capacity/limit-parts.ts';
import { type Loads, joined, measuredOnly } from './stretch-loads.ts';

export interface GroupMember {
  readonly connection: number;
  /** Quarter numbers [from, to). */
  readonly terms: readonly Term[];
}

/** Of the connections, also those that lie behind another and have no limit. */
interface ScopeTerms {
  /** The quarter in which one begins to be there, and from which it is not any more, where that is within the period. */
  readonly begins?: readonly (readonly [connection: number, quarter: number])[];
  readonly ends?: readonly (readonly [connection: number, quarter: number])[];
  /** Legal entities of the companies, where the reader may not see them one by one: each quarter is then judged by itself. */
  readonly entities?: Entities;
}
export type CapacityQuestion = ScopeTerms & CapacityWish;
type CapacityWish =
  | { readonly kind: 'use'; readonly direction: Direction; readonly parts: readonly LimitPart[]; /** Step borders as indexes. */ readonly borders: readonly number[] }
  | { readonly kind: 'join'; readonly direction: Direction; readonly parts: readonly LimitPart[]; readonly wish: Wish }
  | ({ readonly kind: 'peaks' } & PeaksOver)
  /** What a figure of such answers is made of. */
  | ({ readonly kind: 'peak-terms'; readonly field: MemberField | TogetherField; /** A company. */ readonly id: number | null } & PeaksOver)
  | ({ readonly kind: 'use-terms'; readonly fields: readonly UseField[]; /** Step borders as indexes. */ readonly borders: readonly number[] } & RoomQuestion)
  | ({ readonly kind: 'join-terms'; readonly wish: Wish; readonly field: JoinField; readonly day: LocalDay | null } & RoomQuestion)
  /** By rank, or by the share of the time. */
  | ({ readonly kind: 'duration'; readonly rank: number | null; readonly share: number } & RoomQuestion)
  /** What usage and limit of one quarter are made of; `at` is its index. */
  | { readonly kind: 'quarter'; readonly direction: Direction; readonly parts: readonly LimitPart[]; readonly at: number }
  | ({ readonly kind: 'statement' } & GroupQuestion)
  /** Which quarters a figure of such a statement is made of. */
  | ({
      readonly kind: 'ledger';
      readonly field: LineField | GroupField;
      readonly connection: number | null;
      /** As indexes; the ends are the part that is explained. */ readonly borders: readonly number[];
    } & GroupQuestion);
interface RoomQuestion {
  readonly direction: Direction;
  readonly parts: readonly LimitPart[];
}
interface PeaksOver {
  readonly direction: Direction;
}
interface GroupQuestion {
  readonly direction: Direction;
  readonly parts: readonly LimitPart[];
  readonly rule: SplitRule;
  readonly members: readonly GroupMember[];
}

export interface UseAnswer {
  /** Items of the steps as JSON: text of a year is made here and not on the main thread. */
  readonly items: Uint8Array<ArrayBuffer>;
  readonly use: LimitUse;
  readonly months: readonly MonthPeak[];
  readonly duration: LoadDuration;
  /** Quarters that are kept back from this reader; no figure counts them. */
  readonly quartersSecret: number;
  /** Contracted in the last quarter, kW: firm, without what holds in some hours only; null where there is none. */
  readonly contractKw: number | null;
}
/** What each kind of question is answered with. */
export interface CapacityAnswers {
  use: UseAnswer;
  join: Joining;
  /** Members are companies; a sum of their own peaks that says too much of one is NaN. */
  peaks: PeakShares;
  'peak-terms': PeakTerms;
  /** Of each field that was asked for. */
  'use-terms': readonly UseTerms[];
  /** With the connections that the use of each of its quarters is the sum of. */
  'join-terms': JoinTerms & { readonly counted: readonly QuarterAnswer['counted'][] };
  duration: DurationPlace;
  statement: Statement;
  ledger: LedgerAnswer;
  quarter: QuarterAnswer;
}
export interface LedgerAnswer {
  /** Each quarter with what the rule made of it; none where they are more than are listed. Members stand in it where one is listed. */
  readonly terms: readonly StatementTerm[];
  /** What they add up to between the borders. */
  readonly sumsMicro: readonly number[];
}
export interface QuarterAnswer {
  readonly item: RoomItem;
  /** Connections that the usage is the sum of, and what each brings. */
  readonly counted: readonly { readonly connection: number; readonly company: number; readonly kw: number }[];
  /** kW of each right that counts in that quarter; NaN where it is unknown. They add up to the limit. */
  readonly limits: readonly { readonly of: 'connection' | 'group'; readonly id: number; readonly kw: number }[];
  /** Why this quarter is kept back from the reader. */
  readonly secret: Reason | null;
}

/** Answers a question from loads of stretches that follow each other.
 *  @throws Error when it is no `isOfSums` and the loads were made together */
export function answered<K extends CapacityQuestion['kind']>(stretches: readonly Loads[], question: CapacityQuestion & { kind: K }): CapacityAnswers[K];
export function answered(stretches: readonly Loads[], question: CapacityQuestion): CapacityAnswers[keyof CapacityAnswers] {
  const firstQuarter = stretches[0]?.firstQuarter ?? 0;
  const all = measuredOnly(joined(stretches));
  if (all.summed !== null && !isOfSums(question)) throw new Error(`a question of ${question.kind} needs the load of each connection`);
  const isTurned = question.direction === 'export';
  const over: Over = {
    firstQuarter,
    quarters: all.quarters,
    loads: isTurned ? all.loads.map(turned) : all.loads,
    summed: isTurned && all.summed !== null ? turned(all.summed) : all.summed,
  };
  switch (question.kind) {
    case 'use':
      return useOf(question, over);
    case 'join':
      return canJoin(overOf(question, over), question.wish);
    case 'peaks':
      return peaksOf(question, over);
    case 'peak-terms':
      return peakTerms(membersOf(question, over), question);
    case 'use-terms': {
      const use = overOf(question, over);
      return question.fields.map((field) => useTerms(use, { field, borders: question.borders }));
    }
    case 'join-terms': {
      const there = thereIn(question, over);
      const terms = joinTerms(overOf(question, over), question.wish, question);
      return { ...terms, counted: terms.quarters.map(({ index }) => countedAt(there, index)) };
    }
    case 'duration': {
      const { kw, sure } = overOf(question, over);
      return durationPlace(kw, sure, (n) => question.rank ?? rankOfShare(question.share, n));
    }
    case 'quarter':
      return quarterOf(question, over);
    case 'statement':
      return replay(ledgerOver(question, over));
    case 'ledger':
      return ledgerOf(question, over);
  }
}

interface Over {
  readonly loads: readonly Load[];
  readonly summed: SummedLoads | null;
  readonly quarters: number;
  readonly firstQuarter: number;
}

interface LimitOver extends Pick<Over, 'quarters' | 'firstQuarter'> {
  /** Those that are measured, and when each begins to be. */
  readonly loads: readonly Pick<Load, 'id' | 'begins'>[];
  readonly direction: Direction;
  /** For whoever may not see the companies: a right of who is not measured yet makes the limit unknown. Left out, it would be what the
   *  limits of two periods differ by, in only one of which that one was heard. */
  readonly isStrict?: boolean;
}

/** The rights that count among these loads, each by itself. */
function partLimits(parts: readonly LimitPart[], { direction, loads, quarters, firstQuarter, isStrict = false }: LimitOver): RightInTime[] {
  const told = new Set(loads.map((load) => load.id));
  const counts = parts.filter((part) => (part.of === 'group' ? part.members.every((one) => told.has(one)) : isStrict || told.has(part.connection)));
  const begins = new Map(loads.map((load) => [load.id, load.begins ?? 0]));
  return rightsOf(counts, { direction, firstQuarter, quarters }).map(({ part, kw }) => {
    if (part.of === 'group') return { part, kw };
    // The contract of who is not measured yet is no room of the others.
    const first = begins.get(part.connection) ?? quarters;
    // A right of nothing, as that of who is in a group, adds nothing to any limit.
    for (let t = 0; t < first; t++) if (kw[t] !== 0) kw[t] = isStrict ? Number.NaN : 0;
    if (part.begins !== undefined) kw.fill(0, 0, Math.max(part.begins - firstQuarter, 0));
    if (part.ends !== undefined) kw.fill(0, Math.max(part.ends - firstQuarter, 0));
    return { part, kw };
  });
}

/** What all parts allow together, kW in each quarter; NaN where nothing is known. */
export function limitOf(parts: readonly LimitPart[], over: LimitOver): Float64Array {
  const counted = partLimits(parts, over);
  const sum = new Float64Array(over.quarters).fill(counted.length === 0 ? Number.NaN : 0);
  for (const { kw } of counted) for (let t = 0; t < sum.length; t++) sum[t] = (sum[t] ?? 0) + (kw[t] ?? Number.NaN);
  return sum;
}

/** A right for the nights, or of which some hours may be taken back, is none that lies idle by day. */
function contractKwOf(parts: readonly LimitPart[], { loads, quarters, firstQuarter, direction, isStrict = false }: LimitOver): number | null {
  const firm = parts.map((one) => ({ ...one, rows: one.rows.filter(({ kind, window }) => kind === 'firm' && window === null) }));
  const there = loads.map((load) => ({ ...load, begins: 0 }));
  const kw = limitOf(firm, { direction, isStrict, loads: there, firstQuarter: firstQuarter + quarters - 1, quarters: 1 })[0] ?? Number.NaN;
  return kw > 0 ? kw : null;
}

function quarterOf(question: Extract<CapacityQuestion, { kind: 'quarter' }>, over: Over): QuarterAnswer {
  const { parts, direction, at } = question;
  const loads = thereIn(question, over);
  const use = overOf(question, over);
  const [item] = roomItems({ ...use, secret: null }, [at, at + 1]);
  if (item === undefined) throw new Error(`there is no quarter ${at} among ${over.quarters}`);
  const limits = partLimits(parts, { ...over, direction, isStrict: question.entities !== undefined }).map(({ part, kw }) => ({
    of: part.of,
    id: part.of === 'group' ? part.group : part.connection,
    kw: kw[at] ?? Number.NaN,
  }));
  return {
    item,
    counted: countedAt(loads, at),
    limits: limits.filter((one) => one.kw !== 0),
    secret: use.secret?.reasonAt(at) ?? null,
  };
}

const countedAt = (loads: readonly Load[], at: number): QuarterAnswer['counted'] =>
  countedIn(loads, at).map(({ id, company, netMicro }) => ({ connection: id, company, kw: fromMicro((netMicro[at] ?? 0) * 4) }));

type RoomAsked = ScopeTerms & RoomQuestion;

/** The loads of a question about room. */
const thereIn = ({ parts, ...terms }: Pick<RoomAsked, 'parts' | 'begins' | 'ends'>, { loads, firstQuarter }: Over): Load[] =>
  strictInGroups(stayingIn(loads, terms, firstQuarter), parts);

/** Use and limit, for this reader: a quarter that is kept back is as unknown as one that nobody measured. */
function overOf(question: RoomAsked, over: Over): RoomOver & { secret: SecretQuarters | null } {
  const { parts, direction, entities } = question;
  const loads = thereIn(question, over);
  const power = powerOf(rootsOf(loads), over.quarters, over.summed);
  const secret = entities === undefined ? null : secretNetQuarters(loads, over.quarters, entities);
  const limitKw = limitOf(parts, { ...over, loads: measuredIn(over), direction, isStrict: entities !== undefined });
  return { ...(secret?.without(power) ?? power), limitKw, firstQuarter: over.firstQuarter, secret };
}

/** All that are measured, in the sum or by themselves. */
const measuredIn = ({ loads, summed }: Over): Pick<Load, 'id' | 'begins'>[] => [...loads, ...(summed?.ids ?? []).map((id) => ({ id }))];

/** Nobody waits for a connection that is not there yet, or has ended. */
function stayingIn(loads: readonly Load[], terms: Pick<ScopeTerms, 'begins' | 'ends'>, firstQuarter: number): Load[] {
  const [begins, ends] = [new Map(terms.begins), new Map(terms.ends)];
  return loads.map((load) => {
    const [from, to] = [begins.get(load.id), ends.get(load.id)];
    if (from === undefined && to === undefined) return load;
    return {
      ...load,
      ...(from !== undefined && { begins: Math.max(from - firstQuarter, load.begins ?? 0) }),
      ...(to !== undefined && { ends: Math.max(to - firstQuarter, 0) }),
    };
  });
}

/** The limit of a group says nothing while one of its members is not measured yet. */
export function strictInGroups(loads: readonly Load[], parts: readonly LimitPart[]): Load[] {
  const members = new Set(parts.flatMap((part) => (part.of === 'group' ? part.members : [])));
  return loads.map((load) => (members.has(load.id) ? { ...load, begins: 0 } : load));
}

function useOf(question: Extract<CapacityQuestion, { kind: 'use' }>, over: Over): UseAnswer {
  const use = overOf(question, over);
  const items = roomItems(use, question.borders);
  const text = items.map((item) => JSON.stringify(item)).join(',');
  return {
    items: new TextEncoder().encode(text),
    use: limitUse(use),
    months: monthPeaks(use),
    duration: loadDuration(use.kw, use.sure),
    quartersSecret: use.secret?.count ?? 0,
    contractKw: contractKwOf(question.parts, { ...over, loads: measuredIn(over), direction: question.direction, isStrict: question.entities !== undefined }),
  };
}

function peaksOf(question: Extract<CapacityQuestion, { kind: 'peaks' }>, over: Over): PeakShares {
  const shares = peakShares(membersOf(question, over));
  return question.entities === undefined ? shares : withoutSecretPeaks(shares, new Map(question.entities));
}

/** Each company by itself, for this reader. */
function membersOf({ entities, ...terms }: ScopeTerms & PeaksOver, { loads: all, quarters, firstQuarter }: Over): PeakMember[] {
  const loads = stayingIn(all, terms, firstQuarter);
  const secret = entities === undefined ? null : secretNetQuarters(loads, quarters, entities);
  const byCompany = new Map<number, Load[]>();
  for (const load of ownLoads(loads)) byCompany.set(load.company, [...(byCompany.get(load.company) ?? []), load]);
  return [...byCompany].map(([id, own]) => memberOf(id, own, { quarters, secret }));
}

/** Who was not measured yet, or is gone, had no part in the peak. */
function memberOf(id: number, own: readonly Load[], { quarters, secret }: { quarters: number; secret: SecretQuarters | null }): PeakMember {
  const power = powerOf(own, quarters);
  const begins = Math.min(...own.map((load) => load.begins ?? 0));
  const ends = Math.max(...own.map((load) => load.ends ?? quarters));
  for (const [from, to] of [
    [0, begins],
    [ends, quarters],
  ] as const) {
    power.kw.fill(0, from, to);
    power.sure.fill(1, from, to);
  }
  return { id, begins, ends, ...(secret?.without(power) ?? power) };
}

/** Each company's own peak lies in another quarter: their sum is judged by itself, and so is what the peak together says of it. */
function withoutSecretPeaks(shares: PeakShares, entityOf: ReadonlyMap<number, string>): PeakShares {
  const judged = judgeDisclosure(shares.members.map(({ id, kwMax }) => ({ entity: entityOf.get(id) ?? `company ${id}`, amount: Math.max(kwMax ?? 0, 0) })));
  return judged.sign === 'x' ? { ...shares, ownPeaksKw: Number.NaN, benefitKw: null, coincidence: null } : shares;
}

function ledgerOver({ rule, parts, direction, members }: GroupQuestion, over: Over): LedgerOver {
  const byId = new Map(over.loads.map((load) => [load.id, load]));
  const { firstQuarter, quarters } = over;
  const index = (quarter: number): number => Math.min(Math.max(quarter - firstQuarter, 0), quarters);
  return {
    rule,
    limitKw: limitOf(parts, { ...over, direction }),
    members: members.map(({ connection, terms }) => {
      const load = byId.get(connection);
      const { kw, sure } = powerOf(load === undefined ? [] : [load], quarters);
      return { id: connection, kw, sure, terms: terms.map((term) => ({ ...term, from: index(term.from), to: index(term.to) })) };
    }),
  };
}

function ledgerOf(question: Extract<CapacityQuestion, { kind: 'ledger' }>, over: Over): LedgerAnswer {
  const { borders, field, connection } = question;
  const [from, to] = [borders[0] ?? 0, borders.at(-1) ?? over.quarters];
  const terms = statementTerms({ ...ledgerOver(question, over), field, connection, from, to });
  const sumsMicro = borders.slice(1).map((end, index) => {
    const start = borders[index] ?? 0;
    return terms.reduce((sum, { quarter, contributionMicro }) => sum + (quarter.index >= start && quarter.index < end ? contributionMicro : 0), 0);
  });
  if (terms.length > TERMS_SHOWN_MAX) return { terms: [], sumsMicro };
  if (terms.length === 1) return { terms, sumsMicro };
  return { terms: terms.map((term) => ({ ...term, quarter: { ...term.quarter, members: term.quarter.members.filter((one) => one.id === connection) } })), sumsMicro };
}
