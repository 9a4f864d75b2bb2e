// Which readings a derivation needs: those from the last anchor before the change on. InfluxQL joins nothing, so the
// anchors come first, from ever earlier quarters, and then the readings behind them.
import { type CounterReading, compareReadings } from '../domain/ledger.ts';
import { QUARTER_MS } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { type InfluxReader, type Span, isoTime } from './series-influx-query.ts';
import { type DerivedQuarter, type Dirty, type QuarterSpan, flagOf } from './series.ts';

const HOUR_MS = 3_600_000;
/** Registers of one query. */
export const REGISTERS_MAX = 100;
/** How far back anchors are looked for, one after the other; then everywhere. */
const LOOKBACKS_MS = [6 * HOUR_MS, 48 * HOUR_MS, 30 * 24 * HOUR_MS, Infinity];
/** Changes within this time of each other are looked up together. */
const TOGETHER_MS = 6 * HOUR_MS;

/** Registers of a query, as a condition; integers of ours, never text. */
export const oneOf = (registers: readonly number[]): string => `(${registers.map((register) => `register = '${Math.trunc(register)}'`).join(' OR ')})`;

export function pieces<T>(list: readonly T[], size = REGISTERS_MAX): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}

interface Known {
  readonly quarter: number;
  readonly anchor: CounterReading;
}

export interface AnchorSource {
  readonly reader: InfluxReader;
  readonly rawDb: string;
  readonly quartersDb: string;
  readonly raw: Span;
  readonly quarters: Span;
}

/** As SeriesStore.readFromAnchors. */
export async function readFromAnchors(source: AnchorSource, dirty: readonly Dirty[]): Promise<Map<number, CounterReading[]>> {
  const found = new Map<number, CounterReading[]>(dirty.map((one) => [one.register, []]));
  const anchors = new Map<number, CounterReading>();
  for (const group of together(dirty, (one) => one.fromMs)) await findAnchors(source, { group, anchors });
  const begins = dirty.map(({ register, untilMs = Infinity }) => ({ register, untilMs, fromMs: anchors.get(register)?.at ?? source.raw.fromMs }));
  for (const group of together(begins, (one) => one.fromMs)) {
    const fromMs = Math.min(...group.map((one) => one.fromMs));
    const registers = group.map((one) => one.register);
    const untilMs = new Map(group.map((one) => [one.register, one.untilMs]));
    const toMs = Math.min(source.raw.toMs, Math.max(...untilMs.values()));
    await readRaw(source, { registers, span: { fromMs, toMs } }, (register, reading) => {
      const anchor = anchors.get(register);
      if (reading.at >= (untilMs.get(register) ?? Infinity)) return;
      if (anchor === undefined || compareReadings(reading, anchor) >= 0) found.get(register)?.push(reading);
    });
  }
  for (const [register, readings] of found) found.set(register, inOrder(readings));
  return found;
}

/** In ledger order, each reading once: one that was stored again after a crash may lie there twice. */
export function inOrder(readings: CounterReading[]): CounterReading[] {
  return readings.sort(compareReadings).filter((one, at) => {
    const before = readings[at - 1];
    return before === undefined || compareReadings(before, one) !== 0;
  });
}

function together<T>(list: readonly T[], atMs: (one: T) => number): T[][] {
  const groups = new Map<number, T[]>();
  for (const one of list) {
    const key = Math.floor(atMs(one) / TOGETHER_MS);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
  }
  return [...groups.values()].flatMap((group) => pieces(group));
}

async function findAnchors(source: AnchorSource, over: { group: readonly Dirty[]; anchors: Map<number, CounterReading> }): Promise<void> {
  let pending = [...over.group];
  for (const lookbackMs of LOOKBACKS_MS) {
    if (pending.length === 0) return;
    const fromMs = Math.max(source.quarters.fromMs, Math.min(...pending.map((one) => one.fromMs)) - lookbackMs);
    const known = await readKnown(source, { registers: pending.map((one) => one.register), fromMs });
    pending = pending.filter((one) => {
      const anchor = anchorFor(one, known.get(one.register) ?? []);
      if (anchor !== null) over.anchors.set(one.register, anchor);
      return anchor === null;
    });
    if (fromMs <= source.quarters.fromMs) return;
  }
}

/** Two steps back: the quarter in which the last anchor before the change lies, or which ends at it, ends in the change
 *  too. An anchor at the instant of the change is none: readings of one instant are judged together. */
function anchorFor({ fromMs }: Dirty, known: readonly Known[]): CounterReading | null {
  const nearestMs = known.reduce((latest, { anchor }) => (anchor.at < fromMs ? Math.max(latest, anchor.at) : latest), -Infinity);
  const last = Math.floor((nearestMs - 1) / QUARTER_MS);
  return known.reduce<CounterReading | null>((best, { quarter, anchor }) => {
    if (quarter > last || anchor.at > nearestMs) return best;
    return best === null || anchor.at >= best.at ? anchor : best;
  }, null);
}

async function readKnown({ reader, quartersDb, quarters }: AnchorSource, over: { registers: readonly number[]; fromMs: number }): Promise<Map<number, Known[]>> {
  const known = new Map<number, Known[]>();
  const q = `SELECT live_q, anchor_ms, anchor_v, anchor_d FROM quarter WHERE ${oneOf(over.registers)} AND time >= $from AND time < $to GROUP BY register`;
  await reader.span({ fromMs: over.fromMs, toMs: quarters.toMs }, async ({ fromMs, toMs }) => {
    await reader.query({ db: quartersDb, q, params: { from: isoTime(fromMs), to: isoTime(toMs) } }, ({ tags, values }) => {
      const register = Number(tags['register']);
      const list = known.get(register) ?? [];
      known.set(register, list);
      for (const [at, flag, anchorMs, value, device] of values) {
        if (flag === null || Number(flag) < 0 || anchorMs === null) continue;
        list.push({ quarter: Number(at) / QUARTER_MS, anchor: { at: epochMs(Number(anchorMs)), value: Number(value), device: Number(device) } });
      }
    });
  });
  return known;
}

/** As SeriesStore.readDerived. */
export async function readDerived(
  { reader, quartersDb, quarters }: Pick<AnchorSource, 'reader' | 'quartersDb' | 'quarters'>,
  spans: readonly QuarterSpan[],
): Promise<DerivedQuarter[]> {
  const found: DerivedQuarter[] = [];
  const wanted = spans.map((span) => ({ ...span, fromMs: Math.max(span.from * QUARTER_MS, quarters.fromMs), toMs: Math.min(span.to * QUARTER_MS, quarters.toMs) }));
  for (const group of together(wanted, (one) => one.fromMs)) {
    const q = `SELECT live, live_q, anchor_ms, anchor_v, anchor_d FROM quarter WHERE ${oneOf(group.map((one) => one.register))} AND time >= $from AND time < $to GROUP BY register`;
    const span = { fromMs: Math.min(...group.map((one) => one.fromMs)), toMs: Math.max(...group.map((one) => one.toMs)) };
    await reader.span(span, async ({ fromMs, toMs }) => {
      await reader.query({ db: quartersDb, q, params: { from: isoTime(fromMs), to: isoTime(toMs) } }, ({ tags, values }) => {
        const register = Number(tags['register']);
        for (const [at, live, flag, anchorMs, value, device] of values) {
          const quarter = Number(at) / QUARTER_MS;
          if (flag === null || Number(flag) < 0 || anchorMs === null || !group.some((one) => one.register === register && quarter >= one.from && quarter < one.to)) continue;
          const anchor = { at: epochMs(Number(anchorMs)), value: Number(value), device: Number(device) };
          found.push({ register, quarter, amountMicro: Math.round(Number(live) * 1e6), flag: flagOf(Number(flag)), anchor });
        }
      });
    });
  }
  return found.sort((a, b) => a.register - b.register || a.quarter - b.quarter);
}

export async function readRaw(
  { reader, rawDb }: Pick<AnchorSource, 'reader' | 'rawDb'>,
  over: { registers: readonly number[]; span: Span },
  take: (register: number, reading: CounterReading) => void,
): Promise<void> {
  const q = `SELECT v, d FROM reading WHERE ${oneOf(over.registers)} AND time >= $from AND time < $to GROUP BY register`;
  await reader.span(over.span, async ({ fromMs, toMs }) => {
    await reader.query({ db: rawDb, q, params: { from: isoTime(fromMs), to: isoTime(toMs) } }, ({ tags, values }) => {
      const register = Number(tags['register']);
      for (const row of values) take(register, readingOf(row));
    });
  });
}

export const readingOf = ([at, value, device]: readonly unknown[]): CounterReading => ({ at: epochMs(Number(at)), value: Number(value), device: Number(device) });
