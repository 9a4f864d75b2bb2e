// Answers a balance: which connections, which quarters, which steps. The sums are made by the compute worker.
import { type Principal, decide } from '../domain/access.ts';
import { type StepSums, addSums, coverageOf, generationOf, qualityOf, ratio, sumsFromMicro } from '../domain/balance-steps.ts';
import { fromMicro } from '../domain/ledger.ts';
import type { Carrier } from '../domain/reading.ts';
import { QUARTER_MS, type Step, localAdd, localFloor, stepBounds, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Day, type Piece, daysOf, scopeKey } from './balance-days.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { type Area, type Scope, scopeOf } from './scope.ts';
import type { Balance, BalanceStep, VolumeStep } from './shapes.ts';
import { companyResource } from './views.ts';

export const STEPS_MAX = 40_000;
/** Carriers that are counted in m3; the others in kWh. */
const VOLUME_CARRIERS: ReadonlySet<Carrier> = new Set(['gas', 'water', 'biogas', 'hydrogen']);
export const unitOf = (carrier: Carrier): 'kWh' | 'm3' => (VOLUME_CARRIERS.has(carrier) ? 'm3' : 'kWh');

export interface BalanceQuestion {
  readonly area: Area;
  readonly carrier: Carrier;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly step: Step;
  /** The figure as it was published then; null: as it is now. */
  readonly asOf?: EpochMs | null;
}
interface Summed {
  readonly steps: readonly { start: EpochMs; end: EpochMs; sums: StepSums }[];
  readonly total: StepSums;
  readonly peak: { kw: number; at: EpochMs } | null;
  readonly consumptionByCompany: ReadonlyMap<number, number>;
}

/** @throws ApiError when the period is reversed, too long or not whole quarters */
export function checkPeriod(question: Pick<BalanceQuestion, 'from' | 'to' | 'step'>): void {
  const { from, to, step } = question;
  if (to <= from) throw new ApiError('reversed-period', `'to' (${toIso(to)}) must lie after 'from' (${toIso(from)}).`);
  const shortestMs: Record<Step, number> = { PT15M: QUARTER_MS, PT1H: 4 * QUARTER_MS, P1D: 92 * QUARTER_MS, P1M: 28 * 96 * QUARTER_MS };
  if ((to - from) / shortestMs[step] > STEPS_MAX)
    throw new ApiError('period-too-long', `An answer has at most ${STEPS_MAX} steps; ask for a shorter period or a longer step than ${step}.`);
  if (to - from > 20 * 366 * 96 * QUARTER_MS) throw new ApiError('period-too-long', 'A period has at most 20 years.');
  if (from % QUARTER_MS !== 0 || to % QUARTER_MS !== 0) throw new ApiError('bad-time', "'from' and 'to' must be whole quarter-hours.");
}

/** Sums a period; pieces are in whole millionths, so what is added up in another order is the same. Days, and months made of them, come from the sums of days that are kept; shorter steps from the quarters. */
export async function sumPeriod(deps: Deps, scope: Scope, question: BalanceQuestion): Promise<Summed> {
  const { from, to, step, asOf = null } = question;
  const bounds = clipped(stepBounds(from, to, step), { from, to });
  // What was published on a day in the past is asked for once in a while, and never changes.
  const byDay = (step === 'P1D' || step === 'P1M') && asOf === null;
  const pieceBounds = step === 'P1M' ? clipped(stepBounds(from, to, 'P1D'), { from, to }) : bounds;
  const compute = (some: readonly EpochMs[]): Promise<Piece[]> => computePieces(deps, scope, { bounds: some, asOf });
  const version = (day: Day): number => deps.store.days.of(day.from / QUARTER_MS, day.to / QUARTER_MS);
  const pieces = byDay ? await deps.balanceDays.pieces({ key: scopeKey(scope), days: daysOf(pieceBounds), version, compute }) : await inMonths(pieceBounds, compute);
  return fold(pieces, bounds);
}

const clipped = (bounds: readonly EpochMs[], { from, to }: { from: EpochMs; to: EpochMs }): EpochMs[] => bounds.map((at) => epochMs(Math.min(Math.max(at, from), to)));

/** Month by month, so that a region's year needs no more memory than a month. */
async function inMonths(bounds: readonly EpochMs[], compute: (some: readonly EpochMs[]) => Promise<Piece[]>): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const [first, last] of monthChunks(bounds)) for (const piece of await compute(bounds.slice(first, last + 1))) pieces.push(piece);
  return pieces;
}

function fold(pieces: readonly Piece[], bounds: readonly EpochMs[]): Summed {
  const steps: { start: EpochMs; end: EpochMs; sums: StepSums }[] = [];
  const consumption = new Consumption();
  let peak: Summed['peak'] = null;
  let next = 0;
  for (let index = 0; index + 1 < bounds.length; index++) {
    const [start, end] = [bounds[index] ?? epochMs(0), bounds[index + 1] ?? epochMs(0)];
    const mine: StepSums[] = [];
    for (let piece = pieces[next]; piece !== undefined && piece.from < end; piece = pieces[++next]) {
      mine.push(piece.sums);
      if (piece.peak !== null && (peak === null || piece.peak.kw > peak.kw)) peak = piece.peak;
      consumption.add(piece);
    }
    steps.push({ start, end, sums: mine.length === 1 && mine[0] !== undefined ? mine[0] : addSums(mine) });
  }
  return {
    steps: steps.map((step) => ({ ...step, sums: sumsFromMicro(step.sums) })),
    total: sumsFromMicro(addSums(steps.map((step) => step.sums))),
    peak,
    consumptionByCompany: consumption.finish(),
  };
}

/** Adds up consumption by company. Pieces that share their list of companies, which are nearly all, are added as arrays. */
class Consumption {
  readonly #sums = new Map<readonly number[], Float64Array>();

  add({ companies, consumption }: Piece): void {
    const sums = this.#sums.get(companies) ?? new Float64Array(companies.length);
    this.#sums.set(companies, sums);
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (consumption[at] ?? 0);
  }

  finish(): Map<number, number> {
    const micro = new Map<number, number>();
    for (const [companies, sums] of this.#sums) companies.forEach((company, at) => micro.set(company, (micro.get(company) ?? 0) + (sums[at] ?? 0)));
    return new Map([...micro].map(([company, amount]) => [company, fromMicro(amount)]));
  }
}

async function computePieces(deps: Deps, scope: Scope, { bounds, asOf }: { bounds: readonly EpochMs[]; asOf: EpochMs | null }): Promise<Piece[]> {
  const [first, last] = [bounds[0] ?? epochMs(0), bounds.at(-1) ?? epochMs(0)];
  const [firstQuarter, endQuarter] = [first / QUARTER_MS, last / QUARTER_MS];
  const registers = Int32Array.from(scope.connections.flatMap((connection) => connection.registers.map((one) => one.register)));
  // What had not been measured then was not published then.
  const until = asOf === null ? endQuarter : Math.max(firstQuarter, Math.min(endQuarter, Math.floor(asOf / QUARTER_MS)));
  const columns = await deps.store.ask({ kind: 'quarters', registers, from: firstQuarter, to: until });
  const before = asOf === null ? [] : await deps.revisions.since({ registers: [...registers], from: firstQuarter, to: endQuarter }, asOf);
  const { steps, consumptionByCompany } = await deps.compute.balance({
    firstQuarter,
    quarters: endQuarter - firstQuarter,
    borders: bounds.map((at) => at / QUARTER_MS - firstQuarter),
    connections: scope.connections,
    columns,
    before,
  });
  const companies = consumptionByCompany.map(([company]) => company);
  return steps.map(({ sums, peak }, index) => ({
    from: bounds[index] ?? first,
    sums,
    peak: peak === null ? null : { kw: fromMicro(peak.kw), at: epochMs(first + peak.index * QUARTER_MS) },
    companies,
    consumption: Float64Array.from(consumptionByCompany, ([, amounts]) => amounts[index] ?? 0),
  }));
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

/** Fewer companies than this in a figure, and it says something of each of them (docs/methods.md#disclosure). */
const COMPANIES_MIN = 5;

/** The region sees a park as a whole, never one of its companies: is this figure kept back from this reader? */
export function isKeptBack(principal: Principal, area: Area, scope: Scope): boolean {
  if (principal.processor || area.kind !== 'park') return false;
  if (principal.roles.some((role) => role.role === 'operator' || (role.role === 'parkmanager' && role.parks.includes(area.park)))) return false;
  const companies = new Set(scope.connections.filter((one) => one.registers.length > 0 && !one.passesOn).map((one) => one.company));
  return companies.size > 0 && companies.size < COMPANIES_MIN;
}

/** @throws ApiError when the figure is kept back from this reader */
export function checkKeptBack(principal: Principal, area: Area, scope: Scope): void {
  if (isKeptBack(principal, area, scope))
    throw new ApiError('suppressed', `Fewer than ${COMPANIES_MIN} companies of this park share this figure; it would say something of each of them.`);
}

/** The whole answer, for a reader. */
export async function answerBalance(deps: Deps, principal: Principal, question: BalanceQuestion): Promise<Omit<Balance, 'simulated'>> {
  checkPeriod(question);
  // Who may see it is judged now; what was not measured yet then is left out.
  const now = deps.now();
  const figureAt = epochMs(Math.min(question.asOf ?? now, now));
  const scope = scopeOf(deps.directory, principal, { ...question, now });
  checkKeptBack(principal, question.area, scope);
  // The running quarter and what lies ahead are not missing: they are not there yet.
  const until = epochMs(Math.max(Math.min(question.to, Math.floor(figureAt / QUARTER_MS) * QUARTER_MS), question.from + QUARTER_MS));
  const summed = await sumPeriod(deps, scope, { ...question, to: until });
  const total = withWithheld(summed.total, scope.withheld);
  const unit = unitOf(question.carrier);
  const named = (company: number): boolean => {
    const resource = companyResource(deps, company);
    return question.area.kind !== 'region' && resource !== null && decide(principal, 'see', resource) === 'allow';
  };
  return {
    carrier: question.carrier,
    unit,
    from: toIso(question.from),
    to: toIso(question.to),
    step: question.step,
    steps: summed.steps.map(({ start, end, sums }) => (unit === 'kWh' ? energyStep : volumeStep)(start, end, withWithheld(sums, scope.withheld))),
    totals: unit === 'kWh' ? energyTotals(total, summed.peak) : volumeTotals(total),
    flows: flowsOf(total, byName(summed.consumptionByCompany, named)),
    coverage: coverageOf(total),
    quality: qualityOf(total),
    quartersExpected: total.quarters,
    quartersPresent: total.quartersPresent,
    quartersEstimated: total.quartersEstimated,
    asOf: toIso(figureAt),
  };
}

/** Connections that the reader may not see count as not measured for that reader. */
const withWithheld = (sums: StepSums, withheld: number): StepSums => ({ ...sums, expected: sums.expected + withheld * sums.quarters });

const round = (value: number): number => Math.round(value * 1e6) / 1e6;

function energyAmounts(sums: StepSums): Omit<BalanceStep, 'start' | 'end' | 'coverage' | 'quality'> {
  return {
    importKwh: round(sums.import),
    exportKwh: round(sums.export),
    generationKwh: round(generationOf(sums)),
    consumptionKwh: round(sums.consumption),
    chargeKwh: round(sums.charge),
    dischargeKwh: round(sums.discharge),
    localExchangeKwh: round(sums.localExchange),
    gridImportKwh: round(sums.gridImport),
    gridExportKwh: round(sums.gridExport),
    residualKwh: round(sums.residual),
  };
}

const energyStep = (start: EpochMs, end: EpochMs, sums: StepSums): BalanceStep => ({
  start: toIso(start),
  end: toIso(end),
  ...energyAmounts(sums),
  coverage: coverageOf(sums),
  quality: qualityOf(sums),
});

function energyTotals(sums: StepSums, peak: Summed['peak']): Balance['totals'] {
  const supply = generationOf(sums) + sums.discharge;
  const use = sums.consumption + sums.charge;
  return {
    ...energyAmounts(sums),
    selfConsumption: { individual: ratio(sums.ownUse, supply), collective: ratio(sums.collectiveUse, supply) },
    selfSufficiency: { individual: ratio(sums.ownUse, use), collective: ratio(sums.collectiveUse, use) },
    peakImportKw: peak === null ? null : round(peak.kw),
    peakAt: peak === null ? null : toIso(peak.at),
  };
}

const volumeTotals = (sums: StepSums): Omit<VolumeStep, 'start' | 'end' | 'coverage' | 'quality'> => ({
  importM3: round(sums.import),
  exportM3: round(sums.export),
  generationM3: round(generationOf(sums)),
  consumptionM3: round(sums.consumption),
  residualM3: round(sums.residual),
});
const volumeStep = (start: EpochMs, end: EpochMs, sums: StepSums): VolumeStep => ({
  start: toIso(start),
  end: toIso(end),
  ...volumeTotals(sums),
  coverage: coverageOf(sums),
  quality: qualityOf(sums),
});

/** Uses by name where the reader may see that company, largest first; all others are one node. */
function byName(consumption: ReadonlyMap<number, number>, named: (company: number) => boolean): [string, number][] {
  const uses = [...consumption].filter(([company]) => named(company)).map(([company, amount]): [string, number] => [`company:${company}`, amount]);
  const others = [...consumption].filter(([company]) => !named(company)).reduce((sum, [, amount]) => sum + amount, 0);
  return [...uses.sort((a, b) => b[1] - a[1]), ['companies', others]];
}

/** Sources and uses for the Sankey. In = out: the parts are the totals themselves. */
function flowsOf(sums: StepSums, uses: readonly (readonly [string, number])[]): Balance['flows'] {
  const flows: Balance['flows'] = [];
  const add = (from: string, to: string, amount: number): void => {
    if (Math.abs(amount) > 1e-6) flows.push({ from, to, amount: round(amount) });
  };
  add('grid', 'carrier', sums.gridImport);
  for (const [kind, amount] of Object.entries(sums.generation)) add(kind, 'carrier', amount);
  add('discharge', 'carrier', sums.discharge);
  for (const [node, amount] of uses) add('carrier', node, amount);
  add('carrier', 'charge', sums.charge);
  add('carrier', 'export', sums.gridExport);
  add('carrier', 'residual', sums.residual);
  return flows;
}
