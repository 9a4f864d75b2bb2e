// All carriers of a place in one balance of energy, for a reader: of the balances that it may see, and the conversions.
import type { Principal } from '../domain/access.ts';
import { GENERATION_FLOWS } from '../domain/balance.ts';
import { published } from '../domain/balance-rows.ts';
import { energyKwh, kwhPerUnit } from '../domain/conversions.ts';
import { type ConvertedEnergy, type EnergyFlow, NOT_METERED, energyFlows } from '../domain/energy-flows.ts';
import { fromMicro } from '../domain/ledger.ts';
import { CARRIERS, type Carrier } from '../domain/reading.ts';
import { QUARTER_MS, type Step, toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { answerBalance, isNamed } from './balance-query.ts';
import { type ConversionSums, measuredConversions, registersTold, viewOf } from './conversion-query.ts';
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

interface Over {
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

/** @throws ApiError when the period does not fit, or all of it is kept back */
export async function answerEnergyFlows(deps: Deps, principal: Principal, { area, query, path }: Over): Promise<Answer> {
  const [from, to] = [instant(query.from, 'from'), instant(query.to, 'to')];
  const period: Period = { from, to, step: to - from > BY_MONTH_FROM_MS ? 'P1M' : 'P1D' };
  const balances: Told[] = [];
  const carriers: Answer['carriers'] = [];
  for (const carrier of ENERGY) {
    const scope = scopeOf(deps.directory, principal, { area, carrier, from, to, now: deps.now() });
    if (scope.connections.length + scope.withheld === 0) continue;
    const told = await balanceOf(deps, principal, { area, carrier, ...period });
    if (!(told instanceof ApiError)) balances.push(told);
    carriers.push(carrierView(carrier, told, `${path}/balance?${new URLSearchParams({ carrier, from: toIso(from), to: toIso(to), step: period.step })}`));
  }
  const shown = balances.filter((one) => one.flows.length > 0);
  if (shown.length === 0 && carriers.some((one) => one.sign === 'x'))
    throw new ApiError('suppressed', 'x: what any carrier of this place comes to would say something of one or two companies.');
  const { converted, leftOut } = await conversionsOf(deps, principal, { area, query, period, shown: new Set(shown.map((one) => one.carrier)) });
  const flows = energyFlows(shown, converted);
  return {
    from: toIso(from),
    to: toIso(to),
    unit: 'kWh',
    heatingValue: 'lower',
    flows,
    totals: totalsOf(flows),
    carriers,
    conversions: { shown: converted.length, leftOut },
    ...measuredOf(balances),
    asOf: balances[0]?.asOf ?? toIso(deps.now()),
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
  const supplied = told.flows.filter((flow) => flow.to === 'carrier').reduce((sum, flow) => sum + flow.amount, 0);
  return { ...common, suppliedKwh: energyKwh(carrier, supplied), coverage: told.coverage, sign: null, reason: null };
}

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
    const sum = sums.meters.get(meter);
    return (sum === undefined ? [] : registersTold(sum, 'output')).map(({ register, amountMicro }) => ({
      carrier,
      kwh: energyKwh(carrier, fromMicro(amountMicro)),
      source: counting.get(register.id) ?? null,
    }));
  });
  const inputs = view.inputs.map(({ carrier, kwh }) => ({ carrier, kwh: kwh ?? 0 }));
  return [{ kind: row.kind, user, inputs, outputs, ambientKwh: view.ambientKwh ?? 0, lossKwh: view.lossKwh }];
}

function totalsOf(flows: readonly EnergyFlow[]): Answer['totals'] {
  const to = (is: (node: string) => boolean): number => published(flows.filter((flow) => is(flow.to)).reduce((sum, flow) => sum + flow.kwh, 0));
  const givers = new Set(flows.map((flow) => flow.from));
  const takers = new Set(flows.map((flow) => flow.to));
  return {
    suppliedKwh: published(flows.filter((flow) => !takers.has(flow.from)).reduce((sum, flow) => sum + flow.kwh, 0)),
    usedKwh: to((node) => !givers.has(node) && node !== 'loss' && node !== NOT_METERED.to && !node.startsWith('export:')),
    exportedKwh: to((node) => node.startsWith('export:')),
    lossKwh: to((node) => node === 'loss'),
    notMeteredKwh: to((node) => node === NOT_METERED.to),
  };
}

/** Of all carriers together, by the quarters of each. */
function measuredOf(balances: readonly Told[]): Pick<Answer, 'coverage' | 'quality'> {
  const expected = balances.reduce((sum, one) => sum + one.quartersExpected, 0);
  if (expected === 0) return { coverage: 0, quality: {} };
  const mean = (of: (one: Told) => number): number => published(balances.reduce((sum, one) => sum + of(one) * one.quartersExpected, 0) / expected);
  const quality: Answer['quality'] = {};
  for (const flag of ['M', 'I', 'E', 'S', 'X', 'C'] as const) {
    const share = mean((one) => one.quality[flag] ?? 0);
    if (share > 0) quality[flag] = share;
  }
  return { coverage: mean((one) => one.coverage), quality };
}
