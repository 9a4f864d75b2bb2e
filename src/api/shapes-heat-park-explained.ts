// Shapes of what the heat figures of a park are the sum of: links, ports, intervals of temperature.
import { z } from '@hono/zod-openapi';
import { SLICES } from '../domain/heat/pinch.ts';
import { HEAT_UNITS, HeatPart } from './shapes-heat-explained.ts';
import { Id, ParkId } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });

const Row = z.object({
  /** Name of a match, null of a port. */
  match: z.string().nullable(),
  port: Id.nullable(),
  name: z.string(),
  contribution: z.number(),
  /** Route below /api/v1 that explains it. */
  explain: z.string().nullable(),
});

export const HeatParkExplanation = z
  .object({
    park: ParkId,
    /** Of a pinch. */
    slice: z.enum(SLICES).nullable(),
    field: z.string(),
    unit: z.enum(HEAT_UNITS),
    /** As the answer tells it: rounded to a whole millionth. */
    value: z.number(),
    /** rows, intervals: contributions that add up to the value, with `added` of a pinch. Of `parts`, which are unrounded: sum, quotient,
     *  product and at-least-0 as those of a match. together: what it is made of is not told to this reader. */
    level: z.enum(['rows', 'intervals', 'sum', 'product', 'quotient', 'at-least-0', 'together']),
    rows: z.array(Row),
    /** Between two temperatures in which no stream begins or ends, in the order in which they are added; of each stream what it has in it. */
    intervals: z.array(z.object({ topC: z.number(), bottomC: z.number(), contribution: z.number(), streams: z.array(z.object({ port: Id, name: z.string(), kw: z.number() })) })),
    /** What comes on top of the intervals: heat that is added, or cooling where the cold curve begins. */
    added: z.number().nullable(),
    parts: z.array(HeatPart),
    /** Of one stream: where its hours are from; meter null where it was declared, or for who may not see its company by itself. */
    side: z.object({ provenance: z.string(), meter: Id.nullable(), quarters: z.string().nullable() }).nullable(),
    /** Name of the list of assumptions. */
    parameters: z.string(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('HeatParkExplanation');
export type HeatParkExplanation = z.infer<typeof HeatParkExplanation>;

export const PINCH_FIELDS = ['hotUtilityKw', 'coldUtilityKw', 'hotKw', 'coldKw', 'exchangeableKw', 'grand.kw', 'hot.kw', 'cold.kw', 'stream.kw', 'exchangePotentialUsed'] as const;
export const HeatPinchExplainQuery = z.object({
  field: z.enum(PINCH_FIELDS).default('exchangeableKw'),
  slice: z.enum(SLICES).default('year'),
  /** Of grand.kw, hot.kw and cold.kw: the temperature of the point, as the answer tells it. */
  c: z.coerce.number().exactOptional(),
  /** Of stream.kw. */
  port: z.coerce.number().int().exactOptional(),
});
export type HeatPinchExplainQuery = z.infer<typeof HeatPinchExplainQuery>;

export const NETWORK_FIELDS = [
  'potential.deliveredKwh',
  'potential.gasAvoidedM3',
  'potential.co2AvoidedKg',
  'potential.netEur',
  'potential.rejectedKwh',
  'potential.backupKwh',
  'contracted.kwhPerYear',
  'metered.kwh',
  'metered.co2AvoidedKg',
  'links.netEur',
] as const;
export const HeatNetworkExplainQuery = z.object({
  field: z.enum(NETWORK_FIELDS).default('potential.deliveredKwh'),
  /** Of links.netEur: the name of its match. */
  link: z.string().max(64).exactOptional(),
});
export type HeatNetworkExplainQuery = z.infer<typeof HeatNetworkExplainQuery>;
