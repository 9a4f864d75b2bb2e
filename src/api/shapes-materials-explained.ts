// Shapes of what a figure about materials is made of: streams, weighed loads, meters, and the assumptions that they are multiplied by.
import { z } from '@hono/zod-openapi';
import { MATCH_NAME } from './match-names.ts';
import { Id, ParkId } from './shapes.ts';

export const MATERIAL_UNITS = ['share', 't', 't/a', 'm3/a', 'kg', 'kg/a', 'kg/t', 'EUR/a', 'EUR/t', 'km', 'days', 'suppliers', 'companies', 'score'] as const;
const Parameters = z.object({ edition: z.string(), hash: z.string(), source: z.string(), certainty: z.enum(['sourced', 'derived', 'recalled']) });

export const MaterialExplanation = z
  .object({
    field: z.string(),
    unit: z.enum(MATERIAL_UNITS),
    /** As its answer tells it. */
    value: z.number(),
    /** Of `parts`, in the order in which they stand: sum adds up weight x value; ratio is that of the numerators divided by that of the
     *  denominators; product multiplies the factors and divides by the divisors. */
    level: z.enum(['sum', 'ratio', 'product']),
    /** What comes out is never told below this. */
    least: z.number().nullable(),
    /** Digits behind the point that it is rounded to; null: none are left out. */
    decimals: z.int().nullable(),
    formula: z.string(),
    parts: z.array(
      z.object({
        role: z.enum(['term', 'numerator', 'denominator', 'factor', 'divisor']),
        field: z.string(),
        weight: z.number(),
        value: z.number(),
        /** Null: not of one, or not yours to see. */
        stream: Id.nullable(),
        company: Id.nullable(),
        name: z.string().nullable(),
        /** Route below /api/v1 that explains it, or has it. */
        explain: z.string().nullable(),
      }),
    ),
    /** Of the book of materials; its hash is of all that the matching reckons with. */
    parameters: Parameters,
    asOf: z.iso.datetime({ offset: true }),
    simulated: z.boolean(),
  })
  .openapi('MaterialExplanation');
export type MaterialExplanation = z.infer<typeof MaterialExplanation>;

export const CircularityExplainQuery = z.object({
  /** recyclingShare or another indicator, with .part, .whole or .coverage behind it; exchanged.potentialTonnes, avoidedCo2.meteredKg and the
   *  like; mci.value, mci.massTonnes; coverage; of a needed class supply.herfindahl and the like. */
  field: z.string().max(40).default('coverage'),
  /** Of the region: one of its parks. */
  park: ParkId.exactOptional(),
  materialClass: z.string().max(40).exactOptional(),
});
export type CircularityExplainQuery = z.infer<typeof CircularityExplainQuery>;

export const ProductExplainQuery = z.object({
  /** Without it the first of the company. */
  product: Id.exactOptional(),
  /** mci, lfi, virginTonnes, wasteTonnes, or a step between. */
  field: z.string().max(40).default('mci'),
});
export type ProductExplainQuery = z.infer<typeof ProductExplainQuery>;

export const MatchExplainQuery = z.object({
  /** As the list names it; without it figures of the list itself. */
  match: z.string().regex(MATCH_NAME).exactOptional(),
  /** tonnesPerYear, allottedTonnesPerYear, meteredTonnes, distanceKm, score; valueEurPerYear.value, avoidedCo2KgPerYear.low and the like;
   *  without a match coverage or allocation.worthEurPerYear. */
  field: z.string().max(40).default('coverage'),
});
export type MatchExplainQuery = z.infer<typeof MatchExplainQuery>;

export const FlowsExplainQuery = z.object({
  /** coverage, or tonnesPerYear and distanceKm of the flow that `from` and `to` name. */
  field: z.string().max(40).default('coverage'),
  from: ParkId.exactOptional(),
  to: ParkId.exactOptional(),
});
export type FlowsExplainQuery = z.infer<typeof FlowsExplainQuery>;
