// Every morning: what the measured quarter-hours of the last weeks say that nobody looks for.
import { type Judged, type MeasuredQuarters, NIGHT, coverageFalling, nightBaseLoad, reversedSign, weekendGas } from '../domain/alert-rules.ts';
import type { Finding } from '../domain/alerts.ts';
import { QUARTER_MS, localAdd, localFloor, localHour } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { type HeldQuarters, heldQuarters } from '../domain/held-quarters.ts';
import { NOTHING, type QuarterColumns, flagOf } from '../storage/series.ts';
import type { AlertDesk } from './alert-desk.ts';
import type { Job } from './schedule.ts';

/** A connection and the registers of its own meters. */
export interface WatchedConnection {
  readonly id: number;
  readonly park: string;
  readonly company: number;
  readonly carrier: 'electricity' | 'gas';
  readonly importRegisters: readonly number[];
  readonly exportRegisters: readonly number[];
  /** Wind, a CHP or a battery may well export at night. */
  readonly mayExportAtNight: boolean;
  /** Its readings may enter what the park is told. */
  readonly shared: boolean;
}

export interface WatchQuartersPorts {
  readonly desk: Pick<AlertDesk, 'report'>;
  readonly connections: () => readonly WatchedConnection[];
  readonly quarters: (query: { registers: Int32Array; from: number; to: number }) => Promise<QuarterColumns>;
  readonly now: () => EpochMs;
}

/** Four weeks, and the night that is judged. */
const DAYS = 29;
/** Connections of one question to the store. */
const AT_ONCE = 50;
/** Measured, or interpolated within the hour. */
const MEASURED = new Set(['M', 'I', 'C']);

export function watchQuarters(ports: WatchQuartersPorts): Job {
  return {
    name: 'watch-quarters',
    schedule: '20 6 * * *',
    catchesUp: true,
    run: async ({ stopping }) => {
      const span = spanAt(ports.now());
      const coverage = new Map<string, Coverage>();
      const findings: Finding[] = [];
      const connections = ports.connections();
      for (let first = 0; first < connections.length && !stopping(); first += AT_ONCE) {
        const some = connections.slice(first, first + AT_ONCE);
        const registers = Int32Array.from(some.flatMap((one) => [...one.importRegisters, ...one.exportRegisters]));
        const series = seriesOf(await ports.quarters({ registers, from: span.from, to: span.to }), span);
        for (const connection of some) {
          findings.push(...judge(connection, series, span));
          if (connection.shared) count(coverage, { connection, series, span });
        }
      }
      if (!stopping())
        findings.push(
          ...[...coverage].flatMap(([park, shares]) => told({ kind: 'coverage-falling', subject: `park ${park}`, park, company: null }, coverageFalling(sharesOf(shares)))),
        );
      return { judged: findings.length, ...(await ports.desk.report(findings)) };
    },
  };
}

interface Span {
  readonly from: number;
  /** Quarters from here on are of today. */
  readonly midnight: number;
  readonly to: number;
}

/** Whole days, and of today the night when that is over: at 06:20 it has just been measured. */
function spanAt(now: EpochMs): Span {
  const midnight = localFloor(now, 'P1D');
  const to = localHour(now) < NIGHT.toHour ? midnight : now;
  return { from: localAdd(midnight, 'P1D', -DAYS) / QUARTER_MS, midnight: midnight / QUARTER_MS, to: Math.floor(to / QUARTER_MS) };
}

/** Amounts by register, NaN where nothing was measured. */
function seriesOf(columns: QuarterColumns, span: Span): Map<number, Float64Array> {
  const measured = ({ amounts, flags }: HeldQuarters): Float64Array => amounts.map((amount, index) => (MEASURED.has(flagOf(flags[index] ?? NOTHING)) ? amount : Number.NaN));
  return new Map([...heldQuarters(columns, { ...span, nothing: NOTHING })].map(([register, held]) => [register, measured(held)]));
}

/** Tariffs of one direction added up; measured where each of those that count at all is. */
function sumOf(registers: readonly number[], series: ReadonlyMap<number, Float64Array>, { from, to }: Span): MeasuredQuarters | null {
  const all = registers.flatMap((register) => series.get(register) ?? []);
  if (all.length === 0) return null;
  return { first: from, amounts: Float64Array.from({ length: to - from }, (_, index) => all.reduce((sum, one) => sum + (one[index] ?? Number.NaN), 0)) };
}

function judge(connection: WatchedConnection, series: ReadonlyMap<number, Float64Array>, span: Span): Finding[] {
  const taken = sumOf(connection.importRegisters, series, span);
  if (taken === null) return [];
  const about = { subject: `connection ${connection.id}`, park: connection.park, company: connection.company };
  if (connection.carrier === 'gas') return told({ kind: 'weekend-gas', ...about }, weekendGas(taken));
  const given = connection.mayExportAtNight ? null : sumOf(connection.exportRegisters, series, span);
  return [
    ...told({ kind: 'night-base-load', ...about }, nightBaseLoad(taken)),
    ...(given === null ? [] : told({ kind: 'reversed-sign', ...about }, reversedSign({ import: taken, export: given }))),
  ];
}

const told = ({ kind, subject, park, company }: Pick<Finding, 'kind' | 'subject' | 'park' | 'company'>, found: Judged | null): Finding[] =>
  found === null ? [] : [{ kind, subject, park, company, ...found }];

interface Coverage {
  readonly measured: number[];
  registers: number;
}

const DAY_QUARTERS = 96;

/** Days counted back from the last midnight in stretches of 24 hours: twice a year an hour off, and a share all the same. */
function count(coverage: Map<string, Coverage>, of: { connection: WatchedConnection; series: ReadonlyMap<number, Float64Array>; span: Span }): void {
  const { connection, series, span } = of;
  const { park, importRegisters } = connection;
  for (const register of importRegisters) {
    const amounts = series.get(register);
    if (amounts === undefined) continue;
    const one = coverage.get(park) ?? { measured: [], registers: 0 };
    coverage.set(park, one);
    one.registers += 1;
    for (let back = 0; back < 8; back++) {
      const end = span.midnight - span.from - back * DAY_QUARTERS;
      const measured = amounts.subarray(Math.max(0, end - DAY_QUARTERS), Math.max(0, end)).reduce((sum, amount) => sum + (Number.isNaN(amount) ? 0 : 1), 0);
      one.measured[back] = (one.measured[back] ?? 0) + measured;
    }
  }
}

const sharesOf = ({ measured, registers }: Coverage): number[] => measured.map((quarters) => quarters / (registers * DAY_QUARTERS)).reverse();
