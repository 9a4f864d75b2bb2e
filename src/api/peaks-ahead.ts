// Connections and parks whose load of tomorrow can be forecast, against their own limit: what the day-ahead alerts look at each
// afternoon. Nobody is answered with it.
import type { Principal } from '../domain/access.ts';
import { localAdd, localFloor } from '../domain/time.ts';
import type { DayAhead } from '../domain/peak-ahead.ts';
import type { Watched } from '../jobs/watch-tomorrow.ts';
import { spotOf } from './park-spot.ts';
import type { Place } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { answerForecast } from './forecast-query.ts';
import { scopeOf } from './scope.ts';

const WATCH: Principal = { id: 'alerts', roles: [], processor: true };

/** A forecast of each takes a second of the compute worker: more than this many would not be told before evening. */
export const WATCHED_MAX = 500;

/** Connections on the public grid with a contract, largest first, and parks of which the manager may see every one of them. */
export function peaksAhead(deps: Deps): Watched[] {
  const now = deps.now();
  const day = { from: localFloor(now, 'P1D'), to: localAdd(localFloor(now, 'P1D'), 'P1D', 1) };
  const { connections } = scopeOf(deps.directory, WATCH, { area: { kind: 'region' }, carrier: 'electricity', ...day, now });
  const roots = connections.filter((one) => one.behind === null && one.registers.length > 0);
  const grouped = new Set(deps.capacity.groups().flatMap((group) => deps.capacity.membersOf(group.id).map((row) => row.connection)));
  const contract = (id: number): number => deps.directory.connections.get(id)?.contractedImportKw ?? 0;
  // A member of a group may draw more than it has contracted itself, as long as the group does not.
  const alone = roots.filter(({ id }) => contract(id) > 0 && !grouped.has(id)).sort((a, b) => contract(b.id) - contract(a.id));
  const own = alone.slice(0, WATCHED_MAX).flatMap(({ id, company }): Watched[] => {
    const park = deps.directory.companies.get(company)?.park;
    return park === undefined ? [] : [{ subject: `connection ${id}`, park, company, ahead: () => aheadOf(deps, { kind: 'connection', connection: id }, park) }];
  });
  const shared = (company: number): boolean => deps.directory.sharingOf(company, now).parkmanager;
  const parks = [...new Set(roots.flatMap(({ company }) => deps.directory.companies.get(company)?.park ?? []))].filter((park) =>
    roots.filter(({ company }) => deps.directory.companies.get(company)?.park === park).every(({ company }) => shared(company)),
  );
  return [...parks.map((park): Watched => ({ subject: `park ${park}`, park, company: null, ahead: () => aheadOf(deps, { kind: 'park', park }, park) })), ...own];
}

/** The quarters of tomorrow, local time; null where nothing is forecast. */
async function aheadOf(deps: Deps, place: Place, park: string): Promise<DayAhead | null> {
  const { steps, noForecast, verdict } = await answerForecast(deps, WATCH, { place, direction: 'import', spot: spotOf(deps, park) });
  if (noForecast !== null) return null;
  const [from, to] = [1, 2].map((days) => localAdd(localFloor(deps.now(), 'P1D'), 'P1D', days));
  const tomorrow = steps.filter(({ start }) => Date.parse(start) >= (from ?? 0) && Date.parse(start) < (to ?? 0));
  return {
    p50Kw: Float64Array.from(tomorrow, (step) => step.p50Kw),
    p90Kw: Float64Array.from(tomorrow, (step) => step.p90Kw),
    limitKw: Float64Array.from(tomorrow, (step) => step.limitKw ?? Number.NaN),
    better: verdict === 'better',
  };
}
