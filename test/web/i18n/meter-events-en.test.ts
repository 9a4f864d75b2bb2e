// Every kind of event has words in English.
import { expect, it } from 'vitest';
import { METER_EVENTS } from '../../../src/domain/meter-event.ts';
import { meterEventsEn } from '../../../src/web/i18n/meter-events-en.ts';

it.each(METER_EVENTS)('%s has a name, and a sentence on what is booked or to be done', (kind) => {
  expect(meterEventsEn.kinds[kind].length).toBeGreaterThan(3);
  expect(meterEventsEn.means[kind]).toMatch(/\.$/);
});
