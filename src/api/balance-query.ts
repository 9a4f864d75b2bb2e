// Answers a balance: who may see it, what it is called, how it is written. The sums are made elsewhere.
import { type Principal, decide } from '../domain/access.ts';
import { type PublishedUnit, energyAmounts, published, publishedStep, volumeAmounts, withWithheld } from '../domain/balance-rows.ts';
import { type StepSums, coverageOf, qualityOf, ratio, supplyOf, useOf } from '../domain/balance-steps.ts';
import { judgeDisclosure } from '../domain/disclosure.ts';
import { SOME_QUARTERS, secretFields, untoldFields, withoutFields } from '../domain/disclosure-fields.ts';
import { METER_CLASS } from '../domain/emission-uncertainty.ts';
import type { Band } from '../domain/energy-uncertainty.ts';
import type { Carrier } from '../domain/reading.ts';
import { QUARTER_MS, type Step, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Doubts, bandFields, bandsOf, doubtsOf, peakBandOf, peaksTried } from './balance-bands.ts';
import { type BalanceQuestion, type Summed, quartersOf, sumPeriod, textOfPeriod, untoldOf } from './balance-sums.ts';
import type { Deps } from './deps.ts';
import { type MeasuresJudged, type ParkContribution, REASONS, checkDisclosed, checkOpen, contributionOf, judgeTold, partsByPark, withoutParks } from './disclosure-query.ts';
import { seesMembers } from './members.ts';
import { ApiError } from './errors.ts';
import { endWithin, toldField } from './period.ts';
import { type Area, type Scope, endTold, scopeOf } from './scope.ts';
import type { Balance } from './shapes.ts';
import { companyResource } from './views.ts';

export const STEPS_MAX = 40_000;
/** Nothing was measured by the quarter before. */
const EARLIEST = epochMs(Date.UTC(2000, 0, 1));
/** Carriers that are counted in m3; the others in kWh. */
const VOLUME_CARRIERS: ReadonlySet<Carrier> = new Set(['gas', 'water', 'biogas', 'hydrogen']);
export const unitOf = (carrier: Carrier): 'kWh' | 'm3' => (VOLUME_CARRIERS.has(carrier) ? 'm3' : 'kWh');

/** @throws ApiError when the period is reversed, too long or not whole quarters */
export function checkPeriod(question: Pick<BalanceQuestion, 'from' | 'to' | 'step'>): void {
  const { from, to, step } = question;
  if (to <= from) throw new ApiError('reversed-period', `'to' (${toIso(to)}) must lie after 'from' (${toIso(from)}).`);
  if (from < EARLIEST) throw new ApiError('bad-time', `'from' (${toIso(from)}) lies before any meter of this monitor; ask from ${toIso(EARLIEST)} on.`);
  const shortestMs: Record<Step, number> = { PT15M: QUARTER_MS, PT1H: 4 * QUARTER_MS, P1D: 92 * QUARTER_MS, P1M: 28 * 96 * QUARTER_MS };
  if ((to - from) / shortestMs[step] > STEPS_MAX)
    throw new ApiError('period-too-long', `An answer has at most ${STEPS_MAX} steps; ask for a shorter period or a longer step than ${step}.`);
  if (to - from > 20 * 366 * 96 * QUARTER_MS) throw new ApiError('period-too-long', 'A period has at most 20 years.');
  if (from % QUARTER_MS !== 0 || to % QUARTER_MS !== 0) throw new ApiError('bad-time', "'from' and 'to' must be whole quarter-hours.");
}

/** Steps of an answer to somebody who may not see the members: each is judged by itself. */
const JUDGED_STEPS_MAX = 3_000;

interface Asked {
  readonly principal: Principal;
  readonly question: BalanceQuestion;
  readonly scope: Scope;
  /** When the figure is of, the end of what the reader is told by then, and of that of this period. */
  readonly figureAt: EpochMs;
  readonly told: { readonly end: EpochMs; readonly at: EpochMs };
  readonly until: EpochMs;
  readonly judged: MeasuresJudged;
}

/** @throws ApiError when the period does not fit or the figure is kept back */
async function asked(deps: Deps, principal: Principal, question: BalanceQuestion): Promise<Asked> {
  checkPeriod(question);
  // Who may see it is judged now; what was not measured yet then is left out.
  const now = deps.now();
  const figureAt = epochMs(Math.min(question.asOf ?? now, now));
  const told = { end: endTold(deps, principal, { area: question.area, at: figureAt }), at: figureAt };
  const until = endWithin(question, told);
  const over = { ...question, to: until };
  const { scope, judged } = await judgeTold(deps, principal, { ...over, scope: scopeOf(deps.directory, principal, { ...question, now }) });
  checkOpen(judged);
  return { principal, question, scope, figureAt, told, until, judged };
}

interface Told {
  readonly all: Asked;
  readonly summed: Summed;
}

/** The sums of a period, of exactly the connections whose figures may enter them. */
async function summedFor(deps: Deps, principal: Principal, question: BalanceQuestion): Promise<Told> {
  const all = await asked(deps, principal, question);
  const over = { ...question, to: all.until };
  const summed = await sumPeriod(deps, all.scope, over);
  if (question.area.kind !== 'region' || seesMembers(principal, question.area)) return { all, summed };
  // What was judged by whole days is judged by exactly this time and as of that moment.
  const everything = contributionsOf(
    deps,
    summed.steps.flatMap(({ parts }) => parts),
  );
  const parts = partsByPark(everything);
  const untold = new Set(parts.flatMap((part) => (judgeDisclosure(part.contributions).sign === 'x' ? [part.id] : [])));
  if (untold.size === 0 || untold.size === parts.length) return { all, summed };
  const scope = withoutParks(deps, all.scope, untold);
  return { all: { ...all, scope, judged: await checkDisclosed(deps, principal, { ...over, scope }) }, summed: await sumPeriod(deps, scope, over) };
}

/** The connections whose figures enter this reader's answer.
 *  @throws ApiError when it is kept back */
export const scopeTold = async (deps: Deps, principal: Principal, question: BalanceQuestion): Promise<Scope> => (await summedFor(deps, principal, question)).all.scope;

/** The whole answer, for a reader. */
export async function answerBalance(deps: Deps, principal: Principal, question: BalanceQuestion): Promise<Omit<Balance, 'simulated'>> {
  const { all, summed } = await summedFor(deps, principal, question);
  const unit = unitOf(question.carrier);
  const steps = summed.steps.map(({ start, end, sums }) => publishedStep({ start, end, sums: withWithheld(sums, all.scope.withheld), unit }));
  if (!seesMembers(principal, question.area)) return disclosed({ steps, ...besidesSteps(deps, all, summed) }, { deps, all, summed });
  const found = await boundsOf(deps, all, summed);
  const sure = found === null ? steps : steps.map((step, index) => ({ ...step, ...bandFields(bandsOf(found.doubts, summed.steps[index] ?? found.whole), unit) }));
  return { steps: sure, ...besidesSteps(deps, { ...all, bounds: found }, summed) };
}

export interface Bounds {
  readonly doubts: Doubts;
  readonly peak: Band | null;
  /** What the peak may have been, by each trial; null: not looked at. */
  readonly tried: readonly number[] | null;
  readonly whole: { readonly start: EpochMs; readonly end: EpochMs; readonly sums: StepSums };
}

/** How sure the figures are; of what was published at an earlier moment nobody knows any more. */
async function boundsOf(deps: Deps, { question, scope, until }: Asked, summed: Summed): Promise<Bounds | null> {
  if ((question.asOf ?? null) !== null) return null;
  const doubts = await doubtsOf(deps, scope, summed);
  const tried = summed.peak === null ? null : await peaksTried(doubts, (span) => quartersOf(deps, scope, span));
  return {
    doubts,
    peak: peakBandOf(summed.peak, tried),
    tried,
    whole: { start: question.from, end: until, sums: summed.total },
  };
}

/** What the bands of an answer are made of; null where it has none. */
export async function balanceBounds(deps: Deps, principal: Principal, question: BalanceQuestion): Promise<{ bounds: Bounds; summed: Summed; scope: Scope } | null> {
  if (!seesMembers(principal, question.area)) return null;
  const { all, summed } = await summedFor(deps, principal, question);
  const bounds = await boundsOf(deps, all, summed);
  return bounds === null ? null : { bounds, summed, scope: all.scope };
}

/** The sums of an answer to somebody who may not see the members, or of one of its steps, with those who keep their readings to themselves.
 *  @throws ApiError when they are kept back, or when there is no such step */
export async function sumsTold(deps: Deps, principal: Principal, question: BalanceQuestion & { readonly start: EpochMs; readonly end: EpochMs }): Promise<StepSums> {
  const { all, summed } = await summedFor(deps, principal, question);
  const { withheld } = all.scope;
  disclosed({ steps: [], ...besidesSteps(deps, all, summed) }, { deps, all, summed });
  if (question.start === question.from && question.end === question.to) return withWithheld(summed.total, withheld);
  const step = summed.steps.find((one) => one.start === question.start && one.end === question.end);
  if (step === undefined) throw new ApiError('bad-time', "'start' and 'end' must be those of a step of this balance.");
  return withWithheld(step.sums, withheld);
}

/** What may be shown to somebody who may not see the members: no measure that few make up, and no step that one or two do. */
function disclosed(answer: Omit<Balance, 'simulated'>, { deps, all, summed }: Told & { deps: Deps }): Omit<Balance, 'simulated'> {
  if (summed.steps.length > JUDGED_STEPS_MAX)
    throw new ApiError('period-too-long', `Of companies together an answer has at most ${JUDGED_STEPS_MAX} steps; ask for a shorter period or a longer step.`);
  // What all of them did in exactly this time and as of that moment, of whoever had told something by then.
  const total = judgeDisclosure(
    contributionsOf(
      deps,
      summed.steps.flatMap(({ parts }) => parts),
    ),
  );
  if (total.sign === 'x') throw new ApiError('suppressed', `x (${total.reason}): ${REASONS[total.reason]}`);
  const isCut = summed.steps.some((step) => step.untold !== null);
  if (isCut && summed.total.present === 0) throw new ApiError('suppressed', `x: ${QUARTERS_KEPT}; in this period that is all of it.`);
  const fields = new Map([...untoldFields(untoldOf(summed), summed.total), ...secretFields(all.judged)]);
  const fieldsOf = (index: number): ReadonlyMap<string, string> => {
    const step = summed.steps[index];
    return step === undefined || step.untold === null ? fields : new Map([...fields, ...untoldFields(step.untold, step.sums)]);
  };
  // The sums hold only quarters that may be told: of a step without any there is nothing to show.
  const isKept = (index: number): boolean => {
    const step = summed.steps[index];
    return step !== undefined && step.quartersSecret > 0 && step.sums.present === 0;
  };
  return {
    ...answer,
    steps: answer.steps.map((step, index) => (isKept(index) ? { ...withoutFields(step, null), sign: 'x' as const } : withoutFields(step, fieldsOf(index)))),
    totals: withoutFields(answer.totals, fields),
    flows: fields.size > 0 ? [] : answer.flows,
    signs: [
      ...[...fields].map(([figure, reason]) => ({ figure, sign: 'x' as const, reason })),
      ...(isCut ? [{ figure: 'quarters', sign: 'x' as const, reason: SOME_QUARTERS }] : []),
    ],
  };
}

const QUARTERS_KEPT = 'quarter-hours in which too few companies spoke, or one or two made up nearly all, enter no sum';

function contributionsOf(deps: Deps, parts: Summed['steps'][number]['parts']): ParkContribution[] {
  const sums = new Map<number, number>();
  for (const { companies, consumption } of parts)
    companies.forEach((company, at) => {
      const amount = consumption[at] ?? Number.NaN;
      if (!Number.isNaN(amount)) sums.set(company, (sums.get(company) ?? 0) + amount);
    });
  return [...sums].map(([company, amount]) => contributionOf(deps, company, amount));
}

/** The same as JSON. A year of quarters is ten megabytes of text, which the compute worker makes: on the main thread
 *  meters would wait for their acknowledgement meanwhile. */
export async function balanceText(deps: Deps, principal: Principal, question: BalanceQuestion): Promise<Uint8Array<ArrayBuffer>> {
  const all = await asked(deps, principal, question);
  const { summed, texts } = await textOfPeriod(deps, all.scope, { ...question, to: all.until, unit: unitOf(question.carrier) });
  const rest = JSON.stringify({ ...besidesSteps(deps, { ...all, bounds: await boundsOf(deps, all, summed) }, summed), simulated: deps.simulated });
  const parts: Uint8Array[] = [Buffer.from('{"steps":[')];
  texts.forEach((text, index) => parts.push(Buffer.from(index === 0 ? '' : ','), text));
  return Buffer.concat([...parts, Buffer.from(`],${rest.slice(1)}`)]);
}

function besidesSteps(
  deps: Deps,
  { principal, question, scope, figureAt, told, bounds = null }: Asked & { bounds?: Bounds | null },
  summed: Summed,
): Omit<Balance, 'simulated' | 'steps'> {
  const total = withWithheld(summed.total, scope.withheld);
  const unit = unitOf(question.carrier);
  const named = isNamed(deps, principal, question.area);
  return {
    carrier: question.carrier,
    unit,
    from: toIso(question.from),
    to: toIso(question.to),
    step: question.step,
    totals: { ...(unit === 'kWh' ? energyTotals(total, summed) : volumeAmounts(total)), ...boundFields(bounds, unit) },
    flows: flowsOf(summed.closed, byName(summed.consumptionByCompany, named)),
    signs: [],
    ...toldField(question, told),
    coverage: coverageOf(total),
    quality: qualityOf(total),
    quartersExpected: total.quarters,
    quartersPresent: total.quartersPresent,
    quartersEstimated: total.quartersEstimated,
    meterClassShare: METER_CLASS,
    asOf: toIso(figureAt),
  };
}

function boundFields(bounds: Bounds | null, unit: PublishedUnit): object {
  if (bounds === null) return {};
  return { ...bandFields(bandsOf(bounds.doubts, bounds.whole), unit), ...(unit === 'kWh' && { uncertaintyKw: { peakImport: bounds.peak } }) };
}

/** Is a company named to this reader in figures about the area? The region's name none. */
export function isNamed(deps: Deps, principal: Principal, area: Area): (company: number) => boolean {
  return (company) => {
    const resource = companyResource(deps, company);
    return area.kind !== 'region' && resource !== null && decide(principal, 'see', resource) === 'allow';
  };
}

function energyTotals(sums: StepSums, { peak, closed }: Pick<Summed, 'peak' | 'closed'>): Balance['totals'] {
  const [supply, use] = [supplyOf(closed), useOf(closed)];
  return {
    ...energyAmounts(sums),
    selfConsumption: { individual: ratio(closed.ownUse, supply), collective: ratio(closed.collectiveUse, supply) },
    selfSufficiency: { individual: ratio(closed.ownUse, use), collective: ratio(closed.collectiveUse, use) },
    peakImportKw: peak === null ? null : published(peak.kw),
    peakAt: peak === null ? null : toIso(peak.at),
  };
}

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
    if (Math.abs(amount) > 1e-6) flows.push({ from, to, amount: published(amount) });
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
