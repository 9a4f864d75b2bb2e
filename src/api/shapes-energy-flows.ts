// Shapes of all carriers of a place in one balance of energy.
import { z } from '@hono/zod-openapi';
import { Carrier, Quality, Sign } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
const Kwh = z.number().nullable();

export const EnergyFlowsQuery = z.object({ from: z.string().max(40), to: z.string().max(40) });
export type EnergyFlowsQuery = z.infer<typeof EnergyFlowsQuery>;

/** From source over carrier and conversion to use, export and loss. Water is no energy and not in it. */
export const EnergyFlows = z
  .object({
    from: Instant,
    to: Instant,
    unit: z.literal('kWh'),
    /** Of gas, biogas and hydrogen. */
    heatingValue: z.literal('lower'),
    /** Node ids: grid:<carrier>, sun, wind, chp, other-generation, discharge, ambient, residual/out (more used than came in)
     *  -> carrier:<carrier> -> conversion:<kind> -> companies or company:<id>, charge, export:<carrier>, loss, residual. In = out at every node
     *  between. */
    flows: z.array(z.object({ from: z.string(), to: z.string(), kwh: z.number() })),
    totals: z.object({ suppliedKwh: z.number(), usedKwh: z.number(), exportedKwh: z.number(), lossKwh: z.number(), notMeteredKwh: z.number() }),
    carriers: z.array(
      z.object({
        carrier: Carrier,
        /** kWh in a unit of its own balance. */
        kwhPerUnit: z.number(),
        /** What came in and what was made; null: nothing of it is in the flows, and `sign` says why. */
        suppliedKwh: Kwh,
        coverage: z.number(),
        /** x: kept back from this reader; '.': nobody measures it. */
        sign: Sign.nullable(),
        reason: z.string().nullable(),
        /** Route below /api/v1 with its own balance, whose figures are explained there. */
        balance: z.string(),
      }),
    ),
    /** leftOut: not measured on both sides, so what goes in stands as use and what comes out as a source. */
    conversions: z.object({ shown: z.int(), leftOut: z.int() }),
    coverage: z.number(),
    quality: Quality,
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('EnergyFlows');
export type EnergyFlows = z.infer<typeof EnergyFlows>;
