// The second half of the series port where a server keeps the series: sums are made from its quarters when they are
// asked for, and it thins, removes and copies by its own means.
import { type LocalDay, firstQuarterOf, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import { type Rollup, type SourcedQuarter, rollUp } from '../domain/rollup.ts';
import { epochMs } from '../domain/units.ts';
import type { SeriesKeeping } from './series-keeping.ts';
import type { SeriesStore } from './series.ts';

const MICRO = 1e6;
/** Days read at once: what is in memory stays small. */
const DAYS_AT_ONCE = 366;

export class PlainKeeping implements SeriesKeeping {
  readonly #store: Pick<SeriesStore, 'readQuarters'>;

  constructor(store: Pick<SeriesStore, 'readQuarters'>) {
    this.#store = store;
  }

  async readRollups(query: { registers: Int32Array; step: 'P1D' | 'P1M'; from: LocalDay; to: LocalDay }): Promise<Rollup[]> {
    const found: Rollup[] = [];
    const span = query.step === 'P1D' ? query : wholeMonths(query);
    for (let from = span.from; from < span.to; from += DAYS_AT_ONCE) {
      const to = Math.min(from + DAYS_AT_ONCE, span.to);
      const { registers, quarters, amounts, flags, sources } = await this.#store.readQuarters({ registers: query.registers, from: firstQuarterOf(from), to: firstQuarterOf(to) });
      const rows = Array.from(registers, (register, at): SourcedQuarter => ({
        register,
        quarter: quarters[at] ?? 0,
        amountMicro: Math.round((amounts[at] ?? 0) * MICRO),
        flag: flags[at] ?? 0,
        source: sources[at] ?? 0,
      }));
      for (const day of rollUp(rows, query.step)) found.push(day);
    }
    return merged(found);
  }

  rawFrom: SeriesKeeping['rawFrom'] = () => epochMs(0);
  rollUp: SeriesKeeping['rollUp'] = () => Promise.resolve({ days: 0, months: 0, left: 0 });
  thin: SeriesKeeping['thin'] = () => Promise.resolve({ removed: 0, keptWhole: 0, left: 0 });
  layReadings: SeriesKeeping['layReadings'] = () => Promise.resolve({ laid: null, left: 0 });
  dropMonths: SeriesKeeping['dropMonths'] = () => Promise.resolve(0);
  eraseOld: SeriesKeeping['eraseOld'] = () => Promise.resolve({ rows: 0, days: [] });
  copyTo: SeriesKeeping['copyTo'] = () => Promise.reject(new Error('the series are on a server: copy them there'));
  totals: SeriesKeeping['totals'] = () => Promise.reject(new Error('the series are on a server: it has no totals to compare'));
}

/** A month that begins in the period is asked for as a whole. */
function wholeMonths({ from, to }: { from: LocalDay; to: LocalDay }): { from: LocalDay; to: LocalDay } {
  const first = monthOfDay(from) === from ? from : nextMonthOf(from);
  return { from: first, to: first < to ? nextMonthOf(monthOfDay(to - 1)) : first };
}

/** A month may lie in two pieces; its parts are whole millionths, so they add up. */
function merged(rollups: readonly Rollup[]): Rollup[] {
  const sums = new Map<string, Rollup>();
  for (const one of rollups) {
    const key = `${one.register} ${one.day}`;
    const before = sums.get(key);
    if (before === undefined) sums.set(key, one);
    else
      sums.set(key, {
        ...one,
        present: before.present + one.present,
        amountMicro: before.amountMicro + one.amountMicro,
        byFlagMicro: one.byFlagMicro.map((micro, code) => micro + (before.byFlagMicro[code] ?? 0)),
      });
  }
  return [...sums.values()].sort((a, b) => a.register - b.register || a.day - b.day);
}
