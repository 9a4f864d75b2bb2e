// The steps of a scenario as data: what is added, at whom, and in which order. Pure.
import { z } from 'zod';

/** In the order in which they are applied unless somebody orders them: each sees what those before it left. */
export const STEP_KINDS = ['pv', 'wind', 'battery', 'truck-hub', 'heat-network', 'group-contract', 'electrification'] as const;
export type StepKind = (typeof STEP_KINDS)[number];
export const BATTERY_RULES = ['self-consumption', 'peak-shaving', 'threshold', 'price', 'lp'] as const;
export const STEPS_MAX = 20;
const POWER_MAX_KW = 1_000_000;

const Power = z.number().min(0).max(POWER_MAX_KW);
/** A company of the scenario; null: all of them, by what they draw. */
const Company = { company: z.int().positive().nullable().default(null) };

export const ScenarioStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pv'),
    ...Company,
    kwp: Power,
    /** Of the panels, from level; with the azimuth given, the sun is reckoned on that plane. */
    tiltDeg: z.number().min(0).max(90).nullable().default(null),
    /** Where they look: 180 is south, 90 east. */
    azimuthDeg: z.number().min(0).max(360).nullable().default(null),
    /** What the inverters can pass; null: all of it. */
    inverterKw: Power.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('wind'), ...Company, kw: Power }),
  z.strictObject({
    kind: z.literal('battery'),
    ...Company,
    kwh: z.number().min(0).max(POWER_MAX_KW),
    kw: Power,
    rule: z.enum(BATTERY_RULES).default('self-consumption'),
    /** Of the threshold rule: discharges above it; of the price rule: never charges above it. null: follows from the year. */
    limitKw: Power.nullable().default(null),
    /** Of the solver: 48 hours ahead each day, as a controller could, or the whole year at once, as nobody can. */
    foresight: z.enum(['rolling', 'year']).default('rolling'),
  }),
  z.strictObject({
    kind: z.literal('truck-hub'),
    ...Company,
    trucks: z.int().min(0).max(10_000),
    /** What one charges in a night. */
    truckKwh: z.number().positive().max(2_000).default(275),
    chargerKw: z.number().positive().max(2_000).default(50),
    /** Charges where the load is lowest, instead of at once. */
    smart: z.boolean().default(true),
  }),
  z.strictObject({ kind: z.literal('heat-network') }),
  z.strictObject({ kind: z.literal('group-contract'), limitKw: Power, limitExportKw: Power.nullable().default(null) }),
  z.strictObject({
    kind: z.literal('electrification'),
    ...Company,
    /** Of the gas, that a heat pump takes over. */
    share: z.number().min(0).max(1),
    /** Of the heat that is made. */
    supplyC: z.number().min(25).max(150).default(60),
    /** Fixed; null: by Lorenz from the air outside. */
    cop: z.number().min(1).max(8).nullable().default(null),
  }),
]);
export type ScenarioStep = z.infer<typeof ScenarioStep>;
export type StepOf<K extends StepKind> = Extract<ScenarioStep, { kind: K }>;

export const STEP_ORDERS = ['canonical', 'given'] as const;
/** canonical: by kind, whatever the order of the list; given: as listed. */
export type StepOrder = (typeof STEP_ORDERS)[number];

/** The steps in the order in which they are applied, each with its place in the list.
 *  @see docs/scenarios.md#order */
export function orderedSteps(steps: readonly ScenarioStep[], order: StepOrder): { readonly step: ScenarioStep; readonly at: number }[] {
  const listed = steps.map((step, at) => ({ step, at }));
  return order === 'given' ? listed : listed.sort((a, b) => STEP_KINDS.indexOf(a.step.kind) - STEP_KINDS.indexOf(b.step.kind) || a.at - b.at);
}
