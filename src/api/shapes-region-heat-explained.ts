// Shapes of what a figure of the heat of the region is the sum of: parks, and of one park its ports.
import { z } from '@hono/zod-openapi';
import { PROVENANCES } from '../domain/heat/port.ts';
import { Id, ParkId } from './shapes.ts';

const Row = z.object({
  /** Of a figure of the region. */
  park: ParkId.nullable(),
  /** Of a figure of one park. */
  port: Id.nullable(),
  name: z.string(),
  /** Whole kWh. */
  contribution: z.int(),
  provenance: z.enum(PROVENANCES).nullable(),
  /** Route below /api/v1: of a park that explains it, of a port with the quarters of its meter; null where it was declared. */
  explain: z.string().nullable(),
});

export const REGION_HEAT_FIELDS = ['offered', 'wanted', 'sameHours'] as const;

export const RegionHeatExplanation = z
  .object({
    field: z.enum(REGION_HEAT_FIELDS),
    /** null: a figure of the region. */
    park: ParkId.nullable(),
    unit: z.literal('kWh'),
    /** Whole kWh, as the map tells it. */
    value: z.int(),
    /** rows: their contributions and `rest` add up to the value. together: what it is made of is not told to this reader. */
    level: z.enum(['rows', 'together']),
    /** Of the region its parks as the map tells them; of a park its ports: of sameHours the sources, each pro rata of what all offer in an
     *  hour. */
    rows: z.array(Row),
    /** Of the region: what the parks that are kept back come to, and what rounding each park left; 0 of a park. */
    rest: z.int(),
    /** Parks that are kept back from this reader. */
    keptBack: z.int(),
    /** Of sameHours of a park: its sinks, which take the same kWh pro rata of what all want. */
    taken: z.array(Row),
    asOf: z.iso.datetime({ offset: true }),
    simulated: z.boolean(),
  })
  .openapi('RegionHeatExplanation');
export type RegionHeatExplanation = z.infer<typeof RegionHeatExplanation>;

export const RegionHeatExplainQuery = z.object({
  field: z.enum(REGION_HEAT_FIELDS).default('offered'),
  /** Of this park; absent: of the region. */
  park: ParkId.exactOptional(),
});
export type RegionHeatExplainQuery = z.infer<typeof RegionHeatExplainQuery>;
