// Quarters of closed months that come out differently: what was published is kept, and a correction with its reason
// stands above it. Runs in the store thread, before the new quarters are written.
import { closedBeforeQuarter } from '../domain/closing.ts';
import { QUARTER_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { NOTHING, type QuarterColumns, type QuarterNumber, type SeriesStore, emptyColumns, flagCode } from '../storage/series.ts';
import { type Keep, runsOf } from './settling.ts';

type Changes = Parameters<SeriesStore['writeQuarters']>[0];
interface Ports {
  readonly store: Pick<SeriesStore, 'readQuarters' | 'writeSettled'>;
  readonly keep: Keep;
  readonly now: () => EpochMs;
  readonly closeAfterWorkingDays: number;
}
interface Value {
  readonly amount: number;
  readonly flag: number;
}
interface Place extends Value {
  readonly register: number;
  readonly quarter: QuarterNumber;
}

export const LATE_REASON = 'a late or re-derived reading in a closed month';
const AUTHOR = 'kringstroom';
/** No month closes sooner after a quarter: most batches need no calendar. */
const CLOSES_AFTER_MS = 24 * 3_600_000;
const nothing: Value = { amount: 0, flag: NOTHING };
const same = (a: Value, b: Value): boolean => a.flag === b.flag && (a.flag === NOTHING || a.amount === b.amount);
const keyOf = (register: number, quarter: QuarterNumber): string => `${register} ${quarter}`;

/** Keeps what changes in closed months change, and corrects what was published. */
export async function keepPublished(ports: Ports, changes: Changes): Promise<void> {
  const at = ports.now();
  const oldest = [changes.changed, changes.removed].reduce((least, list) => list.reduce((one, { quarter }) => Math.min(one, quarter), least), Infinity);
  if (oldest * QUARTER_MS > at - CLOSES_AFTER_MS) return;
  const before = closedBeforeQuarter(at, ports.closeAfterWorkingDays);
  if (oldest >= before) return;
  const late = [...changes.changed, ...changes.removed].filter((one) => one.quarter < before);
  const registers = Int32Array.from(new Set(late.map((one) => one.register)));
  const held = new Held(await ports.store.readQuarters({ registers, from: oldest, to: before }));
  const live: Place[] = [];
  const corrections: { place: Place; held: Value }[] = [];
  for (const place of comingOut(changes, before)) {
    const [old, settled, corrected] = [0, 1, 2].map((source) => held.of(source, place.register, place.quarter));
    if (old === undefined || settled === undefined || corrected === undefined || same(old, place)) continue;
    live.push({ register: place.register, quarter: place.quarter, ...old });
    // A correction that says what the readings said is one of ours; any other stands above readings, as a delivery does.
    const ours = corrected.flag === NOTHING || same(corrected, old);
    if (settled.flag === NOTHING && old.flag !== NOTHING && ours && !same(corrected, place)) corrections.push({ place, held: corrected });
  }
  if (live.length === 0) return;
  const stamp = { author: AUTHOR, reason: LATE_REASON, importId: null, correctionId: null, undo: false, at: epochMs(at) };
  await ports.keep(
    [
      ...runsOf('live', live),
      ...runsOf(
        'corrected',
        corrections.map((one) => ({ ...one.place, ...one.held })),
      ),
    ],
    stamp,
  );
  if (corrections.length > 0) await ports.store.writeSettled(columnsOf(corrections.map((one) => one.place)), 'corrected');
}

/** Every quarter of closed months that may come out differently, as it will be; in the order of register and quarter. */
function comingOut(changes: Changes, before: QuarterNumber): Place[] {
  const places = new Map<string, Place>();
  const put = (register: number, quarter: QuarterNumber, value: Value): void => {
    if (quarter < before) places.set(keyOf(register, quarter), { register, quarter, ...value });
  };
  for (const { register, quarter } of changes.removed) put(register, quarter, nothing);
  for (const one of changes.changed) put(one.register, one.quarter, { amount: one.amountMicro / 1e6, flag: flagCode(one.flag) });
  return [...places.values()].sort((a, b) => a.register - b.register || a.quarter - b.quarter);
}

/** What the fields hold, by source. */
class Held {
  readonly #values = new Map<string, Value>();

  constructor(columns: QuarterColumns) {
    columns.registers.forEach((register, row) => {
      const [quarter, source] = [columns.quarters[row] ?? 0, columns.sources[row] ?? 0];
      this.#values.set(`${source} ${keyOf(register, quarter)}`, { amount: columns.amounts[row] ?? 0, flag: columns.flags[row] ?? NOTHING });
    });
  }

  of(source: number, register: number, quarter: QuarterNumber): Value {
    return this.#values.get(`${source} ${keyOf(register, quarter)}`) ?? nothing;
  }
}

function columnsOf(places: readonly Place[]): QuarterColumns {
  const columns = emptyColumns(places.length);
  places.forEach(({ register, quarter, amount, flag }, row) => {
    columns.registers[row] = register;
    columns.quarters[row] = quarter;
    columns.amounts[row] = amount;
    columns.flags[row] = flag;
  });
  return columns;
}
