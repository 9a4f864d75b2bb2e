// What a message says, for people in Dutch and for programs as JSON. Holds no figure but those of the alert.
import type { AlertKind } from '../domain/alerts.ts';
import { ZONE, toIso } from '../domain/time.ts';
import type { MessageKind, MessageRow } from '../storage/alerts.ts';

const TITLES: Readonly<Record<AlertKind, string>> = {
  'peak-forecast': 'Piek verwacht in dit kwartier',
  'silent-meter': 'Meter zwijgt',
  'night-base-load': 'Nachtverbruik hoger dan gewoonlijk',
  'reversed-sign': 'Teruglevering in de nacht: stroomtransformator omgekeerd?',
  'weekend-gas': 'Veel gas in het weekend',
  'coverage-falling': 'Minder gemeten dan gewoonlijk',
  'consent-ending': 'Toestemming loopt af',
};
const STATES: Readonly<Record<MessageKind, string>> = { opened: '', closed: 'Voorbij: ', escalated: 'Nog niet opgepakt: ' };
const CLOCK = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, dateStyle: 'long', timeStyle: 'short' });
const NUMBER = new Intl.NumberFormat('nl-NL', { maximumFractionDigits: 1 });

export interface AlertTextOptions {
  readonly simulated: boolean;
  readonly webUrl: string;
  /** What a subject is called where it is shown: 'meter 12' -> its company. */
  readonly nameOf: (message: MessageRow) => string;
}

/** Subject and text of a mail. */
export function mailText(message: MessageRow, { simulated, webUrl, nameOf }: AlertTextOptions): { subject: string; text: string } {
  const { alert, what } = message;
  const subject = `${simulated ? '[Demogegevens] ' : ''}${STATES[what]}${TITLES[alert.kind]} (${nameOf(message)})`;
  const lines = [
    `${STATES[what]}${TITLES[alert.kind]}: ${nameOf(message)}.`,
    `Gevonden: ${NUMBER.format(alert.value)} ${alert.unit}, grens ${NUMBER.format(alert.limit)} ${alert.unit}.`,
    `Sinds ${CLOCK.format(alert.openedAt)}${alert.closedAt === null ? '' : `, voorbij ${CLOCK.format(alert.closedAt)}`}.`,
    '',
    `Bekijk en pak op: ${webUrl}/alerts`,
    ...(simulated ? ['', 'Dit bericht gaat over demogegevens.'] : []),
  ];
  // A name with a line break must not begin a header of its own.
  return { subject: subject.replaceAll(/\s+/g, ' '), text: lines.join('\n') };
}

/** The body of a webhook and of an MQTT message. */
export function alertJson({ id, what, alert }: MessageRow, { simulated }: Pick<AlertTextOptions, 'simulated'>): string {
  const { kind, subject, park, company, severity, value, limit, unit, openedAt, closedAt } = alert;
  return JSON.stringify({
    id,
    what,
    alert: { id: alert.id, kind, subject, park, company, severity, value, limit, unit, openedAt: toIso(openedAt), closedAt: closedAt === null ? null : toIso(closedAt) },
    simulated,
  });
}
