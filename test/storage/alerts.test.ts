// What can be said of an alert is what the code says: each kind has its own words in a mail.
import { expect, it } from 'vitest';
import { mailText } from '../../src/jobs/alert-text.ts';
import { MESSAGE_KINDS } from '../../src/storage/alerts.ts';
import { messageOf, silent } from '../jobs/alert-stand.ts';

it('says something else for each kind of message', () => {
  const options = { simulated: false, webUrl: 'https://monitor.example', nameOf: () => 'A', thingOf: () => null };
  const subjects = MESSAGE_KINDS.map((what) => mailText(messageOf(silent(1), { what }), options).subject);

  expect(new Set(subjects).size).toBe(MESSAGE_KINDS.length);
});
