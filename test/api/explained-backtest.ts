// How good forecasts were, in both directions, and what a reader makes of what each of them brings.
import { BACKTEST_LEAD_FIELDS, BACKTEST_WHOLE_FIELDS } from '../../src/api/shapes-explained.ts';
import { published } from '../../src/domain/balance-rows.ts';
import { type Body, type ExplainedNumber, type Get, numbersIn, objectIn, rows } from './explained-parts.ts';

/** By the formula beside its shape. */
export function reckonBacktest(body: Body): number {
  const origins = rows(body['origins']);
  const sum = (of: (one: Body) => number): number => origins.reduce((all, one) => all + of(one), 0);
  const [value, plain] = [sum((one) => Number(one['value'])), sum((one) => Number(one['plain']))];
  const skill = 1 - value / plain;
  switch (body['level']) {
    case 'mean':
      return published(value / sum((one) => Number(one['quarters'])));
    case 'skill':
      return published(skill);
    case 'error':
      return published(Math.sqrt(Number(body['alike']) * sum((one) => (Number(one['value']) - (1 - skill) * Number(one['plain'])) ** 2)) / plain);
    default:
      return 0;
  }
}

export async function backtestNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const both = await Promise.all(
    ['import', 'export'].map(async (direction) => {
      const body = await get(`${path}?direction=${direction}`);
      const figures = (of: Body, fields: readonly string[], more = ''): ExplainedNumber[] =>
        numbersIn(of, fields).map(([field, told]) => ({
          name: field,
          told,
          explain: `${path}/explain?direction=${direction}&field=${field}${more}`,
          reckon: reckonBacktest,
          lists: ['origins'],
        }));
      const leads = rows(body['items']).flatMap((one) => figures(one, BACKTEST_LEAD_FIELDS, `&ahead=${String(one['toHours'])}`));
      return [...figures(objectIn(body['totals']), BACKTEST_LEAD_FIELDS), ...figures(body, [...BACKTEST_WHOLE_FIELDS, 'skillLastWeek']), ...leads];
    }),
  );
  return both.flat();
}
