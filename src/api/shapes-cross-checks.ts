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

export const CrossCheckExplanation = z
  .object({
    check: z.enum(CHECK_NAMES),
    connection: z.number().int(),
    meter: z.number().int().nullable(),
    field: z.string(),
    unit: z.enum(['kWh', 'm3', 'share', 'quarters', 'minutes']),
    /** Of the whole period; what was compared of it stands in stretches. */
    start: Instant,
    end: Instant,
    value: z.number(),
    /** registers: they add up to it; ratio: the numerators together divided by the denominator; stretches: their quarters add up to it;
     *  moments: it follows from the sums of the pairs; choices: one of several. */
    level: z.enum(['registers', 'ratio', 'stretches', 'moments', 'choices']),
    formula: z.string(),
    /** Of a check of changes: the registers of both sides, without amounts. */
    registers: z.array(
      z.object({
        /** expected and found: the two sides of the check; flowed: the first without its signs. */
        side: z.enum(['expected', 'found', 'flowed']),
        company: z.number().int().nullable(),
        meter: z.number().int(),
        register: z.number().int(),
        name: z.string().nullable(),
        weight: z.number(),
        /** Quarters that count, and what it counted in them; of power its time. */
        quarters: z.number().int().nullable(),
        amount: NumberOrNull,
        /** weight x amount. */
        contribution: NumberOrNull,
        /** Route below /api/v1 that explains its quarters; null of power, and of a period of which it would list too many. */
        explain: z.string().nullable(),
      }),
    ),
    /** Quarters that were compared, where they follow each other. */
    stretches: z.array(z.object({ start: Instant, end: Instant, quarters: z.number().int() })),
    parts: z.array(z.object({ role: z.enum(['numerator', 'denominator']), field: z.string(), weight: z.number(), value: z.number(), explain: z.string() })),
    /** Sums over pairs of changes: a of the first side, b of the second. */
    moments: z.array(z.object({ name: z.enum(['sumAb', 'sumAa', 'sumBb', 'sumA', 'sumB', 'n']), value: z.number() })),
    /** Shifts with how changes go together at each, or factors that people forget. */
    choices: z.array(z.object({ value: z.number(), quarters: z.number().int().nullable(), correlation: NumberOrNull })),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('CrossCheckExplanation');
export type CrossCheckExplanation = z.infer<typeof CrossCheckExplanation>;
