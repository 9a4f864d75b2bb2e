// What a message says, for people in Dutch or English and for programs as JSON. Holds no figure but those of the alert.
import { type AlertKind, isFedIn } from '../domain/alerts.ts';
import { comeOffFrom } from '../domain/capacity/running-quarter.ts';
import { ZONE, toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { ConsentRow } from '../storage/registry.ts';
import type { ChannelRow, MessageKind, MessageRow } from '../storage/alerts.ts';
import type { Letter } from './send-alerts.ts';

interface Words {
  readonly titles: Readonly<Record<AlertKind, string>>;
  readonly states: Readonly<Record<MessageKind, string>>;
  /** Before the title of one that is over because its rule was switched off. */
  readonly switchedOff: string;
  /** By the first word of a subject; those not here stand as they are. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly feedIn: string;
  /** By unit, of one and of more; those not here stand as they are. */
  readonly units: Readonly<Record<string, readonly [string, string]>>;
  readonly test: { readonly title: string; readonly text: string };
  readonly audiences: Readonly<Record<ConsentRow['audience'], string>>;
  readonly simulated: string;
  readonly found: (value: string, limit: string) => string;
  readonly comeOff: (kw: string, times: { from: string; until: string }) => string;
  readonly since: (opened: string, closed: string | null) => string;
  readonly watchedUntil: (opened: string, closed: string) => string;
  readonly look: string;
  readonly demo: string;
  readonly clock: Intl.DateTimeFormat;
  readonly minute: Intl.DateTimeFormat;
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
    switchedOff: 'Niet meer bewaakt: ',
    subjects: { connection: 'aansluiting', group: 'groep', consent: 'toestemming aan' },
    feedIn: 'teruglevering',
    units: { h: ['uur', 'uur'], d: ['dag', 'dagen'], points: ['procentpunt', 'procentpunten'] },
    test: { title: 'Testbericht van Kringstroom', text: 'Dit is een testbericht: meldingen komen hier aan. U hoeft niets te doen.' },
    audiences: { parkmanager: 'de parkmanager', region: 'de regio', 'region-recognisable': 'de regio, ook herkenbaar', group: 'de leden van de groep' },
    simulated: '[Demogegevens] ',
    found: (value, limit) => `Gevonden: ${value}, grens ${limit}.`,
    comeOff: (kw, { from, until }) => `Om onder de grens te blijven moet er van ${from} tot ${until} ongeveer ${kw} af.`,
    since: (opened, closed) => `Sinds ${opened}${closed === null ? '' : `, voorbij ${closed}`}.`,
    watchedUntil: (opened, closed) => `Sinds ${opened}. De regel is uitgezet op ${closed}; of het voorbij is, wordt niet meer bekeken.`,
    look: 'Bekijk en pak op:',
    demo: 'Dit bericht gaat over demogegevens.',
    clock: new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, dateStyle: 'long', timeStyle: 'short' }),
    minute: new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, timeStyle: 'short' }),
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
    switchedOff: 'No longer watched: ',
    subjects: { consent: 'consent to' },
    feedIn: 'feed-in',
    units: { h: ['hour', 'hours'], d: ['day', 'days'], points: ['percentage point', 'percentage points'] },
    test: { title: 'Test message of Kringstroom', text: 'This is a test message: alerts arrive here. You need not do anything.' },
    audiences: { parkmanager: 'the park manager', region: 'the region', 'region-recognisable': 'the region, recognisable too', group: 'the members of the group' },
    simulated: '[Demo data] ',
    found: (value, limit) => `Found: ${value}, limit ${limit}.`,
    comeOff: (kw, { from, until }) => `To stay within the limit about ${kw} must come off from ${from} to ${until}.`,
    since: (opened, closed) => `Since ${opened}${closed === null ? '' : `, over ${closed}`}.`,
    watchedUntil: (opened, closed) => `Since ${opened}. The rule was switched off on ${closed}; whether it is over is not looked at any more.`,
    look: 'Look and take it up:',
    demo: 'This message is about demo data.',
    clock: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, dateStyle: 'long', timeStyle: 'short' }),
    minute: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeStyle: 'short' }),
    number: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
  },
};

export interface AlertTextOptions {
  readonly simulated: boolean;
  readonly webUrl: string;
  /** Whose it is, as people call them: the company, or the park. */
  readonly nameOf: (message: MessageRow) => string;
  /** What it is about, as those who get it know it: the number on the meter, to its company the EAN of a connection; null: as it is kept. */
  readonly thingOf: (message: MessageRow) => string | null;
}

/** A message of the store as it goes out. */
export function alertLetter(message: MessageRow, options: AlertTextOptions): Letter {
  return { id: message.id, channel: message.channel, mail: mailText(message, options), body: alertJson(message, options) };
}

/** What shows somebody that a channel works. */
export function testLetter(channel: ChannelRow, id: string, { simulated, webUrl }: Pick<AlertTextOptions, 'simulated' | 'webUrl'>): Letter {
  const words = WORDS[channel.lang];
  const title = `${simulated ? words.simulated : ''}${words.test.title}`;
  const url = `${webUrl}/alerts`;
  return { id, channel, mail: { subject: title, text: `${words.test.text}\n\n${url}` }, body: JSON.stringify({ id, what: 'test', title, url, alert: null, simulated }) };
}

/** Subject and text of a mail, in the language of its reader. */
export function mailText(message: MessageRow, { simulated, webUrl, ...names }: AlertTextOptions): { subject: string; text: string } {
  const { alert, channel } = message;
  const words = WORDS[channel.lang];
  const { title, name } = headOf(message, names);
  const moment = (at: EpochMs): string => words.clock.format(at);
  const off = comeOffIn(message);
  const lines = [
    `${title}: ${name}.`,
    words.found(amountOf(alert.value, alert.unit, words), amountOf(alert.limit, alert.unit, words)),
    ...(off === null ? [] : [words.comeOff(amountOf(off.kw, 'kW', words), { from: words.minute.format(alert.openedAt), until: words.minute.format(off.until) })]),
    alert.closedAt !== null && alert.closedBecause === 'switched-off'
      ? words.watchedUntil(moment(alert.openedAt), moment(alert.closedAt))
      : words.since(moment(alert.openedAt), alert.closedAt === null ? null : moment(alert.closedAt)),
    '',
    `${words.look} ${webUrl}/alerts`,
    ...(simulated ? ['', words.demo] : []),
  ];
  return { subject: `${simulated ? words.simulated : ''}${title} (${name})`, text: lines.join('\n') };
}

/** Of a quarter that will end above its limit, what must come off in what is left of it; null of anything else. */
function comeOffIn({ what, alert }: MessageRow): ReturnType<typeof comeOffFrom> | null {
  if (alert.kind !== 'peak-forecast' || what !== 'opened') return null;
  const off = comeOffFrom({ projectedKw: alert.value, limitKw: alert.limit }, alert.openedAt);
  return off.kw > 0 ? off : null;
}

function amountOf(value: number, unit: string, { number, units }: Words): string {
  const text = number.format(value);
  const [one, more] = units[unit] ?? [unit, unit];
  return `${text} ${text === '1' ? one : more}`;
}

/** A name with a line break must not begin a header of its own. */
function headOf(message: MessageRow, { nameOf, thingOf }: Pick<AlertTextOptions, 'nameOf' | 'thingOf'>): { title: string; name: string } {
  const { alert, what, channel } = message;
  const words = WORDS[channel.lang];
  const about = aboutOf(alert.subject, { words, thing: thingOf(message) });
  const name = about === null ? nameOf(message) : `${nameOf(message)}, ${about}`;
  const state = what === 'closed' && alert.closedBecause === 'switched-off' ? words.switchedOff : words.states[what];
  return { title: state + words.titles[alert.kind], name: name.replaceAll(/\s+/g, ' ') };
}

/** @param subject kind and id, of a consent the company and who may see; @returns null of a park, which has been named */
function aboutOf(subject: string, { words: { subjects, audiences, feedIn }, thing }: { words: Words; thing: string | null }): string | null {
  const [kind = '', ...rest] = subject.split(' ');
  if (kind === 'park') return null;
  if (isFedIn(subject)) return `${subjects[kind] ?? kind} ${thing ?? rest[0]}, ${feedIn}`;
  const audience = Object.entries(audiences).find(([one]) => one === rest.at(-1))?.[1];
  return `${subjects[kind] ?? kind} ${kind === 'consent' && audience !== undefined ? audience : (thing ?? rest.join(' '))}`;
}

/** The body of a webhook and of an MQTT message. */
export function alertJson(message: MessageRow, { simulated, webUrl, ...names }: AlertTextOptions): string {
  const { id, what, alert } = message;
  const { kind, subject, park, company, severity, value, limit, unit, openedAt, closedAt, closedBecause } = alert;
  const { title, name } = headOf(message, names);
  return JSON.stringify({
    id,
    what,
    title: `${title} (${name})`,
    url: `${webUrl}/alerts`,
    alert: {
      id: alert.id,
      kind,
      subject,
      park,
      company,
      severity,
      value,
      limit,
      unit,
      comeOffKw: comeOffIn(message)?.kw ?? null,
      openedAt: toIso(openedAt),
      closedAt: closedAt === null ? null : toIso(closedAt),
      closedBecause,
    },
    simulated,
  });
}
