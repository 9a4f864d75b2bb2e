// The hours of a year as a model of links can bear them: means of a few blocks, or some hours as they were. Pure.
import { type Block, type Link, lengthOf } from './links.ts';

type PortHours = ReadonlyMap<number, Float64Array>;
const LEAST_SPREAD = 1e-9;

/** Blocks that a model of so many links can bear within seconds. */
export const blocksFor = (links: number): number => (links <= 60 ? 24 : links <= 100 ? 8 : links <= 250 ? 4 : 2);

interface Group {
  readonly hours: Uint16Array;
  /** The port whose power differs most over these hours, around which mean, and by how much (kW2). */
  readonly port: number;
  readonly meanKw: number;
  readonly spread: number;
}

/** The block of each hour, so that hours in which the ports run alike share one: again and again the block in which a port differs most is cut
 *  in two at that port's mean. Means of such a block hide less than those of a month.
 *  @returns by hour, from 0 up to count; fewer blocks where nothing differs any more
 *  @see docs/residual-heat.md#heat-many-to-many */
export function alikeHours(hours: PortHours, count: number): Uint8Array {
  const series = [...hours.values()];
  const blockOf = new Uint8Array(lengthOf(hours));
  const groups = [
    groupOf(
      series,
      Uint16Array.from(blockOf, (_, hour) => hour),
    ),
  ];
  while (groups.length < count) {
    const widest = groups.reduce((best, group, at) => (group.spread > (groups[best]?.spread ?? 0) ? at : best), 0);
    const group = groups[widest];
    if (group === undefined || group.spread <= 0) break;
    const kw = series[group.port] ?? new Float64Array(0);
    const below = group.hours.filter((hour) => powerOf(kw, hour) < group.meanKw);
    const above = group.hours.filter((hour) => powerOf(kw, hour) >= group.meanKw);
    for (const hour of above) blockOf[hour] = groups.length;
    groups[widest] = groupOf(series, below);
    groups.push(groupOf(series, above));
  }
  return blockOf;
}

/** What is not known is nothing, as on the full year. */
const powerOf = (kw: Float64Array, hour: number): number => {
  const one = kw[hour] ?? NaN;
  return Number.isNaN(one) ? 0 : one;
};

function groupOf(series: readonly Float64Array[], hours: Uint16Array): Group {
  let widest = { port: 0, meanKw: 0, spread: 0 };
  series.forEach((kw, port) => {
    let [sum, squares] = [0, 0];
    for (const hour of hours) sum += powerOf(kw, hour);
    const meanKw = hours.length > 0 ? sum / hours.length : 0;
    for (const hour of hours) squares += (powerOf(kw, hour) - meanKw) ** 2;
    // Less is what sums are rounded by.
    if (squares > widest.spread && squares > hours.length * (LEAST_SPREAD * meanKw) ** 2) widest = { port, meanKw, spread: squares };
  });
  return { hours, ...widest };
}

/** Hours grouped so that a few blocks stand for a year. Of each link also what it could deliver in each hour: what any choice delivers
 *  on the hours keeps within these means, so the model is never worth less than the hours.
 *  @param keyOf of an hour, from 0 up to count; hours with the same key are one block
 *  @see docs/residual-heat.md#heat-many-to-many */
export function blocksOf(links: readonly Link[], hours: PortHours, { count, keyOf }: { count: number; keyOf: (hour: number) => number }): Block[] {
  const blockOf = Uint8Array.from({ length: lengthOf(hours) }, (_, hour) => keyOf(hour));
  const sizes = new Float64Array(count);
  for (const block of blockOf) sizes[block] = (sizes[block] ?? 0) + 1;
  const ports = [...hours].map(([port, kw]) => [port, meansOf(kw, { blockOf, count })] as const);
  const alone = links.map((link) => {
    const [supply, demand] = [hours.get(link.source), hours.get(link.sink)];
    const kw = blockOf.length === 0 || supply === undefined || demand === undefined ? new Float64Array(0) : aloneKw(link, supply, demand);
    return meansOf(kw, { blockOf, count });
  });
  const blocks = Array.from(sizes, (size, at): Block => ({
    hours: size,
    kw: new Map(ports.map(([port, means]) => [port, means[at] ?? 0])),
    mostKw: Float64Array.from(alone, (means) => means[at] ?? 0),
  }));
  return blocks.filter((block) => block.hours > 0);
}

/** What a link could deliver in each hour, were there no other. NaN: not known. */
function aloneKw({ kw, sourcePerDelivered, sinkShare }: Link, supply: Float64Array, demand: Float64Array): Float64Array {
  return supply.map((has, hour) => Math.min(kw, has / sourcePerDelivered, (demand[hour] ?? NaN) * sinkShare));
}

/** Means of the hours that are known, by block; 0 where none is. */
function meansOf(kw: Float64Array, { blockOf, count }: { blockOf: Uint8Array; count: number }): Float64Array {
  const [sums, known] = [new Float64Array(count), new Float64Array(count)];
  for (let hour = 0; hour < kw.length; hour++) {
    const one = kw[hour] ?? NaN;
    if (Number.isNaN(one)) continue;
    const block = blockOf[hour] ?? 0;
    sums[block] = (sums[block] ?? 0) + one;
    known[block] = (known[block] ?? 0) + 1;
  }
  return sums.map((sum, block) => ((known[block] ?? 0) > 0 ? sum / (known[block] ?? 1) : 0));
}

/** A day and a week, in hours: with a stride that shares no factor with it each hour of the week comes by. */
const WEEK_HOURS = 168;

/** Some hours of those that are known, evenly over the year, over the day and over the week; each is a block and stands for as many.
 *  @param least how many, where so many are known */
export function sampledHours(hours: PortHours, least: number): Block[] {
  const series = [...hours];
  const length = lengthOf(hours);
  const known = Array.from({ length }, (_, hour) => hour).filter((hour) => series.some(([, kw]) => !Number.isNaN(kw[hour] ?? NaN)));
  let stride = Math.max(1, Math.floor(known.length / least));
  while (sharesFactor(stride, WEEK_HOURS)) stride--;
  const sample = known.filter((_, at) => at % stride === 0);
  return sample.map((hour) => ({
    hours: length / sample.length,
    kw: new Map(
      series.map(([port, kw]) => {
        const one = kw[hour] ?? NaN;
        return [port, Number.isNaN(one) ? 0 : one];
      }),
    ),
  }));
}

const sharesFactor = (a: number, b: number): boolean => (b === 0 ? a > 1 : sharesFactor(b, a % b));
