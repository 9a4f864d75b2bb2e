// Connections of which the store hands out whole days, made up: what the compute worker gets.
import { FLAGS } from '../../src/domain/balance.ts';
import type { GatherJob } from '../../src/jobs/gathering.ts';
import { emptyColumns } from '../../src/storage/series.ts';

export const FIRST = 1_000;
/** The days on which summer time begins and ends among them, and more of them than are added in one go. */
export const LENGTHS = [96, 92, 96, 100, ...Array.from({ length: 16 }, () => 96)];
export const BORDERS = Array.from({ length: LENGTHS.length + 1 }, (_, day) => LENGTHS.slice(0, day).reduce((sum, length) => sum + length, 0));
export const QUARTERS = BORDERS.at(-1) ?? 0;

export interface DayOf {
  readonly register: number;
  readonly day: number;
  readonly flag: number;
  readonly unitMicro: number;
  /** Quarter t has base + t % 5. */
  readonly base: number;
}
export type Connections = GatherJob['connections'];

export function jobOf(days: readonly DayOf[], connections: Connections): GatherJob & { borders: readonly number[] } {
  const arrays = days.map(({ day, base }) => Int32Array.from({ length: LENGTHS[day] ?? 0 }, (_, t) => base + (t % 5)));
  return {
    firstQuarter: FIRST,
    quarters: QUARTERS,
    borders: BORDERS,
    connections,
    columns: emptyColumns(0),
    before: [],
    days: {
      registers: Int32Array.from(days, ({ register }) => register),
      firsts: Int32Array.from(days, ({ day }) => FIRST + (BORDERS[day] ?? 0)),
      lengths: Uint8Array.from(days, ({ day }) => LENGTHS[day] ?? 0),
      flags: Uint8Array.from(days, ({ flag }) => flag),
      unitsMicro: Int32Array.from(days, ({ unitMicro }) => unitMicro),
      parts: Uint16Array.from(days, (_, at) => at),
      begins: new Uint32Array(days.length),
      amounts: arrays,
    },
  };
}

export const daysOf = (register: number, rest: Partial<DayOf> = {}): DayOf[] =>
  LENGTHS.map((_, day) => ({ register, day, flag: FLAGS.indexOf('C'), unitMicro: 1_000, base: register * 10 + day, ...rest }));

export const plain = (id: number, registers: readonly (readonly ['import' | 'export' | 'sun', number])[], rest: object = {}): Connections[number] => ({
  id,
  company: Math.floor(id / 2),
  behind: null,
  passesOn: false,
  registers: registers.map(([flow, register]) => ({ flow, register, meter: id, way: 'total' as const })),
  ...rest,
});
