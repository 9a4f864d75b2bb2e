// Explains a number: the registers and quarters it is the sum of, or, when they are too many, the parts of its period.
import type { Principal } from '../domain/access.ts';
import { amountIn, termsOf } from '../domain/explain.ts';
import { withWithheld } from '../domain/balance-rows.ts';
import { coverageOf, ratio } from '../domain/balance-steps.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, type Step, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { answerBalance, checkPeriod, isNamed, scopeTold, unitOf } from './balance-query.ts';
import { seesMembers } from './members.ts';
import { type BalanceQuestion, sumPeriod } from './balance-sums.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { COVERAGE, type RatioFigure, type SumFigure, figureNamed, nameOf } from './explain-fields.ts';
import { explainedTerms } from './explain-terms.ts';
import { type Scope, endTold, scopeOf } from './scope.ts';
import type { Explanation } from './shapes-settled.ts';

/** Registers x quarters of one answer; longer periods are explained in steps. */
export const EXPLAIN_ROWS_MAX = 2000;
/** A quarter-hour's amount times this is its mean power. */
const POWER = 4;

/** Up to a month quarters are judged one by one, beyond it days. */
const JUDGED_QUARTERS_MS = 31 * 96 * QUARTER_MS;

export interface ExplainQuestion extends BalanceQuestion {
  /** Name of the figure as the balance calls it. */
  readonly field: string;
  /** The part of the period that is explained: one of its steps, or all of it. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** Of these connections only; absent or null: of all of them. */
  readonly connections?: readonly number[] | null;
}
type Answer = Omit<Explanation, 'simulated' | 'band' | 'measured' | 'level'> & { readonly level: 'registers' | 'steps' | 'ratio' };

/** @throws ApiError when the field does not exist, the period does not fit or the figure is kept back */
export async function explainBalance(deps: Deps, principal: Principal, question: ExplainQuestion): Promise<Answer> {
  checkPeriod(question);
  checkPart(question);
  const now = deps.now();
  if (question.field !== COVERAGE && !seesMembers(principal, question.area)) await checkShown(deps, principal, question);
  const scope = await scopeFor(deps, principal, question);
  const asOf = epochMs(Math.min(question.asOf ?? now, now));
  const end = epochMs(Math.max(Math.min(question.end, endTold(deps, principal, { area: question.area, at: asOf })), question.start));
  const part = { ...question, end };
  const known = { field: question.field, start: toIso(question.start), end: toIso(question.end), asOf: toIso(asOf) };
  const unit = unitOf(question.carrier);
  const figure = figureNamed(question.field, unit);
  const over: Explained = { principal, scope, question: part, asOf };
  if (figure.kind === 'peak') return { ...known, ...(await explainPeak(deps, over)), unit: 'kW' };
  if (figure.kind === 'coverage') return { ...known, ...(await explainCoverage(deps, over)), unit: 'ratio' };
  if (figure.kind === 'ratio') return { ...known, ...(await explainRatio(deps, over, figure)), unit: 'ratio' };
  const mine = { ...over, scope: limited(deps, over, figure) };
  const registers = mine.scope.connections.reduce((sum, one) => sum + one.registers.length, 0);
  const quarters = (end - question.start) / QUARTER_MS;
  if (registers * quarters > EXPLAIN_ROWS_MAX && quarters > 1) return { ...known, unit, ...(await inSteps(deps, mine, figure)) };
  return { ...known, unit, ...(await inRegisters(deps, mine, { field: figure.field, power: 1 })) };
}

/** The connections whose figures the answer holds. How much was measured is told to everybody, also where the figure is kept back. */
async function scopeFor(deps: Deps, principal: Principal, question: ExplainQuestion): Promise<Scope> {
  const all = scopeSeen(deps, principal, question);
  if ((question.connections ?? null) !== null || all.members === undefined) return all;
  try {
    return await scopeTold(deps, principal, { ...question, from: question.start, to: question.end });
  } catch (error) {
    if (question.field === COVERAGE && error instanceof ApiError && error.code === 'suppressed') return openly(all);
    throw error;
  }
}

/** The same without the judgement of its companies. */
const openly = ({ members: _, ...scope }: Scope): Scope => scope;

/** All connections that this reader may add up, or those that are asked for.
 *  @throws ApiError when it may not see these one by one */
export function scopeSeen(deps: Deps, principal: Principal, question: ExplainQuestion): Scope {
  const all = scopeOf(deps.directory, principal, { ...question, now: deps.now() });
  const { connections = null } = question;
  return connections === null ? all : onlySome(all, connections);
}

/** @throws ApiError when the reader may not see them one by one */
function onlySome(all: Scope, connections: readonly number[]): Scope {
  const some = all.connections.filter((one) => connections.includes(one.id));
  if (all.members !== undefined || some.length < new Set(connections).size)
    throw new ApiError('invalid-request', 'connections: not all of these are connections of this balance that you may see one by one.');
  return { connections: some, withheld: 0 };
}

/** An explanation lists quarters: whoever may not see the members gets it only where each of them may be shown.
 *  @throws ApiError when one is kept back */
async function checkShown(deps: Deps, principal: Principal, { field, start, end, ...question }: ExplainQuestion): Promise<void> {
  const step = end - start <= JUDGED_QUARTERS_MS ? 'PT15M' : 'P1D';
  const { steps, totals } = await answerBalance(deps, principal, { ...question, from: start, to: end, step });
  // What is no field of a step, such as a ratio or a flow, is made of several: then none of them may be secret.
  const known = field in totals;
  const shown = [...steps, totals].every((one) => Object.entries(one).every(([name, value]) => value !== null || (known ? name !== field : name.startsWith('peak'))));
  if (!shown) throw new ApiError('suppressed', `x: one or two companies make up ${field} in this period; it would say something of each of them.`);
}

/** @throws ApiError when the part does not lie in the period */
export function checkPart({ from, to, start, end }: ExplainQuestion): void {
  if (end <= start) throw new ApiError('reversed-period', "'end' must lie after 'start'.");
  if (start < from || end > to) throw new ApiError('bad-time', "'start' and 'end' must lie within 'from' and 'to'.");
  if (start % QUARTER_MS !== 0 || end % QUARTER_MS !== 0) throw new ApiError('bad-time', "'start' and 'end' must be whole quarter-hours.");
}

interface Explained {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly question: ExplainQuestion;
  readonly asOf: EpochMs;
}
type Parts = Pick<Answer, 'value' | 'level' | 'quarters' | 'steps' | 'parts'>;

/** A flow to a company is what its own connections use: those of the others add nothing to it. */
function limited(deps: Deps, { principal, scope, question }: Explained, { of }: SumFigure): Scope {
  if (of === undefined) return scope;
  const named = isNamed(deps, principal, question.area);
  const mine = scope.connections.filter((one) => !one.passesOn && (of === 'others' ? !named(one.company) : named(one.company) && one.company === of));
  // A company that the answer does not name is answered like one that is not there.
  if (of !== 'others' && mine.length === 0) throw new ApiError('invalid-request', 'field: this balance has no flow to that company.');
  return { ...scope, connections: mine };
}

async function explainPeak(deps: Deps, over: Explained): Promise<Parts> {
  const at = (await summedIn(deps, over))?.peak?.at;
  if (at === undefined) throw new ApiError('invalid-request', 'field: this period has no quarter that is measured throughout, so it has no peak.');
  const quarter = { ...over.question, start: at, end: epochMs(at + QUARTER_MS) };
  return inRegisters(deps, { ...over, question: quarter }, { field: 'gridImport', power: POWER });
}

/** Two sums, each of which can be explained by its own name; the ratio is the first divided by the second. */
async function explainRatio(deps: Deps, over: Explained, figure: RatioFigure): Promise<Parts> {
  const closed = (await summedIn(deps, over))?.closed;
  const [part, whole] = closed === undefined ? [0, 0] : [amountIn(closed, figure.part), amountIn(closed, figure.whole)];
  const value = ratio(part, whole);
  if (value === null) throw new ApiError('invalid-request', 'field: there is nothing to divide by in this period, so there is no ratio.');
  const parts: Answer['parts'] = [
    { role: 'numerator', field: nameOf(figure.part, 'kWh'), value: part },
    { role: 'denominator', field: nameOf(figure.whole, 'kWh'), value: whole },
  ];
  return { value, level: 'ratio', quarters: [], steps: [], parts };
}

/** Connections and quarters with a value, of those that should have one; who withholds its readings counts as not measured. */
async function explainCoverage(deps: Deps, over: Explained): Promise<Parts> {
  const total = (await summedIn(deps, over))?.total;
  const seen = total === undefined ? null : withWithheld(total, over.scope.withheld);
  const parts: Answer['parts'] = [
    { role: 'numerator', field: 'quartersMeasured', value: seen?.present ?? 0 },
    { role: 'denominator', field: 'quartersExpected', value: seen?.expected ?? 0 },
  ];
  return { value: seen === null ? 0 : coverageOf(seen), level: 'ratio', quarters: [], steps: [], parts };
}

/** The sums of the part that is explained; null when nothing of it is there yet. */
async function summedIn(deps: Deps, { scope, question }: Explained): Promise<Awaited<ReturnType<typeof sumPeriod>> | null> {
  return question.end <= question.start ? null : sumPeriod(deps, scope, { ...question, from: question.start, to: question.end, step: 'P1D' });
}

const FINER: readonly { readonly longerThanMs: number; readonly step: Step }[] = [
  { longerThanMs: 32 * 96 * QUARTER_MS, step: 'P1M' },
  { longerThanMs: 100 * QUARTER_MS, step: 'P1D' },
  { longerThanMs: 4 * QUARTER_MS, step: 'PT1H' },
];

/** The same figure of the parts of the period. */
async function inSteps(deps: Deps, { scope, question }: Explained, { field }: SumFigure): Promise<Parts> {
  const { start: from, end: to } = question;
  const step = FINER.find((one) => to - from > one.longerThanMs)?.step ?? 'PT15M';
  const summed = await sumPeriod(deps, scope, { ...question, from, to, step });
  const steps = summed.steps.map(({ start, end, sums }) => ({ start: toIso(start), end: toIso(end), contribution: fromMicro(toMicro(amountIn(sums, field))) }));
  return { value: fromMicro(steps.reduce((sum, one) => sum + toMicro(one.contribution), 0)), level: 'steps', quarters: [], steps, parts: [] };
}

async function inRegisters(deps: Deps, over: Explained, { field, power }: { field: SumFigure['field']; power: number }): Promise<Parts> {
  const { principal, scope, question, asOf } = over;
  const registers = scope.connections.flatMap((one) => one.registers.map(({ register }) => register));
  const [from, to] = [question.start / QUARTER_MS, question.end / QUARTER_MS];
  if (registers.length * (to - from) > EXPLAIN_ROWS_MAX)
    throw new ApiError('period-too-long', `An explanation names at most ${EXPLAIN_ROWS_MAX} registers; ask for a park or a company of this region.`);
  const figure = await explainedTerms(deps, { principal, scope, from, to, asOf: question.asOf ?? null, figureAt: asOf, power, termsOf: (parts) => termsOf(parts, field) });
  return { ...figure, level: 'registers', steps: [], parts: [] };
}
