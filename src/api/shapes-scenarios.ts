// The shapes of scenarios on the wire: what is sent and what is answered.
import { z } from '@hono/zod-openapi';
import { OwnPrices, PRICE_CODES } from '../domain/scenario/parameters.ts';
import { STEPS_MAX, STEP_KINDS, STEP_ORDERS, ScenarioStep } from '../domain/scenario/steps.ts';

const Instant = z.string().max(40);
const Steps = z.array(ScenarioStep).max(STEPS_MAX);
const asked = {
  steps: Steps,
  /** canonical: panels, wind, batteries, trucks, heat, group contract, heat pumps; given: as they are listed. */
  order: z.enum(STEP_ORDERS).default('canonical'),
  /** Own prices, investments and interest by code of the parameters; what is not named is theirs. */
  prices: OwnPrices.default({}),
  /** The measured year; without it the year up to the last midnight. */
  from: Instant.nullable().default(null),
  to: Instant.nullable().default(null),
};
const whose = { park: z.string().max(64).exactOptional(), company: z.int().positive().nullable().exactOptional() };

export const NewScenario = z.strictObject({ ...whose, name: z.string().trim().min(1).max(120), ...asked, shared: z.boolean().default(false) }).openapi('NewScenario');
export type NewScenario = z.infer<typeof NewScenario>;
export const PreviewScenario = z.strictObject({ ...whose, ...asked }).openapi('PreviewScenario');
export type PreviewScenario = z.infer<typeof PreviewScenario>;
export const ScenarioChangeBody = z
  .strictObject({
    name: z.string().trim().min(1).max(120).exactOptional(),
    steps: Steps.exactOptional(),
    order: z.enum(STEP_ORDERS).exactOptional(),
    /** In place of all own prices that there were. */
    prices: OwnPrices.exactOptional(),
    from: Instant.nullable().exactOptional(),
    to: Instant.nullable().exactOptional(),
    shared: z.boolean().exactOptional(),
  })
  .openapi('ScenarioChange');
export type ScenarioChangeBody = z.infer<typeof ScenarioChangeBody>;

export const ScenarioView = z
  .object({
    id: z.int(),
    park: z.string(),
    company: z.int().nullable(),
    /** Of the company or park. */
    owner: z.string(),
    name: z.string(),
    steps: z.array(ScenarioStep),
    order: z.enum(STEP_ORDERS),
    prices: OwnPrices,
    from: z.string().nullable(),
    to: z.string().nullable(),
    shared: z.boolean(),
    /** May this reader change it? */
    mine: z.boolean(),
    author: z.string(),
    createdAt: z.string(),
    changedAt: z.string(),
    simulated: z.boolean(),
  })
  .openapi('Scenario');
export type ScenarioView = z.infer<typeof ScenarioView>;

const Share = z.number().nullable();
const Shares = z.object({ individual: Share, collective: Share });
const Money = z.number();
/** Of a measured year, before or after the steps; of a difference, scenario minus base. */
export const ScenarioFigures = z
  .object({
    importKwh: z.number(),
    exportKwh: z.number(),
    generationKwh: z.number(),
    consumptionKwh: z.number(),
    chargeKwh: z.number(),
    dischargeKwh: z.number(),
    localExchangeKwh: z.number(),
    gridImportKwh: z.number(),
    gridExportKwh: z.number(),
    gasM3: z.number(),
    peakKw: z.number().nullable(),
    selfConsumption: Shares,
    selfSufficiency: Shares,
    /** Above what the connections or the group may draw and feed in. */
    violations: z.number(),
    hoursAbove: z.number(),
    aboveKwh: z.number(),
    exportViolations: z.number(),
    exportHoursAbove: z.number(),
    exportAboveKwh: z.number(),
    importEur: Money,
    exportEur: Money,
    peakEur: Money,
    gasEur: Money,
    maintenanceEur: Money,
    totalEur: Money,
    scope1Kg: z.number(),
    scope2Kg: z.number(),
    upstreamKg: z.number(),
    /** Scope 1, scope 2 by location, and the chain before them. */
    co2Kg: z.number(),
    avoidedKg: z.number(),
  })
  .openapi('ScenarioFigures');
export type ScenarioFigures = z.infer<typeof ScenarioFigures>;

const Note = z.object({
  note: z.enum(['shape', 'upper-bound', 'lower-bound', 'not-solved', 'no-target', 'no-links', 'short']),
  source: z.string().exactOptional(),
  kwh: z.number().exactOptional(),
});
const LogLine = z.object({
  /** Place in the list that was sent; the lines stand in the order in which they were applied. */
  at: z.int(),
  kind: z.enum(STEP_KINDS),
  connections: z.int(),
  kwh: z.number(),
  gasM3: z.number(),
  limitKw: z.number().nullable(),
  capexEur: z.number(),
  notes: z.array(Note),
});
export const RunView = z
  .object({
    state: z.enum(['none', 'running', 'done', 'cancelled', 'failed']),
    /** Of the year that is solved. */
    progress: z.number().min(0).max(1),
    startedAt: z.string().nullable(),
    seconds: z.number().nullable(),
    /** What it was worth by the prices, of the solver and of the best rule, in the last run that was done: the figures rest on it, also
     *  when a later one was ended. Null until there is one. */
    solverEur: z.number().nullable(),
    ruleEur: z.number().nullable(),
    chosenBy: z.enum(['solver', 'rule']).nullable(),
    detail: z.string().nullable(),
    simulated: z.boolean().exactOptional(),
  })
  .openapi('ScenarioRun');
export type RunView = z.infer<typeof RunView>;

const DurationPoint = z.object({ share: z.number(), baseKw: z.number().nullable(), scenarioKw: z.number().nullable() });
export const ScenarioResults = z
  .object({
    park: z.string(),
    company: z.int().nullable(),
    from: z.string(),
    to: z.string(),
    order: z.enum(STEP_ORDERS),
    base: ScenarioFigures,
    scenario: ScenarioFigures,
    difference: ScenarioFigures,
    money: z.object({
      /** screening: less than three months was measured, and nothing is said in euros a year. */
      basis: z.enum(['measured-year', 'extrapolated', 'screening']),
      capexEur: z.number(),
      savedEurPerYear: z.number().nullable(),
      npv: z.object({ publicEur: z.number().nullable(), companyEur: z.number().nullable() }),
      paybackYears: z.number().nullable(),
    }),
    log: z.array(LogLine),
    /** How often at least so much was drawn, and the mean net import of each hour of the week, Monday first. */
    duration: z.array(DurationPoint),
    week: z.array(z.object({ hour: z.int(), baseKw: z.number().nullable(), scenarioKw: z.number().nullable() })),
    coverage: z.number(),
    quality: z.record(z.string(), z.number()),
    quartersMeasured: z.int(),
    quartersExpected: z.int(),
    withheld: z.int(),
    asOf: z.string(),
    /** The hash is of the values in use, own ones included; own: those that differ from the parameters, and whether their band holds them. */
    parameters: z.object({
      hash: z.string(),
      own: z.array(z.object({ code: z.enum(PRICE_CODES), value: z.number(), standard: z.number(), low: z.number(), high: z.number(), unit: z.string(), within: z.boolean() })),
    }),
    factors: z.string(),
    run: RunView,
    simulated: z.boolean(),
  })
  .openapi('ScenarioResults');
export type ScenarioResults = z.infer<typeof ScenarioResults>;

export const ScenarioComparison = z.object({
  items: z.array(z.object({ scenario: ScenarioView, results: ScenarioResults })),
  next: z.null(),
  simulated: z.boolean(),
});
export const ScenarioParametersView = z
  .object({
    hash: z.string(),
    /** own: somebody may reckon with another value. */
    items: z.array(
      z.object({ code: z.string(), own: z.boolean(), value: z.number(), low: z.number(), high: z.number(), unit: z.string(), source: z.string(), validFrom: z.string() }),
    ),
    next: z.null(),
    simulated: z.boolean(),
  })
  .openapi('ScenarioParameters');
export type ScenarioParametersView = z.infer<typeof ScenarioParametersView>;
