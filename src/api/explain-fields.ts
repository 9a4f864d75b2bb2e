// The names of the figures that can be explained, and what each is: a sum, a ratio of two sums, a peak, or the coverage.
import { GENERATION_FLOWS } from '../domain/balance.ts';
import { BALANCE_FIELDS, type BalanceField, RATIO_FIELDS } from '../domain/explain.ts';
import { ApiError } from './errors.ts';

/** A sum over registers and quarters; `of` limits it to the consumption of one company, or of all that are not named. */
export interface SumFigure {
  readonly kind: 'sum';
  readonly field: BalanceField;
  readonly of?: number | 'others';
}
export interface RatioFigure {
  readonly kind: 'ratio';
  readonly part: 'ownUse' | 'collectiveUse';
  readonly whole: 'supply' | 'use';
}
export type Figure = SumFigure | RatioFigure | { readonly kind: 'peak' } | { readonly kind: 'coverage' };

const RATIOS: ReadonlyMap<string, RatioFigure> = new Map([
  ['selfConsumption.individual', { kind: 'ratio', part: 'ownUse', whole: 'supply' }],
  ['selfConsumption.collective', { kind: 'ratio', part: 'collectiveUse', whole: 'supply' }],
  ['selfSufficiency.individual', { kind: 'ratio', part: 'ownUse', whole: 'use' }],
  ['selfSufficiency.collective', { kind: 'ratio', part: 'collectiveUse', whole: 'use' }],
]);
/** Flows of the balance by `from` and `to`; those to a company carry its id. */
const FLOWS: ReadonlyMap<string, SumFigure> = new Map<string, SumFigure>([
  ['flow:grid:carrier', { kind: 'sum', field: 'gridImport' }],
  ...GENERATION_FLOWS.map((field): [string, SumFigure] => [`flow:${field}:carrier`, { kind: 'sum', field }]),
  ['flow:discharge:carrier', { kind: 'sum', field: 'discharge' }],
  ['flow:carrier:companies', { kind: 'sum', field: 'consumption', of: 'others' }],
  ['flow:carrier:charge', { kind: 'sum', field: 'charge' }],
  ['flow:carrier:export', { kind: 'sum', field: 'gridExport' }],
  ['flow:carrier:residual', { kind: 'sum', field: 'residual' }],
]);
export const PEAK = 'peakImportKw';
export const COVERAGE = 'coverage';

/** 'import' -> 'importKwh' or 'importM3'. */
export const nameOf = (field: BalanceField, unit: 'kWh' | 'm3'): string => field + (unit === 'kWh' ? 'Kwh' : 'M3');

/** @param name as the balance calls the figure: importKwh, selfConsumption.individual, flow:sun:carrier
 *  @throws ApiError that lists the names when there is no such figure */
export function figureNamed(name: string, unit: 'kWh' | 'm3'): Figure {
  if (name === COVERAGE) return { kind: 'coverage' };
  const energy = unit === 'kWh';
  const field = [...BALANCE_FIELDS, ...(energy ? RATIO_FIELDS : [])].find((one) => nameOf(one, unit) === name);
  if (field !== undefined) return { kind: 'sum', field };
  const flow = FLOWS.get(name);
  if (flow !== undefined) return flow;
  const company = /^flow:carrier:company:(\d{1,9})$/.exec(name)?.[1];
  if (company !== undefined) return { kind: 'sum', field: 'consumption', of: Number(company) };
  const ratio = energy ? RATIOS.get(name) : undefined;
  if (ratio !== undefined) return ratio;
  if (energy && name === PEAK) return { kind: 'peak' };
  const names = [
    ...BALANCE_FIELDS.map((one) => nameOf(one, unit)),
    ...(energy ? [PEAK, ...RATIOS.keys()] : []),
    COVERAGE,
    'quality.<flag>',
    'flow:<from>:<to>',
    `uncertainty${energy ? 'Kwh' : 'M3'}.<figure>.<low or high>`,
  ];
  throw new ApiError('invalid-request', `field: of this carrier one of ${names.join(', ')} can be explained.`);
}
