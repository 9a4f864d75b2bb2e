// Shapes of what the figures of a heat match are made of.
import { z } from '@hono/zod-openapi';
import { Id } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });

export const HeatMatchExplanation = z
  .object({
    match: z.string(),
    field: z.string(),
    unit: z.enum(['kWh', 'm3', 'kg']),
    start: Instant,
    end: Instant,
    /** As the match tells it: rounded to a whole millionth. */
    value: z.number(),
    /** hours, steps: contributions that add up to the value. Of `parts`, which are unrounded: product multiplies the factors and
     *  divides by the divisors in the order in which they stand, sum adds up weight x value. */
    level: z.enum(['hours', 'steps', 'product', 'sum']),
    parts: z.array(
      z.object({
        role: z.enum(['factor', 'divisor', 'term']),
        field: z.string(),
        weight: z.number(),
        value: z.number(),
        /** Route below /api/v1 that explains it. */
        explain: z.string().nullable(),
      }),
    ),
    steps: z.array(z.object({ start: Instant, end: Instant, contribution: z.number() })),
    /** Hours that are known at both sides: what can be taken, what is wanted of it, and the least of the two. */
    hours: z.array(z.object({ start: Instant, end: Instant, sourceKw: z.number(), demandKw: z.number(), servedKw: z.number(), contribution: z.number() })),
    /** Both sides: kW of its meter or as declared, x times = what stands in an hour. */
    sides: z.array(
      z.object({
        role: z.enum(['source', 'sink']),
        port: Id,
        times: z.number(),
        provenance: z.string(),
        /** Null where it was declared, or where this reader may not see its company by itself. */
        meter: Id.nullable(),
        /** Route below /api/v1 with the quarters of that meter, each of which is explained there. */
        quarters: z.string().nullable(),
      }),
    ),
    /** Name of the list of assumptions that the match was made with. */
    parameters: z.string(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('HeatMatchExplanation');
export type HeatMatchExplanation = z.infer<typeof HeatMatchExplanation>;

export const HeatMatchExplainQuery = z.object({
  /** sourceKwh, demandKwh, coincidentKwh, lossKwh, deliveredKwh, pumpKwh, heatPumpKwh, gasAvoidedM3 or co2AvoidedKg; of the hours that
   *  were measured takeableKwh, wantedKwh or measuredKwh. */
  field: z.string().max(40).default('deliveredKwh'),
  /** Of what was measured: a part of it. */
  start: z.string().max(40).exactOptional(),
  end: z.string().max(40).exactOptional(),
});
export type HeatMatchExplainQuery = z.infer<typeof HeatMatchExplainQuery>;
