// A made-up park for the compute worker to add up while nobody asks yet: the first question of a year then finds its loops compiled.
// Nothing of it is kept or told.
import { FLAGS } from '../domain/balance.ts';
import { emptyColumns, emptyDays } from '../storage/series.ts';
import type { BalanceJob } from './compute-thread.ts';

const CONNECTIONS = 20;
const DAYS = 31;
const DAY_QUARTERS = 96;
/** After so many the compiler has seen the sums of packed days often enough: `node --trace-opt` names none of them at the first year that
 *  is asked, and of shorter loops few. */
export const WARM_UPS = 32;

/** 20 connections with a counter each way over 31 days. Amounts are in the range of real ones, in millionths and above 32 bits once a day
 *  is added up: code that was compiled for less would be thrown away at the first real day. */
export function warmUpJob(): BalanceJob {
  const rows = CONNECTIONS * 2 * DAYS;
  const days = {
    ...emptyDays(rows),
    registers: Int32Array.from({ length: rows }, (_, row) => Math.floor(row / DAYS)),
    firsts: Int32Array.from({ length: rows }, (_, row) => (row % DAYS) * DAY_QUARTERS),
    lengths: new Uint8Array(rows).fill(DAY_QUARTERS),
    flags: new Uint8Array(rows).fill(FLAGS.indexOf('M')),
    unitsMicro: Int32Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 1 : 1_000)),
    begins: Uint32Array.from({ length: rows }, (_, row) => row * DAY_QUARTERS),
    amounts: [Int32Array.from({ length: rows * DAY_QUARTERS }, (_, at) => 40_000_000 + (at % 7) * 1_000_003)],
  };
  return {
    firstQuarter: 0,
    quarters: DAYS * DAY_QUARTERS,
    borders: Array.from({ length: DAYS + 1 }, (_, day) => day * DAY_QUARTERS),
    text: null,
    connections: Array.from({ length: CONNECTIONS }, (_, id) => ({
      id,
      company: id,
      behind: null,
      passesOn: false,
      registers: (['import', 'export'] as const).map((flow, at) => ({ flow, meter: id, way: 'total' as const, register: id * 2 + at })),
    })),
    columns: emptyColumns(0),
    days,
    before: [],
  };
}
