// Route with the state of each month: running, waiting for deliveries, or closed.
import { z } from '@hono/zod-openapi';
import { closesAt, monthState } from '../domain/closing.ts';
import { localAdd, localDay, localFloor, toIso } from '../domain/time.ts';
import type { Api } from './endpoint.ts';
import { listOf } from './shapes.ts';
import { Month } from './shapes-settled.ts';

/** Months of one answer, the running one first. */
const MONTHS_MAX = 120;
const MonthsQuery = z.object({ count: z.coerce.number().int().min(1).max(MONTHS_MAX).default(13) });

export function mountMonths(api: Api): void {
  api.mount({
    method: 'get',
    path: '/months',
    summary: 'The latest months and whether each is closed',
    query: MonthsQuery,
    answer: listOf(Month),
    noun: 'month',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ query }, deps) => {
      const now = deps.now();
      const running = localFloor(now, 'P1M');
      const items = Array.from({ length: query.count }, (_, index): Month => {
        const start = localAdd(running, 'P1M', -index);
        const { year, month } = localDay(start);
        return {
          month: `${year}-${String(month).padStart(2, '0')}`,
          start: toIso(start),
          end: toIso(localAdd(start, 'P1M', 1)),
          closesAt: toIso(closesAt(start, deps.closeAfterWorkingDays)),
          state: monthState(start, now, deps.closeAfterWorkingDays),
        };
      });
      return { items, next: null };
    },
  });
}
