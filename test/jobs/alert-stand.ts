// A real registry with alerts in it, a clock that the test sets, and channels to it. Used by the tests about alerts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEVERITY_OF, type Finding } from '../../src/domain/alerts.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { AlertDesk } from '../../src/jobs/alert-desk.ts';
import type { ChannelRow, MessageRow } from '../../src/storage/alerts.ts';
import { AlertsSql } from '../../src/storage/alerts-sql.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';

/** Noon in Amsterdam: no quiet hour. */
export const NOON = Date.UTC(2026, 10, 25, 11);

export interface AlertStand {
  readonly alerts: AlertsSql;
  readonly desk: AlertDesk;
  readonly clock: { atMs: number };
  readonly now: () => EpochMs;
  /** Companies that share with their park manager. */
  readonly sharing: Set<number>;
  readonly company: number;
  /** The same registry, as after a restart. */
  readonly again: () => Promise<AlertStand>;
  readonly close: () => Promise<void>;
}

export async function openStand(dir = mkdtempSync(join(tmpdir(), 'kringstroom-alerts-'))): Promise<AlertStand> {
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const known = (await registry.contents()).companies[0];
  const { id: company } = known ?? (await registry.insertCompany({ park: 'eerbeek', name: 'A', kvk: null, sbi: '17' }));
  const clock = { atMs: NOON };
  const now = (): EpochMs => epochMs(clock.atMs);
  const sharing = new Set([company]);
  const alerts = new AlertsSql(db);
  let id = 0;
  const desk = new AlertDesk({
    alerts,
    now,
    randomId: () => `message-${clock.atMs}-${id++}`,
    shares: (one) => sharing.has(one),
    party: (subject) => (subject === 'group 1' ? [company] : []),
  });
  const close = async (): Promise<void> => {
    await registry.close();
    rmSync(dir, { recursive: true, force: true });
  };
  const again = async (): Promise<AlertStand> => {
    await registry.close();
    return openStand(dir);
  };
  return { alerts, desk, clock, now, sharing, company, again, close };
}

export const channel = (more: Partial<ChannelRow> = {}): Omit<ChannelRow, 'id'> => ({
  park: 'eerbeek',
  company: null,
  kind: 'webhook',
  target: 'https://example.org/hook',
  secret: 'secret',
  leastSeverity: 'notice',
  kinds: null,
  name: '',
  quiet: { fromHour: 22, toHour: 7 },
  escalatesOnly: false,
  lang: 'nl',
  createdBy: 'somebody',
  createdAt: epochMs(NOON),
  ...more,
});

export const silent = (company: number, state: Finding['state'] = 'raise'): Finding => ({
  kind: 'silent-meter',
  subject: 'meter 1',
  park: 'eerbeek',
  company,
  value: 2.5,
  limit: 1,
  unit: 'h',
  state,
});

/** A message as the store hands it out, about an alert that was just opened. */
export function messageOf(finding: Finding, more: { channel?: Partial<ChannelRow>; what?: MessageRow['what'] } = {}): MessageRow {
  const open = { closedAt: null, closedBecause: null, acknowledgedAt: null, acknowledgedBy: null, escalatedAt: null };
  const alert = { ...finding, id: 7, severity: SEVERITY_OF[finding.kind], openedAt: epochMs(NOON), ...open };
  return { id: 'message-1', what: more.what ?? 'opened', attempts: 0, alert, channel: { id: 1, ...channel(more.channel) } };
}
