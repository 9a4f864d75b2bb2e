// How much was measured of registers in months and days, kept until a quarter of those may have changed: a store that reads the
// sums of years of them takes longer than all the rest of an answer.
import { createHash } from 'node:crypto';
import { type LocalDay, firstQuarterOf, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import type { Rollup } from '../domain/rollup.ts';
import type { Deps } from './deps.ts';

/** Periods of a park or company that are kept: an answer about emissions has three. One of a park is about 10 KB. */
export const PRESENCE_MAX = 256;

interface Days {
  readonly registers: Int32Array;
  /** Local days [from, to). */
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** Quarters of each register that have a value in these days, all together; without those that have none. Whole months are read as
 *  months, what is left of others by day. */
export async function presentIn(deps: Pick<Deps, 'store' | 'keptPresence'>, days: Days): Promise<ReadonlyMap<number, number>> {
  const months = { from: monthOfDay(days.from) === days.from ? days.from : nextMonthOf(days.from), to: monthOfDay(days.to) };
  const whole = months.from < months.to;
  const parts: readonly (Pick<Days, 'from' | 'to'> & { step: 'P1D' | 'P1M' })[] = whole
    ? [
        { from: days.from, to: months.from, step: 'P1D' },
        { ...months, step: 'P1M' },
        { from: months.to, to: days.to, step: 'P1D' },
      ]
    : [{ from: days.from, to: days.to, step: 'P1D' }];
  const some = parts.filter(({ from, to }) => from < to);
  const [first, ...others] = await Promise.all(some.map((part) => kept(deps, { ...part, registers: days.registers, what: 'present' }, presentOf)));
  if (first === undefined || others.length === 0) return first ?? new Map<number, number>();
  const sum = new Map(first);
  for (const [register, present] of others.flatMap((one) => [...one])) sum.set(register, (sum.get(register) ?? 0) + present);
  return sum;
}

function presentOf(rows: readonly Rollup[]): ReadonlyMap<number, number> {
  const present = new Map<number, number>();
  for (const row of rows) present.set(row.register, (present.get(row.register) ?? 0) + row.present);
  return present;
}

/** The first of these months in which any of the registers has a value; null when none has. */
export const firstMonthIn = (deps: Pick<Deps, 'store' | 'keptPresence'>, months: Days): Promise<LocalDay | null> =>
  kept(deps, { ...months, step: 'P1M', what: 'first' }, (rows) =>
    rows.reduce<LocalDay | null>((first, { present, day }) => (present > 0 && (first === null || day < first) ? day : first), null),
  );

function kept<T>(
  { store, keptPresence }: Pick<Deps, 'store' | 'keptPresence'>,
  { what, step, registers, from, to }: Days & { what: string; step: 'P1D' | 'P1M' },
  of: (rows: readonly Rollup[]) => T,
): Promise<T> {
  const key = `${what} ${step} ${from} ${to} ${createHash('sha1').update(registers).digest('base64')}`;
  return keptPresence.of(key, store.days.of(firstQuarterOf(from), firstQuarterOf(to)), async () => of(await store.ask({ kind: 'rollups', registers, step, from, to })));
}
