// Routes that explain a number: of a balance, and of the quarters of a meter.
import { z } from '@hono/zod-openapi';
import type { Resource } from '../domain/access.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, STEPS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { NOTHING, SOURCES } from '../storage/series.ts';
import { explainBalanceFigure } from './band-explain.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { EXPLAIN_ROWS_MAX } from './explain-query.ts';
import { type Entry, publishedOf, rowsOf } from './explain-rows.ts';
import { BalanceQuery, PeriodQuery, instant, period } from './period.ts';
import type { Area } from './scope.ts';
import { ParkId, PathId } from './shapes.ts';
import { Explanation } from './shapes-settled.ts';
import { companyResource, parkResource } from './views.ts';

const Text = z.string().max(40);
const ExplainQuery = BalanceQuery.extend({
  /** As the balance names it: importKwh, consumptionM3, peakImportKw, selfConsumption.collective, flow:grid:carrier, uncertaintyKwh.import.low, quality.M. */
  field: Text,
  /** One step of the balance; without them the totals are explained. */
  start: Text.exactOptional(),
  end: Text.exactOptional(),
  /** Ids with commas: of these connections only. For whoever sees them one by one. */
  connections: z
    .string()
    .max(4000)
    .regex(/^\d{1,9}(,\d{1,9})*$/, 'must be ids with commas between them')
    .exactOptional(),
});
type ExplainQuery = z.infer<typeof ExplainQuery>;
const QuartersQuery = PeriodQuery.extend({
  field: z.literal('amount').default('amount'),
  /** Needed where the meter has more than one counter. */
  register: PathId.exactOptional(),
  /** Explains this source only; without it the one that counts. */
  source: z.enum(SOURCES).exactOptional(),
  asOf: Text.exactOptional(),
});
type QuartersQuery = z.infer<typeof QuartersQuery>;

export function mountExplanations(api: Api): void {
  mountBalance(api, {
    path: '/parks/{park}',
    name: 'park',
    params: z.object({ park: ParkId }),
    resource: ({ params }, deps) => parkResource(deps, params.park),
    area: ({ park }) => ({ kind: 'park', park }),
  });
  mountBalance(api, {
    path: '/companies/{id}',
    name: 'company',
    params: z.object({ id: PathId }),
    resource: ({ params }, deps) => companyResource(deps, params.id),
    area: ({ id }) => ({ kind: 'company', company: id }),
  });
  mountBalance<unknown>(api, { path: '/region', name: 'region', params: z.unknown(), resource: () => ({ kind: 'region' }), area: () => ({ kind: 'region' }) });
  api.mount({
    method: 'get',
    path: '/meters/{id}/quarters/explain',
    summary: 'What the quarters of a meter are made of',
    params: z.object({ id: PathId }),
    query: QuartersQuery,
    answer: Explanation,
    noun: 'meter',
    action: 'see',
    resource: ({ params }, deps) => {
      const meter = deps.directory.meters.get(params.id);
      const company = meter === undefined ? undefined : deps.directory.companyOfMeter(meter);
      return company === undefined ? null : companyResource(deps, company.id);
    },
    handle: async ({ params, query }, deps) => explainQuarters(deps, params.id, query),
  });
}

interface Place<P> {
  readonly path: string;
  readonly name: string;
  readonly params: z.ZodType<P>;
  readonly resource: (given: { params: P }, deps: Deps) => Resource | null;
  readonly area: (params: P) => Area;
}

function mountBalance<P>(api: Api, place: Place<P>): void {
  api.mount<P, ExplainQuery, undefined>({
    method: 'get',
    path: `${place.path}/balance/explain`,
    summary: `What a figure in the balance of the ${place.name} is made of`,
    params: place.params,
    query: ExplainQuery,
    answer: Explanation,
    noun: place.name,
    action: 'see',
    resource: place.resource,
    handle: async ({ params, query, principal }, deps) => {
      const { carrier, field } = query;
      const [from, to] = [instant(query.from, 'from'), instant(query.to, 'to')];
      const [start, end] = [query.start === undefined ? from : instant(query.start, 'start'), query.end === undefined ? to : instant(query.end, 'end')];
      const step = STEPS.find((one) => one === query.step) ?? 'PT15M';
      const asOf = query.asOf === undefined ? null : instant(query.asOf, 'asOf');
      const connections = query.connections?.split(',').map(Number) ?? null;
      return explainBalanceFigure(deps, principal, { area: place.area(params), carrier, from, to, step, field, start, end, asOf, connections });
    },
  });
}

async function explainQuarters(deps: Deps, meter: number, query: QuartersQuery): Promise<Omit<Explanation, 'simulated'>> {
  const { from, to } = period(query);
  const counters = deps.directory.registersOf(meter).filter((one) => one.kind === 'counter');
  const register = query.register === undefined && counters.length === 1 ? counters[0] : counters.find((one) => one.id === query.register);
  if (register === undefined)
    throw new ApiError('invalid-request', `register: one of ${counters.map((one) => `${one.id} (${one.name})`).join(', ') || 'none, the meter has no counter'}.`);
  const [first, last] = [Math.ceil(from / QUARTER_MS), Math.ceil(to / QUARTER_MS)];
  if (last - first > EXPLAIN_ROWS_MAX) throw new ApiError('period-too-long', `An explanation names at most ${EXPLAIN_ROWS_MAX} quarters; ask for a shorter period.`);
  const asOf = query.asOf === undefined ? null : instant(query.asOf, 'asOf');
  const published = await publishedOf(deps, { registers: [register.id], from: first, to: last }, { asOf, only: query.source === undefined ? null : SOURCES.indexOf(query.source) });
  const entries: Entry[] = [];
  for (let quarter = first; quarter < last; quarter++) {
    const value = published(register.id, quarter);
    if (value.flag !== NOTHING) entries.push({ register: register.id, quarter, weight: 1, ...value });
  }
  const figureAt = epochMs(Math.min(asOf ?? deps.now(), deps.now()));
  const quarters = await rowsOf(deps, entries, figureAt);
  const value = fromMicro(quarters.reduce((sum, row) => sum + toMicro(row.contribution), 0));
  const unit = register.unit === 'm3' ? 'm3' : 'kWh';
  return { field: query.field, unit, start: toIso(from), end: toIso(to), value, level: 'registers', quarters, steps: [], parts: [], asOf: toIso(figureAt) };
}
