// The words follow the language of the reader.
import { expect, it } from 'vitest';
import { alertsEn } from '../../../src/web/i18n/alerts-en.ts';
import { alertsNl } from '../../../src/web/i18n/alerts-nl.ts';

it('are those of the two languages, and differ', () => {
  expect(alertsEn.acknowledge).not.toBe(alertsNl.acknowledge);
});
