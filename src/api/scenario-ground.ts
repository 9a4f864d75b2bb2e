// What a scenario of a reader rests on: the connections that it may add up, their limits, the weather, and the heat links of its park.
import type { Principal } from '../domain/access.ts';
import { mayEnter } from '../domain/access.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { listsNamed } from '../domain/emission-factors.ts';
import type { HeatLink } from '../domain/scenario/heat-steps.ts';
import { scenarioValues } from '../domain/scenario/parameters.ts';
import type { ScenarioStep } from '../domain/scenario/steps.ts';
import { QUARTER_MS, localAdd, localFloor } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { LimitPart } from '../domain/capacity/limit-parts.ts';
import type { YearWanted } from '../jobs/scenario-years.ts';
import { scopeKey } from './balance-pieces.ts';
import { spotOf } from './park-spot.ts';
import { capacityScope, limitParts } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { instant } from './period.ts';
import { type Area, type Scope, scopeOf, visibleCompanies } from './scope.ts';

/** A leap year, and the hour that a period in two summers may have more. */
export const SCENARIO_DAYS_MAX = 366;
const DAYS = 365;
/** The factors that scenarios count with. */
export const SCENARIO_FACTORS = 'co2emissiefactoren';

export interface ScenarioPlace {
  readonly park: string;
  readonly company: number | null;
}
export interface Ground {
  readonly year: YearWanted;
  readonly scope: Scope;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly limits: Readonly<Record<Direction, readonly LimitPart[]>>;
  readonly links: readonly HeatLink[];
}

const areaOf = ({ park, company }: ScenarioPlace): Area => (company === null ? { kind: 'park', park } : { kind: 'company', company });

/** The period that a scenario names, or the year up to the last midnight.
 *  @throws ApiError when it does not fit */
export function scenarioPeriod(deps: Pick<Deps, 'now'>, given: { from: string | null; to: string | null }): { from: EpochMs; to: EpochMs } {
  const ended = Math.floor(deps.now() / QUARTER_MS) * QUARTER_MS;
  const to = given.to === null ? localFloor(deps.now(), 'P1D') : epochMs(Math.min(instant(given.to, 'to'), ended));
  const from = given.from === null ? localAdd(to, 'P1D', -DAYS) : instant(given.from, 'from');
  if (from >= to)
    throw new ApiError('reversed-period', { en: "'to' must lie after 'from', and 'from' in the past.", nl: "'to' moet na 'from' liggen, en 'from' in het verleden." });
  if (to - from > (SCENARIO_DAYS_MAX * 96 + 4) * QUARTER_MS)
    throw new ApiError('period-too-long', { en: `A scenario rests on at most ${SCENARIO_DAYS_MAX} days.`, nl: `Een scenario rust op hoogstens ${SCENARIO_DAYS_MAX} dagen.` });
  if (from % QUARTER_MS !== 0 || to % QUARTER_MS !== 0)
    throw new ApiError('bad-time', { en: "'from' and 'to' must be whole quarter-hours.", nl: "'from' en 'to' moeten hele kwartieren zijn." });
  return { from, to };
}

/** @throws ApiError for a step at a company that is not here, or that the reader may not see */
export function checkSteps(deps: Deps, principal: Principal, { place, steps }: { place: ScenarioPlace; steps: readonly ScenarioStep[] }): void {
  const visible = new Set(visibleCompanies(deps.directory, principal, { area: areaOf(place), now: deps.now() }).map((one) => one.id));
  steps.forEach((step, at) => {
    if ('company' in step && step.company !== null && !visible.has(step.company))
      throw new ApiError('invalid-request', {
        en: `steps.${at}.company: there is no company ${step.company} here that you may see.`,
        nl: `steps.${at}.company: er is hier geen bedrijf ${step.company} dat u mag zien.`,
      });
  });
  if (steps.filter((step) => step.kind === 'battery' && step.rule === 'lp').length > 1)
    throw new ApiError('invalid-request', {
      en: 'steps: one battery at a time can be left to the solver.',
      nl: 'steps: er kan één batterij tegelijk aan de rekenhulp worden overgelaten.',
    });
}

/** @throws ApiError when the figures are kept back from this reader */
export async function scenarioGround(
  deps: Deps,
  principal: Principal,
  over: { place: ScenarioPlace; from: EpochMs; to: EpochMs; steps: readonly ScenarioStep[] },
): Promise<Ground> {
  const { from, to } = over;
  const area = areaOf(over.place);
  const scope = await capacityScope(deps, principal, { place: area, from, to });
  const gas = scopeOf(deps.directory, principal, { area, carrier: 'gas', from, to, now: deps.now() });
  const limits = (direction: Direction): readonly LimitPart[] => limitParts(deps, scope, { from, to, direction, place: area }).parts;
  const [firstQuarter, end] = [from / QUARTER_MS, to / QUARTER_MS];
  const spot = spotOf(deps, over.place.park);
  const year: YearWanted = {
    key: `${scopeKey(scope)} ${scopeKey(gas)} ${firstQuarter} ${end}`,
    version: deps.store.days.of(firstQuarter, end),
    firstQuarter,
    quarters: end - firstQuarter,
    connections: { electricity: scope.connections, gas: gas.connections },
    facts: async () => ({
      firstQuarter,
      quarters: end - firstQuarter,
      place: spot,
      weather: deps.weather === null ? null : await deps.weather.observed(spot, firstQuarter, end),
      values: scenarioValues(deps.scenarios.parameters),
      factors: listsNamed(deps.factors, SCENARIO_FACTORS),
    }),
  };
  const links = usesLinks(over.steps) ? await heatLinks(deps, principal, over.place) : [];
  return { year, scope, from, to, limits: { import: limits('import'), export: limits('export') }, links };
}

export const usesLinks = (steps: readonly ScenarioStep[]): boolean => steps.some((step) => step.kind === 'heat-network');

/** The links that the matching chose among the ports of whom this reader may see, hour by hour. */
async function heatLinks(deps: Deps, principal: Principal, { park, company }: ScenarioPlace): Promise<readonly HeatLink[]> {
  const links = await deps.scenarios.links.of(park, entering(deps, principal, park));
  return company === null ? links : links.filter(({ sink }) => sink === company);
}

/** Has the links of a park made for a reader who may ask for them next: choosing them takes seconds. */
export function beginLinks(deps: Deps, principal: Principal, { park }: ScenarioPlace): void {
  deps.scenarios.links.begin(park, entering(deps, principal, park));
}

const entering =
  (deps: Deps, principal: Principal, park: string) =>
  (company: number | null): boolean =>
    company === null || mayEnter(principal, { company, park, sharing: deps.directory.sharingOf(company, deps.now()) });
