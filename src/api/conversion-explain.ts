// Explains a figure of a conversion: input, output and efficiency down to the registers of its meters.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { energyKwh, kwhPerUnit } from '../domain/conversions.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { fromMicro } from '../domain/ledger.ts';
import { pathOf } from './capacity-scope.ts';
import { type ConversionSums, type MeterSum, type Way, measuredConversions, registersTold, viewOf } from './conversion-query.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { EXPLAIN_ROWS_MAX } from './explain-query.ts';
import type { Area } from './scope.ts';
import type { ConversionExplanation, ConversionView } from './shapes-conversions.ts';

type Answer = Omit<ConversionExplanation, 'simulated'>;
type Part = Answer['parts'][number];
/** What a field fills in. */
type Filled = Pick<Answer, 'unit' | 'value' | 'level'> & Partial<Pick<Answer, 'registers' | 'parts'>>;

/** Figures of the whole, and of one meter on a side. */
export const CONVERSION_FIELDS = ['inputKwh', 'outputKwh', 'ambientKwh', 'lossKwh', 'efficiency'] as const;
export const SIDE_FIELDS = ['amount', 'kwh', 'coverage'] as const;
const SIDES = [
  { name: 'inputs', way: 'input' },
  { name: 'outputs', way: 'output' },
] as const;

interface Asked {
  readonly area: Area;
  readonly query: { readonly conversion: number; readonly field: string; readonly meter?: number; readonly from?: string; readonly to?: string };
}
interface Over {
  readonly asked: Asked;
  readonly view: ConversionView;
  readonly sums: ConversionSums;
}

/** @throws ApiError when this reader is told of no such conversion, or when it has no such figure */
export async function explainConversion(deps: Deps, principal: Principal, asked: Asked): Promise<Answer> {
  const { field, conversion, meter = null } = asked.query;
  const measured = await measuredConversions(deps, principal, { ...asked, only: conversion });
  const [row] = measured.rows;
  if (row === undefined) throw notFound('conversion');
  const sums = measured.sums(row);
  const over = { asked, sums, view: viewOf(deps, row, sums) };
  const known = { conversion, field, meter, start: toIso(sums.from), end: toIso(sums.to), registers: [], parts: [], asOf: toIso(deps.now()) };
  const own = CONVERSION_FIELDS.find((one) => one === field);
  return { ...known, ...(own === undefined ? ofSide(over) : ofWhole(over, own)) };
}

/** @throws ApiError when it is not known */
function knownOf({ asked }: Over, value: number | null | undefined): number {
  if (value === null || value === undefined) throw new ApiError('invalid-request', `field: of this period ${asked.query.field} is not known, so there is nothing to explain.`);
  return value;
}

function ofWhole(over: Over, field: (typeof CONVERSION_FIELDS)[number]): Filled {
  const { view } = over;
  const value = knownOf(over, view[field]);
  const part = (role: Part['role'], of: 'inputKwh' | 'outputKwh' | 'ambientKwh', weight: number): Part => ({
    role,
    field: of,
    meter: null,
    weight,
    value: knownOf(over, view[of]),
    explain: linkTo(over, of, null),
  });
  switch (field) {
    case 'inputKwh':
    case 'outputKwh': {
      const name = field === 'inputKwh' ? 'inputs' : 'outputs';
      const parts = view[name].map((one): Part => ({
        role: 'term',
        field: `${name}.kwh`,
        meter: one.meter,
        weight: 1,
        value: knownOf(over, one.kwh),
        explain: linkTo(over, `${name}.kwh`, one.meter),
      }));
      return { unit: 'kWh', value, level: 'sum', parts };
    }
    case 'ambientKwh':
      // Of anything but a heat pump nothing comes from outside.
      return { unit: 'kWh', value, level: 'sum', parts: view.kind === 'heat-pump' ? [part('term', 'outputKwh', 1), part('term', 'inputKwh', -1)] : [] };
    case 'lossKwh':
      return { unit: 'kWh', value, level: 'sum', parts: [part('term', 'inputKwh', 1), part('term', 'ambientKwh', 1), part('term', 'outputKwh', -1)] };
    case 'efficiency':
      return { unit: 'ratio', value, level: 'ratio', parts: [part('numerator', 'outputKwh', 1), part('denominator', 'inputKwh', 1)] };
  }
}

function ofSide(over: Over): Filled {
  const { asked, view, sums } = over;
  const { field, meter } = asked.query;
  const side = SIDES.find(({ name }) => field.startsWith(`${name}.`));
  const what = SIDE_FIELDS.find((one) => field === `${side?.name}.${one}`);
  const told = side === undefined ? undefined : view[side.name].find((one) => one.meter === meter);
  const sum = meter === undefined ? undefined : sums.meters.get(meter);
  if (side === undefined || what === undefined)
    throw new ApiError(
      'invalid-request',
      `field: one of ${[...CONVERSION_FIELDS, ...SIDES.flatMap(({ name }) => SIDE_FIELDS.map((one) => `${name}.${one}`))].join(', ')} can be explained.`,
    );
  if (told === undefined || sum === undefined)
    throw new ApiError('invalid-request', `meter: one of ${view[side.name].map((one) => one.meter).join(', ')}, which are the ${side.name} of this conversion.`);
  const plain = { meter: told.meter, weight: 1 };
  switch (what) {
    case 'amount':
      return { unit: told.unit, value: knownOf(over, told.amount), level: 'registers', registers: registersOf(over, sum, side.way) };
    case 'kwh': {
      const amount = knownOf(over, told.amount);
      const parts: Part[] = [
        { role: 'factor', field: `${side.name}.amount`, ...plain, value: amount, explain: linkTo(over, `${side.name}.amount`, told.meter) },
        { role: 'factor', field: 'kwhPerUnit', ...plain, value: kwhPerUnit(told.carrier), explain: null },
      ];
      return { unit: 'kWh', value: energyKwh(told.carrier, amount), level: 'product', parts };
    }
    case 'coverage': {
      const parts: Part[] = [
        { role: 'numerator', field: 'quartersPresent', ...plain, value: sum.present, explain: null },
        { role: 'denominator', field: 'quartersExpected', ...plain, value: Math.max(sum.expected, 1), explain: null },
      ];
      return { unit: 'ratio', value: published(told.coverage), level: 'ratio', parts };
    }
  }
}

function registersOf({ sums }: Over, sum: MeterSum, way: Way): Answer['registers'] {
  const short = (sums.to - sums.from) / QUARTER_MS <= EXPLAIN_ROWS_MAX;
  return registersTold(sum, way).map(({ register, amountMicro, present }) => {
    const query = new URLSearchParams({ register: String(register.id), from: toIso(sums.from), to: toIso(sums.to) });
    const explain = short && register.kind === 'counter' ? `/meters/${register.meter}/quarters/explain?${query}` : null;
    return { meter: register.meter, register: register.id, name: register.name, quarters: present, contribution: fromMicro(amountMicro), explain };
  });
}

function linkTo({ asked: { area, query } }: Over, field: string, meter: number | null): string {
  const { from, to, conversion } = query;
  const asked = new URLSearchParams({ ...(from !== undefined && { from }), ...(to !== undefined && { to }), conversion: String(conversion), field });
  if (meter !== null) asked.set('meter', String(meter));
  return `${pathOf(area)}/conversions/explain?${asked}`;
}
