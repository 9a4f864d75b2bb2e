// Dutch of the alerts screen: a word for everything that can be told.
import { expect, it } from 'vitest';
import { ALERT_KINDS, SEVERITIES } from '../../../src/domain/alerts.ts';
import { CHANNEL_KINDS } from '../../../src/storage/alerts.ts';
import { alertsNl } from '../../../src/web/i18n/alerts-nl.ts';

it('names every kind of alert, how urgent it is, and every way out', () => {
  expect(Object.keys(alertsNl.kinds).sort()).toEqual([...ALERT_KINDS].sort());
  expect(Object.keys(alertsNl.severities)).toEqual([...SEVERITIES]);
  expect([Object.keys(alertsNl.channels), Object.keys(alertsNl.targets)]).toEqual([[...CHANNEL_KINDS], [...CHANNEL_KINDS]]);
});

it('never shouts', () => {
  expect(JSON.stringify(alertsNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
