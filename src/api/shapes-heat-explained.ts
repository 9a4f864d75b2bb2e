// Shapes of what the figures of a heat match are made of.
import { z } from '@hono/zod-openapi';
import { DRAWS } from '../domain/heat/uncertainty.ts';
import { ParameterCode } from './shapes-heat-parameters.ts';
import { Id } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });

export const HEAT_UNITS = ['kWh', 'MWh', 'kW', 'm3', 'kg', 'm', 'm2', 'EUR', 'EUR/MWh', 'EUR/m3', 'EUR/year', 'EUR/m/year', 'kWh/MWh', 'm3/MWh', 'years', '1'] as const;

/** An assumption with what it is worth here: in a draw what was drawn. */
const Assumption = z.object({ code: z.string(), value: z.number(), low: z.number(), high: z.number(), unit: z.string(), source: z.string(), validFrom: z.string().nullable() });

/** A term, factor or divisor of a figure. */
export const HeatPart = z.object({
  role: z.enum(['factor', 'divisor', 'term']),
  field: z.string(),
  weight: z.number(),
  /** What the weight is, where it is not just how often the term counts. */
  by: z.object({ field: z.string(), explain: z.string().nullable() }).nullable(),
  value: z.number(),
  /** Route below /api/v1 that explains it. */
  explain: z.string().nullable(),
});

export const HeatMatchExplanation = z
  .object({
    match: z.string(),
    field: z.string(),
    unit: z.enum(HEAT_UNITS),
    start: Instant,
    end: Instant,
    /** As the match tells it: rounded to a whole millionth. */
    value: z.number(),
    /** hours, steps: contributions that add up to the value. Of `parts`, which are unrounded: product multiplies the factors and
     *  divides by the divisors in the order in which they stand, sum adds up weight x value, quotient adds up the terms and then
     *  multiplies and divides, at-least-0 too and never gives less than nothing; power takes the first to the second; annuity is
     *  what is paid each year of one euro, at the first (interest) over the second (years): r (1+r)^n / ((1+r)^n - 1). */
    level: z.enum(['hours', 'steps', 'product', 'sum', 'quotient', 'at-least-0', 'power', 'annuity']),
    parts: z.array(HeatPart),
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
    /** Those that stand in the parts, by their code. */
    assumptions: z.array(Assumption),
    /** One of the draws, from 0; rank: from the lowest, of a percentile. heatShare: what was drawn for the heat itself. */
    draw: z.object({ number: z.int(), of: z.int(), rank: z.int().nullable(), seed: z.int(), heatShare: z.number() }).nullable(),
    /** EUR of each draw, in the order of their numbers: of the share in which something is left. */
    draws: z.array(z.number()),
    /** Name of the list of assumptions that the match was made with. */
    parameters: z.string(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('HeatMatchExplanation');
export type HeatMatchExplanation = z.infer<typeof HeatMatchExplanation>;

export const HeatMatchExplainQuery = z.object({
  /** Energy: sourceKwh, demandKwh, coincidentKwh, lossKwh, deliveredKwh, pumpKwh, heatPumpKwh, gasAvoidedM3, co2AvoidedKg; of the hours
   *  that were measured takeableKwh, wantedKwh or measuredKwh. Euros: capexEur and its parts (pipeEur, exchangersEur, pumpsEur,
   *  heatPumpEur, engineeringEur), priceFloor, priceCeiling, runningEurPerYear, paybackYears, breakEvenM, company. or public. with
   *  transportEurPerMwh or npvEur, npvEur. or floorEurPerMwh. with p10, p50 or p90, positiveShare; and whatever `parts` names. */
  field: z.string().max(40).default('deliveredKwh'),
  /** Of what was measured: a part of it. */
  start: z.string().max(40).exactOptional(),
  end: z.string().max(40).exactOptional(),
  /** Of euros: in this draw. */
  draw: z.coerce
    .number()
    .int()
    .min(0)
    .max(DRAWS - 1)
    .exactOptional(),
  /** As it would be with another value of an assumption. */
  code: ParameterCode.exactOptional(),
  value: z.coerce.number().exactOptional(),
});
export type HeatMatchExplainQuery = z.infer<typeof HeatMatchExplainQuery>;
