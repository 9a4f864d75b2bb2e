// Routes with the coming 48 hours of a park, a company and a connection, and with what earlier forecasts were worth.
import type { z } from '@hono/zod-openapi';
import { answerBacktest, answerForecast } from './forecast-query.ts';
import { DirectionQuery, type Where, mountEverywhere, spotOf } from './capacity.ts';
import type { Api } from './endpoint.ts';
import { Forecast, ForecastBacktest } from './shapes-forecast.ts';

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
  api.mount<P, z.infer<typeof DirectionQuery>, undefined>({
    ...shared,
    path: `${path}/forecast/backtest`,
    summary: `What the forecasts of the last four weeks of a ${noun} were worth, against last week again and against no forecast`,
    answer: ForecastBacktest,
    handle: async ({ principal, query, params: given }, deps) =>
      answerBacktest(deps, principal, { place: place(given), direction: query.direction, spot: spotOf(deps, park(given, deps)) }),
  });
}

export const mountForecasts = (api: Api): void => mountEverywhere((where) => mountWhere(api, where));
