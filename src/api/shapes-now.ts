// Shapes of figures of this moment, and of what they are made of.
import { z } from '@hono/zod-openapi';
import { DirectionName, ExplainedLimit, LimitSource, RunningQuarter } from './shapes-capacity.ts';
import { Carrier, Id, ParkId, Quality, Sign, ToldUntil } from './shapes.ts';
import { ExplainedMeasured } from './shapes-settled.ts';

const Instant = z.iso.datetime({ offset: true });

/** What a unit of a carrier emits where it is burnt or, by location, where it was made. */
const FactorNow = z.object({
  code: z.string(),
  name: z.string(),
  kgPerUnit: z.number(),
  list: z.string(),
  edition: z.string(),
  certainty: z.enum(['sourced', 'derived', 'recalled']),
  /** The list is of another year: this year's does not have it yet. */
  borrowed: z.boolean(),
});

/** CO2 of what is taken at this moment: rates of the last minutes (gas: of its last interval) times direct factors, scope 1 and scope 2
 *  by location. */
const Co2Now = z.object({
  /** Of all lines that were heard, in whole grams; null where one of them is kept back, or electricity is silent. */
  kgPerHour: z.number().nullable(),
  lines: z.array(
    z.object({
      carrier: Carrier,
      unit: z.enum(['kWh', 'm3']),
      perHour: z.number().nullable(),
      kgPerHour: z.number().nullable(),
      factor: FactorNow,
      /** Connections on the grid or pipe of which every meter was heard, of all that there are. */
      heard: z.int(),
      connections: z.int(),
      /** x: kept back from this reader; '.': nobody was heard. */
      sign: Sign.nullable(),
      reason: z.string().nullable(),
    }),
  ),
  /** Carriers that are there and for which the set has no factor. */
  notCounted: z.array(Carrier),
  factors: z.object({ set: z.string(), name: z.string() }),
});

/** The state of a park or company at this moment. Power from the last minute of each meter. */
export const Now = z
  .object({
    at: Instant,
    importKw: z.number().nullable(),
    drawnKw: z.number().nullable().openapi({ description: 'What all connections draw, before what others of the area feed in.' }),
    exportKw: z.number().nullable(),
    generationKw: z.number().nullable(),
    consumptionKw: z.number().nullable(),
    chargeKw: z.number().nullable(),
    dischargeKw: z.number().nullable(),
    selfSufficiency: z.number().nullable(),
    selfSufficiencyToday: z.number().nullable(),
    generation: z.array(z.object({ kind: z.string(), kw: z.number() })),
    /** Of what is drawn, as `/capacity/now` says it. */
    quarter: RunningQuarter.extend({ at: Instant, start: Instant, end: Instant, limitKind: LimitSource.nullable() }),
    co2: Co2Now,
    carriers: z.array(z.object({ carrier: Carrier, unit: z.enum(['kWh', 'm3']), todayAmount: z.number().nullable(), perHour: z.number().nullable() })),
    meters: z.object({ live: z.int(), total: z.int() }),
    coverage: z.number(),
    quality: Quality,
    /** Of what stands under today. */
    toldUntil: ToldUntil.exactOptional(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('Now');
export type Now = z.infer<typeof Now>;

export const NowExplanation = z
  .object({
    field: z.string(),
    unit: z.enum(['kW', 'kg/h', 'ratio', 'kWh', 'm3', 'm3/h']),
    at: Instant,
    /** What the contributions add up to, in whole watts or grams; null where not all meters of any connection were heard in the last minutes. */
    value: z.number().nullable(),
    rows: z.array(
      z.object({
        /** null: companies that this reader may not see, together. */
        company: Id.nullable(),
        meter: Id.nullable(),
        register: Id.nullable(),
        name: z.string().nullable(),
        carrier: Carrier,
        /** gauge: the power that it said last; counter: the difference of its last two readings over their time. */
        rule: z.enum(['gauge', 'counter', 'others']),
        readings: z.array(z.object({ at: Instant, value: z.number() })),
        /** Of emissions kg a unit, below 0 of what was passed on. */
        weight: z.number(),
        /** kW of what is counted in kWh, else m3 an hour. */
        rate: z.number(),
        rateUnit: z.enum(['kW', 'm3/h']),
        /** weight x rate; of emissions in whole milligrams. */
        contribution: z.number(),
      }),
    ),
    /** Of a ratio: the numerators together / the denominators together, at most 1, unrounded; terms add up to an amount of today, in
     *  thousandths. Absent of figures that are sums of `rows`; none for whoever may not see the companies. */
    parts: z
      .array(
        z.object({
          role: z.enum(['term', 'numerator', 'denominator']),
          field: z.string(),
          value: z.number(),
          /** Route below /api/v1 that explains it. */
          explain: z.string(),
        }),
      )
      .exactOptional(),
    /** What the weights of emissions are. */
    factors: z.array(FactorNow.extend({ carrier: Carrier, unit: z.enum(['kWh', 'm3']) })),
    /** What coverage and quality, of electricity since midnight, are made of; absent of other figures. */
    measured: ExplainedMeasured.exactOptional(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('NowExplanation');
export type NowExplanation = z.infer<typeof NowExplanation>;

export const RegionNowExplanation = z
  .object({
    field: z.string(),
    unit: z.enum(['kW', 'kWh', 'ratio']),
    at: Instant,
    /** What the parks add up to, in whole watts or watt-hours, or their ratio; null where none of them is told. */
    value: z.number().nullable(),
    rows: z.array(
      z.object({
        park: ParkId,
        name: z.string(),
        /** null: silent, or kept back from this reader; in no sum. */
        contribution: z.number().nullable(),
        /** Route below /api/v1 that explains it; null where a quarter of it is kept back from this reader. */
        explain: z.string().nullable(),
      }),
    ),
    /** Of a ratio: the numerators together / the denominators together; absent of other figures. */
    parts: z
      .array(
        z.object({
          role: z.enum(['numerator', 'denominator']),
          field: z.string(),
          park: ParkId,
          name: z.string(),
          value: z.number(),
          /** Route below /api/v1 that explains it; null where the reader may not see the companies of the park. */
          explain: z.string().nullable(),
        }),
      )
      .exactOptional(),
    /** What coverage and quality, of electricity since midnight, are made of; absent of other figures. */
    measured: ExplainedMeasured.exactOptional(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('RegionNowExplanation');
export type RegionNowExplanation = z.infer<typeof RegionNowExplanation>;

/** What a figure of a running quarter is made of. */
const Running = z.object({
  direction: DirectionName,
  field: z.string(),
  unit: z.enum(['kWh', 'kW', 'ratio']),
  start: Instant,
  end: Instant,
  at: Instant,
  /** Null where a meter says nothing yet, of the power in the first 3 minutes, and where no limit is known. */
  value: z.number().nullable(),
  /** terms: their contributions add up to it; limits: their kW do. Of `parts`: sum adds up weight x value; ratio and quotient divide that
   *  of the numerators by that of the denominators, a quotient in whole millionths and never below 0. */
  level: z.enum(['terms', 'limits', 'sum', 'quotient', 'ratio']),
  /** Left of the quarter at this moment. */
  leftHours: z.number(),
  terms: z.array(
    z.object({
      /** null: connections that this reader may not see, together. */
      connection: Id.nullable(),
      company: Id.nullable(),
      /** null: all registers of the connection together, where its readings are not this reader's. */
      register: Id.nullable(),
      name: z.string().nullable(),
      /** The last reading. */
      until: Instant.nullable(),
      usedKwh: z.number(),
      /** null where only what was used is told. */
      rateKw: z.number().nullable(),
      /** usedKwh, or of the power (usedKwh + rateKw x leftHours) x 4. */
      contribution: z.number(),
    }),
  ),
  limits: z.array(ExplainedLimit),
  parts: z.array(
    z.object({
      role: z.enum(['term', 'numerator', 'denominator']),
      field: z.string(),
      weight: z.number(),
      value: z.number(),
      /** Route below /api/v1; null of time and of what is counted. */
      explain: z.string().nullable(),
    }),
  ),
  asOf: Instant,
  simulated: z.boolean(),
});

/** What to ask of the running quarter, beside its direction. */
export const runningExplainQuery = {
  /** usedKwh, projectedKw, limitKw, headroomKw, comeOffKw, coverage, quality.M or quality.X. */
  field: z.string().max(40).default('usedKwh'),
  /** `at` of the answer that is explained, within the running quarter; absent: now. */
  at: z.string().max(40).exactOptional(),
};
export const CapacityNowExplanation = Running.openapi('CapacityNowExplanation');
export type CapacityNowExplanation = z.infer<typeof CapacityNowExplanation>;

export const GroupNowExplanation = Running.extend({
  group: Id,
  /** null: of the whole group. */
  connection: Id.nullable(),
}).openapi('GroupNowExplanation');
export type GroupNowExplanation = z.infer<typeof GroupNowExplanation>;
