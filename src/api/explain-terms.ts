// The registers that a sum is made of, as rows for this reader: whom it may not see stands in one sum a quarter.
import { type Principal, decide } from '../domain/access.ts';
import { type ConnectionPart, type Term, gathered } from '../domain/explain.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { NOTHING } from '../storage/series.ts';
import type { Deps } from './deps.ts';
import { connectionPart } from './explain-parts.ts';
import { type Entry, publishedOf, rowsOf } from './explain-rows.ts';
import type { Scope } from './scope.ts';
import type { ExplainedQuarter } from './shapes-settled.ts';
import { companyResource } from './views.ts';

export interface TermsOver {
  readonly principal: Principal;
  readonly scope: Pick<Scope, 'connections'>;
  /** Quarter numbers [from, to). */
  readonly from: number;
  readonly to: number;
  /** What was published at that moment; null = now. */
  readonly asOf: EpochMs | null;
  /** No delivery after this counts as the origin of a value. */
  readonly figureAt: EpochMs;
  /** A quarter-hour's amount times this. */
  readonly power: number;
  readonly termsOf: (parts: readonly ConnectionPart[]) => readonly Term[];
}

/** @returns rows in order of time, and what they add up to */
export async function explainedTerms(deps: Deps, over: TermsOver): Promise<{ value: number; quarters: ExplainedQuarter[] }> {
  const { scope, from, to } = over;
  const registers = scope.connections.flatMap((one) => one.registers.map(({ register }) => register));
  const published = await publishedOf(deps, { registers, from, to }, { asOf: over.asOf, only: null });
  const entries: Entry[] = [];
  const hidden = new Map<number, number>();
  const seen = seenRegisters(deps, over);
  for (let quarter = from; quarter < to; quarter++) {
    const parts = scope.connections.map((one) => connectionPart(one, quarter, published));
    for (const term of gathered(over.termsOf(parts))) {
      const value = published(term.register, quarter);
      if (value.flag === NOTHING) continue;
      const weight = term.weight * over.power;
      if (!seen.has(term.register)) hidden.set(quarter, (hidden.get(quarter) ?? 0) + weight * term.amountMicro);
      // One that counts 0 because another says it all, or because its meter does not hang there, has a value that is not in the sum.
      else if (term.amountMicro === value.amountMicro) entries.push({ register: term.register, quarter, weight, ...value });
    }
  }
  const rows = [...(await rowsOf(deps, entries, over.figureAt)), ...[...hidden].map(others)];
  const micro = rows.reduce((sum, row) => sum + toMicro(row.contribution), 0);
  return { value: fromMicro(micro), quarters: rows.sort((a, b) => a.start.localeCompare(b.start)) };
}

/** Registers of companies whose readings this reader may see; of the others only the sum is told. */
function seenRegisters(deps: Deps, { principal, scope }: Pick<TermsOver, 'principal' | 'scope'>): Set<number> {
  const open = companiesOpen(deps, principal);
  return new Set(scope.connections.flatMap((one) => (open(one.company) ? one.registers.map(({ register }) => register) : [])));
}

/** Which companies a reader may see by themselves; each is judged once. */
export function companiesOpen(deps: Deps, principal: Principal): (company: number) => boolean {
  const known = new Map<number, boolean>();
  return (company) => {
    const judged = known.get(company);
    if (judged !== undefined) return judged;
    const resource = companyResource(deps, company);
    const open = resource !== null && decide(principal, 'see', resource) === 'allow';
    known.set(company, open);
    return open;
  };
}

/** Rows of which some may not stand by themselves: those are told in one sum a quarter. */
export function othersTogether(rows: readonly ExplainedQuarter[], apart: (row: ExplainedQuarter) => boolean): ExplainedQuarter[] {
  const hidden = new Map<number, number>();
  for (const row of rows) {
    const quarter = Date.parse(row.start) / QUARTER_MS;
    if (!apart(row)) hidden.set(quarter, (hidden.get(quarter) ?? 0) + toMicro(row.contribution));
  }
  return [...rows.filter(apart), ...[...hidden].map(others)];
}

/** What the companies that this reader may not see bring, in one sum a quarter. */
function others([quarter, micro]: [number, number]): ExplainedQuarter {
  const [start, end] = [epochMs(quarter * QUARTER_MS), epochMs((quarter + 1) * QUARTER_MS)];
  const sum = { weight: 1, amount: fromMicro(micro), contribution: fromMicro(micro) };
  const nobody = { register: null, name: null, meter: null, company: null, quality: null, source: null, readings: null, delivery: null };
  return { start: toIso(start), end: toIso(end), ...nobody, ...sum, spread: false, rule: 'others' };
}
