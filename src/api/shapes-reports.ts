// Shapes of what the API takes and answers about reports.
import { z } from '@hono/zod-openapi';
import { Id, ParkId, Signs } from './shapes.ts';
import { VolumeBands } from './shapes-bands.ts';
import { LimitSource } from './shapes-capacity.ts';

const Instant = z.iso.datetime({ offset: true });
const Figure = z.number().nullable();
const Pair = z.object({ individual: Figure, collective: Figure });
const BothKg = z.object({ locationBasedKg: Figure, marketBasedKg: Figure });
const Scopes = z.object({ scope1Kg: Figure, scope2: BothKg, upstream: BothKg, biogenicKg: Figure });
/** As in the balance. Reports of before have none. */
const Bands = VolumeBands.nullable().default(null);
export const REPORT_KINDS = ['park-month', 'company-year', 'park-year', 'region-year'] as const;

export const ReportFiguresShape = z
  .object({
    kind: z.enum(REPORT_KINDS),
    /** null: the whole region. */
    park: z.object({ id: ParkId, name: z.string() }).nullable(),
    company: z.object({ id: Id, name: z.string() }).nullable(),
    from: Instant,
    to: Instant,
    madeAt: Instant,
    simulated: z.boolean(),
    energy: z.array(
      z.object({
        carrier: z.string(),
        unit: z.string(),
        importAmount: Figure,
        exportAmount: Figure,
        generationAmount: Figure,
        consumptionAmount: Figure,
        localExchangeAmount: Figure,
        residualAmount: Figure,
        coverage: z.number(),
        measuredShare: z.number(),
        bands: Bands,
      }),
    ),
    shares: z.object({ selfConsumption: Pair, selfSufficiency: Pair }).nullable(),
    steps: z.array(
      z.object({
        start: Instant,
        importKwh: Figure,
        exportKwh: Figure,
        generationKwh: Figure,
        consumptionKwh: Figure,
        localExchangeKwh: Figure,
        coverage: z.number(),
        bands: Bands,
      }),
    ),
    /** Of a region: electricity of each park, as far as it says too little of any company. Reports of before have none. */
    parks: z.array(z.object({ id: ParkId, name: z.string(), importKwh: Figure, generationKwh: Figure, consumptionKwh: Figure, coverage: z.number() })).default([]),
    capacity: z.array(
      z.object({
        direction: z.enum(['import', 'export']),
        limitKind: LimitSource.nullable(),
        limitKw: Figure,
        kwMax: Figure,
        kwMaxAt: Instant.nullable(),
        hoursAbove: z.number(),
        aboveKwh: z.number(),
        eveningShare: Figure,
      }),
    ),
    emissions: z.object({
      factors: z.object({ name: z.string(), edition: z.string(), lists: z.array(z.object({ edition: z.string(), source: z.string() })) }),
      totals: Scopes.extend({ avoidedKg: Figure }),
      lines: z.array(Scopes.extend({ subject: z.string(), amount: Figure, unit: z.string() })),
      notCounted: z.array(z.object({ subject: z.string(), amount: z.number(), unit: z.string() })),
      uncertaintyShare: z.number(),
      /** null: nothing to compare with. */
      change: z
        .object({
          baseFrom: Instant,
          baseKg: z.number(),
          nowKg: z.number(),
          parts: z.object({ activity: z.number(), weather: z.number(), fuel: z.number(), factor: z.number(), coverage: z.number() }),
          /** Absent from what was published before there was any. */
          over: z
            .object({
              baseTo: Instant,
              from: Instant,
              to: Instant,
              likeForLike: z.object({ connections: z.int(), of: z.int() }),
              heatingShare: z.number(),
              degreeDays: z.object({ base: z.number(), now: z.number(), source: z.string().nullable(), simulated: z.boolean() }).nullable(),
            })
            .exactOptional(),
        })
        .nullable(),
      trajectory: z
        .object({
          baseYear: z.int(),
          baseKg: z.number(),
          provisional: z.boolean(),
          goalYear: z.int(),
          requiredYearlyRate: Figure,
          /** Both absent from what was published before they were told. */
          goalReduction: z.number().exactOptional(),
          requiredKgPerYear: Figure.exactOptional(),
        })
        .nullable(),
      duty: z.enum(['research', 'saving', 'under', 'unknown']).nullable(),
    }),
    signs: Signs,
  })
  .openapi('ReportFigures');

export const ReportView = z
  .object({
    id: Id,
    kind: z.enum(REPORT_KINDS),
    park: ParkId.nullable(),
    company: Id.nullable(),
    name: z.string(),
    /** 2026-10 or 2025. */
    period: z.string(),
    from: Instant,
    to: Instant,
    factors: z.string(),
    state: z.enum(['draft', 'published']),
    createdBy: z.string(),
    createdAt: Instant,
    publishedBy: z.string().nullable(),
    publishedAt: Instant.nullable(),
    /** Of the figures as they were published; null of a draft. */
    sha256: z.string().nullable(),
    simulated: z.boolean(),
  })
  .openapi('Report');
export type ReportView = z.infer<typeof ReportView>;
export const ReportAnswer = ReportView.extend({
  figures: ReportFiguresShape,
  /** Figures by their place in the report (energy.gas.importAmount), with the route below /api/v1 that explains each. */
  explained: z.array(z.object({ figure: z.string(), route: z.string() })),
});
export type ReportAnswer = z.infer<typeof ReportAnswer>;

export const NewReport = z.strictObject({
  kind: z.enum(REPORT_KINDS),
  park: ParkId.optional(),
  company: Id.optional(),
  /** A month of a park (2026-10), or a year (2025) of a company, a park or the region. */
  period: z.string().max(10),
  factors: z.string().max(64).default('co2emissiefactoren'),
});
export type NewReport = z.infer<typeof NewReport>;

export const ReportExplainQuery = z.object({
  /** A figure by its place in the report: energy.gas.importAmount, emissions.totals.scope1Kg, capacity.import.kwMax. */
  figure: z.string().max(120),
  /** One that it is made of, as its explanation names it; of one year where that does. */
  field: z.string().max(80).exactOptional(),
  year: z.coerce.number().int().min(1990).max(2100).exactOptional(),
});
