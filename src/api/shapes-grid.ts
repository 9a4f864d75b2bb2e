// Shape of what the API answers about the CO2 of the grid by the hour.
import { z } from '@hono/zod-openapi';

const Instant = z.iso.datetime({ offset: true });

export const GridHoursAnswer = z
  .object({
    /** off: there is no key; stale: the source has not answered for three hours. */
    state: z.enum(['off', 'waiting', 'fresh', 'stale']),
    /** Direct CO2 of the national mix; for advice only, in no report. */
    items: z.array(z.object({ start: Instant, end: Instant, kgPerKwh: z.number(), forecast: z.boolean(), updatedAt: Instant })),
    /** When a load of so many hours emits least in the next two days; null where too little is known. */
    advice: z
      .object({
        hours: z.int(),
        start: Instant,
        end: Instant,
        kgPerKwh: z.number(),
        meanKgPerKwh: z.number(),
        /** When it starts with the first hour that is known. */
        atOnceKgPerKwh: z.number(),
        /** Against starting at once; null when the load was not named. */
        savedKg: z.number().nullable(),
        knownShare: z.number(),
      })
      .nullable(),
    /** What reports count with: the same for every hour of the year. */
    yearly: z.object({ kgPerKwh: z.number(), list: z.string() }).nullable(),
    source: z.string(),
    next: z.null(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('GridHours');
export type GridHoursAnswer = z.infer<typeof GridHoursAnswer>;
export const GridHoursQuery = z.object({
  /** So many hours follow each other. */
  hours: z.coerce.number().int().min(1).max(24).default(3),
  /** What the load uses in all. */
  kwh: z.coerce.number().positive().max(1e9).exactOptional(),
});
export type GridHoursQuery = z.infer<typeof GridHoursQuery>;
