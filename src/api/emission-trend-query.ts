// Why the emissions of an area changed since the same period of a base year, on the connections that measured in both.
import type { Principal } from '../domain/access.ts';
import type { FactorList } from '../domain/emission-factors.ts';
import { type CarrierTrend, decompose } from '../domain/emission-trend.ts';
import { inventoryOf } from '../domain/emissions.ts';
import { GAS_LHV_MJ_PER_M3 } from '../domain/gas-energy.ts';
import { NO_COVER } from '../domain/guarantees.ts';
import { localDayOf, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import type { Carrier } from '../domain/reading.ts';
import { addSums, coverageOf } from '../domain/balance-steps.ts';
import { QUARTER_MS, localAdd, localDay, localFloor, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { type Summed, sumPeriod } from './balance-sums.ts';
import type { Deps } from './deps.ts';
import { presentIn } from './kept-presence.ts';
import { judgeMeasures, quartersOfDays, withoutSecretParks } from './disclosure-query.ts';
import { type CarrierUse, type Over, amountOf } from './emissions-use.ts';
import { type Scope, scopeOf } from './scope.ts';
import type { Emissions, EmissionsQuery } from './shapes-emissions.ts';

/** A connection is like for like when it measured this much of both periods. */
const LIKE_MIN = 0.9;
const KWH_PER_UNIT: Partial<Record<Carrier, number>> = { gas: GAS_LHV_MJ_PER_M3 / 3.6, biogas: 23.5 / 3.6, hydrogen: (120 * 0.08988) / 3.6 };
/** Of these a part may heat buildings. */
const HEATING: ReadonlySet<Carrier> = new Set(['gas', 'heat']);

interface TrendQuestion {
  readonly over: Over;
  readonly carriers: readonly CarrierUse[];
  readonly lists: readonly FactorList[];
  readonly query: EmissionsQuery;
}

/** A figure of other periods than the one asked for, or why it is kept back from this reader. */
export interface Told<T> {
  readonly told: T | null;
  readonly secret: string | null;
}
const NOTHING = { told: null, secret: null } as const;

/** Nothing when nothing was measured in the base period. */
export async function answerTrend(deps: Deps, principal: Principal, question: TrendQuestion): Promise<Told<Emissions['decomposition']>> {
  const { carriers, query } = question;
  const years = query.baseYear === undefined ? 1 : localDay(question.over.from).year - query.baseYear;
  if (years <= 0) return NOTHING;
  const whole = { ...question.over, from: yearsBefore(question.over.from, years), to: yearsBefore(question.over.to, years) };
  const earlier: Earlier[] = [];
  for (const use of carriers) {
    const scope = await withoutSecretParks(deps, principal, { ...whole, scope: scopeOf(deps.directory, principal, { ...whole, carrier: use.carrier, now: deps.now() }) });
    earlier.push({ use, scope, before: await sumPeriod(deps, scope, { ...whole, carrier: use.carrier, step: 'P1M' }) });
  }
  const first = firstMeasured(earlier.map((one) => one.before));
  if (first === null) return NOTHING;
  // A base of which only the end was measured is compared with that end.
  const base = { ...whole, from: first };
  const over = first === whole.from ? question.over : { ...question.over, from: yearsLater(first, years) };
  const trends: CarrierTrend[] = [];
  let [connections, of] = [0, 0];
  for (const { use, scope, before } of earlier) {
    const alike = await likeForLike(deps, { use, scope, base, over });
    const secret = await secretSubset(deps, principal, {
      alike,
      periods: [
        { ...over, scope: use.scope },
        { ...base, scope },
      ],
    });
    if (secret !== null) return { told: null, secret };
    connections += alike.size;
    of += new Set([...use.scope.connections, ...scope.connections].map((one) => one.id)).size;
    trends.push(await trendOf(deps, { ...question, over, use, before, base, alike, baseScope: scope }));
  }
  const { degreeDays, baseDegreeDays, heatingShare } = query;
  const weather = degreeDays === undefined || baseDegreeDays === undefined ? null : { baseDegreeDays, nowDegreeDays: degreeDays };
  const told = {
    baseFrom: toIso(base.from),
    baseTo: toIso(base.to),
    from: toIso(over.from),
    to: toIso(over.to),
    ...decompose(trends, weather),
    likeForLike: { connections, of },
    weatherKnown: weather !== null,
    heatingShare,
  };
  return { told, secret: null };
}

/** Each period of a change is a figure of its own, and so are the connections that measured in both and the ones that came or went:
 *  what the latter did stands there as coverage.
 *  @see docs/methods.md#disclosure */
async function secretSubset(
  deps: Deps,
  principal: Principal,
  { alike, periods }: { alike: ReadonlySet<number>; periods: readonly (Over & { scope: Scope })[] },
): Promise<string | null> {
  for (const { scope, ...over } of periods)
    for (const keep of [(): boolean => true, (id: number): boolean => alike.has(id), (id: number): boolean => !alike.has(id)]) {
      const some = { ...scope, connections: scope.connections.filter((one) => keep(one.id)) };
      const judged = await judgeMeasures(deps, principal, { ...over, scope: some });
      if (judged.import.sign === 'x') return judged.import.reason;
    }
  return null;
}

interface Earlier {
  readonly use: CarrierUse;
  readonly scope: Scope;
  readonly before: Summed;
}

/** Start of the first month that was measured about as well as the best one; null when none was. */
function firstMeasured(all: readonly Summed[]): Over['from'] | null {
  const months = (all[0]?.steps ?? []).map(({ start }, index) => {
    const sums = addSums(all.flatMap((one) => one.steps[index]?.sums ?? []));
    return { start, coverage: coverageOf(sums) };
  });
  const best = Math.max(0, ...months.map((month) => month.coverage));
  return best === 0 ? null : (months.find((month) => month.coverage >= LIKE_MIN * best)?.start ?? null);
}

const yearsLater = (at: Over['from'], years: number): Over['from'] => yearsBefore(at, -years);

/** The same clock time of the Amsterdam calendar, years earlier. */
function yearsBefore(at: Over['from'], years: number): Over['from'] {
  const day = localFloor(at, 'P1D');
  return epochMs(localAdd(day, 'P1Y', -years) + (at - day));
}

/** Connections of which enough was measured in both periods, by the months that these touch. */
async function likeForLike(deps: Deps, { use, scope, base, over }: { use: CarrierUse; scope: Scope; base: Over; over: Over }): Promise<Set<number>> {
  const [now, before] = [await sharesOf(deps, use.scope, over), await sharesOf(deps, scope, base)];
  return new Set([...now].filter(([id, share]) => share >= LIKE_MIN && (before.get(id) ?? 0) >= LIKE_MIN).map(([id]) => id));
}

async function sharesOf(deps: Deps, scope: Scope, { from, to }: Over): Promise<Map<number, number>> {
  const registers = Int32Array.from(scope.connections.flatMap((one) => one.registers.map(({ register }) => register)));
  const [first, last] = [localDayOf(from / QUARTER_MS), localDayOf(to / QUARTER_MS - 1)];
  const present = await presentIn(deps, { registers, from: monthOfDay(first), to: nextMonthOf(last) });
  // What is not there yet of the last month is not missing.
  const expected = Math.min(quartersOfDays(monthOfDay(first), nextMonthOf(last)), Math.ceil((deps.now() - epochMs(firstOf(first))) / QUARTER_MS));
  // A connection measures as much as the register of it that measures most: its meters follow each other, or count by tariff.
  return new Map(
    scope.connections.map(({ id, registers: mine }) => [
      id,
      Math.max(
        0,
        ...mine.map(({ register }) => present.get(register) ?? 0),
        mine.filter(({ fromQuarter, toQuarter }) => fromQuarter !== undefined || toQuarter !== undefined).reduce((sum, { register }) => sum + (present.get(register) ?? 0), 0),
      ) / Math.max(1, expected),
    ]),
  );
}

const firstOf = (day: number): number => localFloor(epochMs(day * 96 * QUARTER_MS + 48 * QUARTER_MS), 'P1M');

async function trendOf(deps: Deps, over: TrendQuestion & { use: CarrierUse; before: Summed; base: Over; alike: ReadonlySet<number>; baseScope: Scope }): Promise<CarrierTrend> {
  const { use, before, alike, lists, query } = over;
  const { carrier } = use;
  const kgOf = (summed: Summed, { from }: Over): { amount: number; kg: number } => {
    let [amount, kg] = [0, 0];
    for (const { start, sums } of summed.steps) {
      if (start < from) continue;
      const mine = amountOf(carrier, sums);
      amount += mine;
      kg += directKg(lists, { carrier, amount: mine, year: localDay(start).year });
    }
    return { amount, kg };
  };
  const only = (scope: Scope): Scope => ({ ...scope, connections: scope.connections.filter((one) => alike.has(one.id)), withheld: 0 });
  // What is alike throughout need not be summed again.
  const part = async (scope: Scope, period: Over, all: Summed): Promise<Summed> => {
    const some = only(scope);
    return some.connections.length === scope.connections.length ? all : sumPeriod(deps, some, { ...period, carrier, step: 'P1M' });
  };
  const [allNow, allBase] = [kgOf(use.summed, over.over), kgOf(before, over.base)];
  const [now, base] = [kgOf(await part(use.scope, over.over, use.summed), over.over), kgOf(await part(over.baseScope, over.base, before), over.base)];
  const perUnit = ({ amount, kg }: { amount: number; kg: number }, at: Over): number =>
    amount === 0 ? directKg(lists, { carrier, amount: 1, year: localDay(at.from).year }) : kg / amount;
  return {
    carrier,
    base: { amount: base.amount, kgPerUnit: perUnit(base, over.base) },
    now: { amount: now.amount, kgPerUnit: perUnit(now, over.over) },
    allBaseKg: allBase.kg,
    allNowKg: allNow.kg,
    kwhPerUnit: KWH_PER_UNIT[carrier] ?? 1,
    heatingShare: HEATING.has(carrier) ? query.heatingShare : 0,
  };
}

/** Scope 1 and scope 2 by location of an amount. */
export function directKg(lists: readonly FactorList[], { carrier, amount, year }: { carrier: Carrier; amount: number; year: number }): number {
  const { lines } = inventoryOf([{ subject: carrier, amount, unit: '' }], { lists, year, cover: NO_COVER });
  return lines.reduce((sum, line) => sum + line.scope1Kg + line.scope2.locationBasedKg, 0);
}
