// Explains how much of a balance was measured and how: by connection, company or park what was counted by flag, and the quarters that have
// a value of those that should. Whoever may not see the members gets them together, by connections and not by amounts.
import type { Principal } from '../domain/access.ts';
import { withWithheld } from '../domain/balance-rows.ts';
import { type Measured, type StepSums, coverageOf, qualityOf } from '../domain/balance-steps.ts';
import { FLAGS } from '../domain/balance.ts';
import { type QualityFlag, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { checkPeriod, sumsTold } from './balance-query.ts';
import { sumPeriod } from './balance-sums.ts';
import type { Deps } from './deps.ts';
import { type ExplainQuestion, checkPart, scopeSeen } from './explain-query.ts';
import { companiesOpen } from './explain-terms.ts';
import { parkOf } from './members.ts';
import { type Scope, endTold } from './scope.ts';
import type { ExplainedMeasured } from './shapes-settled.ts';

/** Connections of one answer; of more, beyond one company, companies are listed, and of more of these in the region parks. Each is
 *  summed by itself. */
export const MEASURED_LINES_MAX = 40;

type Line = ExplainedMeasured['lines'][number];
interface Explained {
  readonly value: number;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly measured: ExplainedMeasured;
}

/** quality.M -> M; null of any other figure. */
export const qualityNamed = (field: string): QualityFlag | null => FLAGS.find((flag) => field === `quality.${flag}`) ?? null;

/** coverage and quality.<flag>: how much was measured, and how. */
export const MEASURED_FIELDS: readonly string[] = ['coverage', ...FLAGS.map((flag) => `quality.${flag}`)];

/** Of no park, company or connection by itself. */
export const NOBODY = { park: null, company: null, connection: null, explain: null } as const;

/** The share of a flag, or without one the coverage. */
export const shareIn = (sums: Measured, flag: QualityFlag | null): number => (flag === null ? coverageOf(sums) : (qualityOf(sums)[flag] ?? 0));

/** What is counted by flag; connections are whole, also where sums hold them in millionths. */
export function byFlagIn({ byFlag }: Measured, counted: ExplainedMeasured['counted']): NonNullable<Line['byFlag']> {
  const of = (flag: QualityFlag): number => (counted === 'amounts' ? (byFlag[FLAGS.indexOf(flag)] ?? 0) : toMicro(byFlag[FLAGS.indexOf(flag)] ?? 0));
  return { C: of('C'), M: of('M'), I: of('I'), E: of('E'), S: of('S'), X: of('X') };
}

/** @param question field: coverage or quality.<flag> of a balance
 *  @throws ApiError when the period does not fit or the balance is kept back
 *  @see docs/methods.md#quality */
export async function explainMeasured(deps: Deps, principal: Principal, question: ExplainQuestion): Promise<Explained> {
  checkPeriod(question);
  checkPart(question);
  const { start, field } = question;
  const asOf = epochMs(Math.min(question.asOf ?? deps.now(), deps.now()));
  // As the balance itself: what is not there yet is not missed, but its first quarter.
  const end = epochMs(Math.max(Math.min(question.end, endTold(deps, principal, { area: question.area, at: asOf })), start + QUARTER_MS));
  const flag = qualityNamed(field);
  const scope = scopeSeen(deps, principal, question);
  if (scope.members !== undefined) {
    const sums = await sumsTold(deps, principal, question);
    const { present, expected } = sums;
    const line: Line = { of: 'together', ...NOBODY, byFlag: byFlagIn(sums, 'connections'), present, expected };
    return { value: shareIn(sums, flag), start, end, measured: { counted: 'connections', lines: [line] } };
  }
  const sumsOf = async (connections: Scope['connections']): Promise<StepSums> =>
    (await sumPeriod(deps, { connections, withheld: 0 }, { ...question, from: start, to: end, step: 'P1D' })).total;
  const all = withWithheld(await sumsOf(scope.connections), scope.withheld);
  const lines: Line[] = [];
  for (const { connections, ...line } of groupsOf(deps, principal, { question, scope })) {
    const sums = await sumsOf(connections);
    lines.push({ ...line, byFlag: byFlagIn(sums, 'amounts'), present: sums.present, expected: sums.expected });
  }
  // Of those who keep their readings from this reader nothing is known but that they are there.
  if (scope.withheld > 0) lines.push({ of: 'withheld', ...NOBODY, byFlag: null, present: 0, expected: scope.withheld * all.quarters });
  return { value: shareIn(all, flag), start, end, measured: { counted: 'amounts', lines } };
}

type Group = Omit<Line, 'byFlag' | 'present' | 'expected'> & { readonly connections: Scope['connections'] };

/** Those of whom the reader may not see by itself stand in one. */
function groupsOf(deps: Deps, principal: Principal, { question, scope }: { question: ExplainQuestion; scope: Scope }): Group[] {
  const open = companiesOpen(deps, principal);
  const shown = scope.connections.filter(({ company }) => open(company));
  const others = scope.connections.filter(({ company }) => !open(company));
  const companies = new Set(shown.map(({ company }) => company));
  const { kind } = question.area;
  const few = (count: number, place: typeof kind): boolean => count <= MEASURED_LINES_MAX || kind === place;
  const by: Line['of'] = few(shown.length, 'company') ? 'connection' : few(companies.size, 'park') ? 'company' : 'park';
  const groups = new Map<number | string, Group>();
  for (const one of shown) {
    const park = parkOf(deps, one.company);
    const key = by === 'connection' ? one.id : by === 'company' ? one.company : park;
    const place = by === 'park' ? `/parks/${park}` : `/companies/${one.company}`;
    const line = { of: by, park, company: by === 'park' ? null : one.company, connection: by === 'connection' ? one.id : null };
    const known = groups.get(key) ?? { ...line, explain: by === 'connection' ? null : linkTo(place, question), connections: [] };
    groups.set(key, { ...known, connections: [...known.connections, one] });
  }
  return [...groups.values(), ...(others.length > 0 ? [{ of: 'others', ...NOBODY, connections: others } as const] : [])];
}

/** Route below /api/v1 that explains the same of a place in this one. */
export function linkTo(place: string, question: Omit<ExplainQuestion, 'area'>): string {
  const { carrier, step, field, from, to, start, end, asOf = null } = question;
  const part = start === from && end === to ? {} : { start: toIso(start), end: toIso(end) };
  return `${place}/balance/explain?${new URLSearchParams({ carrier, from: toIso(from), to: toIso(to), step, field, ...part, ...(asOf !== null && { asOf: toIso(asOf) }) })}`;
}
