// Explains a number: the registers and quarters it is the sum of, or, when they are too many, the parts of its period.
import { isThere } from '../domain/meter-validity.ts';
import { type Principal, decide } from '../domain/access.ts';
import { FLAGS, NO_VALUE, SPREAD } from '../domain/balance.ts';
import { BALANCE_FIELDS, type BalanceField, gathered, termsOf } from '../domain/explain.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, type Step, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type StepSums, generationOf } from '../domain/balance-steps.ts';
import { NOTHING } from '../storage/series.ts';
import { answerBalance, checkPeriod, unitOf } from './balance-query.ts';
import { seesMembers } from './disclosure-query.ts';
import { type BalanceQuestion, sumPeriod } from './balance-sums.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { type Entry, type Published, publishedOf, rowsOf } from './explain-rows.ts';
import { type Scope, type ScopedConnection, scopeOf } from './scope.ts';
import type { ExplainedQuarter, Explanation } from './shapes-settled.ts';
import { companyResource } from './views.ts';

/** Registers x quarters of one answer; longer periods are explained in steps. */
export const EXPLAIN_ROWS_MAX = 2000;
const PEAK = 'peakImportKw';
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
}
type Answer = Omit<Explanation, 'simulated'>;

/** @throws ApiError when the field does not exist, the period does not fit or the figure is kept back */
export async function explainBalance(deps: Deps, principal: Principal, question: ExplainQuestion): Promise<Answer> {
  checkPeriod(question);
  checkPart(question);
  const now = deps.now();
  const scope = scopeOf(deps.directory, principal, { ...question, now });
  if (!seesMembers(principal, question.area)) await checkShown(deps, principal, question);
  const asOf = epochMs(Math.min(question.asOf ?? now, now));
  const end = epochMs(Math.max(Math.min(question.end, Math.floor(asOf / QUARTER_MS) * QUARTER_MS), question.start));
  const part = { ...question, end };
  const known = { field: question.field, start: toIso(question.start), end: toIso(question.end), asOf: toIso(asOf) };
  if (question.field === PEAK) return { ...known, ...(await explainPeak(deps, { principal, scope, question: part, asOf })), unit: 'kW' };
  const field = fieldOf(question);
  const unit = unitOf(question.carrier);
  const registers = scope.connections.reduce((sum, one) => sum + one.registers.length, 0);
  const quarters = (end - question.start) / QUARTER_MS;
  if (registers * quarters > EXPLAIN_ROWS_MAX && quarters > 1) return { ...known, unit, ...(await inSteps(deps, scope, { question: part, field })) };
  const rows = await inRegisters(deps, { principal, scope, question: part, asOf, field, power: 1 });
  return { ...known, unit, ...rows };
}

/** An explanation lists quarters: whoever may not see the members gets it only where each of them may be shown.
 *  @throws ApiError when one is kept back */
async function checkShown(deps: Deps, principal: Principal, { field, start, end, ...question }: ExplainQuestion): Promise<void> {
  const step = end - start <= JUDGED_QUARTERS_MS ? 'PT15M' : 'P1D';
  const { steps, totals } = await answerBalance(deps, principal, { ...question, from: start, to: end, step });
  const shown = [...steps, totals].every((one) => Object.entries(one).every(([name, value]) => name !== field || value !== null));
  if (!shown) throw new ApiError('suppressed', `x: one or two companies make up ${field} in this period; it would say something of each of them.`);
}

function checkPart({ from, to, start, end }: ExplainQuestion): void {
  if (end <= start) throw new ApiError('reversed-period', "'end' must lie after 'start'.");
  if (start < from || end > to) throw new ApiError('bad-time', "'start' and 'end' must lie within 'from' and 'to'.");
  if (start % QUARTER_MS !== 0 || end % QUARTER_MS !== 0) throw new ApiError('bad-time', "'start' and 'end' must be whole quarter-hours.");
}

/** 'importKwh' or 'importM3' -> 'import'. */
function fieldOf({ field, carrier }: ExplainQuestion): BalanceField {
  const suffix = unitOf(carrier) === 'kWh' ? 'Kwh' : 'M3';
  const found = BALANCE_FIELDS.find((one) => `${one}${suffix}` === field);
  if (found !== undefined) return found;
  const names = [...BALANCE_FIELDS.map((one) => `${one}${suffix}`), ...(suffix === 'Kwh' ? [PEAK] : [])];
  throw new ApiError('invalid-request', `field: of this carrier one of ${names.join(', ')} can be explained.`);
}

interface Explained {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly question: ExplainQuestion;
  readonly asOf: EpochMs;
}
type Parts = Pick<Answer, 'value' | 'level' | 'quarters' | 'steps'>;

async function explainPeak(deps: Deps, over: Explained): Promise<Parts> {
  const { question, scope } = over;
  const summed = question.end <= question.start ? null : await sumPeriod(deps, scope, { ...question, from: question.start, to: question.end, step: 'P1D' });
  const at = summed?.peak?.at;
  if (at === undefined) throw new ApiError('invalid-request', 'field: this period has no quarter that is measured throughout, so it has no peak.');
  const quarter = { ...question, start: at, end: epochMs(at + QUARTER_MS) };
  return inRegisters(deps, { ...over, question: quarter, field: 'gridImport', power: POWER });
}

const FINER: readonly { readonly longerThanMs: number; readonly step: Step }[] = [
  { longerThanMs: 32 * 96 * QUARTER_MS, step: 'P1M' },
  { longerThanMs: 100 * QUARTER_MS, step: 'P1D' },
  { longerThanMs: 4 * QUARTER_MS, step: 'PT1H' },
];

/** The same figure of the parts of the period. */
async function inSteps(deps: Deps, scope: Scope, over: { question: ExplainQuestion; field: BalanceField }): Promise<Parts> {
  const { question, field } = over;
  const { start: from, end: to } = question;
  const step = FINER.find((one) => to - from > one.longerThanMs)?.step ?? 'PT15M';
  const summed = await sumPeriod(deps, scope, { ...question, from, to, step });
  const amount = (sums: StepSums): number => toMicro(field === 'generation' ? generationOf(sums) : sums[field]);
  const steps = summed.steps.map(({ start, end, sums }) => ({ start: toIso(start), end: toIso(end), contribution: fromMicro(amount(sums)) }));
  return { value: fromMicro(summed.steps.reduce((sum, one) => sum + amount(one.sums), 0)), level: 'steps', quarters: [], steps };
}

async function inRegisters(deps: Deps, over: Explained & { field: BalanceField; power: number }): Promise<Parts> {
  const { scope, question, asOf } = over;
  const registers = scope.connections.flatMap((one) => one.registers.map(({ register }) => register));
  const [from, to] = [question.start / QUARTER_MS, question.end / QUARTER_MS];
  if (registers.length * (to - from) > EXPLAIN_ROWS_MAX)
    throw new ApiError('period-too-long', `An explanation names at most ${EXPLAIN_ROWS_MAX} registers; ask for a park or a company of this region.`);
  const published = await publishedOf(deps, { registers, from, to }, { asOf: question.asOf ?? null, only: null });
  const entries: Entry[] = [];
  const hidden = new Map<number, number>();
  const seen = seenRegisters(deps, over);
  for (let quarter = from; quarter < to; quarter++) {
    const parts = scope.connections.map((one) => partOf(one, quarter, published));
    for (const term of gathered(termsOf(parts, over.field))) {
      const weight = term.weight * over.power;
      if (seen.has(term.register)) entries.push({ register: term.register, quarter, weight, ...published(term.register, quarter) });
      else hidden.set(quarter, (hidden.get(quarter) ?? 0) + weight * term.amountMicro);
    }
  }
  const rows = [...(await rowsOf(deps, entries, asOf)), ...[...hidden].map(others)];
  const micro = rows.reduce((sum, row) => sum + toMicro(row.contribution), 0);
  return { value: fromMicro(micro), level: 'registers', quarters: rows.sort((a, b) => a.start.localeCompare(b.start)), steps: [] };
}

function partOf(connection: ScopedConnection, quarter: number, published: (register: number, quarter: number) => Published): Parameters<typeof termsOf>[0][number] {
  const there = connection.registers.filter(({ fromQuarter, toQuarter }) =>
    isThere({ ...(fromQuarter !== undefined && { validFrom: fromQuarter }), ...(toQuarter !== undefined && { validTo: toQuarter }) }, quarter),
  );
  const registers = there.map(({ register, flow }) => {
    const { amountMicro, flag } = published(register, quarter);
    return { register, flow, amountMicro, flag: flag === NOTHING ? NO_VALUE : flag >= SPREAD ? flag - SPREAD : Math.min(flag, FLAGS.length - 1) };
  });
  return { ...connection, registers };
}

/** Registers of companies whose readings this reader may see; of the others only the sum is told. */
function seenRegisters(deps: Deps, { principal, scope }: Explained): Set<number> {
  const open = new Map<number, boolean>();
  const isOpen = (company: number): boolean => {
    const resource = companyResource(deps, company);
    return resource !== null && decide(principal, 'see', resource) === 'allow';
  };
  for (const { company } of scope.connections) if (!open.has(company)) open.set(company, isOpen(company));
  return new Set(scope.connections.flatMap((one) => (open.get(one.company) === true ? one.registers.map(({ register }) => register) : [])));
}

/** What the companies that this reader may not see bring, in one sum a quarter. */
function others([quarter, micro]: [number, number]): ExplainedQuarter {
  const [start, end] = [epochMs(quarter * QUARTER_MS), epochMs((quarter + 1) * QUARTER_MS)];
  const sum = { weight: 1, amount: fromMicro(micro), contribution: fromMicro(micro) };
  const nobody = { register: null, name: null, meter: null, company: null, quality: null, source: null, readings: null, delivery: null };
  return { start: toIso(start), end: toIso(end), ...nobody, ...sum, spread: false, rule: 'others' };
}
