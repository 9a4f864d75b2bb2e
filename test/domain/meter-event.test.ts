// The kinds of events are told apart by where they come from.
import { expect, it } from 'vitest';
import { LEDGER_EVENTS } from '../../src/domain/ledger.ts';
import { MESSAGE_EVENTS, METER_EVENTS, QUARTER_EVENTS } from '../../src/domain/meter-event.ts';

it('each kind comes from the readings, the messages or the quarters, and from one of them only', () => {
  expect(new Set(METER_EVENTS).size).toBe(LEDGER_EVENTS.length + MESSAGE_EVENTS.length + QUARTER_EVENTS.length);
});
