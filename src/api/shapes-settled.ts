// Shapes of months, corrections, swaps and explanations.
import { z } from '@hono/zod-openapi';
import { Id, ParkId } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
const When = z.string().max(40);
const Reason = z.string().trim().min(3).max(500);
const Unit = z.enum(['kWh', 'm3']);

export const Month = z.object({ month: z.string(), start: Instant, end: Instant, closesAt: Instant, state: z.enum(['running', 'open', 'closed']) }).openapi('Month');
export type Month = z.infer<typeof Month>;

const AMOUNT_MAX = 1_000_000_000;
/** An amount for every quarter, or a total with the shape in which it is spread over them. */
const CorrectedAmount = z.union([
  z.strictObject({ unit: Unit, perQuarter: z.number().min(0).max(AMOUNT_MAX) }),
  z.strictObject({ unit: Unit, total: z.number().min(0).max(AMOUNT_MAX), shape: z.enum(['even', 'as-measured']) }),
]);
export const NewCorrection = z.strictObject({
  /** A register, or a meter that has one counter only. */
  register: Id.exactOptional(),
  meter: Id.exactOptional(),
  from: When,
  to: When,
  amount: CorrectedAmount,
  reason: Reason,
});
export type NewCorrection = z.infer<typeof NewCorrection>;
export const NewSwap = z.strictObject({
  at: When,
  /** Readings of the old device when it was taken away and of the new one when it began, by the name of the register. */
  readings: z
    .array(z.strictObject({ register: z.string().max(64), end: z.number().min(0), start: z.number().min(0) }))
    .min(1)
    .max(16),
  reason: Reason,
  /** The swap that was entered wrongly: it is undone with the same author and reason. */
  replaces: Id.exactOptional(),
});
export type NewSwap = z.infer<typeof NewSwap>;
export const Undo = z.strictObject({ reason: Reason });

export const Correction = z
  .object({
    id: Id,
    kind: z.enum(['amounts', 'swap']),
    meter: Id,
    register: Id.nullable(),
    from: Instant,
    to: Instant,
    /** What was asked for: the amount, or the readings of a swap. */
    detail: z.unknown(),
    quarters: z.int(),
    author: z.string(),
    reason: z.string(),
    at: Instant,
    undone: z.object({ author: z.string(), reason: z.string(), at: Instant }).nullable(),
    simulated: z.boolean(),
  })
  .openapi('Correction');
export type Correction = z.infer<typeof Correction>;

const Rule = z.enum(['counter-difference', 'interpolated', 'estimated', 'substituted', 'missing', 'delivered', 'corrected-by-hand', 'corrected-after-closing', 'spread', 'others']);
export type Rule = z.infer<typeof Rule>;

/** One register in one quarter; without a register: all companies that the reader may not see, together. */
export const ExplainedQuarter = z.object({
  start: Instant,
  end: Instant,
  register: Id.nullable(),
  name: z.string().nullable(),
  meter: Id.nullable(),
  company: Id.nullable(),
  /** How often the amount counts: 1, -1, or 4 and -4 where an amount of a quarter becomes a power. */
  weight: z.number(),
  amount: z.number(),
  /** weight x amount: these add up to the value. */
  contribution: z.number(),
  quality: z.enum(['M', 'I', 'E', 'S', 'X', 'C']).nullable(),
  spread: z.boolean(),
  source: z.enum(['live', 'settled', 'corrected']).nullable(),
  rule: Rule,
  /** The readings around both borders of the quarter; null when the amount does not rest on them or the answer is too long. */
  readings: z.array(z.object({ at: Instant, value: z.number() })).nullable(),
  /** Where a settled or corrected value came from; null for history that came with the demo. */
  delivery: z.object({ version: z.int(), author: z.string(), reason: z.string(), importId: Id.nullable(), correctionId: Id.nullable(), at: Instant }).nullable(),
});
export type ExplainedQuarter = z.infer<typeof ExplainedQuarter>;

/** With V, M and W the sums over `stretches` of variance, weight x missing and missingVariance: ends = counterStep + |amount| x
 *  lagSeconds / (quarters x 900), known = root(ends^2 + deviations^2 x V), all = root(known^2 + deviations^2 x W). low is amount + M - all,
 *  and where M is above 0 at least amount - known; high is amount + M + all, and where M is below 0 at most amount + known. No low lies
 *  below 0 where the amount does not. Of a peak: low is the amount, high that or what nine of ten of `tried` do not pass. */
export const ExplainedBand = z.object({
  end: z.enum(['low', 'high']),
  /** What the band lies around, unrounded, and its own field. */
  amount: z.number(),
  field: z.string(),
  quarters: z.int(),
  counterStep: z.number(),
  lagSeconds: z.number(),
  deviations: z.number(),
  /** Stretches of registers that are not sure; register null: those of companies that this reader may not see, as one. */
  stretches: z.array(
    z.object({
      register: Id.nullable(),
      name: z.string().nullable(),
      meter: Id.nullable(),
      company: Id.nullable(),
      /** All of the stretch, also what of it lies outside the period. */
      start: Instant.nullable(),
      end: Instant.nullable(),
      /** What flowed in all of it; null: some of it was never booked. */
      total: z.number().nullable(),
      /** Stretches of the same hours that its spread was tried on. */
      comparable: z.int(),
      /** -1: the register counts off the amount. */
      weight: z.number(),
      variance: z.number(),
      missing: z.number(),
      missingVariance: z.number(),
    }),
  ),
  /** What is expected to be missing, and the margins around the amount with it: of readings at begin and end, with what was spread, with
   *  what is missing. null: nothing was booked and nothing is in doubt, or it is a peak. */
  margins: z.object({ missing: z.number(), ends: z.number(), known: z.number(), all: z.number() }).nullable(),
  /** Of a peak: the highest quarter in each trial of how the unsure ones may have been, lowest first. */
  tried: z.array(z.number()),
});
export type ExplainedBand = z.infer<typeof ExplainedBand>;

/** How much was measured, and how. With P and E the sums over `lines` of present and expected, F those of the flag and A those of all
 *  flags: coverage is P / E, of E nothing 0; the share of a flag is F / A x coverage, and of X what coverage lacks besides, rounded to a
 *  millionth. Where A is nothing, nothing flowed and all of it was measured: F / A is 1 of M and 0 of the others. */
export const ExplainedMeasured = z.object({
  /** By flag in the unit of the carrier, or connections, each once a quarter by the least sure of its counters. */
  counted: z.enum(['amounts', 'connections']),
  lines: z.array(
    z.object({
      /** others: companies that this reader may not see by themselves; together: all there are; withheld: those who keep their readings. */
      of: z.enum(['connection', 'company', 'park', 'others', 'together', 'withheld']),
      park: ParkId.nullable(),
      company: Id.nullable(),
      connection: Id.nullable(),
      /** null: not told, or nothing is known of it. */
      byFlag: z.object({ C: z.number(), M: z.number(), I: z.number(), E: z.number(), S: z.number(), X: z.number() }).nullable(),
      /** Connections x quarters with a value, and all that should have one. */
      present: z.int(),
      expected: z.int(),
      /** Route below /api/v1 that explains the same of it. */
      explain: z.string().nullable(),
    }),
  ),
});
export type ExplainedMeasured = z.infer<typeof ExplainedMeasured>;

export const Explanation = z
  .object({
    field: z.string(),
    unit: z.enum(['kWh', 'm3', 'kW', 'ratio']),
    start: Instant,
    end: Instant,
    value: z.number(),
    /** registers: each register and quarter; steps: parts of the period, to be asked for one by one; ratio: one part divided by the other;
     *  band and tried: one end of a band, by what `band` says; measured: a share by quality, by what `measured` says. */
    level: z.enum(['registers', 'steps', 'ratio', 'band', 'tried', 'measured']),
    quarters: z.array(ExplainedQuarter),
    steps: z.array(z.object({ start: Instant, end: Instant, contribution: z.number() })),
    /** Of a ratio: the sums it is made of, each explained under its own field. */
    parts: z.array(z.object({ role: z.enum(['numerator', 'denominator']), field: z.string(), value: z.number() })),
    /** What an end of a band is made of; absent of other figures. */
    band: ExplainedBand.exactOptional(),
    /** What a share by quality is made of; absent of other figures. */
    measured: ExplainedMeasured.exactOptional(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('Explanation');
export type Explanation = z.infer<typeof Explanation>;
