// Shapes of what the API answers about the coming 48 hours, and about how good such forecasts were.
import { z } from '@hono/zod-openapi';
import { DirectionName, LimitSource } from './shapes-capacity.ts';
import { Quality } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
const KwOrNull = z.number().nullable();
const Known = { coverage: z.number(), quality: Quality, asOf: Instant, simulated: z.boolean() };

const ForecastStep = z
  .object({
    start: Instant,
    end: Instant,
    /** Mean power of the quarter in the direction asked for; below 0 where it goes the other way. */
    p10Kw: z.number(),
    p50Kw: z.number(),
    p90Kw: z.number(),
    limitKw: KwOrNull,
    /** limitKw - p90Kw: what is left nine times out of ten; null where no limit is known. */
    headroomKw: KwOrNull,
  })
  .openapi('ForecastStep');

/** last-week: the same quarter a week earlier; any-quarter: the spread of all quarters of the last four weeks, whatever the time. */
export const ReferenceName = z.enum(['last-week', 'any-quarter']);
export const VerdictName = z.enum(['better', 'no-better', 'too-few']);
/** Why there are no steps. */
export const NoForecast = z.enum(['no-measurements', 'too-little-history']);

const Skill = {
  /** 1 - pinball loss / that of the better of the two plain forecasts, over the last four weeks; null when there was too little. */
  skill: KwOrNull,
  /** Standard error of it. */
  skillError: KwOrNull,
  reference: ReferenceName.nullable(),
  /** better: by more than chance explains. */
  verdict: VerdictName,
};

export const Forecast = z
  .object({
    direction: DirectionName,
    from: Instant,
    to: Instant,
    steps: z.array(ForecastStep),
    noForecast: NoForecast.nullable(),
    /** The quarter with the highest P90. */
    peak: z.object({ start: Instant, p50Kw: z.number(), p90Kw: z.number(), limitKw: KwOrNull }).nullable(),
    /** The quarter with the least headroom; null where no limit is known. */
    headroom: z.object({ start: Instant, headroomKw: z.number(), limitKw: z.number() }).nullable(),
    limitKind: LimitSource.nullable(),
    method: z.enum(['week-weather-level', 'week-level']),
    /** Quarters that were learned from. */
    learnedFrom: Instant.nullable(),
    learnedTo: Instant.nullable(),
    /** Who told the weather; null: nobody, and then calendar, height of the sun and own history do it alone. */
    weather: z.object({ source: z.string(), simulated: z.boolean() }).nullable(),
    ...Skill,
    /** Share of quarters of the last four weeks that lay between P10 and P90: 0.8 when the band says what it should. */
    bandCoverage: KwOrNull,
    connections: z.int(),
    /** Left out: silent for three days. */
    connectionsSilent: z.int(),
    ...Known,
  })
  .openapi('Forecast');
export type Forecast = z.infer<typeof Forecast>;

const BacktestLead = z
  .object({
    fromHours: z.number(),
    toHours: z.number(),
    quarters: z.int(),
    /** Mean pinball loss of P10, P50 and P90. */
    pinballKw: KwOrNull,
    lastWeekPinballKw: KwOrNull,
    anyQuarterPinballKw: KwOrNull,
    skillLastWeek: KwOrNull,
    /** Mean distance of the P50 from what was measured. */
    meanErrorKw: KwOrNull,
    /** Shares of the measured quarters below each: 0.1, 0.5 and 0.9 when they say what they should. */
    belowP10: KwOrNull,
    belowP50: KwOrNull,
    belowP90: KwOrNull,
    bandCoverage: KwOrNull,
  })
  .openapi('BacktestLead');

export const ForecastBacktest = z
  .object({
    direction: DirectionName,
    /** First and last moment from which was forecast; null when there is too little history. */
    from: Instant.nullable(),
    to: Instant.nullable(),
    forecasts: z.int(),
    items: z.array(BacktestLead),
    totals: BacktestLead.nullable(),
    ...Skill,
    skillLastWeek: KwOrNull,
    skillAnyQuarter: KwOrNull,
    weather: z.object({ source: z.string(), simulated: z.boolean() }).nullable(),
    ...Known,
  })
  .openapi('ForecastBacktest');
export type ForecastBacktest = z.infer<typeof ForecastBacktest>;
