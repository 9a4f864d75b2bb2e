// Numbers of CO2 of a place, where each is explained, and what a reader adds up from what is listed.
import { published } from '../../src/domain/balance-rows.ts';
import { DECOMPOSED } from '../../src/domain/emission-trend.ts';
import { type Body, type ExplainedNumber, type Get, LEVELS, type Numbers, inside, numbersIn, objectIn, reckonLevel, rows, total } from './explained-parts.ts';

/** Of the change and of the way to the goal; those of `years` by their year. */
const CHANGE = [...DECOMPOSED];
const WAY = ['base.kg', 'gapKg', 'requiredKgPerYear', 'requiredYearlyRate'];
const OF_YEAR = ['actualKg', 'targetKg', 'forecast.kg', 'forecast.lowKg', 'forecast.highKg'];
const CO2_LEVELS = ['terms', 'carriers', 'parts'];
const CO2 = ['scope1Kg', 'scope2.locationBasedKg', 'scope2.marketBasedKg', 'upstream.locationBasedKg', 'upstream.marketBasedKg', 'avoidedKg', 'biogenicKg'];

/** Of one thing. */
const OF_LINE = [...CO2.filter((name) => name !== 'avoidedKg'), 'infrastructureKg'];

export const emissions: Numbers = async (get, path, { from, to, measuredFrom }) => {
  // One within a month, and one of more than one month.
  const periods = await Promise.all([from, measuredFrom].map(async (begin) => ofPeriod(get, path, `from=${begin}&to=${to}`)));
  return periods.flat();
};

async function ofPeriod(get: Get, path: string, query: string): Promise<ExplainedNumber[]> {
  const { totals, steps, lines, duties, uncertaintyShare } = await get(`${path}?${query}`);
  const number = (field: string, told: number, over = query): ExplainedNumber => ({
    name: field,
    told,
    explain: `${path}/explain?${over}&field=${field}`,
    reckon: (body: Body) => total(rows(body['terms'])),
    lists: ['terms'],
  });
  const figures = numbersIn(objectIn(totals), CO2).map(([field, told]) => number(field, told));
  const months = rows(steps).flatMap((step) => numbersIn(step, CO2).map(([field, told]) => number(field, told, `from=${String(step['start'])}&to=${String(step['end'])}`)));
  const things = rows(lines).flatMap((line) => numbersIn(line, OF_LINE).map(([field, told]) => number(`lines.${String(line['subject'])}.${field}`, told)));
  const used = rows(duties).flatMap((one) =>
    numbersIn(one, ['electricityKwh', 'gasM3']).map(([name, told]) => ({
      name: `${name} of a duty`,
      told,
      explain: String(inside(one['explain'], name)),
      reckon: reckonLevel,
      lists: LEVELS,
    })),
  );
  const sure = { ...number('uncertaintyShare', Number(uncertaintyShare)), reckon: reckonKg, lists: ['parts'] };
  return [...figures, ...months, ...things, ...used, sure];
}

/** Of terms, carriers or parts, by what the level says. */
export function reckonKg(body: Body): number {
  const parts = rows(body['parts']);
  const of = (role: string): number => Number(parts.find((part) => part['role'] === role)?.['value']);
  const terms = (): number => parts.filter((part) => part['role'] === 'term').reduce((sum, part) => sum + Number(part['weight']) * Number(part['value']), 0);
  switch (body['level']) {
    case 'terms':
      return total(rows(body['terms']));
    case 'carriers':
      return total(rows(body['carriers']));
    case 'sum':
      return published(String(body['field']).includes('forecast') ? Math.max(terms(), 0) : terms());
    case 'product':
      return published(parts.reduce((product, part) => product * Number(part['value']), 1));
    case 'quotient':
      return published(terms() / of('denominator'));
    case 'rate':
      return 1 - (of('numerator') / of('denominator')) ** (1 / of('exponent'));
    case 'quadrature':
      return published(Math.sqrt(parts.reduce((sum, part) => sum + (Number(part['weight']) * Number(part['value'])) ** 2, 0)));
    default:
      throw new Error(`${String(body['level'])} is no level of CO2`);
  }
}

/** What of the CO2 of a place reads years of history: why it changed, and the way to the goal.
 *  @param query of the answer */
export async function historyNumbers(get: Get, path: string, query: string): Promise<ExplainedNumber[]> {
  const { decomposition, trajectory } = await get(`${path}?${query}`);
  const number = (name: string, told: number, more = ''): ExplainedNumber => ({
    name,
    told,
    explain: `${path}/explain?${query}&field=${name}${more}`,
    reckon: reckonKg,
    lists: CO2_LEVELS,
  });
  const change = numbersIn(objectIn(decomposition), CHANGE).map(([name, told]) => number(`decomposition.${name}`, told));
  const way = numbersIn(objectIn(trajectory), WAY).map(([name, told]) => number(`trajectory.${name}`, told));
  const years = rows(objectIn(trajectory)['years']).flatMap((one) =>
    numbersIn(one, OF_YEAR).map(([name, told]) => number(`trajectory.years.${name}`, told, `&year=${String(one['year'])}`)),
  );
  return [...change, ...way, ...years];
}
