// Explains the heat of the region: the parks that a figure is the sum of, and the ports of one park for who may see those.
import { NOBODY, type Principal } from '../domain/access.ts';
import type { HeatSums } from '../domain/heat/same-hours.ts';
import { toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { wholeParts } from '../domain/whole-parts.ts';
import type { HeatPortRow } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { companiesOpen } from './explain-terms.ts';
import { sideView } from './heat-query.ts';
import { seesMembers } from './members.ts';
import { type ParkHeat, portSums, regionFigures, regionKnown, regionParks } from './region-heat.ts';
import type { RegionHeat } from './shapes-heat-map.ts';
import { RegionHeatExplainQuery, RegionHeatExplanation } from './shapes-region-heat-explained.ts';

const HOUR_MS = 3_600_000;
type Answer = Omit<RegionHeatExplanation, 'simulated'>;
type Row = Answer['rows'][number];
type Made = Pick<Answer, 'value' | 'level'> & Partial<Answer>;

export function mountRegionHeatExplained(api: Api): void {
  api.mount({
    method: 'get',
    path: '/region/heat-map/explain',
    summary: 'What a figure of the heat of the region is the sum of: parks, and of one park its ports',
    query: RegionHeatExplainQuery,
    answer: RegionHeatExplanation,
    noun: 'region',
    action: 'see',
    resource: () => ({ kind: 'region' }),
    handle: async ({ principal, query }, deps) => explainRegionHeat(deps, principal, query),
  });
}

/** @throws ApiError suppressed, where the map keeps the figure back; busy, while hours are still being read */
async function explainRegionHeat(deps: Deps, principal: Principal, { field, park }: RegionHeatExplainQuery): Promise<Answer> {
  const { parks, reading, ports } = await regionParks(deps, principal);
  if (reading > 0) throw new ApiError('busy', `The hours of ${reading} parks are still being read, and figures come when all are there.`);
  const open = seesMembers(principal, { kind: 'region' });
  const told = regionFigures(parks, open);
  const { asOf } = regionKnown(parks, ports, deps.now());
  const known: Omit<Answer, 'value' | 'level'> = { field, park: park ?? null, unit: 'kWh', rest: 0, keptBack: 0, rows: [], taken: [], asOf };
  if (park === undefined) return { ...known, ...ofRegion(told, field) };
  const heat = parks.find((one) => one.park === park);
  const value = valueOf(told.parks.find((one) => one.park === park)?.[field]);
  if (heat === undefined) throw notFound('park with heat');
  return { ...known, ...(open ? ofPark(deps, principal, { heat, field, value }) : { value, level: 'together' }) };
}

function valueOf(figure: RegionHeat['totals']['offered'] | undefined): number {
  if (figure === undefined) throw notFound('park with heat');
  if (figure.kwh === null) throw new ApiError('suppressed', 'The map keeps this figure back, so nothing of it is explained.');
  return figure.kwh;
}

/** Parks as they are told; the rest is what a reader could subtract. */
function ofRegion({ parks, totals }: Pick<RegionHeat, 'parks' | 'totals'>, field: Answer['field']): Made {
  const value = valueOf(totals[field]);
  const rows = parks.flatMap(({ park, name, [field]: { kwh } }): Row[] =>
    kwh === null ? [] : [{ park, port: null, name, contribution: kwh, provenance: null, explain: `/region/heat-map/explain?${new URLSearchParams({ field, park })}` }],
  );
  return { value, level: 'rows', rows, rest: rows.reduce((left, { contribution }) => left - contribution, value), keptBack: parks.length - rows.length };
}

function ofPark(deps: Deps, principal: Principal, { heat, field, value }: { heat: ParkHeat; field: Answer['field']; value: number }): Made {
  const sums = portSums(heat.ports, heat.hours, ({ id }) => String(id));
  const isOpen = companiesOpen(deps, principal);
  const row = (port: HeatPortRow): Omit<Row, 'contribution'> => ({
    park: null,
    port: port.id,
    name: sideView(deps, NOBODY, { port, sight: 'full' }).name ?? `${port.id}`,
    provenance: port.provenance,
    explain: port.meter !== null && (port.company === null || isOpen(port.company)) ? quartersOf(port.meter, heat) : null,
  });
  /** In the order of the sums, in whole kWh that add up to the figure. */
  const listed = (side: keyof HeatSums): Row[] => {
    const ports = heat.ports.filter(({ id }) => sums[side].has(String(id)));
    const kwh = wholeParts(
      ports.map(({ id }) => sums[side].get(String(id)) ?? 0),
      { total: value },
    );
    return ports.map((port, at) => ({ ...row(port), contribution: kwh[at] ?? 0 }));
  };
  return { value, level: 'rows', rows: listed(field === 'sameHours' ? 'given' : field), taken: field === 'sameHours' ? listed('taken') : [] };
}

function quartersOf(meter: number, { hours: { firstHour, hours } }: ParkHeat): string {
  const [from, to] = [firstHour, firstHour + hours].map((hour) => toIso(epochMs(hour * HOUR_MS)));
  return `/meters/${meter}/quarters?${new URLSearchParams({ from: from ?? '', to: to ?? '' })}`;
}
