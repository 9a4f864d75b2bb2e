// Every kind of event has words in Dutch.
import { expect, it } from 'vitest';
import { METER_EVENTS } from '../../../src/domain/meter-event.ts';
import { meterEventsNl } from '../../../src/web/i18n/meter-events-nl.ts';

it.each(METER_EVENTS)('%s has a name, and a sentence on what is booked or to be done', (kind) => {
  expect(meterEventsNl.kinds[kind].length).toBeGreaterThan(3);
  expect(meterEventsNl.means[kind]).toMatch(/\.$/);
});
