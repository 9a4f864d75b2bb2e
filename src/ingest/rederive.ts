// Derives again what lies before the windows in memory: late readings, and counters that have no window yet. Reads
// no more of the store than it takes to come out as stored, and says only what came out differently.
import { type CounterReading, type CounterRules, type Derived, compareReadings } from '../domain/ledger.ts';
import { deriveRegister } from '../domain/ledger-power.ts';
import type { EventChange } from '../domain/meter-event.ts';
import { QUARTER_MS } from '../domain/time.ts';
import type { DerivedQuarter, QuarterSpan, SeriesStore } from '../storage/series.ts';
import type { Late, LedgerWindows, QuarterChanges } from './ledger-windows.ts';

/** How far behind a late reading is read at first; four times as far when that does not come out as stored. */
const REACH_MS = 2 * 3_600_000;
const REACH_GROWTH = 4;
const QUARTER_LAST = 2 ** 31 - 1;

export interface RederivePorts {
  readonly store: SeriesStore;
  readonly windows: LedgerWindows;
  /** null when there is no such register any more. */
  readonly rulesOf: (register: number) => CounterRules | null;
}

/** Everything that is different since the last call, in the windows and before them. */
export async function rederive(ports: RederivePorts): Promise<QuarterChanges> {
  // Late readings first: a counter that has to begin again from the store is then derived there only.
  const changes = await mendLate(ports);
  take(changes, ports.windows.derive());
  for (let cold = ports.windows.cold(); cold.length > 0; cold = ports.windows.cold()) {
    const opened: QuarterSpan[] = [];
    for (const [register, list] of await ports.store.readFromAnchors(cold)) {
      const rules = ports.rulesOf(register);
      if (rules === null) {
        ports.windows.forget(register);
        continue;
      }
      opened.push({ register, from: Math.ceil((list[0]?.at ?? 0) / QUARTER_MS), to: QUARTER_LAST });
      ports.windows.warm(register, list, rules);
    }
    const derived = ports.windows.derive();
    take(changes, { ...difference(derived.changed, await ports.store.readDerived(opened)), events: derived.events });
  }
  return changes;
}

/** One by one: months of quarters as arguments of one call are more than the stack holds. */
function take(changes: QuarterChanges, more: QuarterChanges): void {
  for (const one of more.changed) changes.changed.push(one);
  for (const one of more.removed) changes.removed.push(one);
  for (const one of more.events) changes.events.push(one);
}

/** Late readings, each from the anchor before it to the first boundary that comes out as stored. What does not
 *  before its window begins is derived up to now. */
async function mendLate({ store, windows, rulesOf }: RederivePorts): Promise<QuarterChanges> {
  const changes: QuarterChanges = { changed: [], removed: [], events: [] };
  let open: readonly Late[] = windows.takeLate();
  for (let reachMs = REACH_MS; open.length > 0; reachMs *= REACH_GROWTH) {
    for (const late of open) if (late.toMs + reachMs >= late.floorMs) windows.chill(late.register, late.fromMs);
    const within = open.filter((late) => late.toMs + reachMs < late.floorMs);
    const readings = await store.readFromAnchors(within.map(({ register, fromMs, toMs }) => ({ register, fromMs, untilMs: toMs + reachMs })));
    const derived = new Map<number, { from: CounterReading; derived: Derived }>();
    for (const [register, list] of readings) {
      const [rules, from] = [rulesOf(register), list[0]];
      if (rules !== null && from !== undefined) derived.set(register, { from, derived: deriveRegister(list, rules) });
    }
    const spans = within.map(({ register, toMs }) => ({
      register,
      from: Math.ceil((derived.get(register)?.from.at ?? toMs) / QUARTER_MS),
      to: Math.ceil((toMs + reachMs) / QUARTER_MS),
    }));
    const stored = groupByRegister(await store.readDerived(spans));
    open = within.filter((late) => {
      const one = derived.get(late.register);
      const mended = one === undefined ? null : mend(late, one, stored.get(late.register) ?? []);
      if (mended !== null) take(changes, mended);
      return one !== undefined && mended === null;
    });
  }
  return changes;
}

/** @returns null when nothing after the late readings came out as stored yet */
function mend(late: Late, { from, derived }: { from: CounterReading; derived: Derived }, stored: readonly DerivedQuarter[]): QuarterChanges | null {
  const before = new Map(stored.map((one) => [one.quarter, one]));
  const rows = derived.quarters.map(({ start, ...rest }): DerivedQuarter => ({ register: late.register, quarter: start / QUARTER_MS, ...rest }));
  // From an anchor on everything follows from the readings after it, and of those none is new.
  const end = rows.find((row) => row.anchor.at > late.toMs && same(row, before.get(row.quarter)));
  if (end === undefined) return null;
  const touched = (one: DerivedQuarter): boolean => one.quarter < end.quarter;
  const events: EventChange = { register: late.register, fromMs: from.at, untilMs: end.anchor.at, events: derived.events.filter((one) => one.at <= end.anchor.at) };
  return { ...difference(rows.filter(touched), stored.filter(touched)), events: [events] };
}

/** What is not stored as it came out, and what is stored and did not come out. */
function difference(derived: readonly DerivedQuarter[], stored: readonly DerivedQuarter[]): Pick<QuarterChanges, 'changed' | 'removed'> {
  const key = (one: DerivedQuarter): string => `${one.register} ${one.quarter}`;
  const before = new Map(stored.map((one) => [key(one), one]));
  const after = new Set(derived.map(key));
  return {
    changed: derived.filter((one) => !same(one, before.get(key(one)))),
    removed: stored.filter((one) => !after.has(key(one))).map(({ register, quarter }) => ({ register, quarter })),
  };
}

const same = (a: DerivedQuarter, b: DerivedQuarter | undefined): boolean =>
  b !== undefined && a.amountMicro === b.amountMicro && a.flag === b.flag && compareReadings(a.anchor, b.anchor) === 0;

function groupByRegister(rows: readonly DerivedQuarter[]): Map<number, DerivedQuarter[]> {
  const groups = new Map<number, DerivedQuarter[]>();
  for (const row of rows) {
    const group = groups.get(row.register);
    if (group === undefined) groups.set(row.register, [row]);
    else group.push(row);
  }
  return groups;
}
