// Shapes of what happened to a meter.
import { z } from '@hono/zod-openapi';
import { METER_EVENTS } from '../domain/meter-event.ts';
import { READING_UNITS } from '../domain/reading.ts';
import { Id } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });

export const MeterEventRow = z
  .object({
    register: Id,
    registerName: z.string(),
    kind: z.enum(METER_EVENTS),
    at: Instant,
    /** End of what lasted; null for what happened at one instant. */
    until: Instant.nullable(),
    /** The counter before and after, in `unit`; of a clock 0 and seconds off; of a total the tariffs' sum and the
     *  total; of what lasted, the usual amount of that time and the amount that was counted. */
    from: z.number().nullable(),
    to: z.number().nullable(),
    unit: z.enum([...READING_UNITS, 's']),
    /** Readings or quarters that said so. */
    readings: z.int(),
    detail: z.string(),
  })
  .openapi('MeterEvent');
export type MeterEventRow = z.infer<typeof MeterEventRow>;

export const EventsQuery = z.object({ from: z.string().max(40).exactOptional(), to: z.string().max(40).exactOptional() });
