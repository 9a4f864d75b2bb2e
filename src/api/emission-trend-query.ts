// Why the emissions of an area changed since the same period of a base year, on the connections that measured in both.
import type { Principal } from '../domain/access.ts';
import type { FactorList } from '../domain/emission-factors.ts';
import { published } from '../domain/balance-rows.ts';
import { type CarrierTrend, decompose } from '../domain/emission-trend.ts';
import { type EmissionTerm, countsBy, inventoryOf, kgOf } from '../domain/emissions.ts';
import { GAS_LHV_MJ_PER_M3 } from '../domain/gas-energy.ts';
import { NO_COVER } from '../domain/guarantees.ts';
import { firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import type { Carrier } from '../domain/reading.ts';
import { type StepSums, addSums, coverageOf } from '../domain/balance-steps.ts';
import { QUARTER_MS, localAdd, localDay, localFloor, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Summed, sumPeriod } from './balance-sums.ts';
import type { Deps } from './deps.ts';
import { type DegreeDays, degreeDaysIn } from './degree-days-query.ts';
import { presentIn } from './kept-presence.ts';
import { judgeMeasures, quartersOfDays, withoutSecretParks } from './disclosure-query.ts';
import { type CarrierUse, type Over, amountOf, scopelessIn } from './emissions-use.ts';
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
  readonly query: Omit<EmissionsQuery, 'parts'>;
}

/** A figure of other periods than the one asked for, or why it is kept back from this reader. */
export interface Told<T> {
  readonly told: T | null;
  readonly secret: string | null;
}
const NOTHING = { told: null, secret: null } as const;

/** A month of one carrier: what was used of it, and the factors that this is multiplied by. */
export interface DirectMonth {
  readonly carrier: Carrier;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly sums: StepSums;
  readonly amount: number;
  readonly terms: readonly EmissionTerm[];
  readonly kg: number;
}
type Both<T> = Readonly<Record<'base' | 'now', T>>;
export interface ComparedCarrier {
  readonly carrier: Carrier;
  readonly trend: CarrierTrend;
  /** Of all meters, and of the connections that measured in both periods. */
  readonly months: Readonly<Record<'all' | 'alike', Both<readonly DirectMonth[]>>>;
  /** Share of each period that a connection measured. */
  readonly connections: readonly (Both<number> & { readonly id: number; readonly company: number; readonly alike: boolean })[];
}
/** Two periods of an area, compared on what measured in both. */
export interface Compared {
  readonly base: Over;
  readonly now: Over;
  readonly carriers: readonly ComparedCarrier[];
  /** null: not known, and then nothing is ascribed to the weather. */
  readonly weather: DegreeDays | null;
}

/** Nothing when nothing was measured in one of the periods. */
export async function answerTrend(deps: Deps, principal: Principal, question: TrendQuestion): Promise<Told<Emissions['decomposition']>> {
  const { told: compared, secret } = await comparedPeriods(deps, principal, question);
  if (compared === null) return { told: null, secret };
  const { base, now, carriers, weather } = compared;
  const connections = carriers.flatMap((one) => one.connections);
  const told = {
    baseFrom: toIso(base.from),
    baseTo: toIso(base.to),
    from: toIso(now.from),
    to: toIso(now.to),
    ...decompose(
      carriers.map((one) => one.trend),
      weather,
    ),
    likeForLike: { connections: connections.filter((one) => one.alike).length, of: connections.length },
    degreeDays: weather === null ? null : { base: published(weather.baseDegreeDays), now: published(weather.nowDegreeDays), source: weather.source, simulated: weather.simulated },
    heatingShare: question.query.heatingShare,
  };
  return { told, secret: null };
}

/** What the change is made of, where it may be told. Nothing when nothing was measured in the base period, or in this one: a period that
 *  is still to come is no decrease. */
export async function comparedPeriods(deps: Deps, principal: Principal, question: TrendQuestion): Promise<Told<Compared>> {
  const { carriers, query } = question;
  const years = query.baseYear === undefined ? 1 : localDay(question.over.from).year - query.baseYear;
  if (years <= 0 || carriers.every(({ summed }) => summed.total.present === 0)) return NOTHING;
  const whole = { ...question.over, from: yearsBefore(question.over.from, years), to: yearsBefore(question.over.to, years) };
  const earlier: Earlier[] = [];
  // What enters no scope changes none, and hides nothing of what others changed.
  const scopeless = scopelessIn(question.lists);
  for (const use of carriers.filter(({ carrier }) => !scopeless.has(carrier))) {
    const scope = await withoutSecretParks(deps, principal, { ...whole, scope: scopeOf(deps.directory, principal, { ...whole, carrier: use.carrier, now: deps.now() }) });
    earlier.push({ use, scope, before: await sumPeriod(deps, scope, { ...whole, carrier: use.carrier, step: 'P1M' }) });
  }
  const first = await firstMeasured(deps, whole, earlier);
  if (first === null) return NOTHING;
  // A base of which only the end was measured is compared with that end, to the day: what was not there yet is no change.
  const base = { ...whole, from: first };
  const over = first === whole.from ? question.over : { ...question.over, from: yearsLater(first, years) };
  const compared: ComparedCarrier[] = [];
  for (const { use, scope, before } of earlier) {
    const measured = await measuredShares(deps, { use, scope, base, over });
    const alike = new Set(measured.filter((one) => one.alike).map((one) => one.id));
    const secret = await secretSubset(deps, principal, {
      alike,
      periods: [
        { ...over, scope: use.scope },
        { ...base, scope },
      ],
    });
    if (secret !== null) return { told: null, secret };
    compared.push({ ...(await trendOf(deps, { ...question, over, use, before, base, alike, baseScope: scope })), connections: measured });
  }
  const weather = await degreeDaysIn(deps, query, { area: over.area, base, now: over });
  return { told: { base, now: over, carriers: compared, weather }, secret: null };
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

/** Start of the first day that was measured about as well as the best day or month; null when none was. */
async function firstMeasured(deps: Deps, whole: Over, all: readonly Earlier[]): Promise<EpochMs | null> {
  const months = coveragesOf(all.map((one) => one.before));
  const best = Math.max(0, ...months.map((month) => month.coverage));
  for (const month of months) {
    if (month.coverage === 0) continue;
    const period = { ...whole, from: month.start, to: month.end };
    const days = coveragesOf(await Promise.all(all.map(({ use, scope }) => sumPeriod(deps, scope, { ...period, carrier: use.carrier, step: 'P1D' }))));
    const enough = LIKE_MIN * Math.max(best, ...days.map((day) => day.coverage));
    // A month of which a bad day is the first is whole all the same.
    const isWhole = month.coverage >= enough && (days[0]?.coverage ?? 0) > 0;
    const first = isWhole ? month : days.find((day) => day.coverage >= enough);
    if (first !== undefined) return first.start;
  }
  return null;
}

const coveragesOf = (all: readonly Summed[]): { start: EpochMs; end: EpochMs; coverage: number }[] =>
  (all[0]?.steps ?? []).map(({ start, end }, index) => ({ start, end, coverage: coverageOf(addSums(all.flatMap((one) => one.steps[index]?.sums ?? []))) }));

const yearsLater = (at: Over['from'], years: number): Over['from'] => yearsBefore(at, -years);

/** The same clock time of the Amsterdam calendar, years earlier. */
function yearsBefore(at: Over['from'], years: number): Over['from'] {
  const day = localFloor(at, 'P1D');
  return epochMs(localAdd(day, 'P1Y', -years) + (at - day));
}

/** How much each connection measured of both periods, by the days that these touch; alike: enough of both. */
async function measuredShares(deps: Deps, { use, scope, base, over }: { use: CarrierUse; scope: Scope; base: Over; over: Over }): Promise<ComparedCarrier['connections']> {
  const [now, before] = [await sharesOf(deps, use.scope, over), await sharesOf(deps, scope, base)];
  const companies = new Map([...use.scope.connections, ...scope.connections].map((one) => [one.id, one.company]));
  return [...companies].map(([id, company]) => {
    const shares = { base: before.get(id) ?? 0, now: now.get(id) ?? 0 };
    return { id, company, ...shares, alike: shares.base >= LIKE_MIN && shares.now >= LIKE_MIN };
  });
}

async function sharesOf(deps: Deps, scope: Scope, { from, to }: Over): Promise<Map<number, number>> {
  const registers = Int32Array.from(scope.connections.flatMap((one) => one.registers.map(({ register }) => register)));
  const [first, end] = [localDayOf(from / QUARTER_MS), localDayOf(to / QUARTER_MS - 1) + 1];
  const present = await presentIn(deps, { registers, from: first, to: end });
  // What is not there yet of the last day is not missing.
  const expected = Math.min(quartersOfDays(first, end), Math.ceil(deps.now() / QUARTER_MS) - firstQuarterOf(first));
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

type TrendOver = TrendQuestion & { use: CarrierUse; before: Summed; base: Over; alike: ReadonlySet<number>; baseScope: Scope };

async function trendOf(deps: Deps, over: TrendOver): Promise<Omit<ComparedCarrier, 'connections'>> {
  const { use, before, alike, lists, query } = over;
  const { carrier } = use;
  const monthsIn = (summed: Summed, period: Over): DirectMonth[] => directMonths(lists, { carrier, summed }).filter(({ start }) => start >= period.from);
  const only = (scope: Scope): Scope => ({ ...scope, connections: scope.connections.filter((one) => alike.has(one.id)), withheld: 0 });
  const summedIn = (scope: Scope, period: Over): Promise<Summed> => sumPeriod(deps, scope, { ...period, carrier, step: 'P1M' });
  // What begins with one of its months, and what is alike throughout, need not be summed again.
  const within = async (scope: Scope, period: Over, all: Summed): Promise<Summed> => (all.steps.some(({ start }) => start === period.from) ? all : summedIn(scope, period));
  const [allBase, allNow] = [await within(over.baseScope, over.base, before), await within(use.scope, over.over, use.summed)];
  const part = async (scope: Scope, period: Over, all: Summed): Promise<Summed> => {
    const some = only(scope);
    return some.connections.length === scope.connections.length ? all : summedIn(some, period);
  };
  const all = { base: monthsIn(allBase, over.base), now: monthsIn(allNow, over.over) };
  const mine = {
    base: monthsIn(await part(over.baseScope, over.base, allBase), over.base),
    now: monthsIn(await part(use.scope, over.over, allNow), over.over),
  };
  const emittedIn = (months: readonly DirectMonth[], at: Over): CarrierTrend['base'] => {
    const amount = months.reduce((sum, one) => sum + one.amount, 0);
    const kg = kgIn(months);
    return { amount, kg, kgPerUnit: amount === 0 ? directKg(lists, { carrier, amount: 1, year: localDay(at.from).year }) : kg / amount };
  };
  const trend = {
    carrier,
    base: emittedIn(mine.base, over.base),
    now: emittedIn(mine.now, over.over),
    allBaseKg: kgIn(all.base),
    allNowKg: kgIn(all.now),
    kwhPerUnit: KWH_PER_UNIT[carrier] ?? 1,
    heatingShare: HEATING.has(carrier) ? query.heatingShare : 0,
  };
  return { carrier, trend, months: { all, alike: mine } };
}

/** Months are whole milligrams, so that any order adds up to the same. */
export const kgIn = (months: readonly DirectMonth[]): number => published(months.reduce((sum, one) => sum + one.kg, 0));

/** Scope 1 and scope 2 by location, month by month. */
export const directMonths = (lists: readonly FactorList[], { carrier, summed }: Pick<CarrierUse, 'carrier'> & { summed: Pick<Summed, 'steps'> }): DirectMonth[] =>
  summed.steps.map(({ start, end, sums }) => {
    const amount = amountOf(carrier, sums);
    const terms = directTerms(lists, { carrier, amount, year: localDay(start).year });
    return { carrier, start, end, sums, amount, terms, kg: published(terms.reduce((sum, term) => sum + kgOf(term, 'direct'), 0)) };
  });

interface Direct {
  readonly carrier: Carrier;
  readonly amount: number;
  readonly year: number;
}
const directTerms = (lists: readonly FactorList[], { carrier, amount, year }: Direct): EmissionTerm[] =>
  inventoryOf([{ subject: carrier, amount, unit: '' }], { lists, year, cover: NO_COVER }).lines.flatMap((line) => line.terms.filter((term) => countsBy(term, 'location')));

const directKg = (lists: readonly FactorList[], direct: Direct): number => directTerms(lists, direct).reduce((sum, term) => sum + kgOf(term, 'direct'), 0);
