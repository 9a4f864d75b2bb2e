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

/** What somebody may reckon with instead: prices, investments and interest, which say what energy is worth and move none of it. */
export const PRICE_CODES = [
  'highEurPerKwh',
  'lowEurPerKwh',
  'exportEurPerKwh',
  'peakEurPerKwMonth',
  'gasEurPerM3',
  'pvEurPerKwp',
  'windEurPerKw',
  'batteryEurPerKwh',
  'batteryEurPerKw',
  'chargerEurPerKw',
  'heatPumpEurPerKw',
  'groupContractEur',
  'publicRate',
  'companyRate',
  'horizonYears',
] as const satisfies readonly ScenarioCode[];
export type PriceCode = (typeof PRICE_CODES)[number];
/** An own price reaches to so many times the highest of its band: beyond that it is a slip of the unit. */
export const OWN_PRICE_TIMES_MAX = 10;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one schema for each code, and fromEntries forgets which
const prices = Object.fromEntries(
  PRICE_CODES.map((code) => [
    code,
    z
      .number()
      .min(code === 'horizonYears' ? 1 : 0)
      .exactOptional(),
  ]),
) as Record<PriceCode, z.ZodExactOptional<z.ZodNumber>>;
/** Own values by code; what is not named is that of the parameters. */
export const OwnPrices = z.strictObject(prices);
export type OwnPrices = z.infer<typeof OwnPrices>;

/** An own value, beside what it stands for.
 *  within: the band of the parameters holds it; else it is somebody's own word */
export interface OwnPrice {
  readonly code: PriceCode;
  readonly value: number;
  readonly standard: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly within: boolean;
}

/** The own values that differ from the parameters.
 *  @see docs/scenarios.md#own-prices */
export function ownPrices({ rows }: Pick<ScenarioParameters, 'rows'>, own: OwnPrices): OwnPrice[] {
  return PRICE_CODES.flatMap((code): OwnPrice[] => {
    const [value, { value: standard, low, high, unit }] = [own[code], rows[code]];
    return value === undefined || value === standard ? [] : [{ code, value, standard, low, high, unit, within: value >= low && value <= high }];
  });
}

/** The first own value that no price of its kind can be, with the most that it may be; null: all can.
 *  @see docs/scenarios.md#own-prices */
export function tooHighPrice({ rows }: Pick<ScenarioParameters, 'rows'>, own: OwnPrices): { readonly code: PriceCode; readonly most: number } | null {
  for (const code of PRICE_CODES) {
    const most = rows[code].high * OWN_PRICE_TIMES_MAX;
    if ((own[code] ?? 0) > most) return { code, most };
  }
  return null;
}

/** @returns the default of each parameter */
export function scenarioValues({ rows }: Pick<ScenarioParameters, 'rows'>): ScenarioValues {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one value for each code of the rows
  return Object.fromEntries(Object.entries(rows).map(([code, row]) => [code, row.value])) as ScenarioValues;
}
