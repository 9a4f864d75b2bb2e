// Numbers of the running quarter, where each is explained, and what a reader makes of what is listed. They are asked for as of the moment
// of the answer: where the quarter will end moves with the clock.
import { RUNNING_FIELDS } from '../../src/api/running-explain.ts';
import { published } from '../../src/domain/balance-rows.ts';
import { type Body, type ExplainedNumber, type Numbers, numbersIn, objectIn, rows, total } from './explained-parts.ts';

const LISTS = ['terms', 'limits', 'parts'];

/** By what the level says. */
export function reckonRunning(body: Body): number {
  const parts = rows(body['parts']);
  const of = (role: string): number => parts.filter((one) => one['role'] === role).reduce((sum, one) => sum + Number(one['weight']) * Number(one['value']), 0);
  switch (body['level']) {
    case 'terms':
      return total(rows(body['terms']));
    case 'limits':
      return total(rows(body['limits']), 'kw');
    case 'sum':
      return published(of('term'));
    case 'quotient':
      return published(Math.max(of('numerator') / of('denominator'), 0));
    case 'ratio':
      return of('numerator') / of('denominator');
    default:
      throw new Error(`${String(body['level'])} is no level of a running quarter`);
  }
}

/** A quarter that has just begun has nothing yet, and nothing is listed of it; what need not come off stays nothing. */
const number = (name: string, told: number, explain: string): ExplainedNumber => ({
  name,
  told,
  explain,
  reckon: reckonRunning,
  lists: name.startsWith('comeOffKw') && told === 0 ? [] : LISTS,
});

export const runningNow: Numbers = async (get, path) => {
  const both = await Promise.all(
    ['import', 'export'].map(async (direction) => {
      const { own, at, coverage, quality } = await get(`${path}?direction=${direction}`);
      return numbersIn({ ...objectIn(own), coverage, quality }, RUNNING_FIELDS).map(([name, told]) =>
        number(`${name} of ${direction}`, told, `${path}/explain?field=${name}&direction=${direction}&at=${String(at)}`),
      );
    }),
  );
  return both.flat();
};

export const groupNow: Numbers = async (get, path) => {
  const { total: whole, members, at, coverage, quality } = await get(path);
  const asked = `${path}/explain?at=${String(at)}`;
  return [
    ...numbersIn({ ...objectIn(whole), coverage, quality }, RUNNING_FIELDS).map(([name, told]) => number(name, told, `${asked}&field=${name}`)),
    ...rows(members).flatMap((one) =>
      numbersIn(one, ['usedKwh', 'projectedKw']).map(([name, told]) => number(`${name} of a member`, told, `${asked}&field=${name}&connection=${String(one['connection'])}`)),
    ),
  ];
};
