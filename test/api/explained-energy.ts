// Numbers of all carriers in one, where each is explained, and what a reader makes of what is listed.
import { CARRIER_FIELDS, ENERGY_TOTALS } from '../../src/api/energy-flows-explain.ts';
import { published } from '../../src/domain/balance-rows.ts';
import { type Body, type ExplainedNumber, type Get, numbersIn, objectIn, rows, total } from './explained-parts.ts';

/** By what the level says. */
export function reckonEnergy(body: Body): number {
  const parts = rows(body['parts']);
  const of = (role: string): number => Number(parts.find((one) => one['role'] === role)?.['value']);
  const weights = parts.reduce((sum, one) => sum + Number(one['weight']), 0);
  switch (body['level']) {
    case 'terms':
      return total(rows(body['terms']));
    case 'ratio':
      return of('numerator') / of('denominator');
    case 'mean':
      return weights === 0 ? 0 : published(parts.reduce((sum, one) => sum + Number(one['value']) * Number(one['weight']), 0) / weights);
    case 'sum':
      return body['unit'] === 'kWh' ? total(parts, 'value') : parts.reduce((sum, one) => sum + Number(one['value']), 0);
    default:
      throw new Error(`${String(body['level'])} is no level of all carriers in one`);
  }
}

/** @param query from= and to= */
export async function energyNumbers(get: Get, path: string, query: string): Promise<ExplainedNumber[]> {
  const { flows, totals, carriers, coverage, quality } = await get(`${path}?${query}`);
  const number = (field: string, told: number, more: Record<string, string> = {}): ExplainedNumber => ({
    name: field,
    told,
    explain: `${path}/explain?${query}&${new URLSearchParams({ field, ...more })}`,
    reckon: reckonEnergy,
    lists: ['terms', 'parts'],
  });
  return [
    ...rows(flows).map((flow) => number('flows.kwh', Number(flow['kwh']), { source: String(flow['from']), target: String(flow['to']) })),
    ...numbersIn(objectIn(totals), ENERGY_TOTALS).map(([name, told]) => number(`totals.${name}`, told)),
    ...rows(carriers).flatMap((row) => numbersIn(row, CARRIER_FIELDS).map(([name, told]) => number(`carriers.${name}`, told, { carrier: String(row['carrier']) }))),
    number('coverage', Number(coverage)),
    ...Object.entries(objectIn(quality)).map(([flag, told]) => number(`quality.${flag}`, Number(told))),
  ];
}
