// Answers who served whom on a park: kWh, what they are worth, and what they would have emitted from the grid.
import { type Principal, decide } from '../domain/access.ts';
import { published, withWithheld } from '../domain/balance-rows.ts';
import { coverageOf, generationOf, qualityOf, ratio, useOf } from '../domain/balance-steps.ts';
import { keptBack, secretFields } from '../domain/disclosure-fields.ts';
import { type FactorList, factorFor } from '../domain/emission-factors.ts';
import { type ExchangeMatrix, addMatrices } from '../domain/exchange.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, localAdd, localDay, localFloor, stepBounds, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { gatheredFrom } from '../storage/series.ts';
import { daysAtOnce } from '../domain/stretches.ts';
import { scopeKey } from './balance-pieces.ts';
import { type Summed, isUntold, sumPeriod } from './balance-sums.ts';
import type { Deps } from './deps.ts';
import { checkDisclosed } from './disclosure-query.ts';
import { seesMembers } from './members.ts';
import { listsAsked, periodAsked } from './emissions-query.ts';
import { ApiError } from './errors.ts';
import { missingRuns, pipelined } from './pipelined.ts';
import { type Area, type Scope, registersIn, scopeOf } from './scope.ts';
import type { Exchange, ExchangeQuery } from './shapes-emissions.ts';
import { companyResource } from './views.ts';

export interface Month {
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly matrix: ExchangeMatrix;
}
/** What an exchange rests on for a reader. */
export interface ExchangeGround {
  readonly area: Area;
  /** Does the reader see the companies one by one? */
  readonly named: boolean;
  readonly scope: Scope;
  readonly lists: readonly FactorList[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** What lies ahead is not there yet. */
  readonly until: EpochMs;
  readonly secret: ReadonlyMap<string, string>;
}
/** What one kWh from a neighbour is worth, and what it would have emitted. */
interface Worth {
  readonly eurPerKwh: number;
  readonly kgPerKwh: number;
}

/** @throws ApiError when it is kept back from this reader */
export async function exchangeGround(deps: Deps, principal: Principal, { park, query }: { park: string; query: ExchangeQuery }): Promise<ExchangeGround> {
  const lists = listsAsked(deps, query.factors);
  const area: Area = { kind: 'park', park };
  const asked = periodAsked(deps, principal, { area, query });
  const named = seesMembers(principal, area);
  const { from, to, until } = named ? asked : wholeDays(asked);
  const scope = scopeOf(deps.directory, principal, { area, carrier: 'electricity', from, to: until, now: deps.now() });
  const secret = secretFields(await checkDisclosed(deps, principal, { area, scope, from, to: until }));
  if (keptBack('localExchangeKwh', secret))
    throw new ApiError('suppressed', 'x: fewer than five companies give or one or two give nearly all of it; it would say something of each of them.');
  return { area, named, scope, lists, from, to, until, secret };
}

export async function answerExchange(deps: Deps, principal: Principal, { park, query }: { park: string; query: ExchangeQuery }): Promise<Omit<Exchange, 'simulated'>> {
  const ground = await exchangeGround(deps, principal, { park, query });
  const { area, named, scope, lists, from, to, until, secret } = ground;
  const summed = await sumPeriod(deps, scope, { area, carrier: 'electricity', from, to: until, step: 'P1M' });
  const { total, closed } = summed;
  const months = named ? await exchangeByMonth(deps, ground) : toldMonths(summed);
  const all = addMatrices(months.map((month) => month.matrix));
  const factors = factorOf(lists, months);
  const worth: Worth = { eurPerKwh: query.eurPerKwh, kgPerKwh: factors?.kgPerKwh ?? 0 };
  const exchangedKwh = fromMicro(all.exchanged);
  const seen = withWithheld(total, scope.withheld);
  const names = naming(deps, principal);
  return {
    park,
    from: toIso(from),
    to: toIso(to),
    items: named ? itemsOf(names, all, worth) : together(exchangedKwh, worth),
    companies: named ? partiesOf(names, all) : [],
    totals: {
      localExchangeKwh: published(exchangedKwh),
      importKwh: published(fromMicro(all.imported)),
      exportKwh: published(fromMicro(all.exported)),
      eur: published(exchangedKwh * worth.eurPerKwh),
      co2Kg: published(exchangedKwh * worth.kgPerKwh),
      eurPerKwh: worth.eurPerKwh,
    },
    neutrality: {
      generationOverUse:
        closed.consumption > 0 && !keptBack('generationKwh', secret) && !keptBack('consumptionKwh', secret) ? published(generationOf(closed) / closed.consumption) : null,
      matchedShare: keptBack('selfSufficiency', secret) ? null : ratio(closed.collectiveUse, useOf(closed)),
    },
    // The highest of all quarters is one quarter, and each connection's own is that of one company.
    simultaneity: named ? simultaneityOf(all) : { factor: null, coincidentKw: null, sumOfOwnKw: null },
    factors,
    coverage: coverageOf(seen),
    quality: qualityOf(seen),
    asOf: toIso(epochMs(Math.min(until, deps.now()))),
  };
}

/** Of companies together only whole local days are told: two periods that differ by a quarter would tell that quarter.
 *  @throws ApiError when there is no whole day in it */
function wholeDays({ from, to, until }: { from: EpochMs; to: EpochMs; until: EpochMs }): { from: EpochMs; to: EpochMs; until: EpochMs } {
  const [first, end] = [localFloor(from, 'P1D') === from ? from : localAdd(localFloor(from, 'P1D'), 'P1D', 1), localFloor(until, 'P1D')];
  if (first >= end) throw new ApiError('suppressed', 'x: of companies together the exchange is told of whole days that have ended.');
  return { from: first, to, until: end };
}

/** Of companies together the exchange is that of their balance, of the same quarters: beside it another one would tell the rest.
 *  @throws ApiError when none of it may be told */
export function toldMonths(summed: Summed): Month[] {
  if (isUntold(summed, 'exchange')) throw new ApiError('suppressed', 'x: in every quarter-hour of this period one or two companies make up nearly all of it.');
  return summed.steps.map(({ start, end, sums }) => {
    const exchanged = toMicro(sums.localExchange);
    const sides = { exchanged, imported: exchanged + toMicro(sums.gridImport), exported: exchanged + toMicro(sums.gridExport) };
    return { start, end, matrix: { companies: [], amounts: new Float64Array(0), ...sides, coincidentImport: 0, ownImports: new Float64Array(0) } };
  });
}

/** Month by month, of which several are read at once: a year of a region's quarters would be gigabytes. */
export async function exchangeByMonth(deps: Deps, { scope, from, until: to }: Pick<ExchangeGround, 'scope' | 'from' | 'until'>): Promise<Month[]> {
  const bounds = stepBounds(from, to, 'P1M').map((at) => epochMs(Math.min(Math.max(at, from), to)));
  const key = scopeKey(scope);
  const registers = registersIn(scope);
  const months = bounds.slice(1).map((end, index) => {
    const start = bounds[index] ?? from;
    const [first, last] = [start / QUARTER_MS, end / QUARTER_MS];
    const version = deps.store.days.of(first, last);
    return { start, end, first, last, version, key: `${key} ${first} ${last}` };
  });
  const found = months.map((month) => deps.exchangeMonths.kept(month.key, month.version));
  const runs = missingRuns(found, Math.max(Math.floor(daysAtOnce(registers.length) / 31), 1)).map(([begin, end]) => {
    const run = months.slice(begin, end);
    return { begin, run, first: run[0]?.first ?? 0, last: run.at(-1)?.last ?? 0 };
  });
  await pipelined(runs, {
    read: ({ first, last }) => deps.store.ask({ kind: 'days', registers, from: first, to: last }),
    work: async (read, { begin, run, first, last }) => {
      const borders = [0, ...run.map((month) => month.last - first)];
      const matrices = await deps.compute.exchange({ firstQuarter: first, quarters: last - first, borders, connections: scope.connections, ...gatheredFrom(read), before: [] });
      matrices.forEach((matrix, index) => {
        const month = run[index];
        if (month === undefined) return;
        found[begin + index] = matrix;
        deps.exchangeMonths.keep(month.key, month.version, matrix);
      });
    },
  });
  return months.flatMap(({ start, end }, index): Month[] => {
    const matrix = found[index] ?? null;
    return matrix === null ? [] : [{ start, end, matrix }];
  });
}

/** The mix of the grid, direct and chain, of each year, with what was exchanged by it. */
export function factorsUsed(lists: readonly FactorList[], months: readonly Month[]): readonly { list: FactorList; kgPerKwh: number; exchanged: number }[] {
  const used = new Map<FactorList, { list: FactorList; kgPerKwh: number; exchanged: number }>();
  for (const { start, matrix } of months) {
    const one = factorFor(lists, 'electricity-grid-mix', localDay(start).year);
    if (one !== null) used.set(one.list, { list: one.list, kgPerKwh: one.factor.total, exchanged: (used.get(one.list)?.exchanged ?? 0) + matrix.exchanged });
  }
  return [...used.values()];
}

/** Weighed by what was exchanged by each. */
export function factorOf(lists: readonly FactorList[], months: readonly Month[]): Exchange['factors'] {
  const used = factorsUsed(lists, months);
  const latest = used.at(-1);
  if (latest === undefined) return null;
  const exchanged = used.reduce((sum, one) => sum + one.exchanged, 0);
  const kgPerKwh = exchanged === 0 ? latest.kgPerKwh : used.reduce((sum, one) => sum + one.exchanged * one.kgPerKwh, 0) / exchanged;
  return { set: latest.list.set, list: latest.list.id, edition: latest.list.edition, kgPerKwh: published(kgPerKwh) };
}

const together = (kwh: number, worth: Worth): Exchange['items'] => (kwh === 0 ? [] : [itemOf(NOBODY, NOBODY, { kwh, ...worth })]);

interface Party {
  readonly id: number | null;
  readonly name: string | null;
}
export type Named = (company: number) => Party;
const NOBODY: Party = { id: null, name: null };

/** Worth is that of the kWh as they are published: whoever multiplies them finds the same. */
const itemOf = (from: Party, to: Party, { kwh, eurPerKwh, kgPerKwh }: Worth & { kwh: number }): Exchange['items'][number] => ({
  from: from.id,
  fromName: from.name,
  to: to.id,
  toName: to.name,
  kwh: published(kwh),
  eur: published(published(kwh) * eurPerKwh),
  co2Kg: published(published(kwh) * kgPerKwh),
});

/** Judged once a company: a matrix names each a hundred times. */
export function naming(deps: Deps, principal: Principal): Named {
  const known = new Map<number, ReturnType<Named>>();
  return (company) => {
    const found = known.get(company);
    if (found !== undefined) return found;
    const resource = companyResource(deps, company);
    const mine = resource !== null && decide(principal, 'see', resource) === 'allow' ? deps.directory.companies.get(company) : undefined;
    const one = { id: mine?.id ?? null, name: mine?.name ?? null };
    known.set(company, one);
    return one;
  };
}

function itemsOf(named: Named, { companies, amounts }: ExchangeMatrix, worth: Worth): Exchange['items'] {
  const parties = companies.map(named);
  const items: Exchange['items'] = [];
  for (const [row, giver] of parties.entries())
    for (const [column, taker] of parties.entries()) {
      const micro = amounts[row * parties.length + column] ?? 0;
      // Most pairs never met.
      if (micro !== 0 && published(fromMicro(micro)) !== 0) items.push(itemOf(giver, taker, { kwh: fromMicro(micro), ...worth }));
    }
  return items.sort((a, b) => b.kwh - a.kwh);
}

function partiesOf(named: Named, { companies, amounts }: ExchangeMatrix): Exchange['companies'] {
  const n = companies.length;
  // Of the cells as they are published, so that rows and columns add up to the last digit.
  const [given, taken] = [new Float64Array(n), new Float64Array(n)];
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      const micro = Math.round(amounts[row * n + column] ?? 0);
      given[row] = (given[row] ?? 0) + micro;
      taken[column] = (taken[column] ?? 0) + micro;
    }
  return companies
    .map((company, index) => {
      const { id, name } = named(company);
      return { company: id, name, givenKwh: published(fromMicro(given[index] ?? 0)), takenKwh: published(fromMicro(taken[index] ?? 0)) };
    })
    .filter((one) => one.givenKwh > 0 || one.takenKwh > 0)
    .sort((a, b) => b.givenKwh + b.takenKwh - (a.givenKwh + a.takenKwh));
}

/** Quarters are kWh; their mean power is four times as much. */
function simultaneityOf({ coincidentImport, ownImports }: ExchangeMatrix): Exchange['simultaneity'] {
  const [coincidentKw, sumOfOwnKw] = [4 * fromMicro(coincidentImport), 4 * fromMicro(ownImports.reduce((sum, one) => sum + one, 0))];
  return { factor: sumOfOwnKw > 0 ? published(coincidentKw / sumOfOwnKw) : null, coincidentKw: published(coincidentKw), sumOfOwnKw: published(sumOfOwnKw) };
}
