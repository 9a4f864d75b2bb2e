// Alerts of the running product: what the watching jobs look at, and the ways a message goes out.
import { randomUUID } from 'node:crypto';
import { isGone, isHeardOf, nameOfSubject } from './api/alert-subject.ts';
import type { Data } from './app-data.ts';
import type { Sharing } from './domain/access.ts';
import type { RuleSwitch } from './domain/alert-switches.ts';
import { latestOf } from './domain/meter-state.ts';
import { type EpochMs, epochMs } from './domain/units.ts';
import { AlertDesk } from './jobs/alert-desk.ts';
import { type AlertTextOptions, alertLetter, testLetter } from './jobs/alert-text.ts';
import { mailDelivery } from './jobs/deliver-mail.ts';
import { webhookDelivery } from './jobs/deliver-webhook.ts';
import type { Job } from './jobs/schedule.ts';
import { type Deliver, DeliveryError, sendAlerts, troubleOf } from './jobs/send-alerts.ts';
import { type OpenAlert, type Peak, type WatchMetersPorts, watchMeters } from './jobs/watch-meters.ts';
import { type Watched, watchTomorrow } from './jobs/watch-tomorrow.ts';
import { type WatchedConnection, watchQuarters } from './jobs/watch-quarters.ts';
import type { Settings } from './settings.ts';
import type { Told } from './mqtt/outbox.ts';
import type { Alerts, AlertRow, ChannelRow } from './storage/alerts.ts';
import type { Directory } from './storage/directory.ts';
import type { LastValues } from './ingest/last-values.ts';

export interface AlertParts {
  readonly data: Pick<Data, 'directory' | 'capacity' | 'store' | 'last' | 'live'>;
  readonly alerts: Alerts;
  readonly settings: Pick<Settings, 'smtpUrl' | 'mailFrom' | 'webhookPrivate'>;
  readonly simulated: boolean;
  readonly webUrl: () => string;
  readonly tellGateway: (gateway: number, topic: string, payload: string) => Promise<Told>;
  readonly peaks: () => Promise<Peak[]>;
  /** Members of the group that an alert is about. */
  readonly party: (subject: string) => readonly number[];
  readonly ahead: () => readonly Watched[];
  /** Who may know of an alert, and whether it is over because somebody in it no longer shares. */
  readonly known: { readonly sharing: (row: AlertRow) => Sharing; readonly isWithdrawn: (row: OpenAlert) => boolean };
}

/** Below a gateway's own subscription. */
const ALERT_TOPIC = 'alerts';
const QUERY_MS = 60_000;

export interface AlertsAtWork {
  readonly jobs: readonly Job[];
  /** Sends a message that says that it is a test. @returns why it did not arrive; null when it did */
  readonly test: (channel: ChannelRow) => Promise<string | null>;
  readonly switchRule: (change: RuleSwitch) => Promise<void>;
}

export function alertsAtWork({ data, alerts, settings, simulated, webUrl, tellGateway, peaks, party, ahead, known: { sharing, isWithdrawn } }: AlertParts): AlertsAtWork {
  const { directory, store, last, live } = data;
  const now = (): EpochMs => epochMs(Date.now());
  const shares = (company: number): boolean => directory.sharingOf(company, now()).parkmanager;
  const changed = (row: AlertRow): void =>
    live.changed(`alerts ${row.park}`, {
      event: { type: 'alerts', park: row.park, simulated },
      resource: () => ({ kind: 'alert', park: row.park, company: row.company, sharing: sharing(row), party: row.company === null ? party(row.subject) : [] }),
    });
  const isOver = (row: OpenAlert): boolean => isWithdrawn(row) || isGone(data, row.subject, now());
  const desk = new AlertDesk({ alerts, now, randomId: randomUUID, shares, party, changed });
  const text: AlertTextOptions = {
    simulated,
    get webUrl() {
      return webUrl();
    },
    nameOf: ({ alert }) => nameOf(directory, alert),
    // A channel of the park tells its manager, who is not told EANs.
    thingOf: ({ alert, channel }) => nameOfSubject(data, alert.subject, channel.company !== null && channel.company === alert.company),
  };
  const deliver = {
    mail: mailDelivery({ smtpUrl: settings.smtpUrl, from: settings.mailFrom }),
    webhook: webhookDelivery({ nowMs: Date.now, privateTargets: settings.webhookPrivate }),
    mqtt: gatewayDelivery(tellGateway),
  };
  return {
    jobs: [
      watchMeters({ desk, meters: () => heardMeters(directory, last, now()), consents: () => consentsOf(directory), peaks, open: () => alerts.allOpen(), isOver, now }),
      watchQuarters({ desk, connections: () => watchedConnections(directory, shares), quarters: (query) => store.ask({ kind: 'quarters', ...query }, QUERY_MS), now }),
      watchTomorrow({ desk, watched: ahead }),
      sendAlerts({ alerts, deliver, write: (message) => alertLetter(message, text), shares, party, now }),
    ],
    switchRule: (change) => desk.switchRule(change),
    test: (channel) => deliver[channel.kind](testLetter(channel, randomUUID(), text)).then(() => null, troubleOf),
  };
}

const NOT_TAKEN: Readonly<Record<Exclude<Told, 'taken'>, string>> = {
  away: 'the gateway is not connected',
  deaf: `the gateway is connected, but has not subscribed to '${ALERT_TOPIC}'`,
  unanswered: 'the gateway did not acknowledge it',
};

function gatewayDelivery(tell: AlertParts['tellGateway']): Deliver {
  return async ({ channel, body }) => {
    const told = await tell(Number(channel.target), ALERT_TOPIC, body);
    if (told !== 'taken') throw new DeliveryError(NOT_TAKEN[told], { retry: true });
  };
}

/** Whose an alert is, as people call them. */
function nameOf(directory: Directory, { park, company }: AlertRow): string {
  const whose = company === null ? undefined : directory.companies.get(company)?.name;
  return whose ?? directory.parks.get(park)?.name ?? park;
}

function heardMeters(directory: Directory, last: LastValues, now: EpochMs): ReturnType<WatchMetersPorts['meters']> {
  return [...directory.meters.values()].flatMap((meter) => {
    const company = directory.companyOfMeter(meter);
    const heard = latestOf(directory.registersOf(meter.id).flatMap((register) => last.register(register.id) ?? []));
    if (company === undefined || heard === null || !isHeardOf({ directory }, meter, now)) return [];
    return [{ id: meter.id, park: company.park, company: company.id, heard }];
  });
}

/** By company and audience: a consent that another one follows does not end. */
function consentsOf(directory: Directory): ReturnType<WatchMetersPorts['consents']> {
  const ends = new Map<string, ReturnType<WatchMetersPorts['consents']>[number]>();
  for (const { company, audience, validTo, revokedAt } of directory.consents.values()) {
    const park = directory.companies.get(company)?.park;
    if (park === undefined || revokedAt !== null) continue;
    const id = `${company} ${audience}`;
    const known = ends.get(id)?.endsAt;
    const endsAt = known === null || validTo === null ? null : epochMs(Math.max(validTo, known ?? 0));
    ends.set(id, { id, park, company, endsAt });
  }
  return [...ends.values()];
}

function watchedConnections(directory: Directory, shares: (company: number) => boolean): WatchedConnection[] {
  return [...directory.connections.values()].flatMap(({ id, company, carrier }) => {
    const park = directory.companies.get(company)?.park;
    if (park === undefined || (carrier !== 'electricity' && carrier !== 'gas')) return [];
    const meters = directory.metersOf(id);
    const registers = meters.filter((meter) => meter.role === 'main').flatMap((meter) => countersOf(directory, meter.id));
    const of = (flow: string): number[] => registers.filter((register) => register.flow === flow).map((register) => register.id);
    const mayExportAtNight = meters.some((meter) => meter.role === 'storage' || (meter.role === 'generation' && meter.generationKind !== 'sun'));
    return [{ id, park, company, carrier, importRegisters: of('import'), exportRegisters: of('export'), mayExportAtNight, shared: shares(company) }];
  });
}

/** Counters without a total beside its tariffs: both together would count twice. */
function countersOf(directory: Directory, meter: number): { id: number; flow: string }[] {
  const counters = directory.registersOf(meter).filter((register) => register.kind === 'counter');
  return counters.filter(({ name, flow }) => name !== flow || !counters.some((other) => other.flow === flow && other.name.startsWith(`${flow}-t`)));
}
