// Which links together are worth most: the model that a solver gets, a plain greedy beside it, and the full year behind both. Pure.
import { Allocation } from './allocation.ts';
import { capitalRecovery } from './finance.ts';
import type { HeatValues } from './parameters.ts';
import type { PairResult } from './pair.ts';

/** A link that could be built, in the terms of the model. Powers are those at the sink. */
export interface Link {
  readonly source: number;
  readonly sink: number;
  /** EUR for each MWh delivered, after seller and electricity. */
  readonly eurPerMwh: number;
  /** EUR a year, whether it flows or not. */
  readonly fixedEur: number;
  /** kW that leave the source, as a share of what it has, for each kW delivered. */
  readonly sourcePerDelivered: number;
  /** Share of the sink's demand that it can serve, and the power it is made for. */
  readonly sinkShare: number;
  readonly kw: number;
}
export interface Block {
  readonly hours: number;
  /** Mean power by port. */
  readonly kw: ReadonlyMap<number, number>;
  /** By link: mean of what it could deliver in each of the hours, were it alone. Less than the means of its ends allow, because they do not
   *  run in the same hours. */
  readonly mostKw?: Float64Array;
}
export interface LinkModel {
  readonly links: readonly Link[];
  readonly blocks: readonly Block[];
}

/** @see docs/residual-heat.md#heat-many-to-many */
export function linkOf(pair: PairResult, values: HeatValues): Link | null {
  const { money, link, variant } = pair;
  if (money === null || pair.deliveredKwh <= 0) return null;
  const perMwh = link.electricityKwh / (pair.deliveredKwh / 1000);
  const annuity = money.parts.reduce((sum, { eur, years }) => sum + eur * capitalRecovery(values.companyRate, years), 0);
  return {
    source: pair.source,
    sink: pair.sink,
    eurPerMwh: money.ceilingEurPerMwh - money.sellerEurPerMwh - perMwh * values.electricityEurPerKwh,
    fixedEur: annuity + values.maintenanceShare * money.capexEur,
    sourcePerDelivered: pair.coincidentKwh / pair.deliveredKwh / variant.extractableShare,
    sinkShare: variant.sinkShare,
    kw: link.kw,
  };
}

/** What a choice of links is worth in the model.
 *  @returns a function of the choice (1 for each link that exists) that gives EUR a year */
function valueOf({ links, blocks }: LinkModel): (chosen: Uint8Array) => number {
  const allocation = new Allocation(links);
  const powers = blocks.map(({ hours, kw, mostKw }) => ({
    hours,
    mostKw: mostKw ?? null,
    sourceKw: Float64Array.from(allocation.sources, (port) => kw.get(port) ?? 0),
    sinkKw: Float64Array.from(allocation.sinks, (port) => kw.get(port) ?? 0),
  }));
  return (chosen) => {
    let sum = 0;
    for (const { hours, sourceKw, sinkKw, mostKw } of powers) {
      if (mostKw !== null) allocation.mostKw.set(mostKw);
      allocation.sourceKw.set(sourceKw);
      allocation.sinkKw.set(sinkKw);
      allocation.serve(chosen);
      for (const at of allocation.order) sum += ((allocation.deliveredKw[at] ?? 0) * hours * (links[at]?.eurPerMwh ?? 0)) / 1000;
    }
    for (const at of allocation.order) if (chosen[at] === 1) sum -= links[at]?.fixedEur ?? 0;
    return sum;
  };
}

/** EUR a year of the chosen links in the model; only links in `chosen` exist. */
export function modelValue(model: LinkModel, chosen: ReadonlySet<number>): number {
  return valueOf(model)(Uint8Array.from(model.links, (_, at) => (chosen.has(at) ? 1 : 0)));
}

/** Adds the link that is worth most for itself, then the next, as long as each adds something.
 *  @see docs/residual-heat.md#heat-many-to-many */
export function greedyLinks(model: LinkModel): Set<number> {
  const worth = valueOf(model);
  const chosen = new Uint8Array(model.links.length);
  const alone = model.links
    .map((_, at) => {
      chosen.fill(0)[at] = 1;
      return { at, eur: worth(chosen) };
    })
    .sort((a, b) => b.eur - a.eur);
  chosen.fill(0);
  let value = 0;
  for (const { at, eur } of alone) {
    if (eur <= 0) break;
    chosen[at] = 1;
    const more = worth(chosen);
    if (more > value) value = more;
    else chosen[at] = 0;
  }
  return new Set(alone.flatMap(({ at }) => (chosen[at] === 1 ? [at] : [])));
}

export interface YearOfLinks {
  /** By link of the list given: kWh delivered. */
  readonly deliveredKwh: Float64Array;
  /** Source heat that nobody took, and demand that the boilers keep; by port and all together. */
  readonly rejected: readonly PortKwh[];
  readonly backup: readonly PortKwh[];
  readonly rejectedKwh: number;
  readonly backupKwh: number;
  readonly netEur: number;
}
export interface PortKwh {
  readonly port: number;
  readonly kwh: number;
}

/** The chosen links on every hour; unknown hours count as nothing, and the year is filled up by those that are known.
 *  @see docs/residual-heat.md#heat-many-to-many */
export function yearOf(links: readonly Link[], hours: ReadonlyMap<number, Float64Array>): YearOfLinks {
  const deliveredKwh = new Float64Array(links.length);
  const ends = new Allocation(links);
  const [leftAtSources, leftAtSinks] = [new Float64Array(ends.sources.length), new Float64Array(ends.sinks.length)];
  let known = 0;
  const length = inEachHour(links, hours, ({ deliveredKw, sourceKw, sinkKw }) => {
    known++;
    addTo(deliveredKwh, deliveredKw);
    addTo(leftAtSources, sourceKw);
    addTo(leftAtSinks, sinkKw);
  });
  const factor = known > 0 ? length / known : 0;
  const left = (ports: readonly number[], kwh: Float64Array): PortKwh[] => ports.map((port, at) => ({ port, kwh: (kwh[at] ?? 0) * factor }));
  const [rejected, backup] = [left(ends.sources, leftAtSources), left(ends.sinks, leftAtSinks)];
  const netEur = links.reduce((sum, link, at) => sum + ((deliveredKwh[at] ?? 0) * factor * link.eurPerMwh) / 1000 - link.fixedEur, 0);
  const all = (of: readonly PortKwh[]): number => of.reduce((sum, one) => sum + one.kwh, 0);
  return { deliveredKwh: deliveredKwh.map((kwh) => kwh * factor), rejected, backup, rejectedKwh: all(rejected), backupKwh: all(backup), netEur };
}

/** What each of the links delivers in each hour that is known, kW. */
export function hoursOfLinks(links: readonly Link[], hours: ReadonlyMap<number, Float64Array>): Float64Array[] {
  const columns: Float64Array[] = links.map(() => new Float64Array(lengthOf(hours)));
  let known = 0;
  inEachHour(links, hours, ({ deliveredKw }) => {
    columns.forEach((column, at) => (column[known] = deliveredKw[at] ?? 0));
    known++;
  });
  return columns.map((column) => column.subarray(0, known));
}

/** Hours there are, known or not. */
export const lengthOf = (hours: ReadonlyMap<number, Float64Array>): number => Math.max(0, ...[...hours.values()].map((kw) => kw.length));

/** Serves the links in each hour in which a port of theirs is known.
 *  @returns the hours there are, known or not */
function inEachHour(links: readonly Link[], hours: ReadonlyMap<number, Float64Array>, served: (allocation: Allocation) => void): number {
  const allocation = new Allocation(links);
  const seriesOf = (ports: readonly number[]): Float64Array[] => ports.map((port) => hours.get(port) ?? new Float64Array(0));
  const [supplies, demands] = [seriesOf(allocation.sources), seriesOf(allocation.sinks)];
  const length = lengthOf(hours);
  for (let hour = 0; hour < length; hour++) {
    if (putHour(supplies, hour, allocation.sourceKw) + putHour(demands, hour, allocation.sinkKw) === 0) continue;
    allocation.serve();
    served(allocation);
  }
  return length;
}

/** Puts the power of an hour at each port; what is not known is nothing.
 *  @returns how many are known */
function putHour(series: readonly Float64Array[], hour: number, powersKw: Float64Array): number {
  let known = 0;
  for (let port = 0; port < series.length; port++) {
    const kw = series[port]?.[hour] ?? NaN;
    powersKw[port] = Number.isNaN(kw) ? 0 : kw;
    if (!Number.isNaN(kw)) known++;
  }
  return known;
}

function addTo(sums: Float64Array, more: Float64Array): void {
  for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (more[at] ?? 0);
}

export interface KeptLinks {
  readonly links: readonly Link[];
  readonly year: YearOfLinks;
}

/** Drops links that the full year shows to cost more than they bring, the worst first. */
export function keptOnFullYear(links: readonly Link[], hours: ReadonlyMap<number, Float64Array>): KeptLinks {
  let [kept, year] = [links, yearOf(links, hours)];
  for (;;) {
    const worst = kept.map((link, at) => ({ at, eur: ((year.deliveredKwh[at] ?? 0) * link.eurPerMwh) / 1000 - link.fixedEur })).sort((a, b) => a.eur - b.eur)[0];
    if (worst === undefined || worst.eur >= 0) return { links: kept, year };
    const fewer = kept.filter((_, at) => at !== worst.at);
    const without = yearOf(fewer, hours);
    if (without.netEur <= year.netEur) return { links: kept, year };
    [kept, year] = [fewer, without];
  }
}
