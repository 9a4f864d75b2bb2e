// Shapes of the jobs and of sums over days and months.
import { z } from '@hono/zod-openapi';

const Instant = z.iso.datetime({ offset: true });

export const JobName = z
  .string()
  .regex(/^[a-z]+(-[a-z]+)*$/)
  .max(40);

export const JobView = z
  .object({
    name: JobName,
    /** Five fields of cron, Amsterdam time; null: only by hand. */
    schedule: z.string().nullable(),
    running: z.boolean(),
    lastStartedAt: Instant.nullable(),
    /** null: never ran, runs now, or the process ended while it ran. */
    lastDurationS: z.number().nullable(),
    /** interrupted: the process ended while it ran. */
    lastOutcome: z.enum(['done', 'failed', 'interrupted']).nullable(),
    /** What it did, by name. */
    lastCounts: z.record(z.string(), z.number()),
    lastTrouble: z.string().nullable(),
    nextAt: Instant.nullable(),
    simulated: z.boolean(),
  })
  .openapi('Job');
export type JobView = z.infer<typeof JobView>;

const Share = z.number();

/** Sum of a register over a local day or month. */
export const SpanRow = z
  .object({
    register: z.int(),
    start: Instant,
    end: Instant,
    amount: z.number(),
    unit: z.enum(['kWh', 'm3']),
    /** Shares of the amount by how it was made; they add up to 1. */
    quality: z.object({ M: Share, I: Share, E: Share, S: Share, X: Share, C: Share }).partial(),
    /** Quarters with a value, of those of the span that have passed. */
    coverage: z.number(),
    quartersPresent: z.int(),
    quartersExpected: z.int(),
  })
  .openapi('SpanRow');
export type SpanRow = z.infer<typeof SpanRow>;
