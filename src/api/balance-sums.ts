// Sums the balance of a period: which quarters are asked for, in which pieces, and how the pieces become steps. The
// compute worker adds up; pieces are in whole millionths, so what is added up in another order comes out the same.
import { type StepSums, addSums, sumsFromMicro } from '../domain/balance-steps.ts';
import type { PublishedUnit } from '../domain/balance-rows.ts';
import { isAllUntold } from '../domain/disclosure-fields.ts';
import { fromMicro } from '../domain/ledger.ts';
import type { Carrier } from '../domain/reading.ts';
import { type ToldFigure, byFigure } from '../domain/told-quarters.ts';
import { QUARTER_MS, type Step, localAdd, localFloor, stepBounds } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { RevisionRun } from '../storage/revisions.ts';
import { type PackedDays, type QuarterColumns, gatheredFrom } from '../storage/series.ts';
import { daysAtOnce } from '../domain/stretches.ts';
import { type DayText, type Piece, scopeKey } from './balance-pieces.ts';
import type { Deps } from './deps.ts';
import { type Day, type DayVersion, type DaysQuestion, daysOf } from './kept-days.ts';
import { pipelined } from './pipelined.ts';
import { type Area, type Scope, registersIn } from './scope.ts';

export interface BalanceQuestion {
  readonly area: Area;
  readonly carrier: Carrier;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly step: Step;
  /** The figure as it was published then; null: as it is now. */
  readonly asOf?: EpochMs | null;
}
type Untold = Readonly<Record<ToldFigure, number>>;
export interface SummedStep {
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly sums: StepSums;
  /** What it was made of: consumption of each company. */
  readonly parts: readonly Pick<Piece, 'from' | 'unsure' | 'companies' | 'consumption'>[];
  readonly quartersSecret: number;
  /** Quarters of which a figure is kept back from the reader; null: of none. */
  readonly untold: Untold | null;
}
export interface Summed {
  readonly steps: readonly SummedStep[];
  readonly total: StepSums;
  /** Of the quarters of which the reader is told every figure: what is held against each other is of these. */
  readonly closed: StepSums;
  readonly peak: { kw: number; at: EpochMs } | null;
  readonly consumptionByCompany: ReadonlyMap<number, number>;
}

/** Sums a period, as far as it is told. Days, and months made of them, come from the sums of days that are kept; shorter steps from the
 *  quarters. */
export async function sumPeriod(deps: Deps, scope: Scope, question: BalanceQuestion): Promise<Summed> {
  const { from, step, asOf = null } = question;
  const to = epochMs(Math.min(question.to, scope.toldUntil ?? question.to));
  if (to <= from) return fold([], []);
  const bounds = clipped(stepBounds(from, to, step), { from, to });
  // What was published on a day in the past is asked for once in a while, and never changes.
  const byDay = (step === 'P1D' || step === 'P1M') && asOf === null;
  const pieceBounds = step === 'P1M' ? clipped(stepBounds(from, to, 'P1D'), { from, to }) : bounds;
  const read = (some: readonly EpochMs[]): Promise<Read> => readFor(deps, scope, { bounds: some, asOf });
  const work = (found: Read, some: readonly EpochMs[]): Promise<Piece[]> => pieces(deps, scope, { bounds: some, asOf, read: found });
  const atOnce = daysAtOnce(registersIn(scope).length);
  const found = byDay
    ? await deps.balanceDays.of({ key: scopeKey(scope), days: daysOf(pieceBounds), atOnce, apartFrom: localFloor(deps.now(), 'P1D'), version: versionIn(deps), read, work })
    : await inMonths(pieceBounds, { read, work });
  return fold(found, bounds);
}

const versionIn =
  ({ store }: Pick<Deps, 'store'>) =>
  (day: Day): DayVersion => {
    const [from, to] = [day.from / QUARTER_MS, day.to / QUARTER_MS];
    return { own: store.days.own(from, to), shaped: store.days.of(from, to) };
  };

const clipped = (bounds: readonly EpochMs[], { from, to }: { from: EpochMs; to: EpochMs }): EpochMs[] => bounds.map((at) => epochMs(Math.min(Math.max(at, from), to)));

/** Month by month, so that a region's year needs no more memory than a month. */
async function inMonths<T>(bounds: readonly EpochMs[], stages: Pick<DaysQuestion<T, Read>, 'read' | 'work'>): Promise<T[]> {
  const months = monthChunks(bounds).map(([first, last]) => bounds.slice(first, last + 1));
  return (await pipelined(months, stages)).flat();
}

function fold(found: readonly Piece[], bounds: readonly EpochMs[]): Summed {
  const steps: SummedStep[] = [];
  const consumption = new Consumption();
  let peak: Summed['peak'] = null;
  let next = 0;
  for (let index = 0; index + 1 < bounds.length; index++) {
    const [start, end] = [bounds[index] ?? epochMs(0), bounds[index + 1] ?? epochMs(0)];
    const mine: Piece[] = [];
    for (let piece = found[next]; piece !== undefined && piece.from < end; piece = found[++next]) {
      mine.push(piece);
      if (piece.peak !== null && (peak === null || piece.peak.kw > peak.kw)) peak = piece.peak;
      consumption.add(piece);
    }
    const sums = mine.length === 1 && mine[0] !== undefined ? mine[0].sums : addSums(mine.map((piece) => piece.sums));
    steps.push({
      start,
      end,
      sums,
      parts: mine,
      quartersSecret: mine.reduce((all, piece) => all + piece.quartersSecret, 0),
      untold: addUntold(mine.flatMap(({ told }) => told?.untold ?? [])),
    });
  }
  const total = sumsFromMicro(addSums(steps.map((step) => step.sums)));
  return {
    steps: steps.map((step) => ({ ...step, sums: sumsFromMicro(step.sums) })),
    total,
    closed: steps.some((step) => step.untold !== null) ? sumsFromMicro(addSums(found.map(({ sums, told }) => told?.closed ?? sums))) : total,
    peak,
    consumptionByCompany: consumption.finish(),
  };
}

/** Quarters of all steps of which each figure is kept back; null: of none. */
export const untoldOf = ({ steps }: Pick<Summed, 'steps'>): Untold | null => addUntold(steps.flatMap(({ untold }) => untold ?? []));

function addUntold(some: readonly Untold[]): Untold | null {
  return some.length === 0 ? null : some.reduce((sum, one) => byFigure((figure) => sum[figure] + one[figure]));
}

/** Is a figure kept back in every quarter? */
export function isUntold(summed: Pick<Summed, 'steps' | 'total'>, figure: Exclude<ToldFigure, 'kinds'>): boolean {
  const untold = untoldOf(summed);
  return untold !== null && isAllUntold(untold, figure, summed.total);
}

/** Adds up consumption by company. Pieces that share their list of companies, which are nearly all, are added as arrays. */
class Consumption {
  readonly #sums = new Map<readonly number[], Float64Array>();

  add({ companies, consumption }: Piece): void {
    const sums = this.#sums.get(companies) ?? new Float64Array(companies.length);
    this.#sums.set(companies, sums);
    for (let at = 0; at < sums.length; at++) {
      const amount = consumption[at] ?? 0;
      if (!Number.isNaN(amount)) sums[at] = (sums[at] ?? 0) + amount;
    }
  }

  finish(): Map<number, number> {
    const micro = new Map<number, number>();
    for (const [companies, sums] of this.#sums) companies.forEach((company, at) => micro.set(company, (micro.get(company) ?? 0) + (sums[at] ?? 0)));
    return new Map([...micro].map(([company, amount]) => [company, fromMicro(amount)]));
  }
}

/** Days of text made in one go: the worker does nothing else meanwhile. */
const TEXT_DAYS_AT_ONCE = 92;

/** The steps of a period as text, a part for each day; the sums are those of the whole period. */
export async function textOfPeriod(deps: Deps, scope: Scope, over: BalanceQuestion & { unit: PublishedUnit }): Promise<{ summed: Summed; texts: Uint8Array[] }> {
  const { from, to, step, unit, asOf = null } = over;
  const dayBounds = clipped(stepBounds(from, to, 'P1D'), { from, to });
  const read = (some: readonly EpochMs[]): Promise<Read> => readFor(deps, scope, { bounds: some, asOf });
  const work = async (had: Read, some: readonly EpochMs[]): Promise<DayText[]> => {
    const [first, last] = [some[0] ?? from, some.at(-1) ?? to];
    const steps = clipped(stepBounds(first, last, step), { from: first, to: last });
    const { found, texts } = await compute(deps, scope, { bounds: some, asOf, read: had, text: { unit, withheld: scope.withheld, steps } });
    return found.map((piece, index) => ({ piece, text: texts[index] ?? new Uint8Array() }));
  };
  const atOnce = Math.min(daysAtOnce(registersIn(scope).length), TEXT_DAYS_AT_ONCE);
  const days =
    asOf === null
      ? await deps.balanceTexts.of({ key: `${scopeKey(scope)} ${step} ${unit} ${scope.withheld}`, days: daysOf(dayBounds), atOnce, version: versionIn(deps), read, work })
      : await inMonths(dayBounds, { read, work });
  const pieces = days.map(({ piece }) => piece);
  return { summed: fold(pieces, [from, to]), texts: days.map(({ text }) => text) };
}

/** The sums of each quarter of a stretch, one piece a quarter. */
export async function quartersOf(deps: Deps, scope: Scope, { from, to }: { from: EpochMs; to: EpochMs }): Promise<Pick<Piece, 'from' | 'sums'>[]> {
  const over = { bounds: stepBounds(from, to, 'PT15M'), asOf: null };
  const found = await pieces(deps, scope, { ...over, read: await readFor(deps, scope, over) });
  return found.map((piece) => ({ from: piece.from, sums: sumsFromMicro(piece.sums) }));
}

interface Stretch {
  readonly bounds: readonly EpochMs[];
  readonly asOf: EpochMs | null;
}
interface Wanted extends Stretch {
  readonly read: Read;
  /** Steps to be made as text, a part for each of what is found. */
  readonly text: { readonly unit: PublishedUnit; readonly withheld: number; readonly steps: readonly EpochMs[] } | null;
}

const pieces = async (deps: Deps, scope: Scope, wanted: Omit<Wanted, 'text'>): Promise<Piece[]> => (await compute(deps, scope, { ...wanted, text: null })).found;

/** What the store has of a stretch. */
interface Read {
  readonly rows: QuarterColumns;
  readonly days?: PackedDays;
  /** What has to be taken back of it, for a figure of an earlier moment. */
  readonly before: readonly RevisionRun[];
}

const edgesOf = (bounds: readonly EpochMs[]): { first: EpochMs; firstQuarter: number; endQuarter: number } => {
  const [first, last] = [bounds[0] ?? epochMs(0), bounds.at(-1) ?? epochMs(0)];
  return { first, firstQuarter: first / QUARTER_MS, endQuarter: last / QUARTER_MS };
};

async function readFor(deps: Deps, scope: Scope, { bounds, asOf }: Stretch): Promise<Read> {
  const { firstQuarter, endQuarter } = edgesOf(bounds);
  const registers = registersIn(scope);
  if (asOf === null) return { ...(await deps.store.ask({ kind: 'days', registers, from: firstQuarter, to: endQuarter })), before: [] };
  // What had not been measured then was not published then.
  const until = Math.max(firstQuarter, Math.min(endQuarter, Math.floor(asOf / QUARTER_MS)));
  // A figure of an earlier day is read back from each row and what stood there before.
  const rows = await deps.store.ask({ kind: 'quarters', registers, from: firstQuarter, to: until });
  return { rows, before: await deps.revisions.since({ registers: [...registers], from: firstQuarter, to: endQuarter }, asOf) };
}

async function compute(deps: Deps, scope: Scope, { bounds, read, text }: Wanted): Promise<{ found: Piece[]; texts: readonly Uint8Array[] }> {
  const { first, firstQuarter, endQuarter } = edgesOf(bounds);
  const bordersOf = (some: readonly EpochMs[]): number[] => some.map((at) => at / QUARTER_MS - firstQuarter);
  const outcome = await deps.compute.balance({
    firstQuarter,
    quarters: endQuarter - firstQuarter,
    borders: bordersOf(bounds),
    text: text === null ? null : { unit: text.unit, withheld: text.withheld, borders: bordersOf(text.steps) },
    connections: scope.connections,
    ...gatheredFrom(read),
    before: read.before,
    ...(scope.members !== undefined && { members: scope.members }),
    ...(scope.asOne === true && { asOne: true }),
  });
  const companies = outcome.consumptionByCompany.map(([company]) => company);
  const found = outcome.steps.map(({ sums, peak, unsure, shaped, quartersSecret, told }, index): Piece => ({
    ...(told !== undefined && { told }),
    quartersSecret,
    from: bounds[index] ?? first,
    sums,
    unsure,
    shaped,
    peak: peak === null ? null : { kw: fromMicro(peak.kw), at: epochMs(first + peak.index * QUARTER_MS) },
    companies,
    consumption: Float64Array.from(outcome.consumptionByCompany, ([, amounts]) => amounts[index] ?? 0),
  }));
  return { found, texts: outcome.texts ?? [] };
}

/** Index ranges of bounds that lie in one local month each. */
function monthChunks(bounds: readonly EpochMs[]): [number, number][] {
  const chunks: [number, number][] = [];
  let first = 0;
  let month = localAdd(localFloor(bounds[0] ?? epochMs(0), 'P1M'), 'P1M', 1);
  for (let index = 1; index < bounds.length; index++) {
    const at = bounds[index] ?? month;
    if (index + 1 < bounds.length && at < month) continue;
    chunks.push([first, index]);
    first = index;
    month = localAdd(localFloor(at, 'P1M'), 'P1M', 1);
  }
  return chunks;
}
