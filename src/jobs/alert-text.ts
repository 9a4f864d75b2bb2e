// What a message says, for people in Dutch or English and for programs as JSON. Holds no figure but those of the alert.
import type { AlertKind } from '../domain/alerts.ts';
import { ZONE, toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { ConsentRow } from '../storage/registry.ts';
import type { ChannelRow, MessageKind, MessageRow } from '../storage/alerts.ts';

interface Words {
  readonly titles: Readonly<Record<AlertKind, string>>;
  readonly states: Readonly<Record<MessageKind, string>>;
  /** By the first word of a subject; those not here stand as they are. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly audiences: Readonly<Record<ConsentRow['audience'], string>>;
  readonly simulated: string;
  readonly found: (value: string, limit: string, unit: string) => string;
  readonly since: (opened: string, closed: string | null) => string;
  readonly look: string;
  readonly demo: string;
  readonly clock: Intl.DateTimeFormat;
  readonly number: Intl.NumberFormat;
}

const WORDS: Readonly<Record<ChannelRow['lang'], Words>> = {
  nl: {
    titles: {
      'peak-forecast': 'Piek verwacht in dit kwartier',
      'peak-ahead': 'Piek verwacht morgen',
      'silent-meter': 'Meter zwijgt',
      'night-base-load': 'Nachtverbruik hoger dan gewoonlijk',
      'reversed-sign': 'Teruglevering in de nacht: stroomtransformator omgekeerd?',
      'weekend-gas': 'Veel gas in het weekend',
      'coverage-falling': 'Minder gemeten dan gewoonlijk',
      'consent-ending': 'Toestemming loopt af',
    },
    states: { opened: '', closed: 'Voorbij: ', escalated: 'Nog niet opgepakt: ' },
    subjects: { connection: 'aansluiting', group: 'groep', consent: 'toestemming aan' },
    audiences: { parkmanager: 'de parkmanager', region: 'de regio', group: 'de leden van de groep' },
    simulated: '[Demogegevens] ',
    found: (value, limit, unit) => `Gevonden: ${value} ${unit}, grens ${limit} ${unit}.`,
    since: (opened, closed) => `Sinds ${opened}${closed === null ? '' : `, voorbij ${closed}`}.`,
    look: 'Bekijk en pak op:',
    demo: 'Dit bericht gaat over demogegevens.',
    clock: new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, dateStyle: 'long', timeStyle: 'short' }),
    number: new Intl.NumberFormat('nl-NL', { maximumFractionDigits: 1 }),
  },
  en: {
    titles: {
      'peak-forecast': 'Peak expected in this quarter-hour',
      'peak-ahead': 'Peak expected tomorrow',
      'silent-meter': 'Meter is silent',
      'night-base-load': 'Use at night higher than usual',
      'reversed-sign': 'Export at night: current transformer the wrong way round?',
      'weekend-gas': 'Much gas at the weekend',
      'coverage-falling': 'Less is measured than usual',
      'consent-ending': 'Consent is ending',
    },
    states: { opened: '', closed: 'Over: ', escalated: 'Not taken up yet: ' },
    subjects: { consent: 'consent to' },
    audiences: { parkmanager: 'the park manager', region: 'the region', group: 'the members of the group' },
    simulated: '[Demo data] ',
    found: (value, limit, unit) => `Found: ${value} ${unit}, limit ${limit} ${unit}.`,
    since: (opened, closed) => `Since ${opened}${closed === null ? '' : `, over ${closed}`}.`,
    look: 'Look and take it up:',
    demo: 'This message is about demo data.',
    clock: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, dateStyle: 'long', timeStyle: 'short' }),
    number: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
  },
};

export interface AlertTextOptions {
  readonly simulated: boolean;
  readonly webUrl: string;
  /** Whose it is, as people call them: the company, or the park. */
  readonly nameOf: (message: MessageRow) => string;
}

/** Subject and text of a mail, in the language of its reader. */
export function mailText(message: MessageRow, { simulated, webUrl, nameOf }: AlertTextOptions): { subject: string; text: string } {
  const { alert, what, channel } = message;
  const words = WORDS[channel.lang];
  const title = words.states[what] + words.titles[alert.kind];
  const about = aboutOf(alert.subject, words);
  const name = about === null ? nameOf(message) : `${nameOf(message)}, ${about}`;
  const moment = (at: EpochMs): string => words.clock.format(at);
  const lines = [
    `${title}: ${name}.`,
    words.found(words.number.format(alert.value), words.number.format(alert.limit), alert.unit),
    words.since(moment(alert.openedAt), alert.closedAt === null ? null : moment(alert.closedAt)),
    '',
    `${words.look} ${webUrl}/alerts`,
    ...(simulated ? ['', words.demo] : []),
  ];
  const subject = `${simulated ? words.simulated : ''}${title} (${name})`;
  // A name with a line break must not begin a header of its own.
  return { subject: subject.replaceAll(/\s+/g, ' '), text: lines.join('\n') };
}

/** @param subject kind and id, of a consent the company and who may see; @returns null of a park, which has been named */
function aboutOf(subject: string, { subjects, audiences }: Words): string | null {
  const [kind = '', ...rest] = subject.split(' ');
  if (kind === 'park') return null;
  const audience = Object.entries(audiences).find(([one]) => one === rest.at(-1))?.[1];
  return `${subjects[kind] ?? kind} ${kind === 'consent' && audience !== undefined ? audience : rest.join(' ')}`;
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
