// Routes about meters and what they measured.
import { z } from '@hono/zod-openapi';
import { decide } from '../domain/access.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { SOURCES, flagOf, isSpread } from '../storage/series.ts';
import type { MeterChange as Change, MeterRow } from '../storage/registry.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { instant, PeriodQuery, period } from './period.ts';
import { tellingEnergy } from './scope.ts';
import { removeFree } from './removing.ts';
import { MeterChange } from './shapes-changes.ts';
import { Meter, NewMeter, QuarterRow, ReadingRow, listOf, PathId } from './shapes.ts';
import { SpanRow } from './shapes-jobs.ts';
import { spansOf } from './spans-query.ts';
import { companyResource, meterResource, meterView } from './views.ts';

const MeterParams = z.object({ id: PathId });
const QuartersQuery = PeriodQuery.extend({ step: z.enum(['PT15M', 'P1D', 'P1M']).default('PT15M') });
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
      if (connection.carrier !== body.carrier)
        throw new ApiError('invalid-request', { en: `carrier: the connection carries ${connection.carrier}`, nl: `carrier: deze aansluiting is van ${connection.carrier}` });
      if (body.gateway !== undefined) checkGateway(deps, connection.company, body.gateway);
      const [validFrom, validTo] = [instant(body.validFrom, 'validFrom'), body.validTo === undefined ? null : instant(body.validTo, 'validTo')];
      if (validTo !== null && validTo <= validFrom) throw new ApiError('reversed-period', { en: 'validTo must lie after validFrom.', nl: 'validTo moet na validFrom liggen.' });
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
  mountChanges(api);
  mountSeries(api);
}

function mountChanges(api: Api): void {
  api.mount({
    method: 'patch',
    path: '/meters/{id}',
    summary: 'Changes, ends or opens a meter again; its role only while it told nothing',
    params: MeterParams,
    body: MeterChange,
    answer: Meter,
    noun: 'meter',
    action: 'change',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params, body, principal }, deps) => {
      const row = meterOf(deps, params.id);
      const view = meterView(deps, await deps.directory.changeMeter(row, changeOf(deps, { row, body })));
      const resource = meterResource(deps, row.id);
      return view === null || (resource !== null && decide(principal, 'see', resource) === 'allow') ? view : withoutReadings(view);
    },
  });
  api.mount({
    method: 'delete',
    path: '/meters/{id}',
    summary: 'Takes a meter out that told nothing',
    params: MeterParams,
    answer: z.null(),
    status: 204,
    noun: 'meter',
    action: 'change',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params }, deps) => removeFree(deps, 'meter', params.id),
  });
}

/** Who may set a meter up may not by that know what it counts. */
const withoutReadings = (view: Meter): Meter => ({ ...view, lastEvent: null, registers: view.registers.map((one) => ({ ...one, lastAt: null, lastValue: null })) });

function checkGateway({ directory }: Pick<Deps, 'directory'>, company: number | undefined, gateway: number): void {
  if (company === undefined || directory.gateways.get(gateway)?.company !== company)
    throw new ApiError('invalid-request', { en: `gateway: this company has no gateway ${gateway}`, nl: `gateway: dit bedrijf heeft geen gateway ${gateway}` });
}

/** What a body changes of a meter.
 *  @throws ApiError for what cannot be, and for what would count what it told in another way */
function changeOf(deps: Deps, { row, body }: { row: MeterRow; body: z.infer<typeof MeterChange> }): Change {
  const { validTo, ...plain } = body;
  const change: Change = { ...plain, ...(validTo !== undefined && { validTo: validTo === null ? null : instant(validTo, 'validTo') }) };
  const next = { ...row, ...change };
  if ((next.role !== row.role || next.generationKind !== row.generationKind) && deps.directory.registersOf(row.id).length > 0)
    throw new ApiError('conflict', {
      en: 'This meter told readings already, so its role and what it generates by stay: end it (validTo) and add another one. Another device in its place is POST /meters/{id}/swaps.',
      nl: 'Van deze meter zijn al standen binnen, dus zijn rol en waarmee hij opwekt blijven: beëindig hem (validTo) en voeg een nieuwe toe. Een ander apparaat op zijn plaats is POST /meters/{id}/swaps.',
    });
  if (next.gateway !== null && next.gateway !== row.gateway) checkGateway(deps, deps.directory.companyOfMeter(row)?.id, next.gateway);
  if (next.validTo !== null && next.validTo <= next.validFrom)
    throw new ApiError('reversed-period', { en: 'validTo must lie after validFrom.', nl: 'validTo moet na validFrom liggen.' });
  return change;
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
    summary: 'Amounts of quarter-hours (step PT15M), local days (P1D) or months (P1M), with how each was made',
    params: MeterParams,
    query: QuartersQuery,
    answer: listOf(z.union([QuarterRow, SpanRow])),
    noun: 'meter',
    action: 'see',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params, query }, deps) => {
      const { step } = query;
      return { items: step === 'PT15M' ? await quartersOf(deps, params.id, query) : await spansOf(deps, { meter: params.id, step, ...period(query) }), next: null };
    },
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
