// Every connection and group of the installation whose running quarter can be projected, against the limit that holds now:
// what the alerts look at each minute. Nobody is answered with it.
import type { Principal } from '../domain/access.ts';
import { fedIn } from '../domain/alerts.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { localAdd, localFloor } from '../domain/time.ts';
import type { Peak } from '../jobs/watch-meters.ts';
import { projectedTogether, runningOf } from './capacity-running.ts';
import { limitNow } from './limit-now.ts';
import { contractOf } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { partyOf, roughly, toldToAll } from './group-total.ts';
import { type ScopedConnection, scopeOf } from './scope.ts';

const WATCH: Principal = { id: 'alerts', roles: [], processor: true };
const DIRECTIONS = ['import', 'export'] as const;

/** @returns nothing in the first minutes of a quarter, and nothing of what has no limit or says nothing */
export async function runningPeaks(deps: Deps): Promise<Peak[]> {
  const now = deps.now();
  const day = { from: localFloor(now, 'P1D'), to: localAdd(localFloor(now, 'P1D'), 'P1D', 1) };
  const { connections } = scopeOf(deps.directory, WATCH, { area: { kind: 'region' }, carrier: 'electricity', ...day, now });
  const roots = connections.filter((one) => one.behind === null && one.registers.length > 0);
  // Both of one moment: the second is asked for after the first.
  const then = { ...deps, now: () => now };
  const peaks: Peak[] = [];
  for (const direction of DIRECTIONS) peaks.push(...(await peaksIn(then, roots, direction)));
  return peaks;
}

async function peaksIn(deps: Deps, roots: readonly ScopedConnection[], direction: Direction): Promise<Peak[]> {
  const now = deps.now();
  const running = await runningOf(deps, roots, direction);
  const about = (subject: string): string => (direction === 'export' ? fedIn(subject) : subject);
  const grouped = new Set<number>();
  const peaks = deps.capacity.groups().flatMap((group) => {
    const members = deps.capacity.membersOf(group.id).filter((row) => row.from <= now && (row.to === null || now < row.to));
    const limitKw = limitNow(deps, deps.capacity.limitsOfGroup(group.id), { direction, contractKw: null });
    if (limitKw === null || members.length === 0) return [];
    for (const { connection } of members) grouped.add(connection);
    const parts = members.map(({ connection }) => running.get(connection) ?? null);
    const subject = about(`group ${group.id}`);
    const found = peakOf({ subject, park: group.park, company: null }, projectedTogether(deps, parts, limitKw));
    // The agreement lets its parties know the total, but one that would be a single company's is told roughly.
    return toldToAll(deps, partyOf(deps, subject, now), now) ? found : found.map((one) => ({ ...one, toldKw: roughly(one.projectedKw, one.limitKw) }));
  });
  // A member of a group may draw more than it has contracted itself, as long as the group does not.
  for (const root of roots.filter(({ id }) => !grouped.has(id))) {
    const park = deps.directory.companies.get(root.company)?.park;
    const limitKw = limitNow(deps, deps.capacity.limitsOfConnection(root.id), { direction, contractKw: contractOf(deps, root.id, direction) });
    if (park === undefined || limitKw === null) continue;
    peaks.push(...peakOf({ subject: about(`connection ${root.id}`), park, company: root.company }, projectedTogether(deps, [running.get(root.id) ?? null], limitKw)));
  }
  return peaks;
}

function peakOf(about: Pick<Peak, 'subject' | 'park' | 'company'>, { projectedKw, limitKw }: ReturnType<typeof projectedTogether>): Peak[] {
  return projectedKw === null || limitKw === null ? [] : [{ ...about, projectedKw, limitKw }];
}
