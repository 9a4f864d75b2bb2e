// Routes about meters and what they measured.
import { z } from '@hono/zod-openapi';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { SOURCES, flagOf, isSpread } from '../storage/series.ts';
import type { MeterRow } from '../storage/registry.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { instant, PeriodQuery, period } from './period.ts';
import { tellingEnergy } from './scope.ts';
import { Meter, NewMeter, QuarterRow, ReadingRow, listOf, PathId } from './shapes.ts';
import { companyResource, meterResource, meterView } from './views.ts';

const MeterParams = z.object({ id: PathId });
const READINGS_MAX = 5000;
const QUARTERS_MAX = 40_000;

const meterOf = (deps: Deps, id: number): MeterRow => {
  const meter = deps.directory.meters.get(id);
  if (meter === undefined) throw notFound('meter');
  return meter;
};

export function mountMeters(api: Api): void {
  api.mount({
    method: 'get',
    path: '/meters/{id}',
    summary: 'A meter, its registers and its health',
    params: MeterParams,
    answer: Meter,
    noun: 'meter',
    action: 'see',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params }, deps) => meterView(deps, meterOf(deps, params.id)),
  });
  api.mount({
    method: 'post',
    path: '/meters',
    summary: 'Adds a meter to a connection',
    body: NewMeter,
    answer: Meter,
    status: 201,
    noun: 'connection',
    action: 'change',
    resource: ({ body }, deps) => {
      const connection = deps.directory.connections.get(body.connection);
      return connection === undefined ? null : companyResource(deps, connection.company);
    },
    handle: async ({ body }, deps) => {
      const { directory } = deps;
      const connection = directory.connections.get(body.connection);
      if (connection === undefined) throw notFound('connection');
      if (connection.carrier !== body.carrier) throw new ApiError('invalid-request', `carrier: the connection carries ${connection.carrier}`);
      if (body.gateway !== undefined && directory.gateways.get(body.gateway)?.company !== connection.company)
        throw new ApiError('invalid-request', `gateway: this company has no gateway ${body.gateway}`);
      const [validFrom, validTo] = [instant(body.validFrom, 'validFrom'), body.validTo === undefined ? null : instant(body.validTo, 'validTo')];
      if (validTo !== null && validTo <= validFrom) throw new ApiError('reversed-period', 'validTo must lie after validFrom.');
      const { serial, carrier, role } = body;
      return meterView(
        deps,
        await directory.addMeter({
          connection: connection.id,
          serial,
          carrier,
          role,
          generationKind: body.generationKind ?? null,
          gateway: body.gateway ?? null,
          validFrom,
          validTo,
        }),
      );
    },
  });
  mountSeries(api);
}

function mountSeries(api: Api): void {
  api.mount({
    method: 'get',
    path: '/meters/{id}/readings',
    summary: `Readings as they came, the latest ${READINGS_MAX} of the period`,
    params: MeterParams,
    query: PeriodQuery,
    answer: listOf(ReadingRow),
    noun: 'meter',
    action: 'see',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params, query }, deps) => {
      const { from, to } = period(query);
      const items: z.infer<typeof ReadingRow>[] = [];
      for (const { id, unit } of deps.directory.registersOf(params.id)) {
        const readings = await deps.store.ask({ kind: 'readings', register: id, from, to, limit: READINGS_MAX });
        for (const { at, value } of readings) items.push({ register: id, at: toIso(at), value, unit });
      }
      return { items: items.slice(0, READINGS_MAX * 4), next: null };
    },
  });
  api.mount({
    method: 'get',
    path: '/meters/{id}/quarters',
    summary: 'Quarter-hour amounts with how each was made',
    params: MeterParams,
    query: PeriodQuery,
    answer: listOf(QuarterRow),
    noun: 'meter',
    action: 'see',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params, query }, deps) => ({ items: await quartersOf(deps, params.id, query), next: null }),
  });
}

async function quartersOf(deps: Deps, meter: number, query: { from: string; to: string }): Promise<z.infer<typeof QuarterRow>[]> {
  const { from, to } = period(query);
  const counters = tellingEnergy(deps.directory.registersOf(meter));
  if (((to - from) / QUARTER_MS) * counters.length > QUARTERS_MAX)
    throw new ApiError('period-too-long', `An answer has at most ${QUARTERS_MAX} quarters; this meter has ${counters.length} counters.`);
  const units = new Map(counters.map((register) => [register.id, register.unit === 'm3' ? 'm3' : 'kWh'] as const));
  const columns = await deps.store.ask({ kind: 'quarters', registers: Int32Array.from(units.keys()), from: Math.ceil(from / QUARTER_MS), to: Math.ceil(to / QUARTER_MS) });
  const powers = new Set(counters.filter((register) => register.kind === 'gauge').map((register) => register.id));
  const rows = [...columns.registers].map((register, row) => ({
    register,
    start: toIso(epochMs((columns.quarters[row] ?? 0) * QUARTER_MS)),
    amount: columns.amounts[row] ?? 0,
    unit: units.get(register) ?? 'kWh',
    quality: flagOf(columns.flags[row] ?? 0),
    spread: isSpread(columns.flags[row] ?? 0),
    source: SOURCES[columns.sources[row] ?? 0] ?? 'live',
    madeFrom: powers.has(register) ? ('power' as const) : ('counter' as const),
  }));
  return rows.sort((a, b) => a.start.localeCompare(b.start) || a.register - b.register);
}
