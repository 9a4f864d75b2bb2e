// The rows of an explanation: one register in one quarter, with where its amount came from.
import { type CounterReading, fromMicro, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type RevisionHead, rewound } from '../storage/revisions.ts';
import { NOTHING, SOURCES, flagOf, isSpread } from '../storage/series.ts';
import type { Deps } from './deps.ts';
import type { ExplainedQuarter, Rule } from './shapes-settled.ts';

/** Rows up to which the readings behind each are looked up. */
export const READINGS_ROWS_MAX = 200;

/** The value of one register in one quarter that counts, in whole millionths. */
export interface Published {
  readonly amountMicro: number;
  /** As stored, with its marks; NOTHING: no value. */
  readonly flag: number;
  /** Index into SOURCES. */
  readonly source: number;
}
export interface Span {
  readonly registers: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** What counts of each register and quarter: corrected over settled over live.
 *  @param only the index of one source, to see that one only */
export async function publishedOf(deps: Deps, span: Span, over: { asOf: EpochMs | null; only: number | null }): Promise<(register: number, quarter: number) => Published> {
  const until = over.asOf === null ? span.to : Math.min(span.to, Math.floor(over.asOf / QUARTER_MS));
  const stored = await deps.store.ask({ kind: 'quarters', registers: Int32Array.from(span.registers), from: span.from, to: Math.max(until, span.from) });
  const columns = over.asOf === null ? stored : rewound(stored, await deps.revisions.since(span, over.asOf), span);
  const found = new Map<string, Published>();
  columns.registers.forEach((register, row) => {
    const key = `${register} ${columns.quarters[row]}`;
    const source = columns.sources[row] ?? 0;
    if ((over.only !== null && source !== over.only) || source < (found.get(key)?.source ?? 0)) return;
    found.set(key, { amountMicro: toMicro(columns.amounts[row] ?? 0), flag: columns.flags[row] ?? NOTHING, source });
  });
  return (register, quarter) => found.get(`${register} ${quarter}`) ?? { amountMicro: 0, flag: NOTHING, source: 0 };
}

export interface Entry extends Published {
  readonly register: number;
  readonly quarter: number;
  readonly weight: number;
}

/** Rows with names, rules, deliveries and, when there are few, readings. */
export async function rowsOf(deps: Deps, entries: readonly Entry[], asOf: EpochMs): Promise<ExplainedQuarter[]> {
  if (entries.length === 0) return [];
  const registers = [...new Set(entries.map((one) => one.register))];
  const quarters = entries.map((one) => one.quarter);
  const span = { registers, from: quarters.reduce((a, b) => Math.min(a, b)), to: quarters.reduce((a, b) => Math.max(a, b)) + 1 };
  const heads = (await deps.revisions.heads(span)).filter((one) => one.at <= asOf);
  const readings = entries.length <= READINGS_ROWS_MAX ? await readingsOf(deps, entries) : null;
  return entries.map((entry) => {
    const { directory } = deps;
    const register = directory.registers.get(entry.register);
    const meter = register === undefined ? undefined : directory.meters.get(register.meter);
    const source = SOURCES[entry.source] ?? 'live';
    const start = epochMs(entry.quarter * QUARTER_MS);
    return {
      start: toIso(start),
      end: toIso(epochMs(start + QUARTER_MS)),
      register: entry.register,
      name: register?.name ?? null,
      meter: register?.meter ?? null,
      company: meter === undefined ? null : (directory.companyOfMeter(meter)?.id ?? null),
      weight: entry.weight,
      amount: fromMicro(entry.amountMicro),
      contribution: fromMicro(entry.weight * entry.amountMicro),
      quality: flagOf(entry.flag),
      spread: isSpread(entry.flag),
      source,
      rule: ruleOf(source, entry.flag),
      readings: source === 'live' ? around(readings?.get(entry.register) ?? null, start) : null,
      delivery: source === 'live' ? null : deliveryOf(heads, entry, source),
    };
  });
}

function ruleOf(source: (typeof SOURCES)[number], code: number): Rule {
  const flag = flagOf(code);
  if (isSpread(code)) return 'spread';
  if (source === 'settled') return 'delivered';
  if (source === 'corrected') return flag === 'C' ? 'corrected-by-hand' : 'corrected-after-closing';
  const rules = { C: 'corrected-by-hand', M: 'counter-difference', I: 'interpolated', E: 'estimated', S: 'substituted', X: 'missing' } as const;
  return rules[flag];
}

/** The readings around the quarters of each live entry, by register. */
async function readingsOf(deps: Deps, entries: readonly Entry[]): Promise<Map<number, CounterReading[]>> {
  const instants = new Map<number, Set<number>>();
  for (const { register, quarter, source } of entries) {
    if (SOURCES[source] !== 'live') continue;
    const mine = instants.get(register) ?? new Set();
    instants.set(register, mine.add(quarter * QUARTER_MS).add((quarter + 1) * QUARTER_MS));
  }
  const found = new Map<number, CounterReading[]>();
  for (const [register, at] of instants) found.set(register, await deps.store.ask({ kind: 'around', register, instants: [...at].map(epochMs) }));
  return found;
}

function around(readings: readonly CounterReading[] | null, start: number): { at: string; value: number }[] | null {
  if (readings === null) return null;
  const end = start + QUARTER_MS;
  const borders = new Set([start, end].flatMap((border) => [readings.findLast((one) => one.at <= border), readings.find((one) => one.at >= border)]));
  return readings.filter((one) => borders.has(one)).map(({ at, value }) => ({ at: toIso(at), value }));
}

function deliveryOf(heads: readonly RevisionHead[], entry: Entry, source: 'settled' | 'corrected'): ExplainedQuarter['delivery'] {
  const mine = heads.filter(
    (one) => one.register === entry.register && one.field === source && entry.quarter >= one.firstQuarter && entry.quarter < one.firstQuarter + one.quarters,
  );
  const last = mine.at(-1);
  if (last === undefined) return null;
  const { author, reason, importId, correctionId, at } = last;
  return { version: mine.length, author, reason, importId, correctionId, at: toIso(at) };
}
