// Routes about heat matches: the ranked list of a park, one match with its reasoning, and what its two sides say of it.
import { z } from '@hono/zod-openapi';
import type { Principal, Resource } from '../domain/access.ts';
import { type Place, straightM } from '../domain/heat/port.ts';
import { toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { HeatPairKey } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { contractsHeld, decisionsStanding, takesPart } from './heat-agreement.ts';
import { mayDraw } from './heat-ground.ts';
import { explainMatch } from './heat-explain.ts';
import { answerMatch } from './heat-match-view.ts';
import { answerMatches, heatMatchResource, heatParkOf, pairNamed, sidesOf } from './heat-query.ts';
import { stampOf, validity } from './limits.ts';
import { HeatContract, HeatDecision, HeatMatches, HeatMatchView } from './shapes-heat.ts';
import { HeatMatchExplainQuery, HeatMatchExplanation } from './shapes-heat-explained.ts';
import { HeatRoute } from './shapes-heat-map.ts';
import { ParkId } from './shapes.ts';

const Params = z.object({ id: z.string().max(64) });

function known(deps: Deps, id: string): HeatPairKey {
  const pair = pairNamed(deps, id);
  if (pair === null) throw notFound('heat match');
  return pair;
}

const resource = ({ params }: { params: { id: string } }, deps: Deps): Resource | null => heatMatchResource(deps, pairNamed(deps, params.id));
const shared = { params: Params, noun: 'heat match', resource } as const;

export function mountHeatMatches(api: Api): void {
  api.mount({
    method: 'get',
    path: '/parks/{park}/heat-matches',
    summary: 'Which companies of a park could exchange heat: ranked, from measured hours',
    params: z.object({ park: ParkId }),
    answer: HeatMatches,
    noun: 'park',
    action: 'see',
    resource: heatParkOf,
    handle: async ({ principal, params }, deps) => answerMatches(deps, principal, params.park),
  });
  api.mount({
    ...shared,
    method: 'get',
    path: '/heat-matches/{id}',
    summary: 'A heat match: hours, temperatures, pipe, costs, CO2, and why each number is what it is',
    answer: HeatMatchView,
    action: 'see',
    handle: async ({ principal, params }, deps) => answerMatch(deps, principal, known(deps, params.id)),
  });
  api.mount({
    ...shared,
    method: 'get',
    path: '/heat-matches/{id}/explain',
    summary: 'What a figure of a heat match is made of: the hours that were measured at both sides, and what they are multiplied by',
    query: HeatMatchExplainQuery,
    answer: HeatMatchExplanation,
    action: 'see',
    handle: async ({ principal, params, query }, deps) => explainMatch(deps, principal, { key: known(deps, params.id), query }),
  });
  api.mount({
    ...shared,
    method: 'post',
    path: '/heat-matches/{id}/decisions',
    summary: 'A company says whether the other side may know of it; both agreed: names and figures are open to both. The park manager asks both',
    body: HeatDecision,
    answer: HeatMatchView,
    action: 'change',
    handle: async (input, deps) => {
      const pair = known(deps, input.params.id);
      const { principal, body } = input;
      if (body.decision === 'ask') {
        await askBoth(deps, principal, { pair, stamp: stampOf(input, deps) });
        return answerMatch(deps, principal, pair);
      }
      const companies = (sidesOf(deps, pair)?.sides ?? []).flatMap((side) => (side === null ? [] : [side.company]));
      const mine = companies.find((company) => principal.roles.some((role) => role.role === 'company' && role.company === company));
      // Nobody decides for a company but itself; the operator's key may, for a company that it names.
      const company = mine ?? (principal.processor ? body.company : undefined);
      if (company === undefined || !companies.includes(company)) throw new ApiError('invalid-request', 'company: only a company on one of the two sides decides, each for itself');
      await deps.heat.registry.decide({ ...pair, company, decision: body.decision }, stampOf(input, deps));
      return answerMatch(deps, principal, pair);
    },
  });
  mountAgreements(api);
}

/** Puts a match before the companies that said nothing yet; each then decides for itself.
 *  @throws ApiError where it is not for this reader, or one of them declined already */
async function askBoth(deps: Deps, principal: Principal, { pair, stamp }: { pair: HeatPairKey; stamp: ReturnType<typeof stampOf> }): Promise<void> {
  const sides = sidesOf(deps, pair);
  const manages = principal.roles.some((role) => role.role === 'parkmanager' && role.parks.includes(sides?.park ?? ''));
  if (!manages && !principal.processor) throw new ApiError('invalid-request', 'decision: only the park manager puts a match before both companies');
  const decisions = decisionsStanding(deps, pair);
  if (decisions.some(({ decision }) => decision === 'decline')) throw new ApiError('conflict', 'One of the companies declined this match.');
  const said = new Set(decisions.map(({ company }) => company));
  for (const side of sides?.sides ?? []) if (side !== null && !said.has(side.company)) await deps.heat.registry.decide({ ...pair, company: side.company, decision: 'ask' }, stamp);
}

function mountAgreements(api: Api): void {
  api.mount({
    ...shared,
    method: 'post',
    path: '/heat-matches/{id}/contracts',
    summary: 'What was agreed to deliver in a year, and the meter that will count it',
    body: HeatContract,
    answer: HeatMatchView,
    action: 'change',
    handle: async (input, deps) => {
      const pair = known(deps, input.params.id);
      const sides = sidesOf(deps, pair);
      if (sides?.agreed !== true && !input.principal.processor)
        throw new ApiError('invalid-request', { en: 'Both companies agree before there is a contract.', nl: 'Eerst stemmen beide bedrijven in, dan is er een contract.' });
      const { kwhPerYear, meter } = input.body;
      const owner = meter === undefined ? undefined : ownerOfMeter(deps, meter);
      if (meter !== undefined && (owner === undefined || !sides?.sides.some((side) => side?.company === owner)))
        throw new ApiError('invalid-request', { en: `meter: neither side has a heat meter ${meter}`, nl: `meter: geen van beide kanten heeft een warmtemeter ${meter}` });
      if (sides?.sides.some((side) => side !== null && !takesPart(deps, side.company)) === true)
        throw new ApiError('invalid-request', {
          en: 'Both companies share with their park manager for as long as a contract is kept here.',
          nl: 'Beide bedrijven delen met hun parkmanager zolang hier een contract staat.',
        });
      const validTo = input.body.validTo;
      const period = validity({ validFrom: input.body.validFrom ?? toIso(deps.now()), ...(validTo !== undefined && { validTo }) });
      if (meter !== undefined && countsElsewhere(deps, pair, { meter, ...period }))
        throw new ApiError('conflict', {
          en: `meter: ${meter} already counts the heat of another match in that time; one that counts both would be counted twice.`,
          nl: `meter: ${meter} telt in die tijd al de warmte van een andere match; wat beide telt, zou dubbel tellen.`,
        });
      await deps.heat.registry.addContract({ ...pair, kwhPerYear, meter: meter ?? null, ...period }, stampOf(input, deps));
      return answerMatch(deps, input.principal, pair);
    },
  });
  api.mount({
    ...shared,
    method: 'post',
    path: '/heat-matches/{id}/route',
    summary: 'Draws the route of a match: a length, or points whose length follows',
    body: HeatRoute,
    answer: HeatMatchView,
    action: 'change',
    handle: async (input, deps) => {
      const pair = known(deps, input.params.id);
      if (!mayDraw(deps, input.principal, pair)) throw new ApiError('invalid-request', 'Before both companies agreed, only the park manager draws a route.');
      const points = (input.body.points ?? []).map(({ lat, lon }): Place => ({ latDeg: lat, lonDeg: lon }));
      const drawnM = points.slice(1).reduce((sum, point, at) => sum + straightM(points[at] ?? point, point), 0);
      const lengthM = input.body.lengthM ?? drawnM;
      if (lengthM <= 0) throw new ApiError('invalid-request', 'lengthM or points: one of the two says how long the route is');
      await deps.heat.registry.setRoute({ ...pair, lengthM, surfaceFactor: input.body.surfaceFactor ?? null, points }, stampOf(input, deps));
      return answerMatch(deps, input.principal, pair);
    },
  });
}

function ownerOfMeter(deps: Deps, id: number): number | undefined {
  const meter = deps.directory.meters.get(id);
  return meter?.carrier === 'heat' ? deps.directory.companyOfMeter(meter)?.id : undefined;
}

/** Does a contract of another pair hold in this time and count with the same meter? */
function countsElsewhere(deps: Deps, pair: HeatPairKey, { meter, from, to }: { meter: number; from: EpochMs; to: EpochMs | null }): boolean {
  const rows = deps.heat.registry.contracts().filter((row) => row.meter === meter && (row.source !== pair.source || row.sink !== pair.sink));
  const held = rows.flatMap((row) => contractsHeld(deps, row).filter((one) => one.meter === meter));
  return held.some((one) => one.from < (to ?? Infinity) && from < (one.to ?? Infinity));
}
