// The rule of disclosure where figures are asked for: who may not see the members of an area gets only figures that say
// too little of any of them. One place for the screens, the API, files and reports.
import type { Principal } from '../domain/access.ts';
import type { BalanceFlow } from '../domain/balance.ts';
import { COMPANIES_MIN, type Contribution, type Disclosed, judgeDisclosure, judgeMeasure } from '../domain/disclosure.ts';
import { type LocalDay, firstQuarterOf, localDayOf, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import { QUARTER_MS } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import type { Area, Scope, ScopedConnection } from './scope.ts';

/** What a figure counts of each company; each is judged by itself. */
export const MEASURES = ['consumption', 'import', 'export', 'generation', 'storage'] as const;
export type Measure = (typeof MEASURES)[number];
export type MeasuresJudged = Readonly<Record<Measure, Disclosed>>;

const OPEN: Disclosed = { sign: null };
export const ALL_OPEN: MeasuresJudged = { consumption: OPEN, import: OPEN, export: OPEN, generation: OPEN, storage: OPEN };
/** From this many days on, sums of months say enough of who contributes how much. */
const BY_MONTH_FROM_DAYS = 62;

/** May this reader see the companies of an area one by one, as far as they share? Then nothing is kept back from it. */
export function seesMembers(principal: Principal, area: Area): boolean {
  if (principal.processor || area.kind === 'company') return true;
  return principal.roles.some((role) => role.role === 'operator' || (role.role === 'parkmanager' && area.kind === 'park' && role.parks.includes(area.park)));
}

/** Companies by their KvK number: two of one owner are one. */
export const entityOf = (deps: Pick<Deps, 'directory'>, company: number): string => deps.directory.companies.get(company)?.kvk ?? `company ${company}`;

export const REASONS: Readonly<Record<Extract<Disclosed, { sign: 'x' }>['reason'], string>> = {
  'too-few': `Fewer than ${COMPANIES_MIN} companies (by KvK number) put something into this figure; it would say something of each of them.`,
  'one-dominates': 'One company makes up more than 70 % of this figure; it would say nearly all of that company.',
  'two-dominate': 'Two companies make up more than 85 % of this figure; each could reckon the other.',
};

/** Judges each measure of a set of connections over a period, for a reader. */
export async function judgeMeasures(
  deps: Pick<Deps, 'directory' | 'store'>,
  principal: Principal,
  { area, scope, from, to }: { area: Area; scope: Scope; from: EpochMs; to: EpochMs },
): Promise<MeasuresJudged> {
  if (seesMembers(principal, area)) return ALL_OPEN;
  const measured = scope.connections.filter((one) => one.registers.length > 0 && !one.passesOn);
  if (measured.length === 0) return ALL_OPEN;
  const amounts = await registerSums(deps, measured, { from, to });
  const byCompany = new Map<number, Record<Measure, number>>();
  for (const connection of measured) {
    const sums = byCompany.get(connection.company) ?? { consumption: 0, import: 0, export: 0, generation: 0, storage: 0 };
    byCompany.set(connection.company, sums);
    addConnection(sums, connection, amounts);
  }
  const of = (measure: Measure): Contribution[] => [...byCompany].map(([company, sums]) => ({ entity: entityOf(deps, company), amount: sums[measure] }));
  return {
    consumption: judgeDisclosure(of('consumption')),
    import: judgeDisclosure(of('import')),
    export: judgeMeasure(of('export')),
    generation: judgeMeasure(of('generation')),
    storage: judgeMeasure(of('storage')),
  };
}

/** Is what an area uses or takes secret? Then all of it is. */
export const isSecret = (judged: MeasuresJudged): boolean => judged.consumption.sign === 'x' || judged.import.sign === 'x';

/** @throws ApiError when the figure is kept back from this reader */
export async function checkDisclosed(...of: Parameters<typeof judgeMeasures>): Promise<MeasuresJudged> {
  const judged = await judgeMeasures(...of);
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

/** Sums of registers over the local days, or for long periods months, that a period touches. */
async function registerSums(deps: Pick<Deps, 'store'>, connections: readonly ScopedConnection[], { from, to }: { from: EpochMs; to: EpochMs }): Promise<Map<number, number>> {
  const registers = Int32Array.from(connections.flatMap((one) => one.registers.map(({ register }) => register)));
  const [first, last]: LocalDay[] = [localDayOf(Math.floor(from / QUARTER_MS)), localDayOf(Math.ceil(to / QUARTER_MS) - 1)];
  const months = (last ?? 0) - (first ?? 0) >= BY_MONTH_FROM_DAYS;
  const span = months ? { from: monthOfDay(first ?? 0), to: nextMonthOf(last ?? 0) } : { from: first ?? 0, to: (last ?? 0) + 1 };
  const rows = await deps.store.ask({ kind: 'rollups', registers, step: months ? 'P1M' : 'P1D', ...span });
  const sums = new Map<number, number>();
  for (const { register, amountMicro } of rows) sums.set(register, (sums.get(register) ?? 0) + amountMicro);
  return sums;
}

/** Quarters of the local day, to say how much of a month was measured. */
export const quartersOfDays = (from: LocalDay, to: LocalDay): number => firstQuarterOf(to) - firstQuarterOf(from);
