// Routes about what meters told quarter by quarter: the last 24 hours of all meters of a place, and the days of one.
import { z } from '@hono/zod-openapi';
import type { Api } from './endpoint.ts';
import { notFound } from './errors.ts';
import { daysOf, lastDayOf } from './meter-days-query.ts';
import { PeriodQuery, period } from './period.ts';
import { ParkId, PathId, listOf } from './shapes.ts';
import { MeterDay, MeterLastDay } from './shapes-meter-days.ts';
import { companyResource, meterResource, metersSeen, parkResource } from './views.ts';

export function mountMeterDays(api: Api): void {
  api.mount({
    method: 'get',
    path: '/parks/{park}/meters/last-day',
    summary: 'The last 24 hours of each meter of a park, in one answer',
    params: z.object({ park: ParkId }),
    answer: listOf(MeterLastDay),
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ params, principal }, deps) => {
      return { items: await lastDayOf(deps, metersSeen(deps, principal, params.park)), next: null };
    },
  });
  api.mount({
    method: 'get',
    path: '/companies/{id}/meters/last-day',
    summary: 'The last 24 hours of each meter of a company, in one answer',
    params: z.object({ id: PathId }),
    answer: listOf(MeterLastDay),
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params }, deps) => {
      const own = [...deps.directory.meters.values()].filter((meter) => deps.directory.companyOfMeter(meter)?.id === params.id);
      return { items: await lastDayOf(deps, own), next: null };
    },
  });
  api.mount({
    method: 'get',
    path: '/meters/{id}/days',
    summary: 'Local days of a meter: quarters measured, estimated and missing',
    params: z.object({ id: PathId }),
    query: PeriodQuery,
    answer: listOf(MeterDay),
    noun: 'meter',
    action: 'see',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params, query }, deps) => {
      const meter = deps.directory.meters.get(params.id);
      if (meter === undefined) throw notFound('meter');
      return { items: await daysOf(deps, meter, period(query)), next: null };
    },
  });
}
