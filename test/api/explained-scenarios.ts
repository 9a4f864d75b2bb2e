// Figures of scenarios, where each is explained, and what a reader makes of what is listed: what was measured and what each step changes.
import { published } from '../../src/domain/balance-rows.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { reckonCapacity } from './explained-capacity.ts';
import { type Body, type ExplainedNumber, type Get, LEVELS, inside, isNumber, numbersIn, objectIn, reckonLevel, rows, total } from './explained-parts.ts';

const SHARES = ['selfConsumption', 'selfSufficiency'].flatMap((name) => [`${name}.individual`, `${name}.collective`]);
const MONEY = ['capexEur', 'savedEurPerYear', 'npv.publicEur', 'npv.companyEur', 'paybackYears'];

/** By the level of what is listed. */
export function reckonScenario(body: Body): number {
  const parts = rows(body['parts']);
  const of = (role: string): number => Number(parts.find((part) => part['role'] === role)?.['value']);
  const base = body['of'] === 'difference' ? 0 : Number(inside(body, 'base.value'));
  switch (body['level']) {
    case 'steps':
      return rows(body['steps']).reduce((sum, step) => sum + toMicro(Number(step['contribution'])), toMicro(base)) / 1e6;
    case 'ratio':
      return body['unit'] === 'share' ? Math.min(of('numerator') / of('denominator'), 1) : published(of('numerator') / of('denominator'));
    case 'sum':
      return published(parts.reduce((sum, part) => sum + Number(part['weight']) * Number(part['value']), 0));
    default:
      return base;
  }
}

/** One after the other: a person may have only so many sums waiting. */
export async function scenarioNumbers(get: Get, ids: readonly number[]): Promise<ExplainedNumber[]> {
  const numbers: ExplainedNumber[] = [];
  for (const id of ids) {
    const path = `/scenarios/${id}/results`;
    const body = await get(path);
    numbers.push(...stepped(path, body));
    for (const [field, told] of numbersIn(objectIn(body['base']), [...namesIn(body), ...SHARES]))
      numbers.push(measured(await get(`${path}/explain?of=base&field=${field}`), numberAt(path, { field, told, of: 'base' })));
  }
  // Beside each other they are told once more.
  const compared = rows((await get(`/scenarios/comparison?ids=${ids.join(',')}`))['items']);
  return [...numbers, ...compared.flatMap((one) => stepped(`/scenarios/${String(inside(one, 'scenario.id'))}/results`, objectIn(one['results'])))];
}

const namesIn = (body: Body): string[] => Object.keys(objectIn(body['scenario'])).filter((name) => isNumber(inside(body['scenario'], name)));

const numberAt = (path: string, { field, told, of }: { field: string; told: number; of: string }): ExplainedNumber => ({
  name: `${of} ${field}`,
  told,
  explain: `${path}/explain?of=${of}&field=${field}`,
  reckon: reckonScenario,
  lists: ['steps', 'parts'],
});

function stepped(path: string, body: Body): ExplainedNumber[] {
  const [names, base] = [namesIn(body), objectIn(body['base'])];
  const figures = numbersIn(objectIn(body['scenario']), [...names, ...SHARES]).map(([field, told]) => numberAt(path, { field, told, of: 'scenario' }));
  // Of a share only where both are known.
  const known = [...names, ...SHARES].filter((name) => isNumber(inside(base, name)));
  const differences = numbersIn(objectIn(body['difference']), known).map(([field, told]) => numberAt(path, { field, told, of: 'difference' }));
  const money = numbersIn(objectIn(body['money']), MONEY).map(([field, told]) => numberAt(path, { field: `money.${field}`, told, of: 'scenario' }));
  return [...figures, ...differences, ...money];
}

/** What was measured is explained by the route of the balance, the capacity or the emissions, to the same digit. */
function measured(body: Body, one: ExplainedNumber): ExplainedNumber {
  const link = inside(body, 'base.explain');
  if (typeof link !== 'string') return one;
  if (link.includes('/capacity/')) return { ...one, explain: link, reckon: reckonCapacity, lists: ['runs', 'steps', 'quarters'] };
  if (link.includes('/emissions/')) return { ...one, explain: link, reckon: (why) => total(rows(why['terms'])), lists: ['terms'] };
  return { ...one, explain: link, reckon: reckonLevel, lists: LEVELS };
}
