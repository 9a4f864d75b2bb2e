// Shapes of all carriers of a place in one balance of energy.
import { z } from '@hono/zod-openapi';
import { Carrier, Id, Quality, Sign, ToldUntil } from './shapes.ts';

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
    toldUntil: ToldUntil.exactOptional(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('EnergyFlows');
export type EnergyFlows = z.infer<typeof EnergyFlows>;

export const EnergyFlowsExplainQuery = EnergyFlowsQuery.extend({
  /** flows.kwh (with `source` and `target`), totals.suppliedKwh and the other totals, carriers.suppliedKwh, carriers.kwhPerUnit and
   *  carriers.coverage (with `carrier`), coverage, quality.M and the other flags. */
  field: z.string().max(40).default('totals.suppliedKwh'),
  /** Nodes of a flow: its `from` and `to`. */
  source: z.string().max(60).exactOptional(),
  target: z.string().max(60).exactOptional(),
  carrier: Carrier.exactOptional(),
});
export type EnergyFlowsExplainQuery = z.infer<typeof EnergyFlowsExplainQuery>;

export const EnergyFlowsExplanation = z
  .object({
    field: z.string(),
    unit: z.enum(['kWh', 'kWh/unit', 'ratio']),
    start: Instant,
    end: Instant,
    source: z.string().nullable(),
    target: z.string().nullable(),
    carrier: Carrier.nullable(),
    value: z.number(),
    /** terms: their contributions add up to it. Of `parts`: sum adds them up, ratio divides the numerator by the denominator, mean
     *  adds up weight x value and divides by the sum of the weights. */
    level: z.enum(['terms', 'sum', 'ratio', 'mean']),
    /** What a flow is made of: figures of balances and of conversions, as energy. */
    terms: z.array(
      z.object({
        /** As the route that explains it calls it. */
        field: z.string(),
        carrier: Carrier.nullable(),
        /** Whose it is; null: a figure of a balance. */
        conversion: Id.nullable(),
        company: Id.nullable(),
        meter: Id.nullable(),
        /** -1: taken off the flow. */
        weight: z.number(),
        amount: z.number(),
        kwhPerUnit: z.number(),
        /** weight x amount x kwhPerUnit, in whole millionths. */
        contribution: z.number(),
        /** Route below /api/v1; null of a balance whose companies this reader may not see one by one. */
        explain: z.string().nullable(),
      }),
    ),
    parts: z.array(
      z.object({
        role: z.enum(['term', 'numerator', 'denominator']),
        field: z.string(),
        source: z.string().nullable(),
        target: z.string().nullable(),
        carrier: Carrier.nullable(),
        weight: z.number(),
        value: z.number(),
        /** Route below /api/v1; null of a constant, and of what is counted in the balance itself. */
        explain: z.string().nullable(),
      }),
    ),
    /** The lower heating values that amounts were multiplied by, kWh / unit = MJ / 3.6; edition null: a constant. */
    heatingValues: z.array(z.object({ carrier: Carrier, mjPerUnit: z.number(), source: z.string(), edition: z.string().nullable() })),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('EnergyFlowsExplanation');
export type EnergyFlowsExplanation = z.infer<typeof EnergyFlowsExplanation>;
