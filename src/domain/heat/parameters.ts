// The assumptions of the heat matching as data: each with its band, unit, source and the day it holds from. Pure.
import { z } from 'zod';

export const HEAT_CODES = [
  'gasLhvKwhPerM3',
  'boilerEfficiency',
  'exchangerDropK',
  'lorenzEfficiency',
  'copMax',
  'copMin',
  'gridMaxC',
  'heatPumpMaxC',
  'refrigerationEer',
  'compressorShare',
  'serverShare',
  'economiserShare',
  'bufferLossPerHour',
  'bufferRangeK',
  'matchDistanceM',
  'linksPerPort',
] as const;
export const PIPE_CODES = [
  'frictionPaPerM',
  'velocityMaxMs',
  'roughnessMm',
  'groundC',
  'tortuosity',
  'pumpEfficiency',
  'localLossFactor',
  'surfaceFactor',
  'insulationWPerMK',
  'groundWPerMK',
  'coverM',
] as const;
export const COST_CODES = [
  'capexFactor',
  'priceIndex',
  'exchangerKwPerM2K',
  'exchangerFixedEur',
  'exchangerAreaEur',
  'stationEurPerKw',
  'pumpEurPerKw',
  'heatPumpEurPerKw',
  'engineeringShare',
  'maintenanceShare',
  'pipeLifeYears',
  'machineLifeYears',
  'publicRate',
  'companyRate',
  'gasEurPerM3',
  'electricityEurPerKwh',
  'emissionPriceEurPerT',
  'sellerEurPerMwh',
  'gasKgPerM3',
  'electricityKgPerKwh',
] as const;
export type HeatCode = (typeof HEAT_CODES)[number] | (typeof PIPE_CODES)[number] | (typeof COST_CODES)[number];

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day between quotes, as in "2026-01-01"');
export const ParameterRow = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number(), unit: z.string().min(1).max(20), source: z.string().min(3).max(300), validFrom: Day })
  .refine((row) => row.low <= row.value && row.value <= row.high, { path: ['value'], error: 'must lie between low and high' });
export type Parameter = z.infer<typeof ParameterRow>;

const PipeSizeRow = z.strictObject({
  dn: z.int().positive().max(2000),
  innerMm: z.number().positive().max(2000),
  /** Heat that one pipe loses per metre and kelvin above the ground. */
  lossWPerMK: z.number().positive().max(10),
  /** A trench with a pair of pipes. */
  trenchEurPerM: z.number().positive().max(100_000),
});
export type PipeSize = z.infer<typeof PipeSizeRow>;

const rowsOf = <K extends string>(codes: readonly K[]): z.ZodObject<Record<K, typeof ParameterRow>> => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one row for each code, and fromEntries forgets which
  const shape = Object.fromEntries(codes.map((code) => [code, ParameterRow])) as Record<K, typeof ParameterRow>;
  return z.strictObject(shape);
};
const Head = { name: z.string().min(1).max(80) };

const TemperatureRow = z
  .strictObject({
    /** What an SBI code begins with; empty: any. */
    sbi: z.string().max(8),
    role: z.enum(['source', 'sink']),
    supplyC: z.number().min(-30).max(600),
    returnC: z.number().min(-40).max(600),
    source: z.string().min(3).max(300),
  })
  .refine((row) => row.returnC < row.supplyC, { path: ['returnC'], error: 'must be lower than supplyC' });
export type TemperatureRow = z.infer<typeof TemperatureRow>;

export const HeatFile = z.strictObject({ id: z.literal('heat'), ...Head, parameters: rowsOf(HEAT_CODES), temperatures: z.array(TemperatureRow).min(2).max(200) });
export const CostFile = z.strictObject({ id: z.literal('costs'), ...Head, parameters: rowsOf(COST_CODES) });
export const PipeFile = z.strictObject({
  id: z.literal('pipes'),
  ...Head,
  parameters: rowsOf(PIPE_CODES),
  table: z.strictObject({ source: z.string().min(3).max(300), sizes: z.array(PipeSizeRow).min(1).max(40) }),
});

/** All that a result rests on besides measurements. */
export interface HeatParameters {
  /** Of values, bands and table: two results with the same hash were made from the same assumptions. */
  readonly hash: string;
  readonly rows: Readonly<Record<HeatCode, Parameter>>;
  /** From thin to thick. */
  readonly pipes: readonly PipeSize[];
  /** Where that table comes from. */
  readonly pipesSource: string;
  readonly temperatures: readonly TemperatureRow[];
}

/** Temperatures of a port that nobody described: of the longest beginning of the SBI code that is listed. */
export function usualTemperatures({ temperatures }: Pick<HeatParameters, 'temperatures'>, { sbi, role }: { sbi: string; role: 'source' | 'sink' }): TemperatureRow {
  const fitting = temperatures.filter((row) => row.role === role && sbi.startsWith(row.sbi)).sort((a, b) => b.sbi.length - a.sbi.length);
  const [best] = fitting;
  if (best === undefined) throw new RangeError(`the parameters have no temperatures of a ${role} for any SBI code`);
  return best;
}

/** The values in use, without what stands beside them. */
export type HeatValues = Readonly<Record<HeatCode, number>>;

/** @returns the default of each parameter */
export function valuesOf({ rows }: Pick<HeatParameters, 'rows'>): HeatValues {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one value for each code of the rows
  return Object.fromEntries(Object.entries(rows).map(([code, row]) => [code, row.value])) as HeatValues;
}
