// What a message says.
import { expect, it } from 'vitest';
import { ALERT_KINDS } from '../../src/domain/alerts.ts';
import { epochMs } from '../../src/domain/units.ts';
import { alertJson, alertLetter, mailText, testLetter } from '../../src/jobs/alert-text.ts';
import { NOON, messageOf, silent } from './alert-stand.ts';

const options = { simulated: false, webUrl: 'https://monitor.example', nameOf: () => 'Bakkerij', thingOf: () => null };

it('says in Dutch what, since when and beyond which limit, and nothing of a demo when it is none', () => {
  const { subject, text } = mailText(messageOf(silent(1)), options);

  expect(subject).toBe('Meter zwijgt (Bakkerij, meter 1)');
  expect(text).toBe(
    ['Meter zwijgt: Bakkerij, meter 1.', 'Gevonden: 2,5 uur, grens 1 uur.', 'Sinds 25 november 2026 om 12:00.', '', 'Bekijk en pak op: https://monitor.example/alerts'].join('\n'),
  );
});

it('says of a quarter that will end above its limit what must come off in what is left of it, and only then', () => {
  // 120 kW where 100 may be, five minutes after the quarter began: 20 kW too many over 15 minutes are 30 over 10.
  const peak = { ...silent(1), kind: 'peak-forecast', subject: 'connection 5', value: 120, limit: 100, unit: 'kW' } as const;
  const at = { openedAt: epochMs(NOON + 5 * 60_000) };
  const message = messageOf(peak, { what: 'opened' });
  const opened = { ...message, alert: { ...message.alert, ...at } };

  expect(mailText(opened, options).text).toContain('Gevonden: 120 kW, grens 100 kW.\nOm onder de grens te blijven moet er van 12:05 tot 12:15 ongeveer 30 kW af.\n');
  expect(mailText({ ...opened, channel: { ...opened.channel, lang: 'en' } }, options).text).toContain('To stay within the limit about 30 kW must come off from 12:05 to 12:15.');
  expect(JSON.parse(alertJson(opened, options))).toMatchObject({ alert: { comeOffKw: 30 } });
  for (const other of [{ ...opened, what: 'closed' as const }, { ...opened, alert: { ...opened.alert, value: 100 } }, messageOf(silent(1))]) {
    expect(mailText(other, options).text).not.toContain(' af.');
    expect(JSON.parse(alertJson(other, options))).toMatchObject({ alert: { comeOffKw: null } });
  }
});

it('says it in English to who reads that', () => {
  const { subject, text } = mailText(messageOf(silent(1), { channel: { lang: 'en' }, what: 'closed' }), { ...options, simulated: true });

  expect(subject).toBe('[Demo data] Over: Meter is silent (Bakkerij, meter 1)');
  expect(text).toContain('Found: 2.5 hours, limit 1 hour.\nSince 25 November 2026 at 12:00.');
  expect(text).toContain('This message is about demo data.');
  const titles = ALERT_KINDS.map((kind) => mailText(messageOf({ ...silent(1), kind }, { channel: { lang: 'en' } }), options).subject);
  expect(new Set(titles).size).toBe(ALERT_KINDS.length);
});

it('names what it is about in the language of its reader', () => {
  const names = (['nl', 'en'] as const).flatMap((lang) =>
    ['meter 1', 'connection 5', 'connection 5 export', 'group 2', 'consent 1 parkmanager', 'park de-mars'].map(
      (subject) => mailText(messageOf({ ...silent(1), subject }, { channel: { lang } }), options).text.split('\n')[0],
    ),
  );

  expect(names.map((line) => line?.replace(/^[^:]*: /, ''))).toEqual([
    'Bakkerij, meter 1.',
    'Bakkerij, aansluiting 5.',
    'Bakkerij, aansluiting 5, teruglevering.',
    'Bakkerij, groep 2.',
    'Bakkerij, toestemming aan de parkmanager.',
    'Bakkerij.',
    'Bakkerij, meter 1.',
    'Bakkerij, connection 5.',
    'Bakkerij, connection 5, feed-in.',
    'Bakkerij, group 2.',
    'Bakkerij, consent to the park manager.',
    'Bakkerij.',
  ]);
});

it('knows a title for every kind, and says when it is over or was not taken up', () => {
  const subjects = ALERT_KINDS.map((kind) => mailText(messageOf({ ...silent(1), kind }), options).subject);

  expect(new Set(subjects).size).toBe(ALERT_KINDS.length);
  expect(mailText(messageOf(silent(1), { what: 'closed' }), options).subject).toMatch(/^Voorbij: /);
  expect(mailText(messageOf(silent(1), { what: 'escalated' }), options).subject).toMatch(/^Nog niet opgepakt: /);
});

it('gives programs the figures, whose it is, and whether they are simulated', () => {
  expect(JSON.parse(alertJson(messageOf(silent(1)), { ...options, simulated: true }))).toEqual({
    id: 'message-1',
    what: 'opened',
    title: 'Meter zwijgt (Bakkerij, meter 1)',
    url: 'https://monitor.example/alerts',
    alert: {
      id: 7,
      kind: 'silent-meter',
      subject: 'meter 1',
      park: 'eerbeek',
      company: 1,
      severity: 'warning',
      value: 2.5,
      limit: 1,
      unit: 'h',
      comeOffKw: null,
      openedAt: '2026-11-25T11:00:00Z',
      closedAt: null,
      closedBecause: null,
    },
    simulated: true,
  });
});

it('calls things by the name that people know, and lets none begin a header of its own', () => {
  const named = (subject: string, thing: string): string => mailText(messageOf({ ...silent(1), subject }), { ...options, thingOf: () => thing }).subject;

  expect(named('meter 1', 'E0042')).toBe('Meter zwijgt (Bakkerij, meter E0042)');
  expect(named('connection 5', '871999900000000011')).toBe('Meter zwijgt (Bakkerij, aansluiting 871999900000000011)');
  expect(named('group 2', 'Zuid\r\nBcc: x@y')).toBe('Meter zwijgt (Bakkerij, groep Zuid Bcc: x@y)');
});

it('goes out with one id, as mail and as JSON', () => {
  const letter = alertLetter(messageOf(silent(1)), options);

  expect(letter).toMatchObject({ id: 'message-1', channel: { target: 'https://example.org/hook' }, mail: { subject: 'Meter zwijgt (Bakkerij, meter 1)' } });
  expect(JSON.parse(letter.body)).toMatchObject({ id: 'message-1', alert: { kind: 'silent-meter' } });
});

it('says of a test that it is one, in the language of its reader', () => {
  const { channel } = messageOf(silent(1), { channel: { lang: 'en' } });
  const { mail, body } = testLetter(channel, 'test-1', { ...options, simulated: true });

  expect(mail).toEqual({
    subject: '[Demo data] Test message of Kringstroom',
    text: 'This is a test message: alerts arrive here. You need not do anything.\n\nhttps://monitor.example/alerts',
  });
  expect(JSON.parse(body)).toEqual({ id: 'test-1', what: 'test', title: mail.subject, url: 'https://monitor.example/alerts', alert: null, simulated: true });
});

it('says that an alert is no longer watched, and not that it is over, when its rule was switched off', () => {
  const message = messageOf(silent(1), { what: 'closed' });
  const off = { ...message, alert: { ...message.alert, closedAt: epochMs(NOON + 3_600_000), closedBecause: 'switched-off' } } as const;
  const { subject, text } = mailText(off, options);

  expect(subject).toBe('Niet meer bewaakt: Meter zwijgt (Bakkerij, meter 1)');
  expect(text).toContain('De regel is uitgezet op 25 november 2026 om 13:00');
});
