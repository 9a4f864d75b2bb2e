// Figures about materials, where each is explained, and what a reader makes of what is listed.
import { SUPPLY_MEANS } from '../../src/domain/circular/indicators.ts';
import { INDICATORS } from '../../src/api/shapes-circularity.ts';
import { type Body, type ExplainedNumber, type Get, isNumber, numbersIn, objectIn, rows } from './explained-parts.ts';

/** By the level, and rounded as the answer says it is. */
export function reckonMaterial(body: Body): number {
  const parts = rows(body['parts']);
  const sumOf = (...roles: string[]): number =>
    parts.filter((part) => roles.includes(String(part['role']))).reduce((sum, part) => sum + Number(part['weight']) * Number(part['value']), 0);
  const made = (): number => {
    switch (body['level']) {
      case 'ratio':
        return sumOf('numerator') / sumOf('denominator');
      case 'product':
        return parts.reduce((product, part) => (part['role'] === 'divisor' ? product / Number(part['value']) : product * Number(part['value'])), 1);
      default:
        return sumOf('term');
    }
  };
  const [value, least, decimals] = [made(), body['least'], body['decimals']];
  const told = isNumber(least) ? Math.max(least, value) : value;
  return isNumber(decimals) ? Math.round(told * 10 ** decimals) / 10 ** decimals : told;
}

export const materialNumber = (name: string, told: number, explain: string): ExplainedNumber => ({
  name,
  told,
  explain,
  reckon: reckonMaterial,
  // Told to 100 m: a hundredth more may be the same.
  lists: name === 'distanceKm' ? [] : ['parts'],
});

const STAGES = ['potential', 'contracted', 'metered'];

/** Of the area itself, and of a region of each of its parks. */
export async function circularityNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const body = await get(path);
  const explain = `${path}/explain?field=`;
  const of = (area: Body, more: string): ExplainedNumber[] => {
    const named = new Map(rows(area['indicators']).map((one) => [String(one['name']), one]));
    const indicators = INDICATORS.flatMap((name) => {
      const one = named.get(name) ?? {};
      return numbersIn(one, ['value', 'part', 'whole', 'coverage']).map(([key, told]): [string, number] => [key === 'value' ? name : `${name}.${key}`, told]);
    });
    const others = numbersIn(area, [...STAGES.flatMap((stage) => [`exchanged.${stage}Tonnes`, `avoidedCo2.${stage}Kg`]), 'mci.value', 'mci.massTonnes', 'coverage']);
    return [...indicators, ...others].map(([field, told]) => materialNumber(field, told, `${explain}${field}${more}`));
  };
  const supply = rows(body['supply']).flatMap((one) =>
    numbersIn(one, ['tonnesPerYear', 'coverage', ...SUPPLY_MEANS]).map(([name, told]) =>
      materialNumber(`supply.${name}`, told, `${explain}supply.${name}&materialClass=${String(one['materialClass'])}`),
    ),
  );
  return [...of(body, ''), ...supply, ...rows(body['parks']).flatMap((one) => of(objectIn(one), `&park=${String(one['park'])}`))];
}

/** Those that the list tells, and the steps between as the explanations tell them. */
export async function productNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const told = rows((await get(path))['items']).flatMap((one) =>
    numbersIn(one, ['mci', 'lfi', 'virginTonnes', 'wasteTonnes']).map(([field, value]) =>
      materialNumber(field, value, `${path}/explain?product=${String(one['id'])}&field=${field}`),
    ),
  );
  return [...told, ...(await partsBelow(get, told))];
}

/** Parts that are explained further, down to what was entered. */
export async function partsBelow(get: Get, numbers: readonly ExplainedNumber[]): Promise<ExplainedNumber[]> {
  const found = new Map<string, ExplainedNumber>();
  const open = numbers.map(({ explain }) => explain);
  for (let path = open.pop(); path !== undefined; path = open.pop())
    for (const part of rows((await get(path))['parts'])) {
      const further = part['explain'];
      if (typeof further !== 'string' || !further.includes('/explain?') || found.has(further)) continue;
      found.set(further, materialNumber(String(part['field']), Number(part['value']), further));
      open.push(further);
    }
  return [...found.values()];
}

const BANDS = ['valueEurPerYear', 'avoidedCo2KgPerYear'].flatMap((name) => [`${name}.value`, `${name}.low`, `${name}.high`]);

/** Of each match, what it tells and the steps between; of the list what all have together. */
export async function matchNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const body = await get(`${path}?limit=1000&show=all`);
  const whole = numbersIn(body, ['coverage', 'allocation.worthEurPerYear']).map(([field, told]) => materialNumber(field, told, `${path}/explain?field=${field}`));
  const told = rows(body['items']).flatMap((one) =>
    numbersIn(one, ['tonnesPerYear', 'allottedTonnesPerYear', 'meteredTonnes', 'distanceKm', 'score', ...BANDS]).map(([field, value]) =>
      materialNumber(field, value, `${path}/explain?match=${String(one['id'])}&field=${field}`),
    ),
  );
  // A step is told without the rounding of the figure that it leads to.
  const steps = (await partsBelow(get, told)).filter(({ name }) => name !== 'tonnesPerYear');
  return [...whole, ...told, ...steps];
}

export async function flowNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const body = await get(path);
  const flows = rows(body['flows']).flatMap((one) =>
    numbersIn(one, ['tonnesPerYear', 'distanceKm']).map(([field, told]) =>
      materialNumber(field, told, `${path}/explain?field=${field}&from=${String(one['from'])}&to=${String(one['to'])}`),
    ),
  );
  return [...numbersIn(body, ['coverage']).map(([field, told]) => materialNumber(field, told, `${path}/explain?field=${field}`)), ...flows];
}
