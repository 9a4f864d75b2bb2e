// Answers what a scenario changes for a reader: base, scenario and difference, from the year that is kept in the worker.
import { createHash } from 'node:crypto';
import type { Principal } from '../domain/access.ts';
import { published, withWithheld } from '../domain/balance-rows.ts';
import { type StepSums, coverageOf, generationOf, qualityOf, ratio, supplyOf, useOf } from '../domain/balance-steps.ts';
import { type OwnPrice, type OwnPrices, ownPrices, tooHighPrice } from '../domain/scenario/parameters.ts';
import type { Worth } from '../domain/scenario/costs.ts';
import type { ScenarioStep, StepOrder } from '../domain/scenario/steps.ts';
import { toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { ScenarioOutcome, SolvedStep } from '../jobs/scenario-sums.ts';
import type { YearFigures } from '../jobs/year-figures.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { type Ground, SCENARIO_FACTORS, type ScenarioPlace, beginLinks, checkSteps, scenarioGround, usesLinks } from './scenario-ground.ts';
import type { RunView, ScenarioFigures, ScenarioResults } from './shapes-scenarios.ts';

export interface ScenarioAsked {
  readonly place: ScenarioPlace;
  readonly steps: readonly ScenarioStep[];
  readonly order: StepOrder;
  readonly prices: OwnPrices;
  readonly from: EpochMs;
  readonly to: EpochMs;
}
type Unmarked<T> = Omit<T, 'simulated'>;
export const NO_RUN: RunView = { state: 'none', progress: 0, startedAt: null, seconds: null, solverEur: null, ruleEur: null, chosenBy: null, detail: null };

/** Base, scenario and difference.
 *  @param solved what the solver found for batteries that were left to it
 *  @throws ApiError when the steps do not fit, or the figures are kept back from this reader */
export async function answerScenario(
  deps: Deps,
  principal: Principal,
  { asked, solved = [], run = NO_RUN }: { asked: ScenarioAsked; solved?: readonly SolvedStep[]; run?: RunView },
): Promise<Unmarked<ScenarioResults>> {
  if (!usesLinks(asked.steps)) beginLinks(deps, principal, asked.place);
  const ground = await checkedGround(deps, principal, asked);
  const { turns, years } = deps.scenarios;
  const outcome = await turns.take(principal, () => years.answer(ground.year, questionOf(asked, ground, solved)));
  return resultsOf(deps, { asked, ground, outcome, run });
}

/** What a scenario rests on, once it is known to fit.
 *  @throws ApiError when the steps do not fit, or the figures are kept back from this reader */
export async function checkedGround(deps: Deps, principal: Principal, asked: ScenarioAsked): Promise<Ground> {
  checkSteps(deps, principal, asked);
  checkPrices(deps, asked.prices);
  const ground = await scenarioGround(deps, principal, asked);
  checkRoom(asked, ground);
  return ground;
}

/** @throws ApiError when one of them is no price of its kind */
export function checkPrices(deps: Pick<Deps, 'scenarios'>, prices: OwnPrices): void {
  const high = tooHighPrice(deps.scenarios.parameters, prices);
  if (high !== null)
    throw new ApiError('invalid-request', {
      en: `prices.${high.code}: at most ${high.most}, ten times the highest of its band; is it in another unit?`,
      nl: `prices.${high.code}: hoogstens ${high.most}, tien keer het hoogste van de bandbreedte; is het een andere eenheid?`,
    });
}

/** What the steps of a scenario may take of the worker's memory, each changing every connection that it lands at. */
export const SCENARIO_BYTES_MAX = 1024 ** 3;
/** Import, export, and what a step adds in one or two directions, 8 bytes a quarter. */
const BYTES_PER_QUARTER = 4 * 8;

/** @throws ApiError when so many steps at so many connections would not fit */
export function checkRoom({ steps }: Pick<ScenarioAsked, 'steps'>, { scope, year }: Pick<Ground, 'scope'> & { year: Pick<Ground['year'], 'quarters'> }): void {
  const at = (company: number | null): number => scope.connections.filter((one) => company === null || one.company === company).length;
  const changed = steps.reduce((sum, step) => sum + ('company' in step ? at(step.company) : 0), 0);
  const most = Math.floor(SCENARIO_BYTES_MAX / (BYTES_PER_QUARTER * year.quarters));
  if (changed > most)
    throw new ApiError('too-large', {
      en: `These steps change ${changed} connections, each for all its quarters; at most ${most} fit in this period. Name a company in the steps, take fewer steps, or a shorter period.`,
      nl: `Deze stappen veranderen ${changed} aansluitingen, elk voor al hun kwartieren; in deze periode passen er hoogstens ${most}. Noem een bedrijf in de stappen, neem minder stappen of een kortere periode.`,
    });
}

/** What the worker is asked. */
export const questionOf = (
  { steps, order, prices }: Pick<ScenarioAsked, 'steps' | 'order' | 'prices'>,
  { limits, links }: Ground,
  solved: readonly SolvedStep[],
): Parameters<Deps['scenarios']['years']['answer']>[1] => ({ steps, order, limits, links, solved, prices });

function resultsOf(deps: Deps, { asked, ground, outcome, run }: { asked: ScenarioAsked; ground: Ground; outcome: ScenarioOutcome; run: RunView }): Unmarked<ScenarioResults> {
  const [base, scenario] = [figuresOf(outcome.base), figuresOf(outcome.scenario)];
  const seen = withWithheld(outcome.base.electricity, ground.scope.withheld);
  const { worth } = outcome;
  return {
    ...asked.place,
    from: toIso(asked.from),
    to: toIso(asked.to),
    order: asked.order,
    base,
    scenario,
    difference: minus(scenario, base),
    money: moneyOf(worth),
    log: outcome.log.map((line) => ({
      ...line,
      kwh: published(line.kwh),
      gasM3: published(line.gasM3),
      limitKw: orNull(line.limitKw),
      capexEur: published(line.capexEur),
      notes: line.notes.map((note) => ({ ...note })),
    })),
    duration: outcome.base.duration.points.map(({ share, kw }, at) => ({ share, baseKw: orNull(kw), scenarioKw: orNull(outcome.scenario.duration.points[at]?.kw ?? null) })),
    week: Array.from(outcome.base.weekKw, (kw, hour) => ({ hour, baseKw: orNull(kw), scenarioKw: orNull(outcome.scenario.weekKw[hour] ?? null) })),
    coverage: coverageOf(seen),
    quality: qualityOf(seen),
    quartersMeasured: seen.quartersPresent,
    quartersExpected: seen.quarters,
    withheld: ground.scope.withheld,
    asOf: toIso(deps.now()),
    parameters: parametersOf(deps, asked),
    factors: SCENARIO_FACTORS,
    run,
  };
}

/** As it is told. */
export const moneyOf = ({ basis, capexEur, savedEurPerYear, npvPublicEur, npvCompanyEur, paybackYears }: Worth): ScenarioResults['money'] => ({
  basis,
  capexEur: published(capexEur),
  savedEurPerYear: orNull(savedEurPerYear),
  npv: { publicEur: orNull(npvPublicEur), companyEur: orNull(npvCompanyEur) },
  paybackYears: orNull(paybackYears),
});

/** The values in use, and which of them are own ones. */
export function parametersOf(deps: Pick<Deps, 'scenarios'>, { prices }: Pick<ScenarioAsked, 'prices'>): ScenarioResults['parameters'] {
  const own = ownPrices(deps.scenarios.parameters, prices);
  return { hash: hashOf(deps.scenarios.parameters.hash, own), own };
}

/** Of the values in use: as that of the parameters, where nobody has own ones. */
const hashOf = (hash: string, own: readonly OwnPrice[]): string =>
  own.length === 0
    ? hash
    : createHash('sha256')
        .update(JSON.stringify([hash, own.map(({ code, value }) => [code, value])]))
        .digest('hex')
        .slice(0, hash.length);

const orNull = (value: number | null): number | null => (value === null || Number.isNaN(value) ? null : published(value));

const sharesOf = (sums: StepSums, whole: number): ScenarioFigures['selfConsumption'] => ({ individual: ratio(sums.ownUse, whole), collective: ratio(sums.collectiveUse, whole) });

/** As they are told. */
export function figuresOf({ electricity, gas, peak, limits, costs, emissions }: YearFigures): ScenarioFigures {
  const { scope1Kg, scope2, upstream, avoidedKg } = emissions;
  return {
    importKwh: published(electricity.import),
    exportKwh: published(electricity.export),
    generationKwh: published(generationOf(electricity)),
    consumptionKwh: published(electricity.consumption),
    chargeKwh: published(electricity.charge),
    dischargeKwh: published(electricity.discharge),
    localExchangeKwh: published(electricity.localExchange),
    gridImportKwh: published(electricity.gridImport),
    gridExportKwh: published(electricity.gridExport),
    gasM3: published(gas.import - gas.export),
    peakKw: orNull(peak?.kw ?? null),
    selfConsumption: sharesOf(electricity, supplyOf(electricity)),
    selfSufficiency: sharesOf(electricity, useOf(electricity)),
    violations: limits.import.violations,
    hoursAbove: limits.import.quartersAbove / 4,
    aboveKwh: published(limits.import.aboveKwh),
    exportViolations: limits.export.violations,
    exportHoursAbove: limits.export.quartersAbove / 4,
    exportAboveKwh: published(limits.export.aboveKwh),
    importEur: published(costs.importEur),
    exportEur: published(costs.exportEur),
    peakEur: published(costs.peakEur),
    gasEur: published(costs.gasEur),
    maintenanceEur: published(costs.maintenanceEur),
    totalEur: published(costs.totalEur),
    scope1Kg,
    scope2Kg: scope2.locationBasedKg,
    upstreamKg: upstream.locationBasedKg,
    co2Kg: published(scope1Kg + scope2.locationBasedKg + upstream.locationBasedKg),
    avoidedKg,
  };
}

/** Each figure of the scenario minus that of the base; null where either is not known. */
function minus(scenario: ScenarioFigures, base: ScenarioFigures): ScenarioFigures {
  const less = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : published(a - b));
  const shares = (of: 'selfConsumption' | 'selfSufficiency'): ScenarioFigures['selfConsumption'] => ({
    individual: less(scenario[of].individual, base[of].individual),
    collective: less(scenario[of].collective, base[of].collective),
  });
  const known = new Map<string, unknown>(Object.entries(base));
  const entries = Object.entries(scenario).flatMap(([name, value]): [string, number][] => {
    const before = known.get(name);
    return typeof value === 'number' && typeof before === 'number' ? [[name, published(value - before)]] : [];
  });
  const numbers: Record<string, number> = Object.fromEntries(entries);
  return {
    ...scenario,
    ...numbers,
    peakKw: less(scenario.peakKw, base.peakKw),
    selfConsumption: shares('selfConsumption'),
    selfSufficiency: shares('selfSufficiency'),
  };
}
