// Routes about scenarios: tried without saving, saved, shared, compared.
import { z } from '@hono/zod-openapi';
import { type Principal, type Resource, decide } from '../domain/access.ts';
import { OwnPrices, PRICE_CODES } from '../domain/scenario/parameters.ts';
import { STEP_ORDERS, ScenarioStep } from '../domain/scenario/steps.ts';
import { toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { ScenarioChange, ScenarioHead, ScenarioOwners, ScenarioRow } from '../storage/scenarios.ts';
import { authorOf } from './corrections-query.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { type ScenarioPlace, checkSteps, scenarioPeriod } from './scenario-ground.ts';
import { type ScenarioAsked, answerScenario, checkPrices } from './scenario-query.ts';
import { NewScenario, PreviewScenario, ScenarioChangeBody, ScenarioComparison, ScenarioParametersView, ScenarioResults, ScenarioView } from './shapes-scenarios.ts';
import { PathId, listOf } from './shapes.ts';

/** Of one park or company. */
export const SCENARIOS_MAX = 200;
const LISTED_MAX = 500;
export const COMPARED_MAX = 4;
export const ScenarioParams = z.object({ id: PathId });
const NONE = { parkmanager: false, region: false } as const;
const Stored = z.array(ScenarioStep);

const iso = (ms: number | null): string | null => (ms === null ? null : toIso(epochMs(ms)));

/** Steps that were stored; what later versions no longer know is left out rather than the scenario lost. */
export const storedSteps = ({ steps }: Pick<ScenarioHead, 'steps'>): ScenarioStep[] => Stored.parse(JSON.parse(steps));
/** Own prices that were stored; of a code that later versions no longer know the parameters' value holds. */
export const storedPrices = ({ prices }: Pick<ScenarioHead, 'prices'>): OwnPrices => (prices === null ? {} : (OwnPrices.safeParse(JSON.parse(prices)).data ?? {}));
const storedOrder = ({ step_order }: ScenarioHead): ScenarioView['order'] => STEP_ORDERS.find((one) => one === step_order) ?? 'canonical';

const asStored = (prices: OwnPrices): string | null => (Object.keys(prices).length === 0 ? null : JSON.stringify(prices));

function resourceOfRow(deps: Pick<Deps, 'directory' | 'now'>, { park, company, author, shared }: Pick<ScenarioHead, 'park' | 'company' | 'author' | 'shared'>): Resource {
  return { kind: 'scenario', park, company, author, shared: shared === 1, sharing: company === null ? NONE : deps.directory.sharingOf(company, deps.now()) };
}

/** Whose scenarios this reader may see at all, for the database to choose among; access itself decides on each.
 *  @returns null: everybody's */
function ownersFor(deps: Pick<Deps, 'directory' | 'now'>, principal: Principal): ScenarioOwners | null {
  if (principal.processor) return null;
  const parks = principal.roles.flatMap((role) => (role.role === 'parkmanager' ? role.parks : []));
  const now = deps.now();
  return {
    companies: principal.roles.flatMap((role) => (role.role === 'company' ? [role.company] : [])),
    sharing: parks.flatMap((park) => deps.directory.companiesOf(park).flatMap(({ id }) => (deps.directory.sharingOf(id, now).parkmanager ? [id] : []))),
    parks,
    author: principal.id ?? '',
  };
}

/** @returns null when there is no such scenario */
export async function scenarioResource(deps: Deps, id: number): Promise<Resource | null> {
  const row = await deps.scenarios.registry.byId(id);
  return row === null ? null : resourceOfRow(deps, row);
}

/** Whose a scenario would be; null: of nobody that is there. */
function placeOf(deps: Pick<Deps, 'directory'>, { park, company }: { park?: string; company?: number | null }): ScenarioPlace | null {
  if (company === undefined || company === null) return park !== undefined && deps.directory.parks.has(park) ? { park, company: null } : null;
  const row = deps.directory.companies.get(company);
  return row === undefined || (park ?? row.park) !== row.park ? null : { park: row.park, company };
}

function resourceOfNew(deps: Deps, body: { park?: string; company?: number | null }): Resource | null {
  const place = placeOf(deps, body);
  if (place === null) return null;
  return { kind: 'scenario', ...place, author: null, shared: false, sharing: place.company === null ? NONE : deps.directory.sharingOf(place.company, deps.now()) };
}

function placeHere(deps: Deps, body: { park?: string; company?: number | null }): ScenarioPlace {
  const place = placeOf(deps, body);
  if (place === null) throw notFound('park or company');
  return place;
}

function view(deps: Deps, principal: Principal, row: ScenarioHead): ScenarioView {
  const owner = row.company === null ? deps.directory.parks.get(row.park)?.name : deps.directory.companies.get(row.company)?.name;
  return {
    id: row.id,
    park: row.park,
    company: row.company,
    owner: owner ?? row.park,
    name: row.name,
    steps: storedSteps(row),
    order: storedOrder(row),
    prices: storedPrices(row),
    from: iso(row.from_ms),
    to: iso(row.to_ms),
    shared: row.shared === 1,
    mine: decide(principal, 'change', resourceOfRow(deps, row)) === 'allow',
    author: row.author_name,
    createdAt: toIso(epochMs(row.created_at)),
    changedAt: toIso(epochMs(row.changed_at)),
    simulated: deps.simulated,
  };
}

/** What a stored scenario asks. */
export function askedOf(deps: Deps, row: ScenarioHead): ScenarioAsked {
  const period = scenarioPeriod(deps, { from: iso(row.from_ms), to: iso(row.to_ms) });
  return { place: { park: row.park, company: row.company }, steps: storedSteps(row), order: storedOrder(row), prices: storedPrices(row), ...period };
}

/** The stored period of what was sent; it is checked here. */
function storedPeriod(deps: Deps, { from, to }: { from: string | null; to: string | null }): { from_ms: number | null; to_ms: number | null } {
  const period = scenarioPeriod(deps, { from, to });
  return { from_ms: from === null ? null : period.from, to_ms: to === null ? null : period.to };
}

/** How a stored scenario is answered, with what the solver found. */
type Results = (deps: Deps, principal: Principal, row: ScenarioRow) => ReturnType<typeof answerScenario>;

/** @param results answers a stored scenario */
export function mountScenarios(api: Api, results: Results): void {
  api.mount({
    method: 'get',
    path: '/scenarios',
    summary: 'Scenarios that you may see, newest first',
    query: z.object({ park: z.string().max(64).exactOptional(), company: z.coerce.number().int().exactOptional() }),
    answer: listOf(ScenarioView),
    noun: 'list of scenarios',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ query, principal }, deps) => {
      const rows = await deps.scenarios.registry.latest(query, ownersFor(deps, principal), LISTED_MAX);
      const seen = rows.filter((row) => decide(principal, 'see', resourceOfRow(deps, row)) === 'allow');
      return { items: seen.map((row) => view(deps, principal, row)), next: null };
    },
  });
  api.mount({
    method: 'post',
    path: '/scenarios',
    summary: 'Saves a scenario of a park or a company',
    body: NewScenario,
    answer: ScenarioView,
    status: 201,
    noun: 'park or company',
    action: 'change',
    resource: ({ body }, deps) => resourceOfNew(deps, body),
    handle: async ({ body, principal, context }, deps) => {
      const place = placeHere(deps, body);
      checkSteps(deps, principal, { place, steps: body.steps });
      checkPrices(deps, body.prices);
      const period = storedPeriod(deps, body);
      if ((await deps.scenarios.registry.countOf(place.park, place.company)) >= SCENARIOS_MAX)
        throw new ApiError('conflict', {
          en: `There are ${SCENARIOS_MAX} scenarios already; remove some first.`,
          nl: `Er zijn al ${SCENARIOS_MAX} scenario's; verwijder er eerst een paar.`,
        });
      const row = await deps.scenarios.registry.add({
        ...place,
        ...period,
        name: body.name,
        steps: JSON.stringify(body.steps),
        step_order: body.order,
        prices: asStored(body.prices),
        shared: body.shared ? 1 : 0,
        author: principal.id ?? '',
        author_name: await authorOf(deps, context),
        created_at: deps.now(),
        changed_at: deps.now(),
      });
      return view(deps, principal, row);
    },
  });
  mountTrying(api, results);
  mountOne(api);
}

function mountTrying(api: Api, results: Results): void {
  api.mount({
    method: 'post',
    path: '/scenarios/preview',
    summary: 'What steps would change, without saving them; batteries that are left to the solver follow the price rule',
    body: PreviewScenario,
    answer: ScenarioResults,
    noun: 'park or company',
    action: 'see',
    resource: ({ body }, deps) => resourceOfNew(deps, body),
    handle: async ({ body, principal }, deps) => {
      const { steps, order, prices } = body;
      return answerScenario(deps, principal, { asked: { place: placeHere(deps, body), steps, order, prices, ...scenarioPeriod(deps, body) } });
    },
  });
  api.mount({
    method: 'get',
    path: '/scenarios/comparison',
    summary: 'The results of two to four scenarios beside each other',
    query: z.object({ ids: z.string().max(80).default('') }),
    answer: ScenarioComparison,
    noun: 'comparison',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ query, principal }, deps) => {
      const ids = [...new Set(query.ids.split(',').filter((one) => one !== ''))];
      if (ids.length === 1 || ids.length > COMPARED_MAX)
        throw new ApiError('invalid-request', { en: `ids: two to ${COMPARED_MAX} scenarios, as in ids=3,7.`, nl: `ids: twee tot ${COMPARED_MAX} scenario's, zoals in ids=3,7.` });
      const items = [];
      for (const id of ids) {
        const row = /^[1-9]\d{0,8}$/.test(id) ? await deps.scenarios.registry.byId(Number(id)) : null;
        if (row === null || decide(principal, 'see', resourceOfRow(deps, row)) !== 'allow') throw notFound('scenario');
        items.push({ scenario: view(deps, principal, row), results: { ...(await results(deps, principal, row)), simulated: deps.simulated } });
      }
      return { items, next: null };
    },
  });
  api.mount({
    method: 'get',
    path: '/scenarios/parameters',
    summary: 'What scenarios assume: prices, yields, lives and efficiencies, each with its band and source',
    answer: ScenarioParametersView,
    noun: 'parameters',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async (_, deps) => {
      const { hash, rows } = deps.scenarios.parameters;
      return { hash, items: Object.entries(rows).map(([code, row]) => ({ code, own: PRICE_CODES.some((one) => one === code), ...row })), next: null };
    },
  });
}

function mountOne(api: Api): void {
  const one = {
    path: '/scenarios/{id}',
    params: ScenarioParams,
    noun: 'scenario',
    resource: ({ params }: { params: { id: number } }, deps: Deps): Promise<Resource | null> => scenarioResource(deps, params.id),
  } as const;
  api.mount({
    ...one,
    method: 'get',
    summary: 'A scenario',
    answer: ScenarioView,
    action: 'see',
    handle: async ({ params, principal }, deps) => view(deps, principal, await rowOf(deps, params.id)),
  });
  api.mount({
    ...one,
    method: 'patch',
    summary: 'Changes a scenario; what is not named stays',
    body: ScenarioChangeBody,
    answer: ScenarioView,
    action: 'change',
    handle: async ({ params, body, principal }, deps) => {
      const row = await rowOf(deps, params.id);
      if (body.steps !== undefined) checkSteps(deps, principal, { place: { park: row.park, company: row.company }, steps: body.steps });
      const { name, steps, order, prices, shared } = body;
      if (prices !== undefined) checkPrices(deps, prices);
      const period = body.from === undefined && body.to === undefined ? {} : storedPeriod(deps, { from: body.from ?? iso(row.from_ms), to: body.to ?? iso(row.to_ms) });
      const change: ScenarioChange = {
        ...(name !== undefined && { name }),
        ...(steps !== undefined && { steps: JSON.stringify(steps) }),
        ...(order !== undefined && { step_order: order }),
        ...(prices !== undefined && { prices: asStored(prices) }),
        ...(shared !== undefined && { shared: shared ? 1 : 0 }),
        ...period,
      };
      await deps.scenarios.registry.change(row.id, change, deps.now());
      return view(deps, principal, await rowOf(deps, row.id));
    },
  });
  api.mount({
    ...one,
    method: 'delete',
    summary: 'Removes a scenario',
    answer: z.null(),
    status: 204,
    action: 'change',
    handle: async ({ params }, deps) => {
      // Nobody could end its run afterwards.
      await deps.scenarios.runs.cancel(params.id);
      await deps.scenarios.registry.remove(params.id);
      return null;
    },
  });
}

/** @throws ApiError not-found */
export async function rowOf(deps: Deps, id: number): Promise<ScenarioRow> {
  const row = await deps.scenarios.registry.byId(id);
  if (row === null) throw notFound('scenario');
  return row;
}
