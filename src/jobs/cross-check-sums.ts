// Cross-checks of the meters of a place, made by the compute worker: quarters and power readings in, verdicts out.
import type { Place } from '../domain/capacity/clear-sky.ts';
import type { CounterReading } from '../domain/counter-reading.ts';
import { type DirectionCheck, directionAgainst } from '../domain/cross-checks/direction.ts';
import { type NightCheck, sunAtNight } from '../domain/cross-checks/night.ts';
import { type PartsCheck, partsAgainstWhole } from '../domain/cross-checks/parts.ts';
import { type Both, type PowerCheck, powerAgainstCounters } from '../domain/cross-checks/power.ts';
import { type ShiftCheck, shiftBetween } from '../domain/cross-checks/shift.ts';
import type { QualityFlag } from '../domain/ledger.ts';
import { type QuarterColumns, flagOf, isSpread } from '../storage/series.ts';

/** A meter with the registers of both directions; panels give, so what they count stands under export. */
export interface CheckedMeter {
  readonly meter: number;
  readonly role: 'main' | 'sub' | 'generation' | 'storage';
  readonly sun: boolean;
  readonly registers: Both<readonly number[]>;
  /** Quarters [from, to) in which it hangs there. */
  readonly fromQuarter: number;
  readonly toQuarter: number;
}
export interface CheckSite {
  readonly connection: number;
  readonly electricity: boolean;
  readonly meters: readonly CheckedMeter[];
  readonly place: Place;
  /** Connections behind it: those of the job, and whether there are others that this reader may not see. */
  readonly behind: readonly number[];
  readonly behindHidden: boolean;
}
export interface CheckJob {
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly columns: QuarterColumns;
  readonly sites: readonly CheckSite[];
  /** What meters told of their power in the last quarters before the end. */
  readonly powers: readonly { readonly meter: number; readonly readings: Both<readonly CounterReading[]> }[];
}

interface Of {
  readonly connection: number;
  /** The meter that is judged; null: all meters behind a connection together. */
  readonly meter: number | null;
}
export type CheckItem =
  | ({ readonly check: 'parts' } & Of & PartsCheck & { readonly partsCount: number })
  | ({ readonly check: 'power' } & Of & PowerCheck)
  | ({ readonly check: 'night' } & Of & NightCheck)
  | ({ readonly check: 'direction' } & Of & DirectionCheck)
  | ({ readonly check: 'shift' } & Of & ShiftCheck);
export interface CheckOutcome {
  readonly items: readonly CheckItem[];
  /** Quarters of main meters by how they were made; X: missing. */
  readonly byFlag: Readonly<Partial<Record<QualityFlag, number>>>;
  /** Connections with something to hold against something else. */
  readonly checked: readonly number[];
}

const USED: ReadonlySet<QualityFlag> = new Set(['M', 'I', 'C']);

/** Holds the meters of each connection against each other. */
export function crossChecked(job: CheckJob): CheckOutcome {
  const series = seriesOf(job);
  const net = (meter: CheckedMeter): Float64Array => minus(amounts({ job, series }, meter, 'import'), amounts({ job, series }, meter, 'export'));
  const mains = new Map(job.sites.map((site) => [site.connection, mainOf(job, site, net)]));
  const items = job.sites.flatMap((site): CheckItem[] => {
    const main = mains.get(site.connection) ?? null;
    return [
      ...subsOf(site, main, net),
      ...behindOf(site, main === null ? null : usedBehind(site, main, net), mains),
      ...(site.electricity ? site.meters.flatMap((meter) => [...alone({ job, series }, { site, meter }), ...againstMain(site, { main, meter, net: net(meter) })]) : []),
    ];
  });
  return { items, byFlag: flagsOf(job, series), checked: [...new Set(items.map((item) => item.connection))] };
}

interface Stored {
  readonly job: CheckJob;
  readonly series: ReadonlyMap<number, Series>;
}
interface Series {
  readonly amounts: Float64Array;
  readonly flags: (QualityFlag | null)[];
  readonly sources: Int8Array;
}

/** One array a register; settled stands above live, corrected above both. */
function seriesOf({ columns, firstQuarter, quarters }: CheckJob): Map<number, Series> {
  const series = new Map<number, Series>();
  columns.registers.forEach((register, row) => {
    const one = series.get(register) ?? {
      amounts: new Float64Array(quarters).fill(Number.NaN),
      flags: Array.from<QualityFlag | null>({ length: quarters }).fill(null),
      sources: new Int8Array(quarters).fill(-1),
    };
    series.set(register, one);
    const [t, source, code] = [(columns.quarters[row] ?? 0) - firstQuarter, columns.sources[row] ?? 0, columns.flags[row] ?? 0];
    if (t < 0 || t >= quarters || source < (one.sources[t] ?? -1)) return;
    one.sources[t] = source;
    one.flags[t] = flagOf(code);
    // A share of a total over several quarters has no shape to compare.
    one.amounts[t] = USED.has(flagOf(code)) && !isSpread(code) ? (columns.amounts[row] ?? Number.NaN) : Number.NaN;
  });
  return series;
}

/** What a meter counted in one direction; unknown where one of its tariffs is, and where it does not hang there. */
function amounts({ job, series }: Stored, meter: CheckedMeter, way: keyof Both<unknown>): Float64Array {
  const registers = meter.registers[way].map((register) => series.get(register)?.amounts);
  return Float64Array.from({ length: job.quarters }, (_, t) => {
    const quarter = job.firstQuarter + t;
    if (quarter < meter.fromQuarter || quarter >= meter.toQuarter) return Number.NaN;
    return registers.reduce((sum, one) => sum + (one?.[t] ?? Number.NaN), 0);
  });
}

const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((one, t) => one - (b[t] ?? Number.NaN));
const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((one, t) => one + (b[t] ?? Number.NaN));

/** Net import of a connection: of the main meters that hang there in each quarter, which may follow each other. */
function mainOf({ firstQuarter, quarters }: CheckJob, site: CheckSite, net: (meter: CheckedMeter) => Float64Array): Float64Array | null {
  const mains = site.meters.filter((meter) => meter.role === 'main').map((meter) => ({ meter, net: net(meter) }));
  if (mains.length === 0) return null;
  return Float64Array.from({ length: quarters }, (_, t) => {
    const here = mains.filter(({ meter }) => firstQuarter + t >= meter.fromQuarter && firstQuarter + t < meter.toQuarter);
    return here.length === 0 ? Number.NaN : here.reduce((sum, one) => sum + (one.net[t] ?? Number.NaN), 0);
  });
}

/** Sub-meters against what is used behind the main meter: what it draws, and what is made and taken from store there. */
function subsOf(site: CheckSite, main: Float64Array | null, net: (meter: CheckedMeter) => Float64Array): CheckItem[] {
  const subs = site.meters.filter((meter) => meter.role === 'sub');
  if (main === null || subs.length === 0) return [];
  return [{ check: 'parts', connection: site.connection, meter: null, partsCount: subs.length, ...partsAgainstWhole(usedBehind(site, main, net), subs.map(net), 'below') }];
}

/** What is used behind a main meter: what it draws, and what is made and taken from store there. */
const usedBehind = (site: CheckSite, main: Float64Array, net: (meter: CheckedMeter) => Float64Array): Float64Array =>
  site.meters.filter((meter) => meter.role === 'generation' || meter.role === 'storage').reduce((sum, meter) => minus(sum, net(meter)), main);

/** The main of a closed distribution system against the connections behind it. */
function behindOf(site: CheckSite, main: Float64Array | null, mains: ReadonlyMap<number, Float64Array | null>): CheckItem[] {
  if (main === null || site.behind.length === 0) return [];
  // Main minus those that may be seen would tell of the others.
  if (site.behindHidden) return [];
  const parts = site.behind.map((connection) => mains.get(connection) ?? null).filter((one) => one !== null);
  const sum = parts.reduce(plus, new Float64Array(main.length));
  const of = { connection: site.connection, meter: null };
  const compared = partsAgainstWhole(main, parts, 'close');
  // A connection without a main meter of its own is missing from the parts: then they may only be less.
  const check = parts.length === site.behind.length ? compared : partsAgainstWhole(main, parts, 'below');
  return [
    { check: 'parts', ...of, partsCount: parts.length, ...check },
    { check: 'shift', ...of, ...shiftBetween(main, sum) },
  ];
}

interface Meter {
  readonly site: CheckSite;
  readonly meter: CheckedMeter;
}

/** What a meter says of itself. */
function alone(stored: Stored, { site, meter }: Meter): CheckItem[] {
  const { job } = stored;
  const of = { connection: site.connection, meter: meter.meter };
  const counted = { import: amounts(stored, meter, 'import'), export: amounts(stored, meter, 'export') };
  const power = job.powers.find((one) => one.meter === meter.meter);
  return [
    ...(meter.sun ? [{ check: 'night' as const, ...of, ...sunAtNight(counted.export, { firstQuarter: job.firstQuarter, place: site.place }) }] : []),
    ...(power === undefined ? [] : [{ check: 'power' as const, ...of, ...powerAgainstCounters(power.readings, counted, job.firstQuarter) }]),
  ];
}

/** A meter behind the main one: its time, and with that its direction. */
function againstMain(site: CheckSite, { main, meter, net }: { main: Float64Array | null; meter: CheckedMeter; net: Float64Array }): CheckItem[] {
  if (main === null || meter.role === 'main') return [];
  const of = { connection: site.connection, meter: meter.meter };
  const shift = shiftBetween(main, net);
  return [
    { check: 'direction', ...of, ...directionAgainst(main, net, shift.shiftQuarters) },
    { check: 'shift', ...of, ...shift },
  ];
}

function flagsOf(job: CheckJob, series: ReadonlyMap<number, Series>): Partial<Record<QualityFlag, number>> {
  const counts: Partial<Record<QualityFlag, number>> = {};
  for (const meter of job.sites.flatMap((site) => site.meters)) {
    if (meter.role !== 'main') continue;
    const [from, to] = [Math.max(meter.fromQuarter - job.firstQuarter, 0), Math.min(meter.toQuarter - job.firstQuarter, job.quarters)];
    const registers = [...meter.registers.import, ...meter.registers.export];
    for (const register of registers)
      for (let t = from; t < to; t++) {
        const flag = series.get(register)?.flags[t] ?? 'X';
        counts[flag] = (counts[flag] ?? 0) + 1;
      }
  }
  return counts;
}
