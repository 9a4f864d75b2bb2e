// All carriers of a place in one balance of energy, for a reader: of the balances that it may see, and the conversions.
import type { Principal } from '../domain/access.ts';
import { GENERATION_FLOWS } from '../domain/balance.ts';
import { published } from '../domain/balance-rows.ts';
import { kwhPerUnit } from '../domain/conversions.ts';
import { type ConvertedEnergy, type EnergyFlow, type EnergyTerm, NOT_METERED, balanceTerm, energyFlows } from '../domain/energy-flows.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { CARRIERS, type Carrier } from '../domain/reading.ts';
import { QUARTER_MS, type Step, toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { answerBalance, isNamed } from './balance-query.ts';
import { type ConversionSums, NOT_SUMMED, measuredConversions, registersTold, viewOf } from './conversion-query.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { instant } from './period.ts';
import { type Area, scopeOf } from './scope.ts';
import type { EnergyFlows, EnergyFlowsQuery } from './shapes-energy-flows.ts';
import type { Balance } from './shapes.ts';
import type { ConversionRow } from '../storage/conversions.ts';

/** Water is no energy. */
const ENERGY: readonly Carrier[] = CARRIERS.filter((carrier) => carrier !== 'water');
/** Sources that are made in the place itself. */
const MADE: ReadonlySet<string> = new Set(GENERATION_FLOWS);
/** Totals are asked for, not steps: of a long period few of them. */
const BY_MONTH_FROM_MS = 62 * 96 * QUARTER_MS;

export interface EnergyFlowsOver {
  readonly area: Area;
  readonly query: EnergyFlowsQuery;
  /** Route of the place below /api/v1. */
  readonly path: string;
}
interface Period {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly step: Step;
}
type Answer = Omit<EnergyFlows, 'simulated'>;
type Told = Omit<Balance, 'simulated'>;
/** The same figures with what they are made of. */
export interface EnergyGround {
  readonly period: Period;
  /** Of each carrier that this reader is told something of. */
  readonly balances: readonly Told[];
  readonly carriers: Answer['carriers'];
  readonly flows: readonly EnergyFlow[];
  readonly conversions: Answer['conversions'];
  readonly toldUntil?: NonNullable<Answer['toldUntil']>;
  readonly asOf: string;
}

/** @throws ApiError when the period does not fit, or all of it is kept back */
export async function energyGround(deps: Deps, principal: Principal, { area, query, path }: EnergyFlowsOver): Promise<EnergyGround> {
  const [from, to] = [instant(query.from, 'from'), instant(query.to, 'to')];
  const period: Period = { from, to, step: to - from > BY_MONTH_FROM_MS ? 'P1M' : 'P1D' };
  const balances: Told[] = [];
  const carriers: Answer['carriers'] = [];
  for (const carrier of ENERGY) {
    const scope = scopeOf(deps.directory, principal, { area, carrier, from, to, now: deps.now() });
    if (scope.connections.length + scope.withheld === 0) continue;
    const told = await balanceOf(deps, principal, { area, carrier, ...period });
    if (!(told instanceof ApiError)) balances.push(told);
    carriers.push(carrierView(carrier, told, `${path}/balance?${balanceQuery(carrier, period)}`));
  }
  const shown = balances.filter((one) => one.flows.length > 0);
  if (shown.length === 0 && carriers.some((one) => one.sign === 'x'))
    throw new ApiError('suppressed', 'x: what any carrier of this place comes to would say something of one or two companies.');
  const { converted, leftOut } = await conversionsOf(deps, principal, { area, query, period, shown: new Set(shown.map((one) => one.carrier)) });
  const flows = energyFlows(shown, converted);
  return { period, balances, carriers, flows, conversions: { shown: converted.length, leftOut }, ...toldOf(balances), asOf: balances[0]?.asOf ?? toIso(deps.now()) };
}

function toldOf([first]: readonly Told[]): Pick<Answer, 'toldUntil'> {
  return first?.toldUntil === undefined ? {} : { toldUntil: first.toldUntil };
}

/** The question of a balance that is in the flows. */
export const balanceQuery = (carrier: Carrier, { from, to, step }: Period): URLSearchParams => new URLSearchParams({ carrier, from: toIso(from), to: toIso(to), step });

/** @throws ApiError when the period does not fit, or all of it is kept back */
export async function answerEnergyFlows(deps: Deps, principal: Principal, over: EnergyFlowsOver): Promise<Answer> {
  const { period, balances, carriers, flows, conversions, toldUntil, asOf } = await energyGround(deps, principal, over);
  return {
    from: toIso(period.from),
    to: toIso(period.to),
    unit: 'kWh',
    heatingValue: 'lower',
    flows: flows.map(({ from, to, kwh }) => ({ from, to, kwh })),
    totals: totalsOf(flows),
    carriers,
    conversions,
    coverage: meanShare(balances, (one) => one.coverage),
    quality: qualityOf(balances),
    ...(toldUntil !== undefined && { toldUntil }),
    asOf,
  };
}

/** @returns the error where the balance is kept back */
async function balanceOf(deps: Deps, principal: Principal, question: Period & { area: Area; carrier: Carrier }): Promise<Told | ApiError> {
  try {
    return await answerBalance(deps, principal, question);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'suppressed') return error;
    throw error;
  }
}

function carrierView(carrier: Carrier, told: Told | ApiError, balance: string): Answer['carriers'][number] {
  const common = { carrier, kwhPerUnit: kwhPerUnit(carrier), balance };
  if (told instanceof ApiError) return { ...common, suppliedKwh: null, coverage: 0, sign: 'x', reason: 'kept-back' };
  // Where all that may be told at once is nothing, there is no flow to show.
  const secret = told.signs.find((one) => one.sign === 'x' && (one.figure !== 'quarters' || told.flows.length === 0));
  if (secret !== undefined) return { ...common, suppliedKwh: null, coverage: told.coverage, sign: 'x', reason: secret.reason };
  if (told.quartersPresent === 0) return { ...common, suppliedKwh: null, coverage: 0, sign: '.', reason: 'not-measured' };
  const suppliedKwh = fromMicro(suppliedTerms(told).reduce((sum, { kwh }) => sum + toMicro(kwh), 0));
  return { ...common, suppliedKwh, coverage: told.coverage, sign: null, reason: null };
}

/** What came in of a carrier and what was made. */
export const suppliedTerms = ({ carrier, flows }: Told): EnergyTerm[] => flows.filter(({ to }) => to === 'carrier').map((flow) => balanceTerm(carrier, flow));

interface ConversionsOver {
  readonly area: Area;
  readonly query: EnergyFlowsQuery;
  readonly period: Period;
  /** Carriers whose balance is in the flows. */
  readonly shown: ReadonlySet<Carrier>;
}

async function conversionsOf(deps: Deps, principal: Principal, { area, query, period, shown }: ConversionsOver): Promise<{ converted: ConvertedEnergy[]; leftOut: number }> {
  const { rows, sums } = await measuredConversions(deps, principal, { area, query });
  const named = isNamed(deps, principal, area);
  const counting = new Map<number, string>();
  for (const carrier of shown)
    for (const { registers } of scopeOf(deps.directory, principal, { area, carrier, ...period, now: deps.now() }).connections)
      for (const { register, flow } of registers) if (MADE.has(flow)) counting.set(register, flow);
  const converted = rows.flatMap((row) => convertedBy(deps, row, { sums: sums(row), counting, user: named(row.company) ? `company:${row.company}` : 'companies' }));
  return { converted, leftOut: rows.length - converted.length };
}

interface ConvertedOver {
  readonly sums: ConversionSums;
  /** Registers that a balance counts as made, and as what. */
  readonly counting: ReadonlyMap<number, string>;
  readonly user: string;
}

/** @returns nothing of one that is not measured on both sides */
function convertedBy(deps: Deps, row: ConversionRow, { sums, counting, user }: ConvertedOver): ConvertedEnergy[] {
  const view = viewOf(deps, row, sums);
  if (view.lossKwh === null) return [];
  const outputs = view.outputs.flatMap(({ meter, carrier }) => {
    const micro = new Map<string | null, number>();
    for (const { register, amountMicro } of registersTold(sums.meters.get(meter) ?? NOT_SUMMED, 'output')) {
      const source = counting.get(register.id) ?? null;
      micro.set(source, (micro.get(source) ?? 0) + amountMicro);
    }
    return [...micro].map(([source, amountMicro]) => ({ meter, carrier, amount: fromMicro(amountMicro), source }));
  });
  const inputs = view.inputs.map(({ meter, carrier, amount }) => ({ meter, carrier, amount: amount ?? 0 }));
  return [{ conversion: row.id, company: row.company, kind: row.kind, user, inputs, outputs, ambientKwh: view.ambientKwh ?? 0, lossKwh: view.lossKwh }];
}

type Total = keyof Answer['totals'];

/** Which flows add up to a total. */
export function flowsIn(flows: readonly EnergyFlow[], total: Total): EnergyFlow[] {
  const givers = new Set(flows.map((flow) => flow.from));
  const takers = new Set(flows.map((flow) => flow.to));
  const isExport = (node: string): boolean => node.startsWith('export:');
  const kinds: Record<Total, (flow: EnergyFlow) => boolean> = {
    suppliedKwh: ({ from }) => !takers.has(from),
    usedKwh: ({ to }) => !givers.has(to) && to !== 'loss' && to !== NOT_METERED.to && !isExport(to),
    exportedKwh: ({ to }) => isExport(to),
    lossKwh: ({ to }) => to === 'loss',
    notMeteredKwh: ({ to }) => to === NOT_METERED.to,
  };
  return flows.filter(kinds[total]);
}

function totalsOf(flows: readonly EnergyFlow[]): Answer['totals'] {
  const sum = (total: Total): number => fromMicro(flowsIn(flows, total).reduce((micro, { kwh }) => micro + toMicro(kwh), 0));
  return {
    suppliedKwh: sum('suppliedKwh'),
    usedKwh: sum('usedKwh'),
    exportedKwh: sum('exportedKwh'),
    lossKwh: sum('lossKwh'),
    notMeteredKwh: sum('notMeteredKwh'),
  };
}

/** A share of all carriers together, by the quarters of each. */
export function meanShare(balances: readonly Told[], of: (one: Told) => number): number {
  const expected = balances.reduce((sum, one) => sum + one.quartersExpected, 0);
  return expected === 0 ? 0 : published(balances.reduce((sum, one) => sum + of(one) * one.quartersExpected, 0) / expected);
}

export const QUALITY_FLAGS = ['M', 'I', 'E', 'S', 'X', 'C'] as const;

function qualityOf(balances: readonly Told[]): Answer['quality'] {
  const quality: Answer['quality'] = {};
  for (const flag of QUALITY_FLAGS) {
    const share = meanShare(balances, (one) => one.quality[flag] ?? 0);
    if (share > 0) quality[flag] = share;
  }
  return quality;
}
