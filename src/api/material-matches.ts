// Routes about matches of material streams: the ranked list of a park or company, agreeing to be known, and how far it came.
import { z } from '@hono/zod-openapi';
import type { Principal } from '../domain/access.ts';
import { MATCH_STATUSES, type MatchStatus, bothAgreed, statusOf } from '../domain/circular/match-status.ts';
import { toIso } from '../domain/time.ts';
import type { MaterialMatch } from '../jobs/material-sums.ts';
import type { Between, StreamRow } from '../storage/materials.ts';
import type { Deps } from './deps.ts';
import { seesMembers } from './members.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { stampOf } from './limits.ts';
import { type Ground, groundOf, parametersView, qualityOf, stateOf, statedShare, streamsFor, withPark, yearBefore } from './material-ground.ts';
import { MATCH_NAME } from './match-names.ts';
import { explainMaterialMatch } from './material-match-explain.ts';
import { allocationView, byWhatIsTold, matchView } from './material-match-view.ts';
import { figuresResource } from './material-streams.ts';
import { type Area, visibleCompanies } from './scope.ts';
import { AgreementView, Matches, MatchesQuery, NewAgreement, NewStep } from './shapes-materials.ts';
import { MatchExplainQuery, MaterialExplanation } from './shapes-materials-explained.ts';
import { ParkId, PathId } from './shapes.ts';
import { companyResource, parkResource } from './views.ts';

const MatchParams = z.object({ id: z.string().regex(MATCH_NAME) });
const MATCH = 'material match';

export function mountMaterialMatches(api: Api): void {
  api.mount({
    method: 'get',
    path: '/parks/{park}/material-matches',
    summary: 'Offers and needs of a park that fit each other or those of other parks, best first; whose they are stays hidden until both agree',
    params: z.object({ park: ParkId }),
    query: MatchesQuery,
    answer: Matches,
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ params, query, principal }, deps) => answerMatches(deps, principal, { area: { kind: 'park', park: params.park }, query }),
  });
  api.mount({
    method: 'get',
    path: '/companies/{id}/material-matches',
    summary: 'Who could take what a company offers, or has what it needs; without names until both agree',
    params: z.object({ id: PathId }),
    query: MatchesQuery,
    answer: Matches,
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params, query, principal }, deps) => answerMatches(deps, principal, { area: { kind: 'company', company: params.id }, query }),
  });
  mountExplanations(api);
  mountSteps(api);
}

function mountExplanations(api: Api): void {
  const explained = { method: 'get', query: MatchExplainQuery, answer: MaterialExplanation, action: 'see' } as const;
  const summary = 'What a figure of a match is made of: months, prices, distance and loads, as far as this reader may see either stream';
  api.mount({
    ...explained,
    path: '/parks/{park}/material-matches/explain',
    summary,
    params: z.object({ park: ParkId }),
    noun: 'park',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ params, query, principal }, deps) => explainMaterialMatch(deps, principal, { area: { kind: 'park', park: params.park }, query }),
  });
  api.mount({
    ...explained,
    path: '/companies/{id}/material-matches/explain',
    summary,
    params: z.object({ id: PathId }),
    noun: 'company',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params, query, principal }, deps) => explainMaterialMatch(deps, principal, { area: { kind: 'company', company: params.id }, query }),
  });
}

function mountSteps(api: Api): void {
  api.mount({
    method: 'post',
    path: '/material-matches/{id}/agreement',
    summary: 'A company agrees that the other side of a match may know it, or takes that back',
    params: MatchParams,
    body: NewAgreement,
    answer: AgreementView,
    noun: MATCH,
    action: 'change',
    // Like consent: given by the company alone.
    resource: ({ params, body }, deps) => (sideOf(deps, params.id, body.company) ? { kind: 'consent', company: body.company } : null),
    handle: async (input, deps) => {
      const { company, agrees } = input.body;
      const match = pairOf(deps, input.params.id);
      // Who may not match it learns by agreeing no more than by looking; taking back is always possible.
      if (!(agrees ? await isMatch(deps, input.principal, { company, match }) : deps.materials.agreed(match, company))) throw notFound(MATCH);
      await deps.materials.agree(match, company, { agrees, ...stampOf(input, deps) });
      return agreementView(deps, input.params.id);
    },
  });
  api.mount({
    method: 'post',
    path: '/material-matches/{id}/status',
    summary: 'Says how far a match came: contact, trial, contract or ended; metered follows from weighed deliveries',
    params: MatchParams,
    body: NewStep,
    answer: AgreementView,
    noun: MATCH,
    action: 'change',
    resource: ({ params, body }, deps) => (sideOf(deps, params.id, body.company) ? figuresResource(deps, body.company) : null),
    handle: async (input, deps) => {
      const match = pairOf(deps, input.params.id);
      if (!bothAgreed(await stateNow(deps, match))) throw new ApiError('conflict', 'Both companies must agree first that the other may know them.');
      await deps.materials.setStep(match, input.body.status, { note: input.body.note, ...stampOf(input, deps) });
      return agreementView(deps, input.params.id);
    },
  });
}

function streamsOf(deps: Deps, id: string): { offer: StreamRow; need: StreamRow } | null {
  const [offer, need] = (deps.materialNames.numbersOf(id) ?? []).map((stream) => deps.materials.stream(stream));
  return offer?.direction === 'offer' && need?.direction === 'need' && offer.company !== need.company ? { offer, need } : null;
}

/** Is the company one of the two? */
function sideOf(deps: Deps, id: string, company: number): boolean {
  const found = streamsOf(deps, id);
  return found !== null && (found.offer.company === company || found.need.company === company);
}

function pairOf(deps: Deps, id: string): Between {
  const found = streamsOf(deps, id);
  if (found === null) throw notFound(MATCH);
  return { offer: found.offer.id, need: found.need.id };
}

async function isMatch(deps: Deps, principal: Principal, { company, match }: { company: number; match: Between }): Promise<boolean> {
  const { outcome } = await groundOf(deps, streamsFor(deps, principal, { kind: 'company', company }));
  return outcome.matches.some((one) => one.offer === match.offer && one.need === match.need);
}

async function stateNow(deps: Deps, match: Between): Promise<ReturnType<typeof stateOf>> {
  const rows = [deps.materials.stream(match.offer), deps.materials.stream(match.need)].flatMap((row) => (row === null ? [] : [withPark(deps, row)]));
  return stateOf(deps, { streams: new Map(rows.map((row) => [row.id, row])), weighed: await deps.materials.weighed(yearBefore(deps.now())) }, match);
}

async function agreementView(deps: Deps, id: string): Promise<Omit<z.infer<typeof AgreementView>, 'simulated'>> {
  const state = await stateNow(deps, pairOf(deps, id));
  return { id, status: statusOf(state), offerAgreed: state.offerAgreed, needAgreed: state.needAgreed, anonymous: !bothAgreed(state) };
}

async function answerMatches(deps: Deps, principal: Principal, { area, query }: { area: Area; query: MatchesQuery }): Promise<Omit<Matches, 'simulated'>> {
  const now = deps.now();
  const ground = await groundOf(deps, streamsFor(deps, principal, area));
  const companies = visibleCompanies(deps.directory, principal, { area, now });
  const inArea = new Set(companies.map(({ id }) => id));
  const own = (id: number): boolean => inArea.has(ground.streams.get(id)?.company ?? 0);
  const mine = ground.outcome.matches.filter((match) => own(match.offer) || own(match.need));
  const streams = [...ground.streams.values()].filter((stream) => inArea.has(stream.company));
  const open = seesMembers(principal, area);
  const items = open
    ? mine
        .filter((match) => wanted(deps, { ground, query, match }))
        .flatMap((match) => matchView({ deps, principal, area, ground }, match) ?? [])
        .sort(byWhatIsTold)
    : [];
  return {
    items: items.slice(0, query.limit),
    next: null,
    funnel: funnelOf(deps, ground, mine),
    allocation: allocationView({ deps, principal, area, ground }),
    signs: open ? [] : [{ figure: 'items', sign: 'x', reason: 'too-few' }],
    parameters: parametersView(deps),
    coverage: statedShare(companies, streams),
    quality: qualityOf(streams, ground.weighed),
    asOf: toIso(now),
  };
}

function wanted(deps: Deps, { ground, query, match }: { ground: Ground; query: MatchesQuery; match: MaterialMatch }): boolean {
  if (query.show === 'feasible' && !match.feasible) return false;
  const classes = [ground.streams.get(match.offer)?.materialClass, ground.streams.get(match.need)?.materialClass];
  if (query.materialClass !== undefined && !classes.includes(query.materialClass)) return false;
  return query.status === undefined || statusOf(stateOf(deps, ground, match)) === query.status;
}

function funnelOf(deps: Deps, ground: Ground, matches: readonly MaterialMatch[]): Record<MatchStatus, number> {
  const statuses = matches.filter((match) => match.feasible).map((match) => statusOf(stateOf(deps, ground, match)));
  const count = (status: MatchStatus): number => statuses.filter((one) => one === status).length;
  const [idea, contact, trial, contract, metered, ended] = MATCH_STATUSES.map(count);
  return { idea: idea ?? 0, contact: contact ?? 0, trial: trial ?? 0, contract: contract ?? 0, metered: metered ?? 0, ended: ended ?? 0 };
}
