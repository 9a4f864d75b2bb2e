// Routes about alerts: what is open and what was, acknowledging, and where they are sent.
import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { type Principal, type Resource, decide } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import { ALERT_LIMITS, type AlertLimit } from '../domain/alert-limits.ts';
import { ALERT_KINDS, type AlertKind, ESCALATE_AFTER_MS, SEVERITY_OF, isHeard } from '../domain/alerts.ts';
import type { AlertRow, ChannelRow, Delivery } from '../storage/alerts.ts';
import { alertSharing } from './alert-sharing.ts';
import { nameOfSubject } from './alert-subject.ts';
import { authorOf } from './corrections-query.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { partyOf } from './group-total.ts';
import { PathId, listOf } from './shapes.ts';
import { AlertRuleView, AlertView, ChannelTestView, ChannelView, NewChannel, NewChannelView } from './shapes-alerts.ts';
import { gatewayResource } from './views.ts';

/** Alerts in one answer: the open ones, and the latest of what is over. */
export const ALERTS_MAX = 500;
export const CHANNELS_MAX = 20;
const Params = z.object({ id: PathId });
const SECRET_BYTES = 32;
export const TEST_EVERY_MS = 10_000;

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
      const seen = rows.filter((row) => asked(row) && sees(deps, principal, row));
      return { items: seen.slice(0, ALERTS_MAX).map((row) => alertView(row, deps)), next: null };
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
    handle: async ({ params, context }, deps) => {
      const by = await authorOf(deps, context);
      if (!(await deps.alerts.acknowledge(params.id, by, deps.now()))) throw new ApiError('conflict', 'Somebody has acknowledged it already, or it is over.');
      const row = await deps.alerts.byId(params.id);
      return row === null ? null : alertView(row, deps);
    },
  });
  api.mount({
    method: 'get',
    path: '/alert-rules',
    summary: 'What is watched, from when it is told, and where that goes',
    answer: listOf(AlertRuleView),
    noun: 'alert rules',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal }, deps) => {
      const channels = (await deps.alerts.channels()).filter((row) => decide(principal, 'see', channelResource(row)) === 'allow');
      return { items: ALERT_KINDS.map((kind) => ruleView(kind, channels)), next: null };
    },
  });
  mountChannels(api);
  mountChannelTest(api);
}

function ruleView(kind: AlertKind, channels: readonly ChannelRow[]): AlertRuleView {
  const { at, begins, ends, unit, about, least }: AlertLimit = ALERT_LIMITS[kind];
  const severity = SEVERITY_OF[kind];
  // What is the park's alone goes to no company.
  const heard = channels.filter((row) => isHeard(severity, row.leastSeverity) && (row.company === null || about !== 'park'));
  const waitsInQuietHours = severity !== 'urgent';
  return {
    kind,
    severity,
    at,
    begins,
    ends,
    unit,
    least: least ?? null,
    about,
    waitsInQuietHours,
    escalatesAfterMin: ESCALATE_AFTER_MS / 60_000,
    channels: heard.map((row) => row.id),
  };
}

function mountChannels(api: Api): void {
  api.mount({
    method: 'get',
    path: '/alert-channels',
    summary: 'Where alerts are sent',
    answer: listOf(ChannelView),
    noun: 'alert channel',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal }, deps) => {
      const deliveries = await deps.alerts.deliveries();
      const rows = (await deps.alerts.channels()).filter((row) => decide(principal, 'see', channelResource(row)) === 'allow');
      return {
        items: rows.map((row) =>
          channelView(
            row,
            deps,
            deliveries.find((one) => one.channel === row.id),
          ),
        ),
        next: null,
      };
    },
  });
  api.mount({
    method: 'post',
    path: '/alert-channels',
    summary: 'A way out for alerts; of a webhook the secret is shown once',
    body: NewChannel,
    answer: NewChannelView,
    status: 201,
    noun: 'park or company',
    action: 'change',
    resource: ({ body }, deps) => whose(deps, body),
    handle: async ({ body, principal }, deps) => {
      if (body.kind === 'mqtt') checkGateway(deps, principal, body.target);
      const mine = (await deps.alerts.channels()).filter((row) => row.park === body.park && row.company === body.company);
      if (mine.length >= CHANNELS_MAX) throw new ApiError('conflict', `There are ${CHANNELS_MAX} ways out already; remove one first.`);
      const { park, company, kind, leastSeverity, escalatesOnly, lang, quietFromHour: fromHour, quietToHour: toHour } = body;
      const secret = kind === 'webhook' ? randomBytes(SECRET_BYTES).toString('base64url') : null;
      const given = { park, company, kind, target: String(body.target), leastSeverity, escalatesOnly, lang };
      const row = await deps.alerts.addChannel({ ...given, secret, quiet: { fromHour, toHour }, createdBy: principal.id ?? '', createdAt: deps.now() });
      return { ...channelView(row, deps), secret };
    },
  });
  api.mount({
    method: 'delete',
    path: '/alert-channels/{id}',
    summary: 'Sends nothing there any more',
    params: Params,
    answer: z.null(),
    status: 204,
    noun: 'alert channel',
    action: 'change',
    resource: ({ params }, deps) => resourceOfChannel(deps, params.id),
    handle: async ({ params }, deps) => deps.alerts.removeChannel(params.id),
  });
}

function mountChannelTest(api: Api): void {
  const testedAt = new Map<number, number>();
  api.mount({
    method: 'post',
    path: '/alert-channels/{id}/tests',
    summary: 'Sends a message there that says that it is a test, and tells whether it arrived',
    params: Params,
    answer: ChannelTestView,
    noun: 'alert channel',
    action: 'change',
    resource: ({ params }, deps) => resourceOfChannel(deps, params.id),
    handle: async ({ params }, deps) => {
      const row = (await deps.alerts.channels()).find((one) => one.id === params.id);
      if (row === undefined) return null;
      // What somebody can make the monitor send to anybody, it sends slowly.
      if (deps.now() - (testedAt.get(row.id) ?? 0) < TEST_EVERY_MS) throw new ApiError('too-many-requests', `One test in ${TEST_EVERY_MS / 1000} seconds.`);
      testedAt.set(row.id, deps.now());
      const trouble = await deps.testChannel(row);
      return { arrived: trouble === null, trouble, simulated: deps.simulated };
    },
  });
}

async function resourceOfChannel(deps: Deps, id: number): Promise<Resource | null> {
  const row = (await deps.alerts.channels()).find((one) => one.id === id);
  return row === undefined ? null : channelResource(row);
}

/** What is told on MQTT goes to one of one's own gateways. */
function checkGateway(deps: Deps, principal: Principal, id: number): void {
  const resource = gatewayResource(deps, id);
  if (resource === null || decide(principal, 'see', resource) !== 'allow') throw notFound('gateway');
}

function whose(deps: Deps, { park, company }: Pick<NewChannel, 'park' | 'company'>): Resource | null {
  if (!deps.directory.parks.has(park)) return null;
  if (company !== null && deps.directory.companies.get(company)?.park !== park) return null;
  return { kind: 'alert-channel', park, company };
}

const channelResource = ({ park, company }: ChannelRow): Resource => ({ kind: 'alert-channel', park, company });

function alertResource(deps: Deps, row: AlertRow): Resource {
  return { kind: 'alert', park: row.park, company: row.company, sharing: alertSharing(deps, row), party: partyTo(deps, row) };
}

/** Companies that what is told of a group is told to. */
const partyTo = (deps: Deps, row: AlertRow): readonly number[] => (row.company === null ? partyOf(deps, row.subject, deps.now()) : []);

const sees = (deps: Deps, principal: Principal, row: AlertRow): boolean => decide(principal, 'see', alertResource(deps, row)) === 'allow';

const iso = (at: AlertRow['closedAt']): string | null => (at === null ? null : toIso(at));

function alertView(row: AlertRow, deps: Deps): AlertView {
  const { id, kind, severity, park, company, subject, value, limit, unit, acknowledgedBy } = row;
  return {
    id,
    kind,
    severity,
    park,
    company,
    companyName: company === null ? null : (deps.directory.companies.get(company)?.name ?? null),
    subject,
    subjectName: nameOfSubject(deps, subject),
    meter: subject.startsWith('meter ') ? Number(subject.slice('meter '.length)) : null,
    value,
    limit,
    unit,
    openedAt: toIso(row.openedAt),
    closedAt: iso(row.closedAt),
    acknowledgedAt: iso(row.acknowledgedAt),
    acknowledgedBy,
    escalatedAt: iso(row.escalatedAt),
    simulated: deps.simulated,
  };
}

const NOTHING_SENT: Omit<Delivery, 'channel'> = { sentAt: null, waiting: 0, attempts: 0, nextAt: null, trouble: null };

function channelView(row: ChannelRow, deps: Deps, delivery: Omit<Delivery, 'channel'> = NOTHING_SENT): ChannelView {
  const { id, kind, target, park, company, leastSeverity, quiet, escalatesOnly, lang } = row;
  const { sentAt, waiting, attempts, nextAt, trouble } = delivery;
  const targetName = kind === 'mqtt' ? (deps.directory.gateways.get(Number(target))?.name ?? null) : null;
  const goes = { sentAt: iso(sentAt), waiting, attempts, nextAt: iso(nextAt), trouble };
  const quietHours = { quietFromHour: quiet.fromHour, quietToHour: quiet.toHour };
  return { id, kind, target, targetName, park, company, leastSeverity, ...quietHours, escalatesOnly, lang, ...goes, simulated: deps.simulated };
}
