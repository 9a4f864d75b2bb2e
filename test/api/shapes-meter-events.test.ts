// What an event of a meter may look like.
import { describe, expect, it } from 'vitest';
import { EventsQuery, MeterEventRow } from '../../src/api/shapes-meter-events.ts';
import { METER_EVENTS } from '../../src/domain/meter-event.ts';

const row = { register: 1, registerName: 'import', at: '2026-11-20T10:00:00Z', until: null, from: 1, to: null, unit: 'kWh', readings: 3, detail: 'It happened.' };

describe('an event', () => {
  it.each(METER_EVENTS)('of kind %s is one', (kind) => {
    expect(MeterEventRow.safeParse({ ...row, kind }).success).toBe(true);
  });

  it('of another kind, or at no time, is none', () => {
    expect(MeterEventRow.safeParse({ ...row, kind: 'explosion' }).success).toBe(false);
    expect(MeterEventRow.safeParse({ ...row, kind: 'swap', at: 'yesterday' }).success).toBe(false);
  });

  it('is asked for with a period or without', () => {
    expect(EventsQuery.safeParse({}).success).toBe(true);
    expect(EventsQuery.safeParse({ from: 'x'.repeat(41) }).success).toBe(false);
  });
});
