// How much was measured of registers in whole months, kept until a quarter of those months may have changed: a store that reads the
// sums of years of them takes longer than all the rest of an answer.
import { createHash } from 'node:crypto';
import { type LocalDay, firstQuarterOf } from '../domain/local-days.ts';
import type { Rollup } from '../domain/rollup.ts';
import type { Deps } from './deps.ts';

/** Periods of a park or company that are kept: an answer about emissions has three. One of a park is about 10 KB. */
export const PRESENCE_MAX = 256;

interface Months {
  readonly registers: Int32Array;
  /** First days of months. */
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** Quarters of each register that have a value in these months, all together; without those that have none. */
export const presentIn = (deps: Pick<Deps, 'store' | 'keptPresence'>, months: Months): Promise<ReadonlyMap<number, number>> =>
  kept(deps, { ...months, what: 'present' }, (rows) => {
    const present = new Map<number, number>();
    for (const row of rows) present.set(row.register, (present.get(row.register) ?? 0) + row.present);
    return present;
  });

/** The first of these months in which any of the registers has a value; null when none has. */
export const firstMonthIn = (deps: Pick<Deps, 'store' | 'keptPresence'>, months: Months): Promise<LocalDay | null> =>
  kept(deps, { ...months, what: 'first' }, (rows) =>
    rows.reduce<LocalDay | null>((first, { present, day }) => (present > 0 && (first === null || day < first) ? day : first), null),
  );

function kept<T>(
  { store, keptPresence }: Pick<Deps, 'store' | 'keptPresence'>,
  { what, registers, from, to }: Months & { what: string },
  of: (rows: readonly Rollup[]) => T,
): Promise<T> {
  const key = `${what} ${from} ${to} ${createHash('sha1').update(registers).digest('base64')}`;
  return keptPresence.of(key, store.days.of(firstQuarterOf(from), firstQuarterOf(to)), async () => of(await store.ask({ kind: 'rollups', registers, step: 'P1M', from, to })));
}
