// The assumptions of scenarios as data: each with its band, unit, source and the day it holds from. Pure.
import { z } from 'zod';
import { type Parameter, ParameterRow } from '../heat/parameters.ts';

export const SCENARIO_CODES = [
  'pvYieldKwhPerKwp',
  'pvPerformance',
  'pvEurPerKwp',
  'pvLifeYears',
  'pvMaintenanceShare',
  'windFullLoadHours',
  'windEurPerKw',
  'windLifeYears',
  'windMaintenanceShare',
  'batteryRoundTrip',
  'batteryEurPerKwh',
  'batteryEurPerKw',
  'batteryLifeYears',
  'batteryMaintenanceShare',
  'chargerEurPerKw',
  'chargerLifeYears',
  'chargerMaintenanceShare',
  'heatPumpEurPerKw',
  'heatPumpLifeYears',
  'heatPumpMaintenanceShare',
  'groupContractEur',
  'groupContractLifeYears',
  'highEurPerKwh',
  'lowEurPerKwh',
  'exportEurPerKwh',
  'peakEurPerKwMonth',
  'gasEurPerM3',
  'lorenzEfficiency',
  'copMax',
  'boilerEfficiency',
  'outsideC',
  'publicRate',
  'companyRate',
  'horizonYears',
] as const;
export type ScenarioCode = (typeof SCENARIO_CODES)[number];

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one row for each code, and fromEntries forgets which
const shape = Object.fromEntries(SCENARIO_CODES.map((code) => [code, ParameterRow])) as Record<ScenarioCode, typeof ParameterRow>;
export const ScenarioFile = z.strictObject({ id: z.literal('scenarios'), name: z.string().min(1).max(80), parameters: z.strictObject(shape) });

export interface ScenarioParameters {
  /** Of values and bands: two results with the same hash were made from the same assumptions. */
  readonly hash: string;
  readonly rows: Readonly<Record<ScenarioCode, Parameter>>;
}
/** The values in use, without what stands beside them. */
export type ScenarioValues = Readonly<Record<ScenarioCode, number>>;

/** @returns the default of each parameter */
export function scenarioValues({ rows }: Pick<ScenarioParameters, 'rows'>): ScenarioValues {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one value for each code of the rows
  return Object.fromEntries(Object.entries(rows).map(([code, row]) => [code, row.value])) as ScenarioValues;
}
