// Shape of what a figure of this moment is made of.
import { z } from '@hono/zod-openapi';
import { Id } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });

export const NowExplanation = z
  .object({
    field: z.string(),
    unit: z.literal('kW'),
    at: Instant,
    /** What the contributions add up to, in whole watts; null where not all meters of any connection were heard in the last minutes. */
    value: z.number().nullable(),
    rows: z.array(
      z.object({
        /** null: companies that this reader may not see, together. */
        company: Id.nullable(),
        meter: Id.nullable(),
        register: Id.nullable(),
        name: z.string().nullable(),
        /** gauge: the power that it said last; counter: the difference of its last two readings over their time. */
        rule: z.enum(['gauge', 'counter', 'others']),
        readings: z.array(z.object({ at: Instant, value: z.number() })),
        weight: z.number(),
        kw: z.number(),
        /** weight x kw. */
        contribution: z.number(),
      }),
    ),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('NowExplanation');
export type NowExplanation = z.infer<typeof NowExplanation>;
