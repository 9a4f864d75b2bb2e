// Routes with the coming 48 hours of a park, a company and a connection, and with what earlier forecasts were worth.
import { z } from '@hono/zod-openapi';
import { explainBacktest } from './backtest-explain.ts';
import { explainForecast } from './forecast-explain.ts';
import { answerBacktest, answerForecast } from './forecast-query.ts';
import { DirectionQuery, type Where, mountEverywhere } from './capacity.ts';
import { spotOf } from './park-spot.ts';
import { type Api, PREFIX } from './endpoint.ts';
import { instant } from './period.ts';
import { BACKTEST_LEAD_FIELDS, BACKTEST_WHOLE_FIELDS, BacktestExplanation, ForecastExplanation } from './shapes-explained.ts';
import { Forecast, ForecastBacktest } from './shapes-forecast.ts';

const ForecastExplainQuery = DirectionQuery.extend({
  /** Start of a step; absent: the first one. */
  at: z.string().max(40).exactOptional(),
});

const BacktestExplainQuery = DirectionQuery.extend({
  field: z.enum([...BACKTEST_LEAD_FIELDS, ...BACKTEST_WHOLE_FIELDS]).default('pinballKw'),
  /** Of the row that reaches this many hours ahead; absent: all together. */
  ahead: z.coerce.number().exactOptional(),
});

function mountWhere<P>(api: Api, where: Where<P>): void {
  const { path, noun, params, resource, place, park } = where;
  const shared = { method: 'get', params, noun, action: 'see', resource, query: DirectionQuery } as const;
  api.mount<P, z.infer<typeof DirectionQuery>, undefined>({
    ...shared,
    path: `${path}/forecast`,
    summary: `The coming 48 hours of a ${noun}, by quarter-hour, as P10, P50 and P90 beside the limit`,
    answer: Forecast,
    handle: async ({ principal, query, params: given }, deps) =>
      answerForecast(deps, principal, { place: place(given), direction: query.direction, spot: spotOf(deps, park(given, deps)) }),
  });
  api.mount<P, z.infer<typeof ForecastExplainQuery>, undefined>({
    ...shared,
    query: ForecastExplainQuery,
    path: `${path}/forecast/explain`,
    summary: `What one quarter-hour of the forecast of a ${noun} is the sum of, and what it was learned from`,
    answer: ForecastExplanation,
    handle: async ({ principal, query, params: given, context }, deps) =>
      explainForecast(deps, principal, {
        place: place(given),
        direction: query.direction,
        spot: spotOf(deps, park(given, deps)),
        at: query.at === undefined ? null : instant(query.at, 'at'),
        path: context.req.path.slice(PREFIX.length).replace(/\/forecast\/explain$/, ''),
      }),
  });
  api.mount<P, z.infer<typeof DirectionQuery>, undefined>({
    ...shared,
    path: `${path}/forecast/backtest`,
    summary: `What the forecasts of the last four weeks of a ${noun} were worth, against last week again and against no forecast`,
    answer: ForecastBacktest,
    handle: async ({ principal, query, params: given }, deps) =>
      answerBacktest(deps, principal, { place: place(given), direction: query.direction, spot: spotOf(deps, park(given, deps)) }),
  });
  api.mount<P, z.infer<typeof BacktestExplainQuery>, undefined>({
    ...shared,
    query: BacktestExplainQuery,
    path: `${path}/forecast/backtest/explain`,
    summary: `What each earlier forecast of a ${noun} brings to how good they were`,
    answer: BacktestExplanation,
    handle: async ({ principal, query: { direction, field, ahead }, params: given, context }, deps) =>
      explainBacktest(deps, principal, {
        place: place(given),
        direction,
        spot: spotOf(deps, park(given, deps)),
        field,
        toHours: ahead ?? null,
        path: context.req.path.slice(PREFIX.length).replace(/\/forecast\/backtest\/explain$/, ''),
      }),
  });
}

export const mountForecasts = (api: Api): void => mountEverywhere((where) => mountWhere(api, where));
