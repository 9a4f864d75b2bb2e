// Shapes of what the API takes and answers about emissions and about who served whom.
import { z } from '@hono/zod-openapi';
import { CARRIERS } from '../domain/reading.ts';
import { FUELS } from '../domain/fuel.ts';
import { GUARANTEE_SOURCES } from '../domain/guarantees.ts';
import { Id, ParkId, Quality, Sign, Signs, ToldUntil } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
/** null: kept back from this reader, and `signs` says which and why. */
const Kg = z.number().nullable();
const BothKg = z.object({ locationBasedKg: Kg, marketBasedKg: Kg });
const EmissionTotals = z.object({ scope1Kg: Kg, scope2: BothKg, upstream: BothKg, avoidedKg: Kg, biogenicKg: Kg });
const FuelName = z.custom<keyof typeof FUELS>((value) => typeof value === 'string' && value in FUELS).openapi({ type: 'string', enum: Object.keys(FUELS) });
const Subject = z.union([z.enum(CARRIERS), FuelName]);
const Certainty = z.enum(['sourced', 'derived', 'recalled']);

const UsedFactor = z.object({
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  directKg: z.number(),
  chainKg: z.number(),
  biogenicKg: z.number(),
  infrastructureKg: z.number(),
  /** Name of the list that it stands on. */
  list: z.string(),
  certainty: Certainty,
  /** The list is of another year than the use: its own year's list does not have this factor. */
  borrowed: z.boolean(),
});
const EmissionLine = EmissionTotals.omit({ avoidedKg: true }).extend({
  subject: Subject,
  amount: Kg,
  unit: z.string(),
  infrastructureKg: Kg,
  sign: Sign.nullable(),
  reason: z.string().nullable(),
  factors: z.array(UsedFactor),
});
const FactorListName = z.object({ id: z.string(), edition: z.string(), year: z.int(), source: z.string(), url: z.string() });
const Decomposition = z.object({
  baseFrom: Instant,
  baseTo: Instant,
  from: Instant,
  to: Instant,
  /** scope 1 + scope 2 location-based of all meters, in both periods. */
  baseKg: z.number(),
  nowKg: z.number(),
  changeKg: z.number(),
  activityKg: z.number(),
  weatherKg: z.number(),
  fuelKg: z.number(),
  factorKg: z.number(),
  coverageKg: z.number(),
  likeForLike: z.object({ connections: z.int(), of: z.int() }),
  /** Weighted degree days of both periods; source null: given in the query. null: not known, and then nothing is ascribed to the weather. */
  degreeDays: z.object({ base: z.number(), now: z.number(), source: z.string().nullable(), simulated: z.boolean() }).nullable(),
  heatingShare: z.number(),
});
const Trajectory = z.object({
  base: z.object({ year: z.int(), kg: z.number(), provisional: z.boolean() }),
  goal: z.object({ year: z.int(), reduction: z.number() }),
  gapKg: z.number().nullable(),
  requiredYearlyRate: z.number().nullable(),
  requiredKgPerYear: z.number().nullable(),
  years: z.array(
    z.object({ year: z.int(), targetKg: z.number(), actualKg: z.number().nullable(), forecast: z.object({ kg: z.number(), lowKg: z.number(), highKg: z.number() }).nullable() }),
  ),
});
const DutyView = z.object({
  company: Id,
  name: z.string(),
  duty: z.enum(['research', 'saving', 'under', 'unknown']),
  electricityKwh: z.number(),
  gasM3: z.number(),
  measuredShare: z.number(),
  /** Routes below /api/v1 that explain both amounts. */
  explain: z.object({ electricityKwh: z.string(), gasM3: z.string() }),
});

export const Emissions = z
  .object({
    from: Instant,
    to: Instant,
    totals: EmissionTotals,
    /** By local month. */
    steps: z.array(EmissionTotals.extend({ start: Instant, end: Instant })),
    lines: z.array(EmissionLine),
    avoided: z.array(z.object({ reason: z.enum(['renewable-export', 'residual-heat']), amountKwh: z.number(), baseline: z.string(), kg: z.number() })),
    /** Amounts for which the set has no factor. They are in no total. */
    notCounted: z.array(z.object({ subject: Subject, amount: z.number(), unit: z.string() })),
    signs: Signs,
    factors: z.object({ set: z.string(), name: z.string(), basis: z.enum(['footprint', 'direct']), edition: z.string(), pinned: z.boolean(), lists: z.array(FactorListName) }),
    guarantees: z.object({ coveredKwh: Kg, uncoveredKwh: Kg, soldOwnUseKwh: Kg }),
    /** Scope 2 by location for electricity that neighbours gave each other: part of the totals. */
    localExchange: z.object({ kwh: Kg, locationBasedKg: Kg }),
    gas: z.object({ m3: z.number(), kwhHhv: z.number(), kwhLhv: z.number(), mjPerM3Hhv: z.number(), mjPerM3Lhv: z.number() }).nullable(),
    measured: z.array(
      z.object({
        carrier: z.enum(CARRIERS),
        unit: z.enum(['kWh', 'm3']),
        coverage: z.number(),
        quality: Quality,
        quartersExpected: z.int(),
        quartersPresent: z.int(),
        quartersEstimated: z.int(),
      }),
    ),
    decomposition: Decomposition.nullable(),
    trajectory: Trajectory.nullable(),
    duties: z.array(DutyView),
    /** Share of the totals that they may be off. */
    uncertaintyShare: z.number(),
    coverage: z.number(),
    quality: Quality,
    toldUntil: ToldUntil.exactOptional(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('Emissions');
export type Emissions = z.infer<typeof Emissions>;

export const EmissionsQuery = z.object({
  /** Absent: since the first of January. */
  from: z.string().max(40).exactOptional(),
  /** Absent: up to now. */
  to: z.string().max(40).exactOptional(),
  /** A set (each year its own list), or one list that the answer is pinned to. */
  factors: z.string().max(64).default('co2emissiefactoren'),
  /** totals: without decomposition, trajectory and duties, which read years of history. */
  parts: z.enum(['all', 'totals']).default('all'),
  /** The year to compare the period with; absent: the year before. */
  baseYear: z.coerce.number().int().min(2000).max(2100).exactOptional(),
  goalYear: z.coerce.number().int().min(2001).max(2100).default(2030),
  /** Part of the base year's emissions that has to be gone by then. */
  goalReduction: z.coerce.number().gt(0).max(1).default(1),
  /** Part of gas and heat that heats buildings; the rest is process, which no weather changes. */
  heatingShare: z.coerce.number().min(0).max(1).default(0),
  /** Weighted degree days of the period and of the base period; absent: by the source of weather, where there is one. */
  degreeDays: z.coerce.number().min(0).max(10_000).exactOptional(),
  baseDegreeDays: z.coerce.number().gt(0).max(10_000).exactOptional(),
});
export type EmissionsQuery = z.infer<typeof EmissionsQuery>;

export const GuaranteeView = z
  .object({
    id: Id,
    company: Id,
    kind: z.enum(['bought', 'sold']),
    source: z.enum(GUARANTEE_SOURCES),
    from: Instant,
    to: Instant,
    kwh: z.number(),
    note: z.string(),
    author: z.string(),
    at: Instant,
    simulated: z.boolean(),
  })
  .openapi('Guarantee');
export type GuaranteeView = z.infer<typeof GuaranteeView>;
export const NewGuarantee = z.strictObject({
  kind: z.enum(['bought', 'sold']).default('bought'),
  source: z.enum(GUARANTEE_SOURCES),
  /** Local dates of a calendar quarter or year; `to` is the first day after it. */
  from: z.string().max(40),
  to: z.string().max(40),
  /** One guarantee is 1,000 kWh. */
  kwh: z.number().positive().max(1e10),
  note: z.string().trim().max(400).default(''),
});
export type NewGuarantee = z.infer<typeof NewGuarantee>;

export const ExchangeQuery = z.object({
  from: z.string().max(40).exactOptional(),
  to: z.string().max(40).exactOptional(),
  /** What a kWh between neighbours is worth. */
  eurPerKwh: z.coerce.number().min(0).max(10).default(0.1),
  factors: z.string().max(64).default('co2emissiefactoren'),
});
export type ExchangeQuery = z.infer<typeof ExchangeQuery>;

const Party = z.object({ company: Id.nullable(), name: z.string().nullable(), givenKwh: z.number(), takenKwh: z.number() });
export const Exchange = z
  .object({
    park: ParkId,
    from: Instant,
    to: Instant,
    /** Who served whom, largest first; from the one that gave to the one that took. null: companies that you may not see. */
    items: z.array(
      z.object({ from: Id.nullable(), fromName: z.string().nullable(), to: Id.nullable(), toName: z.string().nullable(), kwh: z.number(), eur: z.number(), co2Kg: z.number() }),
    ),
    companies: z.array(Party),
    totals: z.object({
      localExchangeKwh: z.number(),
      importKwh: z.number(),
      exportKwh: z.number(),
      eur: z.number(),
      co2Kg: z.number(),
      eurPerKwh: z.number(),
    }),
    /** Generation over use of the whole period, and the share that was matched in its own quarter. */
    neutrality: z.object({ generationOverUse: z.number().nullable(), matchedShare: z.number().nullable() }),
    /** Highest sum of net imports of a quarter over the sum of each connection's own highest; null for whoever may not see the companies. */
    simultaneity: z.object({ factor: z.number().nullable(), coincidentKw: z.number().nullable(), sumOfOwnKw: z.number().nullable() }),
    factors: z.object({ set: z.string(), list: z.string(), edition: z.string(), kgPerKwh: z.number() }).nullable(),
    coverage: z.number(),
    quality: Quality,
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('Exchange');
export type Exchange = z.infer<typeof Exchange>;
