// Shapes of heat on the ground: where sources, sinks and routes lie, for who may know it.
import { z } from '@hono/zod-openapi';
import { PROVENANCES, ROUTE_POINTS_MAX } from '../domain/heat/port.ts';
import { Id, ParkId, Quality, Sign } from './shapes.ts';

/** The box around the Netherlands: catches a swapped lat and lon. */
export const Lat = z.number().min(50.7).max(53.7);
export const Lon = z.number().min(3.2).max(7.3);

const At = z.object({ lat: z.number(), lon: z.number() });
export type At = z.infer<typeof At>;
const Circle = z.object({ lat: z.number(), lon: z.number(), radiusM: z.number() });

/** Where a match lies. An end that the reader may not know yet, or that nobody placed, is null. */
export const HeatGround = z.object({
  /** The park as a circle of its area; null: nobody said where it is. */
  circle: Circle.nullable(),
  source: At.nullable(),
  sink: At.nullable(),
  /** The route that somebody drew, from source to sink; empty: none, or a length without points. */
  points: z.array(At),
  mayDraw: z.boolean(),
});
export type HeatGround = z.infer<typeof HeatGround>;

export const HeatRoute = z.strictObject({
  lengthM: z.number().positive().max(100_000).exactOptional(),
  surfaceFactor: z.number().min(0.1).max(10).exactOptional(),
  points: z
    .array(z.strictObject({ lat: Lat, lon: Lon }))
    .min(2)
    .max(ROUTE_POINTS_MAX)
    .exactOptional(),
});

export const HeatMap = z
  .object({
    park: ParkId,
    circle: Circle.nullable(),
    ports: z.array(
      z.object({
        port: Id,
        role: z.enum(['source', 'sink']),
        name: z.string(),
        lat: z.number(),
        lon: z.number(),
        mine: z.boolean(),
        outsidePark: z.boolean(),
        provenance: z.enum(PROVENANCES),
      }),
    ),
    /** Ports that you may see and that nobody placed. */
    unplaced: z.int(),
    /** Matches between placed ends, best first; drawn: along its route, else straight. */
    lines: z.array(
      z.object({
        id: z.string(),
        rank: z.int(),
        source: Id,
        sink: Id,
        lengthM: z.number(),
        deliveredKwh: z.number(),
        route: z.enum(['straight', 'drawn', 'assumed']),
        points: z.array(At),
      }),
    ),
    /** Matches of yours whose other side you may not know yet: it lies somewhere in the circle. */
    unnamed: z.int(),
    coverage: z.number(),
    quality: Quality,
    asOf: z.iso.datetime({ offset: true }),
    simulated: z.boolean(),
  })
  .openapi('HeatMap');
export type HeatMap = z.infer<typeof HeatMap>;

/** A stretch of the trench that the links of a park share, between two of its ports. */
export const TrenchStretch = z.object({
  from: Id,
  to: Id,
  lengthM: z.number(),
  kw: z.number(),
  dn: z.int(),
  eurPerYear: z.number(),
  route: z.enum(['straight', 'drawn']),
  /** From its one port to the other; fewer than two where one lost its place since. */
  points: z.array(At),
});
export type TrenchStretch = z.infer<typeof TrenchStretch>;

/** kWh of the last year; null: kept back, and why. */
const Kept = z.object({
  kwh: z.number().nullable(),
  sign: Sign.nullable(),
  reason: z.enum(['too-few', 'one-dominates', 'two-dominate', 'complement']).nullable(),
});
const Sums = z.object({
  /** What sources gave off. */
  offered: Kept,
  /** What sinks took. */
  wanted: Kept,
  /** Of both what falls in the same hours of one park: an upper bound of what could change hands. */
  sameHours: Kept,
});
export const RegionHeat = z
  .object({
    parks: z.array(Sums.extend({ park: ParkId, name: z.string() })),
    totals: Sums,
    /** Parks whose hours are still being read; figures come when it is 0. */
    reading: z.int(),
    coverage: z.number(),
    quality: Quality,
    asOf: z.iso.datetime({ offset: true }),
    simulated: z.boolean(),
  })
  .openapi('RegionHeat');
export type RegionHeat = z.infer<typeof RegionHeat>;
