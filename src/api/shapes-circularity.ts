// Shapes of the circularity of a park and of the region, and of published chains.
import { z } from '@hono/zod-openapi';
import { ParkId, Quality, ToldUntil } from './shapes.ts';

export const INDICATORS = ['recyclingShare', 'energyRecoveryShare', 'disposalShare', 'secondaryInputShare', 'localLoopRate', 'waterReuseShare'] as const;
export type IndicatorName = (typeof INDICATORS)[number];

/** x: kept back to protect a company; .: nobody measures or states it. */
const Signed = { sign: z.enum(['x', '.']).nullable(), reason: z.string().nullable() };
const Indicator = z.object({
  name: z.enum(INDICATORS),
  /** 0 to 1. */
  value: z.number().nullable(),
  part: z.number().nullable(),
  whole: z.number().nullable(),
  unit: z.enum(['t/a', 'm3/a']),
  /** Part of the mass of which it is known. */
  coverage: z.number().nullable(),
  companies: z.int(),
  ...Signed,
});
export type Indicator = z.infer<typeof Indicator>;

const Loop = z.object({ potentialTonnes: z.number().nullable(), contractedTonnes: z.number().nullable(), meteredTonnes: z.number().nullable(), ...Signed });
const AvoidedCo2 = z.object({ potentialKg: z.number().nullable(), contractedKg: z.number().nullable(), meteredKg: z.number().nullable(), ...Signed });
const Supply = z.object({
  materialClass: z.string(),
  tonnesPerYear: z.number().nullable(),
  sources: z.number().nullable(),
  herfindahl: z.number().nullable(),
  distanceKm: z.number().nullable(),
  stockDays: z.number().nullable(),
  secondaryShare: z.number().nullable(),
  coverage: z.number().nullable(),
  companies: z.int(),
  ...Signed,
});

const area = {
  indicators: z.array(Indicator),
  /** Tonnes a year that stay, or could stay, within the area: never added up. */
  exchanged: Loop,
  /** Apart from scopes 1 to 3; only what was weighed is avoided. */
  avoidedCo2: AvoidedCo2,
  /** Material circularity indicator of products, weighted by mass; null: of no product it is known. */
  mci: z.object({ value: z.number().nullable(), products: z.int(), massTonnes: z.number().nullable(), ...Signed }),
  companies: z.int(),
  /** Part of the companies that stated a stream. */
  coverage: z.number(),
};
/** What parks could exchange, as a map draws it. */
export const MaterialFlows = z
  .object({
    /** Most tonnes first; from and to alike: within one park. */
    flows: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        /** What the allocation that is worth most gives them. */
        tonnesPerYear: z.number(),
        matches: z.int(),
        /** By road, between the middles of both parks; null where one has no place. */
        distanceKm: z.number().nullable(),
      }),
    ),
    signs: z.array(z.object({ figure: z.string(), sign: z.enum(['x', '.']), reason: z.string() })),
    parameters: z.object({ edition: z.string(), hash: z.string(), source: z.string(), certainty: z.enum(['sourced', 'derived', 'recalled']) }),
    coverage: z.number(),
    quality: Quality,
    asOf: z.string(),
    simulated: z.boolean(),
  })
  .openapi('MaterialFlows');
export type MaterialFlows = z.infer<typeof MaterialFlows>;

export const Circularity = z
  .object({
    ...area,
    supply: z.array(Supply),
    /** Only of the region. */
    parks: z.array(z.object({ park: z.string(), name: z.string(), ...area })),
    from: z.string(),
    to: z.string(),
    signs: z.array(z.object({ figure: z.string(), sign: z.enum(['x', '.']), reason: z.string() })),
    parameters: z.object({ edition: z.string(), hash: z.string(), source: z.string(), certainty: z.enum(['sourced', 'derived', 'recalled']) }),
    quality: Quality,
    /** Of water, which is told by the day. */
    toldUntil: ToldUntil.exactOptional(),
    asOf: z.string(),
    simulated: z.boolean(),
  })
  .openapi('Circularity');
export type Circularity = z.infer<typeof Circularity>;

const Fact = z.object({
  nl: z.string(),
  en: z.string(),
  source: z.string(),
  url: z.string().exactOptional(),
  certainty: z.enum(['sourced', 'derived', 'recalled']),
  date: z.string().exactOptional(),
});
export const CaseView = z
  .object({
    id: z.string(),
    park: ParkId,
    nl: z.string(),
    en: z.string(),
    nodes: z.array(z.object({ id: z.string(), nl: z.string(), en: z.string() })),
    links: z.array(
      Fact.extend({
        from: z.string(),
        to: z.string(),
        carrier: z.enum(['water', 'biogas', 'heat', 'material']),
        validFrom: z.string().exactOptional(),
        validTo: z.string().exactOptional(),
        /** false: it ended. */
        holds: z.boolean(),
      }),
    ),
    facts: z.array(Fact),
    /** From publications, whatever else here is simulated. */
    published: z.literal(true),
  })
  .openapi('PublishedCase');
export type CaseView = z.infer<typeof CaseView>;
