// Shapes of what figures about room on the grid are made of: parts in a peak, the load-duration curve, what can join.
import { z } from '@hono/zod-openapi';
import { DirectionName } from './shapes-capacity.ts';
import { Id } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
const KwOrNull = z.number().nullable();

export const CapacityFigureExplanation = z
  .object({
    direction: DirectionName,
    field: z.string(),
    unit: z.enum(['kW', 'kWh', 'share', 'quarters', 'days', 'nights', 'violations', 'hours', 'minutes', 'yes-no']),
    from: Instant,
    to: Instant,
    /** As the answer tells it; null where it does. */
    value: z.number().nullable(),
    /** quarter: what each quarter that is listed brings is the value; quarters, coalitions: contributions that add up to it;
     *  ratio: numerator / denominator of the parts; sum: weight x value of the parts, never
     *  below 0; draws: the mean of what is drawn, or its standard error; days, nights: counted;
     *  runs, steps: contributions of runs above the limit, or of parts of the period, that add up to it;
     *  rule: 1 where the terms reach their bounds, else 0;
     *  together: this reader may not see what it is made of. */
    level: z.enum(['quarter', 'quarters', 'runs', 'steps', 'ratio', 'sum', 'rule', 'coalitions', 'draws', 'days', 'nights', 'together']),
    /** Place of the quarter among `of`: from the highest of the curve, from the least room of what can join; null where order says nothing. */
    rank: z.int().nullable(),
    of: z.int().nullable(),
    /** Quarters that come before all that are as high, or have as much room; `equal` of them reach the rank. */
    before: z.int().nullable(),
    equal: z.int().nullable(),
    parts: z.array(z.object({ name: z.string(), role: z.enum(['numerator', 'denominator', 'term', 'bound']), weight: z.number(), value: z.number() })),
    quarters: z.array(
      z.object({
        /** null: own peaks of companies that this reader may not see, together. */
        start: Instant.nullable(),
        end: Instant.nullable(),
        company: Id.nullable(),
        usageKw: KwOrNull,
        /** Of all together in that quarter. */
        togetherKw: KwOrNull,
        limitKw: KwOrNull,
        extraKw: KwOrNull,
        contribution: z.number(),
        /** Route below /api/v1 that says which registers the usage is the sum of. */
        explain: z.string().nullable(),
        /** Of a group: what each member drew, which is the usage together; explain null where this reader may not look into that member. */
        members: z.array(z.object({ connection: Id, company: Id, usageKw: z.number(), explain: z.string().nullable() })).exactOptional(),
      }),
    ),
    /** Quarters above the limit that follow each other. */
    runs: z.array(z.object({ start: Instant, end: Instant, quarters: z.int(), aboveKwMax: z.number(), aboveKwh: z.number(), contribution: z.number() })),
    /** Parts of the period, each of which is explained by its start and end; those that bring nothing are left out. */
    steps: z.array(z.object({ start: Instant, end: Instant, contribution: z.number() })),
    /** What a company adds to each coalition of others: weight x (withKw - withoutKw). */
    coalitions: z.array(z.object({ others: z.array(Id), weight: z.number(), withoutKw: z.number(), withKw: z.number(), contribution: z.number() })),
    /** What it added in random orders, each with its reverse; unrounded. */
    draws: z.array(z.object({ forthKw: z.number(), backKw: z.number() })),
    days: z.array(z.object({ date: z.iso.date(), quarters: z.int(), shortKwMax: z.number(), shortKwh: z.number() })),
    /** By the day on which they begin; too short where the room is less than what is needed. */
    nights: z.array(z.object({ date: z.iso.date(), roomKwh: z.number(), neededKwh: z.number() })),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('CapacityFigureExplanation');
export type CapacityFigureExplanation = z.infer<typeof CapacityFigureExplanation>;
