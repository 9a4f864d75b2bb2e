// Routes about the rules of alerts: what is watched, switching it on and off, and who changed what.
import { z } from '@hono/zod-openapi';
import { type Principal, type Resource, decide } from '../domain/access.ts';
import { ALERT_LIMITS, type AlertLimit } from '../domain/alert-limits.ts';
import { type AlertOwner, type RuleSwitch, type RuleSwitches, wantsToHear } from '../domain/alert-switches.ts';
import { ALERT_KINDS, type AlertKind, ESCALATE_AFTER_MS, SEVERITY_OF } from '../domain/alerts.ts';
import { toIso } from '../domain/time.ts';
import type { AlertChange, ChannelRow } from '../storage/alerts.ts';
import { authorOf } from './corrections-query.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { listOf } from './shapes.ts';
import { AlertChangeView, AlertRuleView, SwitchRule } from './shapes-alerts.ts';

/** Changes in one answer, newest first. */
export const CHANGES_MAX = 200;
const Params = z.object({ kind: z.enum(ALERT_KINDS) });

export function mountAlertRules(api: Api): void {
  api.mount({
    method: 'get',
    path: '/alert-rules',
    summary: 'What is watched, from when it is told, where that goes, and for whom it is off',
    answer: listOf(AlertRuleView),
    noun: 'alert rules',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal }, deps) => {
      const channels = (await deps.alerts.channels()).filter((row) => setsFor(principal, row));
      const switches = await deps.alerts.switches();
      const seen = switches.all().filter((one) => setsFor(principal, one));
      return { items: ALERT_KINDS.map((kind) => ruleView(kind, { channels, switches, seen })), next: null };
    },
  });
  api.mount({
    method: 'patch',
    path: '/alert-rules/{kind}',
    summary: 'Switches a rule on or off for a company or park; off closes what is open of it',
    params: Params,
    body: SwitchRule,
    answer: AlertRuleView,
    noun: 'park or company',
    action: 'change',
    resource: ({ body }, deps) => ownerIn(deps, body),
    handle: async ({ params: { kind }, body, principal, context }, deps) => {
      const { park, company, on } = body;
      if (company !== null && ALERT_LIMITS[kind].about === 'park') throw new ApiError('conflict', 'This rule is about the park; no company has it.');
      await deps.switchAlertRule({ kind, park, company, on, by: await authorOf(deps, context), at: deps.now() });
      const channels = (await deps.alerts.channels()).filter((row) => setsFor(principal, row));
      const switches = await deps.alerts.switches();
      return ruleView(kind, { channels, switches, seen: switches.all().filter((one) => setsFor(principal, one)) });
    },
  });
  api.mount({
    method: 'get',
    path: '/alert-changes',
    summary: 'Who switched rules and changed channels, and when; newest first',
    answer: listOf(AlertChangeView),
    noun: 'list of changes',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal }, deps) => {
      const seen = (await deps.alerts.changes(CHANGES_MAX * 4)).filter((one) => setsFor(principal, one));
      return { items: seen.slice(0, CHANGES_MAX).map(changeView), next: null };
    },
  });
}

/** Whose channels and rules, for the judgement of access. */
export const ownerResource = ({ park, company }: AlertOwner): Resource => ({ kind: 'alert-channel', park, company });

/** May somebody set channels and rules of this owner? */
export const setsFor = (principal: Principal, owner: AlertOwner): boolean => decide(principal, 'change', ownerResource(owner)) === 'allow';

/** @returns null when there is no such park, or the company lies in another one */
export function ownerIn(deps: Deps, { park, company }: AlertOwner): Resource | null {
  if (!deps.directory.parks.has(park)) return null;
  if (company !== null && deps.directory.companies.get(company)?.park !== park) return null;
  return ownerResource({ park, company });
}

interface Standing {
  readonly channels: readonly ChannelRow[];
  readonly switches: RuleSwitches;
  /** Those that the reader may see. */
  readonly seen: readonly RuleSwitch[];
}

function ruleView(kind: AlertKind, { channels, switches, seen }: Standing): AlertRuleView {
  const { at, begins, ends, unit, about, least }: AlertLimit = ALERT_LIMITS[kind];
  const severity = SEVERITY_OF[kind];
  // What is the park's alone goes to no company.
  const heard = channels.filter((row) => wantsToHear(row, { kind, severity }) && !switches.isOff(kind, row) && (row.company === null || about !== 'park'));
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
    switches: seen.flatMap((one) => (one.kind === kind ? [{ park: one.park, company: one.company, on: one.on, changedBy: one.by, changedAt: toIso(one.at) }] : [])),
  };
}

function changeView({ at, fields, ...row }: AlertChange): AlertChangeView {
  return { ...row, fields: [...fields], at: toIso(at) };
}
