// The explanations that a published report keeps of its CO2 and its room as they were on its day, and what a reader gets of them.
import { z } from '@hono/zod-openapi';
import type { Principal } from '../domain/access.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { isSmallConnection } from '../domain/small-connection.ts';
import { epochMs } from '../domain/units.ts';
import type { ReportKey, ReportRow } from '../storage/reports.ts';
import { explainCapacity } from './capacity-explain.ts';
import { explainTotals } from './capacity-totals-explain.ts';
import type { Deps } from './deps.ts';
import { explainEmissions } from './emissions-explain.ts';
import { ApiError } from './errors.ts';
import { explainBalance } from './explain-query.ts';
import { companiesOpen, othersTogether } from './explain-terms.ts';
import { instant } from './period.ts';
import { type ReportQuestion, questionsIn } from './report-explain.ts';
import { areaOf, readerOf } from './report-figures.ts';
import { CapacityExplanation } from './shapes-capacity.ts';
import { CapacityFigureExplanation } from './shapes-capacity-explained.ts';
import { EmissionsExplainQuery, EmissionsExplanation } from './shapes-emissions-explained.ts';
import type { ReportAnswer } from './shapes-reports.ts';

const unmarked = { simulated: true } as const;
const Kg = EmissionsExplanation.omit(unmarked);
const Quarter = CapacityExplanation.omit(unmarked);
const Total = CapacityFigureExplanation.omit(unmarked);
type Kg = z.infer<typeof Kg>;
type Quarter = z.infer<typeof Quarter>;
type Total = z.infer<typeof Total>;
/** Of figures and of what those are made of: kg by field and year, the highest quarter by direction, totals by direction and field. */
export const KeptExplanations = z.object({ kg: z.record(z.string(), Kg), quarters: z.record(z.string(), Quarter), totals: z.record(z.string(), Total) });
export type KeptExplanations = z.infer<typeof KeptExplanations>;

type Figures = ReportAnswer['figures'];
type Of<K extends ReportQuestion['kind']> = Extract<ReportQuestion, { kind: K }>;
interface Report {
  readonly row: ReportKey & Pick<ReportRow, 'id' | 'published_at'>;
  readonly figures: Figures;
}
interface Part {
  /** A figure that the asked one is made of; absent: the figure itself. */
  readonly field?: string;
  readonly year?: number;
}

const keyOf = (field: string, year?: number | null): string => (year === undefined || year === null ? field : `${field} ${year}`);

/** What explains the figures of a report that is being published, for the readers it is for. One that is another by now is left out.
 *  @returns with everything those explanations are made of, but for parts of a period */
export async function explanationsToKeep(deps: Deps, report: Report): Promise<KeptExplanations> {
  const kept: KeptExplanations = { kg: {}, quarters: {}, totals: {} };
  for (const question of questionsIn(report.figures, report.row)) await keep(deps, report, { question, kept });
  return kept;
}

async function keep(deps: Deps, report: Report, { question, kept }: { question: ReportQuestion; kept: KeptExplanations }): Promise<void> {
  switch (question.kind) {
    // The balance itself answers as of a moment.
    case 'balance':
      return;
    case 'co2': {
      const made = await orNone(kgNow(deps, report, { field: question.field }));
      if (made?.value === question.told) await keepKg(deps, report, { made, kept });
      return;
    }
    case 'quarter': {
      const made = await orNone(quarterNow(deps, report, question));
      if (made?.usageKw === question.told) kept.quarters[question.direction] = { ...made, quarters: lasting(deps, made.quarters) };
      return;
    }
    case 'total': {
      const made = await orNone(totalNow(deps, report, question));
      if (made?.value !== question.told) return;
      const parts = await Promise.all(made.parts.map(async ({ name }) => orNone(totalNow(deps, report, { ...question, field: name }))));
      // What a quarter is made of is not kept for each.
      for (const one of [made, ...parts])
        if (one !== null) kept.totals[keyOf(`${question.direction} ${one.field}`)] = { ...one, quarters: one.quarters.map((quarter) => ({ ...quarter, explain: null })) };
    }
  }
}

/** A figure and, one after the other, all those that it is made of. */
async function keepKg(deps: Deps, report: Report, { made, kept }: { made: Kg; kept: KeptExplanations }): Promise<void> {
  const left: { made: Kg; year?: number | null }[] = [{ made }];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    kept.kg[keyOf(one.made.field, one.year)] = asOf(one.made, report.figures.madeAt);
    for (const { field, year, explain } of one.made.parts) {
      if (explain === null || keyOf(field, year) in kept.kg) continue;
      const next = await orNone(kgNow(deps, report, { field, ...(year !== null && { year }) }));
      if (next !== null) left.push({ made: next, year });
    }
  }
}

/** What may be kept for as long as the report: no raw readings, and nothing of a connection whose quarters are erased before.
 *  @see docs/operate.md#retention */
function lasting({ directory }: Deps, rows: Quarter['quarters']): Quarter['quarters'] {
  const isLasting = (meter: number): boolean => {
    const connection = directory.connections.get(directory.meters.get(meter)?.connection ?? 0);
    return connection !== undefined && !isSmallConnection(connection);
  };
  return othersTogether(rows, ({ meter }) => meter === null || isLasting(meter)).map((row) => ({ ...row, readings: null }));
}

/** Amounts lead to the balance as it was published. */
const asOf = (made: Kg, at: string): Kg => ({
  ...made,
  uses: made.uses.map((use) => ({
    ...use,
    made: use.made.map((one) => ({ ...one, explain: one.explain === null ? null : `${one.explain}&${new URLSearchParams({ asOf: at })}` })),
  })),
});

async function orNone<T>(made: Promise<T>): Promise<T | null> {
  try {
    return await made;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** @param asked the figure by its place in the report, or one that it is made of
 *  @throws ApiError when there is no such figure, or nothing explains it to this reader */
export async function explainFigure(deps: Deps, principal: Principal, asked: Report & Part & { figure: string; kept: KeptExplanations | null }): Promise<object> {
  const { row, figures, kept } = asked;
  const question = questionsIn(figures, row).find((one) => one.figure === asked.figure);
  if (question === undefined) throw new ApiError('invalid-request', 'figure: `explained` of the report names those that can be explained.');
  if (question.kind === 'balance') return balanceAt(deps, principal, { ...asked, question });
  const made = kept === null ? await explainedNow(deps, asked, question) : keptOf(kept, question, asked);
  if (made === null) throw new ApiError('invalid-request', 'figure: the report kept no explanation of it when it was published.');
  return kept === null ? made : seenBy(deps, principal, { made, asked });
}

function explainedNow(deps: Deps, report: Report & Part, question: Exclude<ReportQuestion, { kind: 'balance' }>): Promise<Kg | Quarter | Total> {
  const { field, year } = report;
  switch (question.kind) {
    case 'co2':
      return kgNow(deps, report, { field: field ?? question.field, ...(year !== undefined && { year }) });
    case 'quarter':
      return quarterNow(deps, report, question);
    case 'total':
      return totalNow(deps, report, { ...question, field: field ?? question.field });
  }
}

function keptOf({ kg, quarters, totals }: KeptExplanations, question: Exclude<ReportQuestion, { kind: 'balance' }>, { field, year }: Part): Kg | Quarter | Total | null {
  switch (question.kind) {
    case 'co2':
      return kg[keyOf(field ?? question.field, year)] ?? null;
    case 'quarter':
      return quarters[question.direction] ?? null;
    case 'total':
      return totals[`${question.direction} ${field ?? question.field}`] ?? null;
  }
}

/** Figures whose explanation is kept. */
export function figuresKept(figures: Figures, row: Report['row'], kept: KeptExplanations | null): Set<string> {
  const has = (question: ReportQuestion): boolean => question.kind !== 'balance' && kept !== null && keptOf(kept, question, {}) !== null;
  return new Set(questionsIn(figures, row).flatMap((question) => (has(question) ? [question.figure] : [])));
}

/** Who no longer shares with this reader has no name in it; what a figure is made of is looked up in the report as well. */
function seenBy(
  deps: Deps,
  principal: Principal,
  { made, asked }: { made: Kg | Quarter | Total; asked: Pick<Report, 'row'> & { figure: string; kept: KeptExplanations | null } },
): object {
  const open = companiesOpen(deps, principal);
  if ('usageKw' in made) return { ...made, quarters: othersTogether(made.quarters, ({ company }) => company === null || open(company)), limits: limitsLeftOut(made.limits, open) };
  if (!('uses' in made)) return made;
  const link = ({ field, year }: Kg['parts'][number]): string | null =>
    keyOf(field, year) in (asked.kept?.kg ?? {})
      ? `/reports/${asked.row.id}/explain?${new URLSearchParams({ figure: asked.figure, field, ...(year !== null && { year: String(year) }) })}`
      : null;
  return {
    ...made,
    parts: made.parts.map((part) => ({ ...part, explain: part.explain === null ? null : link(part) })),
    connections: made.connections === null ? null : { ...made.connections, items: made.connections.items.filter((one) => open(one.company)) },
  };
}

function limitsLeftOut(limits: Quarter['limits'], open: (company: number) => boolean): Quarter['limits'] {
  const hidden = limits.filter(({ company }) => company !== null && !open(company));
  const kw = hidden.some((one) => one.kw === null) ? null : fromMicro(hidden.reduce((sum, one) => sum + toMicro(one.kw ?? 0), 0));
  const others = hidden.length === 0 ? [] : [{ of: 'others' as const, connection: null, group: null, company: null, kw }];
  return [...limits.filter((one) => !hidden.includes(one)), ...others];
}

const periodOf = ({ from, to }: Figures): { from: ReturnType<typeof instant>; to: ReturnType<typeof instant> } => ({ from: instant(from, 'from'), to: instant(to, 'to') });

function balanceAt(deps: Deps, principal: Principal, { row, figures, question }: Report & { question: Of<'balance'> }): Promise<object> {
  const { area, carrier, step, field, start, end } = question;
  const period = periodOf(figures);
  const part = { start: start === undefined ? period.from : instant(start, 'start'), end: end === undefined ? period.to : instant(end, 'end') };
  return explainBalance(deps, principal, { area, carrier, step, field, ...period, ...part, asOf: row.published_at === null ? null : instant(figures.madeAt, 'asOf') });
}

function kgNow(deps: Deps, { row, figures: { from, to } }: Report, asked: { field: string; year?: number }): Promise<Kg> {
  const query = EmissionsExplainQuery.parse({ from, to, factors: row.factors, ...asked });
  return explainEmissions(deps, readerOf(row), { area: areaOf(row), query });
}

function quarterNow(deps: Deps, { row, figures }: Report, { direction, at }: Of<'quarter'>): Promise<Quarter> {
  return explainCapacity(deps, readerOf(row), { place: areaOf(row), direction, ...periodOf(figures), at: epochMs(Date.parse(at)) });
}

function totalNow(deps: Deps, { row, figures }: Report, { direction, field }: Of<'total'>): Promise<Total> {
  return explainTotals(deps, readerOf(row), { place: areaOf(row), direction, ...periodOf(figures), field });
}
