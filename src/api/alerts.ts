// Routes about alerts: what is open and what was, and acknowledging.
import { z } from '@hono/zod-openapi';
import { type Principal, type Resource, decide } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import { isFedIn } from '../domain/alerts.ts';
import type { AlertOwner, RuleSwitches } from '../domain/alert-switches.ts';
import type { AlertRow } from '../storage/alerts.ts';
import { alertSharing } from './alert-sharing.ts';
import { nameOfSubject } from './alert-subject.ts';
import { authorOf } from './corrections-query.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { setsFor } from './alert-rules.ts';
import { partyOf } from './group-total.ts';
import { PathId, listOf } from './shapes.ts';
import { AlertView } from './shapes-alerts.ts';
import { mayChange } from './views.ts';

/** Alerts in one answer: the open ones, and the latest of what is over. */
export const ALERTS_MAX = 500;
const Params = z.object({ id: PathId });

export function mountAlerts(api: Api): void {
  api.mount({
    method: 'get',
    path: '/alerts',
    summary: 'Alerts, newest first: the open ones, or also those that are over',
    query: z.object({
      state: z.enum(['open', 'all']).default('open'),
      park: z.string().optional(),
      /** Of this company, or of a group that it is in. */
      company: z.coerce.number().int().optional(),
    }),
    answer: listOf(AlertView),
    noun: 'alert',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ query, principal }, deps) => {
      const rows = query.state === 'open' ? (await deps.alerts.allOpen()).reverse() : await deps.alerts.latest(ALERTS_MAX * 4);
      const asked = (row: AlertRow): boolean =>
        (query.park === undefined || row.park === query.park) && (query.company === undefined || row.company === query.company || partyTo(deps, row).includes(query.company));
      const isMuted = mutedFor(deps, principal, await deps.alerts.switches());
      const seen = rows.filter((row) => asked(row) && !isMuted(row) && sees(deps, principal, row));
      return { items: seen.slice(0, ALERTS_MAX).map((row) => alertView(row, deps, principal)), next: null };
    },
  });
  api.mount({
    method: 'post',
    path: '/alerts/{id}/acknowledgement',
    summary: 'Says that somebody looks after it; 409 when somebody was first, or it is over',
    params: Params,
    answer: AlertView,
    noun: 'alert',
    action: 'change',
    resource: async ({ params }, deps) => {
      const row = await deps.alerts.byId(params.id);
      return row === null ? null : alertResource(deps, row);
    },
    handle: async ({ params, principal, context }, deps) => {
      const by = await authorOf(deps, context);
      if (!(await deps.alerts.acknowledge(params.id, by, deps.now()))) throw new ApiError('conflict', 'Somebody has acknowledged it already, or it is over.');
      const row = await deps.alerts.byId(params.id);
      return row === null ? null : alertView(row, deps, principal);
    },
  });
}

function alertResource(deps: Deps, row: AlertRow): Resource {
  return { kind: 'alert', park: row.park, company: row.company, sharing: alertSharing(deps, row), party: partyTo(deps, row) };
}

/** Companies that what is told of a group is told to. */
const partyTo = (deps: Deps, row: AlertRow): readonly number[] => (row.company === null ? partyOf(deps, row.subject, deps.now()) : []);

const sees = (deps: Deps, principal: Principal, row: AlertRow): boolean => decide(principal, 'see', alertResource(deps, row)) === 'allow';

/** Open alerts of which a reader asked to hear nothing: about somebody else, by a rule that each owner the reader speaks for has off. */
function mutedFor(deps: Deps, principal: Principal, switches: RuleSwitches): (row: AlertRow) => boolean {
  const ownersIn = new Map<string, AlertOwner[]>();
  const owners = (park: string): AlertOwner[] => {
    const known =
      ownersIn.get(park) ?? [null, ...deps.directory.companiesOf(park).map(({ id }) => id)].map((company) => ({ park, company })).filter((one) => setsFor(principal, one));
    ownersIn.set(park, known);
    return known;
  };
  const parksWithOff = new Set(switches.all().flatMap(({ on, park }) => (on ? [] : [park])));
  return (row) => {
    if (row.closedAt !== null || !parksWithOff.has(row.park)) return false;
    const speaksFor = owners(row.park);
    return speaksFor.length > 0 && speaksFor.every((owner) => switches.isOff(row.kind, owner));
  };
}

const iso = (at: AlertRow['closedAt']): string | null => (at === null ? null : toIso(at));

function alertView(row: AlertRow, deps: Deps, principal: Principal): AlertView {
  const { id, kind, severity, park, company, subject, value, limit, unit, acknowledgedBy } = row;
  return {
    id,
    kind,
    severity,
    park,
    company,
    companyName: company === null ? null : (deps.directory.companies.get(company)?.name ?? null),
    subject,
    fedIn: isFedIn(subject),
    subjectName: nameOfSubject(deps, subject, company !== null && mayChange(deps, principal, company)),
    meter: subject.startsWith('meter ') ? Number(subject.slice('meter '.length)) : null,
    value,
    limit,
    unit,
    openedAt: toIso(row.openedAt),
    closedAt: iso(row.closedAt),
    closedBecause: row.closedBecause,
    acknowledgedAt: iso(row.acknowledgedAt),
    acknowledgedBy,
    escalatedAt: iso(row.escalatedAt),
    simulated: deps.simulated,
  };
}
