// How much of the water of an area was used before: what its meters counted, by company.
import type { Principal } from '../domain/access.ts';
import { type LocalDay, localDayOf, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import { fromMicro } from '../domain/ledger.ts';
import { QUARTER_MS, localFloor } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import { type Area, type ScopedConnection, scopeOf } from './scope.ts';

export interface CompanyWater {
  readonly company: number;
  readonly park: string;
  /** Taken in, from whomever. */
  readonly intakeM3: number;
  /** Passed on to others or made of what was used. */
  readonly reusedM3: number;
  /** What both are the sums of. */
  readonly counted: readonly CountedWater[];
}
export interface CountedWater {
  readonly register: number;
  readonly meter: number;
  readonly way: 'intake' | 'reused';
  readonly m3: number;
}
export interface WaterUse {
  readonly companies: readonly CompanyWater[];
  /** Is reused water measured anywhere in the area? */
  readonly reuseMetered: boolean;
  /** End of the days that are told. */
  readonly until: EpochMs;
}

/** Water of an area as far as this reader may add it up, in the local days that a period touches; of companies together the days that are
 *  told as a whole. */
export async function waterUse(deps: Deps, principal: Principal, over: { area: Area; from: EpochMs; to: EpochMs }): Promise<WaterUse> {
  const scope = scopeOf(deps.directory, principal, { ...over, carrier: 'water', now: deps.now() });
  const metered = scope.connections.filter((one) => one.registers.length > 0);
  const until = scope.toldUntil === undefined ? over.to : localFloor(scope.toldUntil, 'P1D');
  const sums = await registerSums(deps, Int32Array.from(metered.flatMap((one) => one.registers.map(({ register }) => register))), { from: over.from, to: until });
  const byCompany = new Map<number, CompanyWater>();
  for (const connection of metered) {
    const known = byCompany.get(connection.company)?.counted ?? [];
    const counted = [...known, ...countedOf(connection, sums, 'intake'), ...countedOf(connection, sums, 'reused')];
    const total = (way: CountedWater['way']): number => counted.reduce((sum, one) => sum + (one.way === way ? one.m3 : 0), 0);
    const park = deps.directory.companies.get(connection.company)?.park ?? '';
    byCompany.set(connection.company, { company: connection.company, park, intakeM3: total('intake'), reusedM3: total('reused'), counted });
  }
  const reuseMetered = metered.some((one) => one.registers.some(({ register, flow }) => flow !== 'import' && sums.has(register)));
  return { companies: [...byCompany.values()], reuseMetered, until };
}

/** A meter with a counter of the whole tells it by that; else by the sum of its parts. */
function countedOf({ registers }: ScopedConnection, sums: ReadonlyMap<number, number>, way: CountedWater['way']): CountedWater[] {
  const mine = registers.filter((one) => (way === 'intake') === (one.flow === 'import') && one.flow !== 'charge' && one.flow !== 'discharge' && one.way !== 'power');
  const total = mine.filter((one) => one.way === 'total');
  return (total.length > 0 ? total : mine).map(({ register, meter }) => ({ register, meter, way, m3: sums.get(register) ?? 0 }));
}

/** Whole months as months, what is left of the first and the last as days. */
async function registerSums(deps: Pick<Deps, 'store'>, registers: Int32Array<ArrayBuffer>, { from, to }: { from: EpochMs; to: EpochMs }): Promise<Map<number, number>> {
  const first: LocalDay = localDayOf(Math.floor(from / QUARTER_MS));
  const end: LocalDay = localDayOf(Math.ceil(to / QUARTER_MS) - 1) + 1;
  const [wholeFrom, wholeTo] = [first === monthOfDay(first) ? first : nextMonthOf(first), monthOfDay(end)];
  const spans =
    wholeFrom < wholeTo
      ? ([
          ['P1D', first, wholeFrom],
          ['P1M', wholeFrom, wholeTo],
          ['P1D', wholeTo, end],
        ] as const)
      : ([['P1D', first, end]] as const);
  const sums = new Map<number, number>();
  for (const [step, spanFrom, spanTo] of spans) {
    if (spanFrom >= spanTo || registers.length === 0) continue;
    const rows = await deps.store.ask({ kind: 'rollups', registers: registers.slice(), step, from: spanFrom, to: spanTo });
    for (const { register, amountMicro } of rows) sums.set(register, (sums.get(register) ?? 0) + fromMicro(amountMicro));
  }
  return sums;
}
