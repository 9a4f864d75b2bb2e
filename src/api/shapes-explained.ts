// Shapes of explanations of figures that are more than a sum of registers: exchange, statements of groups, forecasts.
import { z } from '@hono/zod-openapi';
import { SPLIT_RULES } from '../domain/capacity/split-rules.ts';
import { DirectionName, ExplainedLimit, LimitView } from './shapes-capacity.ts';
import { NoForecast } from './shapes-forecast.ts';
import { ExplainedQuarter } from './shapes-settled.ts';
import { Id } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
const KwOrNull = z.number().nullable();
const Step = z.object({ start: Instant, end: Instant, contribution: z.number() });
/** A figure that another one is made of; `explain` is the route that explains it, below /api/v1. */
const Part = z.object({
  role: z.enum(['numerator', 'denominator', 'factor', 'term']),
  field: z.string(),
  /** Whose it is, where that is one company this reader may see. */
  company: Id.nullable(),
  /** How often the value counts. */
  weight: z.number(),
  value: z.number(),
  explain: z.string().nullable(),
});
export type ExplainedPart = z.infer<typeof Part>;

/** One quarter in which the giver served the taker: exchanged x giver / all given x taker / all taken. */
const Share = z.object({
  start: Instant,
  end: Instant,
  exchangedKwh: z.number(),
  giverKwh: z.number(),
  allGivenKwh: z.number(),
  takerKwh: z.number(),
  allTakenKwh: z.number(),
  /** That share in whole millionths, so that the quarters add up to the value. */
  contribution: z.number(),
});

export const ExchangeExplanation = z
  .object({
    field: z.string(),
    unit: z.enum(['kWh', 'EUR', 'kg', 'kg/kWh', 'kW', 'ratio']),
    giver: Id.nullable(),
    taker: Id.nullable(),
    start: Instant,
    end: Instant,
    value: z.number(),
    /** What makes up the value. shares, steps and registers: the contributions of `shares`, `steps` or `quarters` add up to it. Of
     *  `parts`: sum adds up weight x value, mean divides that by the sum of weights, product multiplies the values, ratio divides the
     *  numerator by the denominator. */
    level: z.enum(['shares', 'steps', 'registers', 'sum', 'mean', 'product', 'ratio']),
    shares: z.array(Share),
    steps: z.array(Step),
    quarters: z.array(ExplainedQuarter),
    parts: z.array(Part),
    /** Of one quarter of a cell: the registers that make up giverKwh and takerKwh. */
    giverQuarters: z.array(ExplainedQuarter),
    takerQuarters: z.array(ExplainedQuarter),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('ExchangeExplanation');
export type ExchangeExplanation = z.infer<typeof ExchangeExplanation>;
/** What one way of explaining fills in of it. */
export type ExplainedExchange = Pick<ExchangeExplanation, 'value'> & Partial<Omit<ExchangeExplanation, 'simulated'>>;

/** What one member did in a quarter, and what the rule of the group made of it. */
const Division = z.object({
  connection: Id,
  company: Id,
  name: z.string(),
  kw: KwOrNull,
  shareKw: z.number(),
  priority: z.int(),
  /** What it was served in the quarter before; null where it would say what others drew. */
  heldKw: KwOrNull,
  /** Its part of the room; null where nothing was divided. */
  servedKw: KwOrNull,
  contribution: z.number(),
});
const StatementTerm = z.object({
  start: Instant,
  end: Instant,
  /** Of the member that is explained, or of all members together; null where it is not known. */
  kw: KwOrNull,
  /** Of the group; null where this reader may not see all members, or nothing was judged. */
  totalKw: KwOrNull,
  limitKw: KwOrNull,
  /** limit + what members fed in: what was divided. */
  roomKw: KwOrNull,
  contribution: z.number(),
  members: z.array(Division),
});
export const StatementExplanation = z
  .object({
    group: Id,
    rule: z.enum(SPLIT_RULES),
    direction: DirectionName,
    month: z.string(),
    field: z.string(),
    unit: z.enum(['kWh', 'kW', 'quarters']),
    /** null: a figure of the group. */
    connection: Id.nullable(),
    start: Instant,
    end: Instant,
    value: z.number(),
    /** terms and steps: their contributions add up to the value; highest: the one quarter that is it. */
    level: z.enum(['terms', 'steps', 'highest']),
    terms: z.array(StatementTerm),
    steps: z.array(Step),
    /** Of one quarter: the registers that add up to its kW. */
    quarters: z.array(ExplainedQuarter),
    /** Rows of the shared limit in this time, as they stand: a change makes a new row. */
    limits: z.array(LimitView.extend({ writtenAt: Instant })),
    /** Memberships in this time of whom the reader may see. */
    memberships: z.array(z.object({ connection: Id, shareKw: z.number(), priority: z.int(), validFrom: Instant, validTo: Instant.nullable() })),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('StatementExplanation');
export type StatementExplanation = z.infer<typeof StatementExplanation>;

export const ForecastExplanation = z
  .object({
    direction: DirectionName,
    start: Instant,
    end: Instant,
    /** null: nothing is forecast, and `noForecast` says why. */
    p10Kw: KwOrNull,
    p50Kw: KwOrNull,
    p90Kw: KwOrNull,
    /** What `limits` add up to; null where one of them is unknown. */
    limitKw: KwOrNull,
    /** limitKw - p90Kw. */
    headroomKw: KwOrNull,
    limits: z.array(ExplainedLimit),
    noForecast: NoForecast.nullable(),
    /** These add up to what is expected; with `spread.p10Kw`, `p50Kw` or `p90Kw` on top they are that quantile. times x value = kw, up
     *  to the last millionth. */
    terms: z.array(
      z.object({
        term: z.enum(['usual-week', 'sun', 'cold', 'warmth', 'wind', 'last-hour', 'last-day']),
        /** The usual week in kW, the driver (sun in kW/m2, cold and warmth in tens of degrees from 14, wind as share of full power), or
         *  how far the load stood from the usual, in usual distances. */
        value: z.number(),
        /** 1, the coefficient in kW, or the usual distance in kW x the part that still holds. */
        times: z.number(),
        kw: z.number(),
      }),
    ),
    /** Errors of earlier forecasts at this time ahead, in usual distances and, x the usual distance, in kW. */
    spread: z
      .object({
        usualDistanceKw: z.number(),
        hoursAhead: z.object({ from: z.number(), to: z.number() }),
        /** learned: from its own earlier forecasts; normal: from a normal distribution, as its own are too few. */
        rule: z.enum(['learned', 'normal']),
        p10: z.number(),
        p50: z.number(),
        p90: z.number(),
        p10Kw: z.number(),
        p50Kw: z.number(),
        p90Kw: z.number(),
      })
      .nullable(),
    /** Weather that is forecast for this quarter; null: nobody tells it. */
    weather: z.object({ source: z.string(), simulated: z.boolean(), sunWm2: KwOrNull, temperatureC: KwOrNull, windMs: KwOrNull }).nullable(),
    /** Day and time of the local week that this quarter is, a holiday as Sunday (7), and the quarters with the same place in their week
     *  that were learned from, with how much each counts. Empty for whoever may not see the members. */
    week: z.object({ weekday: z.int(), minute: z.int(), working: z.boolean() }).nullable(),
    references: z.array(z.object({ start: Instant, kw: z.number(), weight: z.number(), explain: z.string() })),
    model: z.object({
      method: z.enum(['week-weather-level', 'week-level']),
      edition: z.string(),
      fittedAt: Instant.nullable(),
      learnedFrom: Instant.nullable(),
      learnedTo: Instant.nullable(),
    }),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('ForecastExplanation');
export type ForecastExplanation = z.infer<typeof ForecastExplanation>;

/** Figures of one time ahead and of all together, and figures of all together alone. */
export const BACKTEST_LEAD_FIELDS = [
  'pinballKw',
  'lastWeekPinballKw',
  'anyQuarterPinballKw',
  'meanErrorKw',
  'belowP10',
  'belowP50',
  'belowP90',
  'bandCoverage',
  'skillLastWeek',
] as const;
export const BACKTEST_WHOLE_FIELDS = ['skill', 'skillAnyQuarter', 'skillError'] as const;

export const BacktestExplanation = z
  .object({
    direction: DirectionName,
    field: z.enum([...BACKTEST_LEAD_FIELDS, ...BACKTEST_WHOLE_FIELDS]),
    unit: z.enum(['kW', 'ratio']),
    fromHours: z.number(),
    toHours: z.number(),
    /** null: nothing was measured later, or there is too little history. */
    value: KwOrNull,
    /** mean: the sum of `value` / the sum of `quarters`. skill: 1 - sum of `value` / sum of `plain`. error: with that skill, the root of
     *  `alike` x the sum of (value - (1 - skill) x plain)^2, / the sum of `plain`. no-error: 0, as the plain forecast does not err.
     *  together: what it is made of is not told to this reader. Each is rounded to a whole millionth last. */
    level: z.enum(['mean', 'skill', 'error', 'no-error', 'together']),
    /** So many forecasts count as one, as they overlap. */
    alike: z.int(),
    /** Each earlier moment from which was forecast, with the sums over its quarters, unrounded: of losses and distances in kW, else how
     *  many quarters. plain: losses of the forecast that it is held against; null of a mean. */
    origins: z.array(z.object({ start: Instant, end: Instant, quarters: z.int(), value: z.number(), plain: KwOrNull, measured: z.string() })),
    model: z.object({ method: z.enum(['week-weather-level', 'week-level']), edition: z.string() }),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('BacktestExplanation');
export type BacktestExplanation = z.infer<typeof BacktestExplanation>;
