// Which meters of a place can be held against each other: connections that the reader may see, and registers by direction.
import { type Principal, decide } from '../domain/access.ts';
import type { Flow } from '../domain/reading.ts';
import { QUARTER_MS } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { CheckSite, CheckedMeter } from '../jobs/cross-check-series.ts';
import type { ConnectionRow, MeterRow, RegisterRow } from '../storage/registry.ts';
import { spotOf } from './park-spot.ts';
import type { Place } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { companiesIn, isWhole, tellingEnergy, wayOf } from './scope.ts';
import { companyResource } from './views.ts';

interface Over {
  readonly place: Place;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const TAKEN: ReadonlySet<Flow> = new Set(['import', 'consumption', 'charge']);
const isThere = (row: { validFrom: EpochMs; validTo: EpochMs | null }, { from, to }: Over): boolean => row.validFrom < to && (row.validTo === null || row.validTo > from);

/** Connections of a place that a reader may see one by one, and how many it may not.
 *  @see docs/methods-meters.md#cross-checks */
export function sitesOf(deps: Deps, principal: Principal, over: Over): { sites: CheckSite[]; hidden: number } {
  const rows = connectionsIn(deps, over).filter((row) => isThere(row, over));
  const seen = rows.filter((row) => sees(deps, principal, row));
  const ids = new Set(seen.map((row) => row.id));
  return { sites: seen.map((row) => siteOf(deps, row, { over, ids })), hidden: rows.length - seen.length };
}

function connectionsIn({ directory }: Deps, { place }: Over): ConnectionRow[] {
  if (place.kind !== 'connection') return companiesIn(directory, place).flatMap((company) => directory.connectionsOf(company.id));
  const row = directory.connections.get(place.connection);
  return row === undefined ? [] : [row];
}

function sees(deps: Deps, principal: Principal, row: ConnectionRow): boolean {
  const resource = companyResource(deps, row.company);
  return resource !== null && decide(principal, 'see', resource) === 'allow';
}

function siteOf(deps: Deps, row: ConnectionRow, { over, ids }: { over: Over; ids: ReadonlySet<number> }): CheckSite {
  const { directory } = deps;
  const behind = [...directory.connections.values()].filter((one) => one.behind === row.id && one.carrier === row.carrier && isThere(one, over));
  return {
    connection: row.id,
    electricity: row.carrier === 'electricity',
    meters: directory
      .metersOf(row.id)
      .filter((meter) => isThere(meter, over))
      .flatMap((meter) => checkedMeter(directory.registersOf(meter.id), meter) ?? []),
    place: spotOf(deps, directory.companies.get(row.company)?.park ?? null),
    behind: behind.filter((one) => ids.has(one.id)).map((one) => one.id),
    behindHidden: behind.some((one) => !ids.has(one.id)),
  };
}

function checkedMeter(all: readonly RegisterRow[], meter: MeterRow): CheckedMeter | null {
  const { role } = meter;
  if (role === 'heat-source' || role === 'heat-sink') return null;
  const registers = tellingEnergy(all).filter((one) => !isWhole(one.name) && wayOf(one) !== null);
  const both = { import: onceEach(registers.filter((one) => TAKEN.has(one.flow))), export: onceEach(registers.filter((one) => !TAKEN.has(one.flow))) };
  if (both.import.length + both.export.length === 0) return null;
  const toQuarter = meter.validTo === null ? Number.MAX_SAFE_INTEGER : Math.floor(meter.validTo / QUARTER_MS);
  return { meter: meter.id, role, sun: role === 'generation' && meter.generationKind === 'sun', registers: both, fromQuarter: Math.floor(meter.validFrom / QUARTER_MS), toQuarter };
}

/** Tariffs where there are any, else the total, else power: one energy is never counted twice. */
function onceEach(registers: readonly RegisterRow[]): number[] {
  const tariffs = registers.filter((one) => wayOf(one) === 'tariff');
  const totals = registers.filter((one) => wayOf(one) === 'total');
  return (tariffs.length > 0 ? tariffs : totals.length > 0 ? totals.slice(0, 1) : registers.slice(0, 1)).map((one) => one.id);
}
