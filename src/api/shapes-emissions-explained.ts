// Shapes of what figures of CO2 are made of.
import { z } from '@hono/zod-openapi';
import { CARRIERS } from '../domain/reading.ts';
import { EmissionsQuery } from './shapes-emissions.ts';
import { Id } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
/** One period of a carrier, of the connections that measured in both. */
const AlikePeriod = z.object({ amount: z.number(), kg: z.number(), kgPerUnit: z.number(), lists: z.array(z.string()) });
const ChangedCarrier = z.object({
  subject: z.string(),
  unit: z.string(),
  base: AlikePeriod,
  now: AlikePeriod,
  /** Of all meters. */
  allBaseKg: z.number(),
  allNowKg: z.number(),
  kwhPerUnit: z.number(),
  weatherAmount: z.number(),
  meanKgPerKwh: z.number().nullable(),
  contribution: z.number(),
});
const EmissionsPart = z.object({
  role: z.enum(['term', 'factor', 'numerator', 'denominator', 'exponent']),
  field: z.string(),
  year: z.int().nullable(),
  weight: z.number(),
  value: z.number(),
  /** Route below /api/v1 that explains it. */
  explain: z.string().nullable(),
});
const ComparedConnection = z.object({
  connection: Id,
  company: Id,
  carrier: z.enum(CARRIERS),
  /** Share of each period that it measured. */
  baseShare: z.number(),
  nowShare: z.number(),
  alike: z.boolean(),
});

export const EmissionsExplanation = z
  .object({
    field: z.string(),
    unit: z.enum(['kg', 'ratio']),
    start: Instant,
    end: Instant,
    value: z.number(),
    /** What makes up the value. terms, carriers: their contributions add up to it; `parts` beside carriers lead to the months of the
     *  amounts, and weigh nothing. Else of `parts`: sum adds up weight x value (never below 0
     *  of a trend), product multiplies the values, quotient divides the sum of the terms by the denominator, rate is
     *  1 - (numerator / denominator) ^ (1 / exponent); all in whole milligrams, and the rate as it is. quadrature is the root of the sum
     *  of (weight x value)^2, in whole millionths. */
    level: z.enum(['terms', 'carriers', 'sum', 'product', 'quotient', 'rate', 'quadrature']),
    /** How each of what is listed was made, in the names of its fields. */
    formula: z.string(),
    /** amount x kg of the factor = contribution; the contributions add up to the value. `subject` of what was avoided is its reason;
     *  `together` is everything, to whoever may not see what it is made of. */
    terms: z.array(
      z.object({
        start: Instant,
        end: Instant,
        subject: z.string(),
        /** null where it is kept back. */
        amount: z.number().nullable(),
        unit: z.string(),
        factor: z.object({ code: z.string(), stage: z.enum(['direct', 'chain', 'biogenic', 'infrastructure']), kg: z.number(), list: z.string() }).nullable(),
        contribution: z.number(),
      }),
    ),
    /** What each amount is the weighted sum of: a field of the balance of that month, which explains itself, or an entered figure. */
    uses: z.array(
      z.object({
        start: Instant,
        end: Instant,
        subject: z.string(),
        unit: z.string(),
        amount: z.number(),
        made: z.array(z.object({ field: z.string().nullable(), figure: Id.nullable(), weight: z.number(), value: z.number(), explain: z.string().nullable() })),
      }),
    ),
    carriers: z.array(ChangedCarrier),
    parts: z.array(EmissionsPart),
    /** Which connections were compared like for like: those named, and how many of how many. */
    connections: z.object({ alike: z.int(), of: z.int(), items: z.array(ComparedConnection) }).nullable(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('EmissionsExplanation');
export type EmissionsExplanation = z.infer<typeof EmissionsExplanation>;
export const EmissionsExplainQuery = EmissionsQuery.omit({ parts: true }).extend({
  /** scope1Kg, scope2.locationBasedKg, scope2.marketBasedKg, upstream.locationBasedKg, upstream.marketBasedKg, biogenicKg, avoidedKg, uncertaintyShare; of
   *  one carrier or fuel: lines.gas.scope1Kg, and infrastructureKg of it; of the change and the way to the goal: decomposition.activityKg, trajectory.gapKg. */
  field: z.string().max(80).default('scope1Kg'),
  /** Of trajectory.years.actualKg, targetKg and forecast: which year. */
  year: z.coerce.number().int().min(1990).max(2100).exactOptional(),
});
export type EmissionsExplainQuery = z.infer<typeof EmissionsExplainQuery>;
