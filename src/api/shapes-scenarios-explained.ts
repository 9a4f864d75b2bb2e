// Shapes of what a figure of a scenario is made of: what was measured, and what each step changes.
import { z } from '@hono/zod-openapi';
import { STEP_KINDS, STEP_ORDERS } from '../domain/scenario/steps.ts';
import { ScenarioResults } from './shapes-scenarios.ts';
import { Id } from './shapes.ts';

export const SCENARIO_UNITS = ['kWh', 'm3', 'kW', 'share', 'times', 'hours', 'EUR', 'kg', 'years'] as const;
const Part = z.object({
  role: z.enum(['term', 'numerator', 'denominator']),
  field: z.string(),
  weight: z.number(),
  value: z.number(),
  /** Route below /api/v1 that explains it. */
  explain: z.string().nullable(),
});

export const ScenarioExplanation = z
  .object({
    scenario: Id,
    field: z.string(),
    of: z.enum(['base', 'scenario', 'difference']),
    unit: z.enum(SCENARIO_UNITS),
    /** As the results tell it. */
    value: z.number(),
    /** steps: the base and what each step changes add up to it, of a difference without the base. sum: weight x value of the parts. ratio: the
     *  numerator by the denominator, of a share never above 1. base: what was measured, as the route in `base` explains it. */
    level: z.enum(['steps', 'sum', 'ratio', 'base']),
    base: z.object({ value: z.number(), explain: z.string().nullable() }).nullable(),
    /** In the order in which they are applied. */
    steps: z.array(
      z.object({
        /** Place in the list that was sent. */
        at: z.int(),
        kind: z.enum(STEP_KINDS),
        /** Of the figure after this step, less that before it: whole millionths. */
        contribution: z.number(),
        after: z.number(),
      }),
    ),
    parts: z.array(Part),
    order: z.enum(STEP_ORDERS),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    parameters: ScenarioResults.shape.parameters,
    factors: z.string(),
    asOf: z.iso.datetime({ offset: true }),
    simulated: z.boolean(),
  })
  .openapi('ScenarioExplanation');
export type ScenarioExplanation = z.infer<typeof ScenarioExplanation>;

export const ScenarioExplainQuery = z.object({
  /** As the results call it: importKwh, selfConsumption.collective, totalEur; money.capexEur, money.npv.publicEur. */
  field: z.string().max(40).default('importKwh'),
  of: z.enum(['base', 'scenario', 'difference']).default('scenario'),
});
export type ScenarioExplainQuery = z.infer<typeof ScenarioExplainQuery>;
