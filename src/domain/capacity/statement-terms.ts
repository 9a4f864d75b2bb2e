// Which quarters make up a figure in the statement of a group, and what the rule made of each. Pure.
import { toMicro } from '../ledger.ts';
import { quarterKwh } from './blame.ts';
import { type LedgerOver, type LedgerQuarter, type LedgerShare, replay } from './group-ledger.ts';

/** Figures of a member's line that are made of quarters. */
export const LINE_FIELDS = ['useKwh', 'returnKwh', 'kwMax', 'coincidentKw', 'beyondShareKwh', 'aboveKwh', 'aboveKwMax', 'quartersAbove', 'quartersMissing'] as const;
export type LineField = (typeof LINE_FIELDS)[number];
/** Figures of the group as a whole. */
export const GROUP_FIELDS = ['useKwh', 'returnKwh', 'kwMax', 'aboveKwh', 'aboveKwMax', 'quartersAbove', 'quartersUnjudged'] as const;
export type GroupField = (typeof GROUP_FIELDS)[number];

/** Quarters that are listed one by one; more are told as days. */
export const TERMS_SHOWN_MAX = 100;

export interface StatementTerm {
  readonly quarter: LedgerQuarter;
  /** Millionths of the unit, of a count 1e6 for each. */
  readonly contributionMicro: number;
}
export interface StatementTermsOver extends LedgerOver {
  readonly field: LineField | GroupField;
  /** null: a figure of the group. */
  readonly connection: number | null;
  /** Indexes [from, to). */
  readonly from: number;
  readonly to: number;
}

const ONE = 1e6;
const drawnKwh = (kw: number): number => (Number.isNaN(kw) ? 0 : Math.max(kw, 0) / 4);

/** The quarters of which a figure is the sum, without those that bring nothing; of a highest quarter that one.
 *  @see docs/methods.md#group-ledger */
export function statementTerms(over: StatementTermsOver): StatementTerm[] {
  const { connection, from, to } = over;
  const terms: StatementTerm[] = [];
  // The highest quarter of the group is known only when all were looked at.
  const found: { together: StatementTerm | null; own: StatementTerm | null } = { together: null, own: null };
  replay(over, (quarter) => {
    if (quarter.index < from || quarter.index >= to) return;
    if (quarter.judged && quarter.totalKw > (found.together?.quarter.totalKw ?? -Infinity)) found.together = { quarter, contributionMicro: toMicro(quarter.totalKw) };
    const mine = connection === null ? null : quarter.members.find((one) => one.id === connection);
    if (mine === undefined) return;
    const term = { quarter, contributionMicro: mine === null ? ofGroup(quarter, over.field) : memberMicro(mine, over) };
    if (!isHighest(over.field)) {
      if (term.contributionMicro !== 0) terms.push(term);
      return;
    }
    const counts = over.field === 'kwMax' ? mine !== null && mine.sure && !Number.isNaN(mine.kw) : term.contributionMicro > 0;
    if (counts && (found.own === null || term.contributionMicro > found.own.contributionMicro)) found.own = term;
  });
  if (over.field === 'coincidentKw') return coincident(found.together, connection);
  const highest = over.field === 'kwMax' && connection === null ? found.together : found.own;
  return isHighest(over.field) ? (highest === null ? [] : [highest]) : terms;
}

const isHighest = (field: string): boolean => field === 'kwMax' || field === 'aboveKwMax';

function coincident(peak: StatementTerm | null, connection: number | null): StatementTerm[] {
  const mine = peak?.quarter.members.find((one) => one.id === connection);
  return peak === null || mine === undefined ? [] : [{ quarter: peak.quarter, contributionMicro: toMicro(mine.kw) }];
}

/** What a member brings to a figure in one quarter, in millionths.
 *  @see docs/methods.md#group-ledger */
export function memberMicro(mine: LedgerShare, { field, rule }: Pick<StatementTermsOver, 'field' | 'rule'>): number {
  switch (field) {
    case 'useKwh':
      return toMicro(drawnKwh(mine.kw));
    case 'returnKwh':
      return toMicro(drawnKwh(-mine.kw));
    case 'beyondShareKwh':
      return rule === 'fixed' && !Number.isNaN(mine.kw) ? toMicro(quarterKwh(Math.max(mine.kw - mine.shareKw, 0))) : 0;
    case 'aboveKwh':
      return toMicro(mine.aboveKwh);
    case 'aboveKwMax':
      return toMicro(mine.aboveKw);
    case 'quartersAbove':
      return mine.aboveKw > 0 ? ONE : 0;
    case 'quartersMissing':
      return Number.isNaN(mine.kw) ? ONE : 0;
    case 'kwMax':
      return toMicro(mine.kw);
    // Found among all quarters, or no figure of a member.
    case 'coincidentKw':
    case 'quartersUnjudged':
      return 0;
  }
}

function ofGroup(quarter: LedgerQuarter, field: StatementTermsOver['field']): number {
  const sum = (of: (one: LedgerShare) => number): number => quarter.members.reduce((total, one) => total + of(one), 0);
  switch (field) {
    case 'useKwh':
      return sum((one) => toMicro(drawnKwh(one.kw)));
    case 'returnKwh':
      return sum((one) => toMicro(drawnKwh(-one.kw)));
    case 'aboveKwh':
      return toMicro(quarter.aboveKwh);
    case 'aboveKwMax':
      return quarter.exceeds ? toMicro(quarter.totalKw - quarter.limitKw) : 0;
    case 'quartersAbove':
      return quarter.exceeds ? ONE : 0;
    case 'quartersUnjudged':
      return quarter.judged ? 0 : ONE;
    // Found among all quarters, or no figure of a group.
    case 'kwMax':
    case 'coincidentKw':
    case 'beyondShareKwh':
    case 'quartersMissing':
      return 0;
  }
}
