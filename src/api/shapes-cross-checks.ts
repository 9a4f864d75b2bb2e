// Shapes of what the API answers about meters that are held against each other.
import { z } from '@hono/zod-openapi';
import { VERDICTS } from '../domain/cross-checks/verdict.ts';
import { Quality } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
const NumberOrNull = z.number().nullable();
/** wrong: one of the two is; doubtful: more than meters differ; too-little: nothing can be said yet; fits. */
export const VerdictName = z.enum(VERDICTS);
export const CHECK_NAMES = ['parts', 'power', 'night', 'direction', 'shift'] as const;

export const CrossCheck = z
  .object({
    /** parts: sub-meters, or all connections behind a main, against the meter before them. power: power x time against the
     *  counters. night: panels that give at night. direction: a current transformer the wrong way round. shift: clocks. */
    check: z.enum(CHECK_NAMES),
    verdict: VerdictName,
    company: z.number().int(),
    companyName: z.string(),
    connection: z.number().int(),
    /** The meter that is judged; null: all meters behind the connection together. */
    meter: z.number().int().nullable(),
    serial: z.string().nullable(),
    role: z.string().nullable(),
    /** Quarters that could be compared. */
    quarters: z.number().int(),
    unit: z.enum(['kWh', 'm3']),
    /** The two amounts: the whole and its parts, power x time and the counters, all that panels gave and what of it at night. */
    expectedAmount: NumberOrNull,
    foundAmount: NumberOrNull,
    /** parts: share of the whole that they leave; below 0 they are more. power: powerKwh / counted - 1. night: share at night. */
    differenceShare: NumberOrNull,
    /** parts: quarters in which they are more than the whole. */
    quartersAbove: z.number().int().nullable(),
    /** parts: how many there are. */
    parts: z.number().int().nullable(),
    /** power: what the counters would have to be multiplied with. */
    factor: NumberOrNull,
    /** The two directions have changed places. */
    reversed: z.boolean().nullable(),
    /** direction: kWh on the main meter for each kWh of this one; expected 1. */
    slope: NumberOrNull,
    slopeError: NumberOrNull,
    /** shift: this meter tells it so much later than the main one. */
    shiftMinutes: NumberOrNull,
    /** shift: of the changes from quarter to quarter, at that shift and at none. */
    correlation: NumberOrNull,
    correlationUnshifted: NumberOrNull,
  })
  .openapi('CrossCheck');
export type CrossCheck = z.infer<typeof CrossCheck>;

export const CrossChecks = z
  .object({
    from: Instant,
    to: Instant,
    /** What is wrong first. */
    items: z.array(CrossCheck),
    counts: z.object({ wrong: z.number().int(), doubtful: z.number().int(), 'too-little': z.number().int(), fits: z.number().int() }),
    /** Connections of this place that you may see, those with something to compare, and those that you may not see. */
    connections: z.number().int(),
    connectionsChecked: z.number().int(),
    connectionsHidden: z.number().int(),
    coverage: z.number(),
    quality: Quality,
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('CrossChecks');
export type CrossChecks = z.infer<typeof CrossChecks>;
