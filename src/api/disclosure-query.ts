// The rule of disclosure where figures are asked for: who may not see the members of an area gets only figures that say
// too little of any of them. One place for the screens, the API, files and reports.
import type { Principal } from '../domain/access.ts';
import type { BalanceFlow } from '../domain/balance.ts';
import { COMPANIES_MIN, type Contribution, type Disclosed, RECOGNISABLE, judgeDisclosure, judgeMeasure } from '../domain/disclosure.ts';
import type { Part } from '../domain/kept-back-parts.ts';
import { type LocalDay, firstQuarterOf, localDayOf, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import { QUARTER_MS } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { parkOf, protectedEntityOf, seesMembers } from './members.ts';
import type { Area, Scope, ScopedConnection } from './scope.ts';

/** What a figure counts of each company; each is judged by itself. */
export const MEASURES = ['consumption', 'import', 'export', 'generation', 'storage'] as const;
export type Measure = (typeof MEASURES)[number];
export type MeasuresJudged = Readonly<Record<Measure, Disclosed>>;

const OPEN: Disclosed = { sign: null };
export const ALL_OPEN: MeasuresJudged = { consumption: OPEN, import: OPEN, export: OPEN, generation: OPEN, storage: OPEN };
/** From this many days on, sums of months say enough of who contributes how much. */
const BY_MONTH_FROM_DAYS = 62;

export const REASONS: Readonly<Record<Extract<Disclosed, { sign: 'x' }>['reason'], string>> = {
  'too-few': `Fewer than ${COMPANIES_MIN} companies (by KvK number) put something into this figure; it would say something of each of them.`,
  'one-dominates': 'One company makes up more than 70 % of this figure; it would say nearly all of that company.',
  'two-dominate': 'Two companies make up more than 85 % of this figure; each could reckon the other.',
};

interface Judging {
  readonly area: Area;
  readonly scope: Scope;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const measuredIn = (scope: Scope): ScopedConnection[] => scope.connections.filter((one) => one.registers.length > 0 && !one.passesOn);

/** Judges each measure of a set of connections over a period, for a reader. A measure of the region that would tell the one of the
 *  parks where it is kept back is kept back as well. */
export async function judgeMeasures(deps: Pick<Deps, 'directory' | 'now' | 'store'>, principal: Principal, { area, scope, from, to }: Judging): Promise<MeasuresJudged> {
  if (seesMembers(principal, area)) return ALL_OPEN;
  return judgedBy(deps, { area, scope }, await registerSums(deps, measuredIn(scope), { from, to }));
}

function judgedBy(deps: Pick<Deps, 'directory' | 'now'>, { area, scope }: Pick<Judging, 'area' | 'scope'>, amounts: ReadonlyMap<number, number>): MeasuresJudged {
  const measured = measuredIn(scope);
  if (measured.length === 0) return ALL_OPEN;
  const judged = judgeAll(deps, measured, amounts);
  if (area.kind !== 'region') return judged;
  const parks = [...byPark(deps, measured).values()].map((mine) => ({ mine, judged: judgeAll(deps, mine, amounts) }));
  const withParks = (measure: Measure): Disclosed => {
    const hidden = parks.filter((one) => one.judged[measure].sign === 'x').flatMap((one) => one.mine);
    const together = judgeAll(deps, hidden, amounts)[measure];
    return judged[measure].sign !== 'x' && together.sign === 'x' ? together : judged[measure];
  };
  return {
    consumption: withParks('consumption'),
    import: withParks('import'),
    export: withParks('export'),
    generation: withParks('generation'),
    storage: withParks('storage'),
  };
}

/** The connections of the region that enter its figure for a reader. A park that is kept back is left out of it: the region less the
 *  parks that are shown would tell it. So a park is kept back or shown by itself alone, the same on every screen.
 *  @see docs/methods.md#disclosure */
export async function withoutSecretParks(deps: Pick<Deps, 'directory' | 'now' | 'store'>, principal: Principal, judging: Judging): Promise<Scope> {
  return judging.area.kind !== 'region' || seesMembers(principal, judging.area) ? judging.scope : (await judgeTold(deps, principal, judging)).scope;
}

/** The same with how each measure of them is judged: who puts how much into what is read once for both. */
export async function judgeTold(deps: Pick<Deps, 'directory' | 'now' | 'store'>, principal: Principal, judging: Judging): Promise<{ scope: Scope; judged: MeasuresJudged }> {
  const { area, scope } = judging;
  if (area.kind !== 'region' || seesMembers(principal, area)) return { scope, judged: await judgeMeasures(deps, principal, judging) };
  const measured = measuredIn(scope);
  const amounts = await registerSums(deps, measured, judging);
  const hidden = [...byPark(deps, measured)].filter(([, mine]) => isSecret(judgeAll(deps, mine, amounts)));
  const told = withoutParks(deps, scope, new Set(hidden.map(([park]) => park)));
  // Where no park may be told there is nothing to take the region's figure less.
  const mine: Scope = told.connections.length === 0 ? { ...scope, asOne: true } : told;
  return { scope: mine, judged: judgedBy(deps, { area, scope: mine }, amounts) };
}

/** A scope without parks; to its reader their connections count as not measured. */
export function withoutParks(deps: Pick<Deps, 'directory' | 'now'>, { asOne: _, ...scope }: Scope, parks: ReadonlySet<string>): Scope {
  const connections = scope.connections.filter((one) => !parks.has(parkOf(deps, one.company)));
  return { ...scope, connections, withheld: scope.withheld + scope.connections.length - connections.length };
}

function byPark(deps: Pick<Deps, 'directory' | 'now'>, connections: readonly ScopedConnection[]): Map<string, ScopedConnection[]> {
  const parks = new Map<string, ScopedConnection[]>();
  for (const one of connections) {
    const park = parkOf(deps, one.company);
    parks.set(park, [...(parks.get(park) ?? []), one]);
  }
  return parks;
}

/** Companies of which something was told; who is silent makes a figure of the others no safer. */
function measuresByCompany(connections: readonly ScopedConnection[], amounts: ReadonlyMap<number, number>): Map<number, Record<Measure, number>> {
  const byCompany = new Map<number, Record<Measure, number>>();
  for (const connection of connections) {
    if (!connection.registers.some(({ register }) => amounts.has(register))) continue;
    const sums = byCompany.get(connection.company) ?? { consumption: 0, import: 0, export: 0, generation: 0, storage: 0 };
    byCompany.set(connection.company, sums);
    addConnection(sums, connection, amounts);
  }
  return byCompany;
}

function judgeAll(deps: Pick<Deps, 'directory' | 'now'>, connections: readonly ScopedConnection[], amounts: ReadonlyMap<number, number>): MeasuresJudged {
  const byCompany = measuresByCompany(connections, amounts);
  const of = (measure: Measure): Contribution[] => [...byCompany].map(([company, sums]) => ({ entity: protectedEntityOf(deps, company), amount: sums[measure] }));
  // Where there are too few at all, what they did not tell is nobody's business either.
  const entities = new Set(connections.map((one) => protectedEntityOf(deps, one.company)).filter((one) => one !== RECOGNISABLE)).size;
  const few: Disclosed | null = entities > 0 && entities < COMPANIES_MIN ? { sign: 'x', reason: 'too-few' } : null;
  return {
    consumption: few ?? judgeDisclosure(of('consumption')),
    import: few ?? judgeDisclosure(of('import')),
    export: judgeMeasure(of('export')),
    generation: judgeMeasure(of('generation')),
    storage: judgeMeasure(of('storage')),
  };
}

/** What a company puts into a figure, with its park. */
export type ParkContribution = Contribution & { readonly park: string };

export const contributionOf = (deps: Pick<Deps, 'directory' | 'now'>, company: number, amount: number): ParkContribution => ({
  entity: protectedEntityOf(deps, company),
  amount,
  park: parkOf(deps, company),
});

export function partsByPark(contributions: readonly ParkContribution[]): Part[] {
  const parks = new Map<string, Contribution[]>();
  for (const one of contributions) parks.set(one.park, [...(parks.get(one.park) ?? []), one]);
  return [...parks].map(([id, mine]) => ({ id, contributions: mine }));
}

/** What each company puts into each month of a period, by measure.
 *  @param months starts of steps of a month */
export async function measuresByMonth(
  deps: Pick<Deps, 'directory' | 'now' | 'store'>,
  { scope, from, to }: Omit<Judging, 'area'>,
  months: readonly EpochMs[],
): Promise<((measure: Measure) => ParkContribution[])[]> {
  const measured = measuredIn(scope);
  const sums = await monthSums(deps, measured, { from, to });
  return months.map((start) => {
    const byCompany = measuresByCompany(measured, sums.get(monthOfDay(localDayOf(start / QUARTER_MS))) ?? new Map<number, number>());
    return (measure) => [...byCompany].map(([company, amounts]) => contributionOf(deps, company, amounts[measure]));
  });
}

/** Is what an area uses or takes secret? Then all of it is. */
export const isSecret = (judged: MeasuresJudged): boolean => judged.consumption.sign === 'x' || judged.import.sign === 'x';

/** @throws ApiError when the figure is kept back from this reader */
export const checkDisclosed = async (...of: Parameters<typeof judgeMeasures>): Promise<MeasuresJudged> => checkOpen(await judgeMeasures(...of));

/** @throws ApiError when what is used or taken is kept back */
export function checkOpen(judged: MeasuresJudged): MeasuresJudged {
  for (const measure of ['consumption', 'import'] as const) {
    const one = judged[measure];
    if (one.sign === 'x') throw new ApiError('suppressed', `x (${one.reason}): ${REASONS[one.reason]}`);
  }
  return judged;
}

const measureOf = (flow: BalanceFlow): Exclude<Measure, 'consumption'> =>
  flow === 'import' || flow === 'export' ? flow : flow === 'charge' || flow === 'discharge' ? 'storage' : 'generation';
const SIGN: Partial<Record<BalanceFlow, number>> = { export: -1, charge: -1 };

/** Where one energy is told in several ways, the largest of them: what counts here is who is how large. */
function addConnection(sums: Record<Measure, number>, { registers }: ScopedConnection, amounts: ReadonlyMap<number, number>): void {
  const flows = new Map<BalanceFlow, { byWay: Map<string, number>; whole: number }>();
  for (const { register, flow, meter, way, whole } of registers) {
    const told = flows.get(flow) ?? { byWay: new Map<string, number>(), whole: 0 };
    flows.set(flow, told);
    const amount = amounts.get(register) ?? 0;
    if (whole === true) told.whole += amount;
    else told.byWay.set(`${meter} ${way}`, (told.byWay.get(`${meter} ${way}`) ?? 0) + amount);
  }
  for (const [flow, { byWay, whole }] of flows) {
    const byMeter = new Map<string, number>();
    for (const [key, amount] of byWay) {
      const meter = key.split(' ')[0] ?? '';
      byMeter.set(meter, Math.max(byMeter.get(meter) ?? 0, amount));
    }
    const amount = [...byMeter.values()].reduce((total, one) => total + one, 0) + whole;
    sums[measureOf(flow)] += amount;
    sums.consumption += amount * (SIGN[flow] ?? 1);
  }
}

/** Sums of registers over the local days, or for long periods months, that a period touches; of those that told something. */
async function registerSums(deps: Pick<Deps, 'store'>, connections: readonly ScopedConnection[], over: { from: EpochMs; to: EpochMs }): Promise<Map<number, number>> {
  const sums = new Map<number, number>();
  for (const month of (await monthSums(deps, connections, over)).values()) for (const [register, amount] of month) sums.set(register, (sums.get(register) ?? 0) + amount);
  return sums;
}

/** The same for each month, by its first day. */
async function monthSums(
  deps: Pick<Deps, 'store'>,
  connections: readonly ScopedConnection[],
  { from, to }: { from: EpochMs; to: EpochMs },
): Promise<Map<LocalDay, Map<number, number>>> {
  const registers = Int32Array.from(connections.flatMap((one) => one.registers.map(({ register }) => register)));
  const [first, last]: LocalDay[] = [localDayOf(Math.floor(from / QUARTER_MS)), localDayOf(Math.ceil(to / QUARTER_MS) - 1)];
  const months = (last ?? 0) - (first ?? 0) >= BY_MONTH_FROM_DAYS;
  const span = months ? { from: monthOfDay(first ?? 0), to: nextMonthOf(last ?? 0) } : { from: first ?? 0, to: (last ?? 0) + 1 };
  const rows = await deps.store.ask({ kind: 'rollups', registers, step: months ? 'P1M' : 'P1D', ...span });
  const sums = new Map<LocalDay, Map<number, number>>();
  for (const { register, day, present, amountMicro } of rows) {
    if (present === 0) continue;
    const month = monthOfDay(day);
    const mine = sums.get(month) ?? new Map<number, number>();
    sums.set(month, mine.set(register, (mine.get(register) ?? 0) + amountMicro));
  }
  return sums;
}

/** Quarters of the local day, to say how much of a month was measured. */
export const quartersOfDays = (from: LocalDay, to: LocalDay): number => firstQuarterOf(to) - firstQuarterOf(from);
