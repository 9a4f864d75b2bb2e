// Live quarters as they stand in InfluxDB, with their anchors: what a derivation is held against.
import { QUARTER_MS } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { oneOf, pieces } from './series-influx-anchors.ts';
import { type InfluxReader, isoTime } from './series-influx-query.ts';
import { type DerivedQuarter, type QuarterNumber, flagOf } from './series.ts';

/** Quarters [from, to) of one register. */
export interface DerivedSpan {
  readonly register: number;
  readonly from: QuarterNumber;
  readonly to: QuarterNumber;
}

/** By register and in the order of time. */
export async function readDerived(source: { reader: InfluxReader; db: string; toMs: number }, spans: readonly DerivedSpan[]): Promise<DerivedQuarter[]> {
  const found: DerivedQuarter[] = [];
  for (const piece of pieces(spans)) {
    const fromMs = Math.min(...piece.map((one) => one.from)) * QUARTER_MS;
    const toMs = Math.min(Math.max(...piece.map((one) => one.to)) * QUARTER_MS, source.toMs);
    const registers = [...new Set(piece.map((one) => one.register))];
    const q = `SELECT live, live_q, anchor_ms, anchor_v, anchor_d FROM quarter WHERE ${oneOf(registers)} AND time >= $from AND time < $to GROUP BY register`;
    await source.reader.span({ fromMs, toMs }, async (slice) => {
      await source.reader.query({ db: source.db, q, params: { from: isoTime(slice.fromMs), to: isoTime(slice.toMs) } }, ({ tags, values }) => {
        const register = Number(tags['register']);
        for (const row of values) {
          const one = derivedOf(register, row);
          if (one !== null && piece.some((span) => span.register === register && one.quarter >= span.from && one.quarter < span.to)) found.push(one);
        }
      });
    });
  }
  return found.sort((a, b) => a.register - b.register || a.quarter - b.quarter);
}

function derivedOf(register: number, [at, live, flag, anchorMs, value, device]: readonly unknown[]): DerivedQuarter | null {
  if (live === null || flag === null || anchorMs === null || Number(flag) < 0) return null;
  const anchor = { at: epochMs(Number(anchorMs)), value: Number(value), device: Number(device) };
  // Whole millionths come back whole: a float holds them to more digits than a counter has.
  return { register, quarter: Number(at) / QUARTER_MS, amountMicro: Math.round(Number(live) * 1e6), flag: flagOf(Number(flag)), anchor };
}
