// Which links together are worth most: the model that a solver gets, a plain greedy beside it, and the full year behind both. Pure.
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

/** Blocks that a model of so many links can bear within seconds. */
export const blocksFor = (links: number): number => (links <= 60 ? 24 : links <= 300 ? 4 : 1);

/** Hours grouped by month and by whether it is a working day's daytime, so that a few blocks stand for a year.
 *  @param keyOf of an hour, 0 … 23; hours with the same key, taken modulo count, are one block */
export function blocksOf(hours: ReadonlyMap<number, Float64Array>, { count, keyOf }: { count: number; keyOf: (hour: number) => number }): Block[] {
  const length = Math.max(0, ...[...hours.values()].map((kw) => kw.length));
  const blockOf = Uint8Array.from({ length }, (_, hour) => keyOf(hour) % count);
  const sizes = new Float64Array(count);
  for (const block of blockOf) sizes[block] = (sizes[block] ?? 0) + 1;
  const means = Array.from({ length: count }, () => new Map<number, number>());
  for (const [port, kw] of hours) {
    const [sums, known] = [new Float64Array(count), new Float64Array(count)];
    for (let hour = 0; hour < length; hour++) {
      const one = kw[hour] ?? NaN;
      if (Number.isNaN(one)) continue;
      const block = blockOf[hour] ?? 0;
      sums[block] = (sums[block] ?? 0) + one;
      known[block] = (known[block] ?? 0) + 1;
    }
    means.forEach((block, at) => block.set(port, (known[at] ?? 0) > 0 ? (sums[at] ?? 0) / (known[at] ?? 1) : 0));
  }
  return means.map((kw, at) => ({ hours: sizes[at] ?? 0, kw })).filter((block) => block.hours > 0);
}

/** Delivered power of each link at given powers of the ports, the dearest heat first.
 *  @param order of links by value; @returns kW delivered by link */
export function allocate(links: readonly Link[], order: readonly number[], left: { source: Map<number, number>; sink: Map<number, number> }): Float64Array {
  const delivered = new Float64Array(links.length);
  const demand = new Map(left.sink);
  for (const at of order) {
    const link = links[at];
    if (link === undefined) continue;
    const [supply, wanted] = [left.source.get(link.source) ?? 0, left.sink.get(link.sink) ?? 0];
    // A preheater serves its share of what is wanted, not of what others left of it.
    const open = Math.min(wanted, (demand.get(link.sink) ?? 0) * link.sinkShare);
    const kw = Math.max(0, Math.min(open, link.kw, supply / link.sourcePerDelivered));
    delivered[at] = kw;
    left.source.set(link.source, supply - kw * link.sourcePerDelivered);
    left.sink.set(link.sink, wanted - kw);
  }
  return delivered;
}

/** Indexes of links, the dearest heat first. */
export const byValue = (links: readonly Link[]): number[] => links.map((_, at) => at).sort((a, b) => (links[b]?.eurPerMwh ?? 0) - (links[a]?.eurPerMwh ?? 0));

/** EUR a year of the chosen links in the model; only links in `chosen` exist. */
export function modelValue({ links, blocks }: LinkModel, chosen: ReadonlySet<number>): number {
  const order = byValue(links).filter((at) => chosen.has(at));
  let sum = 0;
  for (const block of blocks) {
    const delivered = allocate(links, order, { source: new Map(block.kw), sink: new Map(block.kw) });
    for (const at of order) sum += ((delivered[at] ?? 0) * block.hours * (links[at]?.eurPerMwh ?? 0)) / 1000;
  }
  return order.reduce((total, at) => total - (links[at]?.fixedEur ?? 0), sum);
}

/** Adds the link that is worth most for itself, then the next, as long as each adds something.
 *  @see docs/residual-heat.md#heat-many-to-many */
export function greedyLinks(model: LinkModel): Set<number> {
  const alone = model.links.map((_, at) => ({ at, eur: modelValue(model, new Set([at])) })).sort((a, b) => b.eur - a.eur);
  const chosen = new Set<number>();
  let value = 0;
  for (const { at, eur } of alone) {
    if (eur <= 0) break;
    chosen.add(at);
    const more = modelValue(model, chosen);
    if (more > value) value = more;
    else chosen.delete(at);
  }
  return chosen;
}

export interface YearOfLinks {
  /** By link of the list given: kWh delivered. */
  readonly deliveredKwh: Float64Array;
  /** Source heat that nobody took, and demand that the boilers keep. */
  readonly rejectedKwh: number;
  readonly backupKwh: number;
  readonly netEur: number;
}

/** The chosen links on every hour; unknown hours count as nothing, and the year is filled up by those that are known.
 *  @see docs/residual-heat.md#heat-many-to-many */
export function yearOf(links: readonly Link[], hours: ReadonlyMap<number, Float64Array>): YearOfLinks {
  const order = byValue(links);
  const deliveredKwh = new Float64Array(links.length);
  const [sources, sinks] = [[...new Set(links.map((one) => one.source))], [...new Set(links.map((one) => one.sink))]];
  const length = Math.max(0, ...[...hours.values()].map((kw) => kw.length));
  let [rejectedKwh, backupKwh, known] = [0, 0, 0];
  for (let hour = 0; hour < length; hour++) {
    const at = (port: number): readonly [number, number] => [port, hours.get(port)?.[hour] ?? NaN];
    const [supply, demand] = [sources.map(at), sinks.map(at)];
    if ([...supply, ...demand].every(([, kw]) => Number.isNaN(kw))) continue;
    known++;
    const zero = (rows: readonly (readonly [number, number])[]): Map<number, number> => new Map(rows.map(([port, kw]) => [port, Number.isNaN(kw) ? 0 : kw]));
    const left = { source: zero(supply), sink: zero(demand) };
    const delivered = allocate(links, order, left);
    for (let link = 0; link < links.length; link++) deliveredKwh[link] = (deliveredKwh[link] ?? 0) + (delivered[link] ?? 0);
    for (const kw of left.source.values()) rejectedKwh += kw;
    for (const kw of left.sink.values()) backupKwh += kw;
  }
  const factor = known > 0 ? length / known : 0;
  const netEur = links.reduce((sum, link, at) => sum + ((deliveredKwh[at] ?? 0) * factor * link.eurPerMwh) / 1000 - link.fixedEur, 0);
  return { deliveredKwh: deliveredKwh.map((kwh) => kwh * factor), rejectedKwh: rejectedKwh * factor, backupKwh: backupKwh * factor, netEur };
}

/** Drops links that the full year shows to cost more than they bring, the worst first. */
export function keptOnFullYear(links: readonly Link[], hours: ReadonlyMap<number, Float64Array>): { links: readonly Link[]; year: YearOfLinks } {
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
