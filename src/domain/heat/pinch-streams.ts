// The streams of a pinch: the mean power of each port in a slice of the year. Pure.
import { localDay, localHour } from '../time.ts';
import { epochMs } from '../units.ts';
import { type Slice, type Stream, slicesOf } from './pinch.ts';
import type { HeatPort } from './port.ts';

const HOUR_MS = 3_600_000;

/** A source cools down, a sink is warmed up. */
export const streamOf = ({ role, supplyC, returnC }: Pick<HeatPort, 'role' | 'supplyC' | 'returnC'>, kw: number): Stream =>
  role === 'source' ? { kind: 'hot', fromC: supplyC, toC: returnC, kw } : { kind: 'cold', fromC: returnC, toC: supplyC, kw };

/** Which of the hours of a year are in a slice of it. */
export const hoursInSlice = ({ firstHour, length }: { firstHour: number; length: number }, slice: Slice): boolean[] =>
  Array.from({ length }, (_, hour) => slicesAt(firstHour + hour).includes(slice));

/** The slices of an hour since 1970. */
export function slicesAt(hour: number): Slice[] {
  const at = epochMs(hour * HOUR_MS);
  return slicesOf({ ...localDay(at), hour: localHour(at) });
}

/** What the known hours of them add up to. */
export function sumOf(kw: Float64Array, inside: readonly boolean[]): { kwh: number; knownHours: number } {
  let [kwh, knownHours] = [0, 0];
  for (let hour = 0; hour < kw.length; hour++) {
    const one = kw[hour] ?? NaN;
    if (inside[hour] !== true || Number.isNaN(one)) continue;
    kwh += one;
    knownHours++;
  }
  return { kwh, knownHours };
}
