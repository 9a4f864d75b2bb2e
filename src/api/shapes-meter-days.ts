// Shapes of what a meter told quarter by quarter: its last 24 hours, and its days with gaps.
import { z } from '@hono/zod-openapi';
import { FLOWS } from '../domain/reading.ts';

const Instant = z.iso.datetime({ offset: true });

/** Quarters in which the meter hung there and that are over. */
const counts = {
  measured: z.int(),
  /** The amount is known, not when it flowed. */
  estimated: z.int(),
  missing: z.int(),
};

export const MeterLastDay = z
  .object({
    meter: z.int(),
    /** Start of the first of 96 quarters. */
    start: Instant,
    unit: z.enum(['kWh', 'm3']),
    /** To four digits, for drawings; exact under /meters/{id}/quarters. null: nothing is known. */
    flows: z.array(z.object({ flow: z.enum(FLOWS), amounts: z.array(z.number().nullable()) })),
    ...counts,
  })
  .openapi('MeterLastDay');
export type MeterLastDay = z.infer<typeof MeterLastDay>;

export const MeterDay = z.object({ start: Instant, end: Instant, ...counts }).openapi('MeterDay');
export type MeterDay = z.infer<typeof MeterDay>;
