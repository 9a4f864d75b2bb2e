// Shapes of the assumptions behind residual heat, and of what another value of one would move.
import { z } from '@hono/zod-openapi';
import { COST_CODES, HEAT_CODES, PIPE_CODES } from '../domain/heat/parameters.ts';
import { ParkId } from './shapes.ts';

export const PARAMETER_FILES = ['heat', 'pipes', 'costs'] as const;
const CODES = [...HEAT_CODES, ...PIPE_CODES, ...COST_CODES] as const;
export const ParameterCode = z.enum(CODES);

export const HeatParametersView = z
  .object({
    items: z.array(
      z.object({
        code: ParameterCode,
        /** config/parameters/<file>.yaml */
        file: z.enum(PARAMETER_FILES),
        value: z.number(),
        low: z.number(),
        high: z.number(),
        unit: z.string(),
        source: z.string(),
        validFrom: z.string(),
        /** What may be tried. */
        tryFrom: z.number(),
        tryTo: z.number(),
      }),
    ),
    next: z.null(),
    /** Two results with the same hash rest on the same assumptions. */
    hash: z.string(),
    pipes: z.array(z.object({ dn: z.int(), innerMm: z.number(), lossWPerMK: z.number(), trenchEurPerM: z.number() })),
    simulated: z.boolean(),
  })
  .openapi('HeatParameters');
export type HeatParametersView = z.infer<typeof HeatParametersView>;

/** An assumption at its bounds, worked out again from the hours; those that move a match most first. null: it could not be built then. */
export const Sensitivity = z.object({
  code: z.string(),
  low: z.number(),
  high: z.number(),
  npvLowEur: z.number().nullable(),
  npvHighEur: z.number().nullable(),
  floorLowEurPerMwh: z.number().nullable(),
  floorHighEurPerMwh: z.number().nullable(),
});

export const TrialQuery = z.object({ code: ParameterCode, value: z.coerce.number() });

const Result = z.object({
  rank: z.int(),
  priceFloor: z.number().nullable(),
  priceCeiling: z.number().nullable(),
  npvEur: z.number().nullable(),
  deliveredKwh: z.number(),
  confidence: z.enum(['A', 'B', 'C']),
});
/** What would come out with one other assumption; nothing of it is kept. */
export const HeatTrial = z
  .object({
    park: ParkId,
    code: ParameterCode,
    unit: z.string(),
    value: z.number(),
    kept: z.number(),
    /** Matches that you may see with figures and that move; before or after null: it is only there in the other. */
    items: z.array(z.object({ id: z.string(), source: z.string(), sink: z.string(), before: Result.nullable(), after: Result.nullable() })),
    unchanged: z.int(),
    next: z.null(),
    parameters: z.object({ hash: z.string() }),
    simulated: z.boolean(),
  })
  .openapi('HeatTrial');
export type HeatTrial = z.infer<typeof HeatTrial>;
