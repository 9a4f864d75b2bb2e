// Lines of InfluxDB's line protocol for readings and quarters. Pure; only numbers and words of fixed lists get into one.
import { crc32 } from 'node:zlib';
import { QUARTER_MS } from '../domain/time.ts';
import { type DerivedQuarter, type GivenField, NOTHING, type QuarterColumns, type RegisterTags, flagCode } from './series.ts';

/** Quality of a value that is no longer: InfluxDB 3 Core deletes no rows, so it is overwritten and skipped. */
export const GONE = -1;

const SLOTS = 1_000_000;
const SAFE = /^[A-Za-z0-9][A-Za-z0-9_./-]{0,63}$/;

/** The series of a register. The same tag keys in every line: InfluxDB 3 fixes them at the first write.
 *  @throws Error when a tag is no plain word: a bug, never a message's fault */
export function seriesOf(measurement: 'reading' | 'quarter', register: number, tags: RegisterTags): string {
  for (const value of [tags.park, tags.role, tags.carrier, tags.flow, tags.unit])
    if (!SAFE.test(value)) throw new Error(`a tag of register ${register} is no plain word: ${value}`);
  return `${measurement},carrier=${tags.carrier},flow=${tags.flow},park=${tags.park},register=${Math.trunc(register)},role=${tags.role},unit=${tags.unit}`;
}

/** Nanoseconds as text, beyond what a number holds: the instant in ms and a slot below the millisecond. */
export const nanoseconds = (atMs: number, slot = 0): string =>
  atMs > 0 ? `${Math.trunc(atMs)}${String(slot).padStart(6, '0')}` : String(BigInt(Math.trunc(atMs)) * 1_000_000n + BigInt(slot));

export interface RawPoint {
  readonly atMs: number;
  readonly value: number;
  readonly device: number;
}

/** Where a reading goes that may share its instant with another one: by what it says, so that the same reading
 *  always comes to the same place and another one does not (docs/methods.md#influxdb). */
export function slotOf({ value, device }: RawPoint): number {
  const bytes = Buffer.alloc(16);
  bytes.writeDoubleLE(value, 0);
  bytes.writeDoubleLE(device, 8);
  return 1 + (crc32(bytes) % (SLOTS - 1));
}

export const readingLine = (series: string, point: RawPoint, slot: number): string => `${series} v=${point.value},d=${point.device} ${nanoseconds(point.atMs, slot)}`;

export const liveLine = (series: string, { quarter, amountMicro, flag, anchor }: DerivedQuarter): string =>
  `${series} live=${amountMicro / 1e6},live_q=${flagCode(flag)},anchor_ms=${anchor.at},anchor_v=${anchor.value},anchor_d=${anchor.device} ${nanoseconds(quarter * QUARTER_MS)}`;

export const goneLine = (series: string, quarter: number): string => `${series} live=0,live_q=${GONE} ${nanoseconds(quarter * QUARTER_MS)}`;

export function givenLine(series: string, columns: QuarterColumns, { at, field }: { at: number; field: GivenField }): string {
  const flag = columns.flags[at] ?? 0;
  const [amount, quality] = flag === NOTHING ? [0, GONE] : [columns.amounts[at] ?? 0, flag];
  return `${series} ${field}=${amount},${field}_q=${quality} ${nanoseconds((columns.quarters[at] ?? 0) * QUARTER_MS)}`;
}
