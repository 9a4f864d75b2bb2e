// Quarters of the meters that are held against each other, and which of them stand on the two sides of a check.
import type { Place } from '../domain/capacity/clear-sky.ts';
import type { CounterReading } from '../domain/counter-reading.ts';
import type { Both } from '../domain/cross-checks/power.ts';
import type { QualityFlag } from '../domain/ledger.ts';
import { type QuarterColumns, flagOf, isSpread } from '../storage/series.ts';

/** A meter with the registers of both directions; panels give, so what they count stands under export. */
export interface CheckedMeter {
  readonly meter: number;
  readonly role: 'main' | 'sub' | 'generation' | 'storage';
  readonly sun: boolean;
  readonly registers: Both<readonly number[]>;
  /** Quarters [from, to) in which it hangs there. */
  readonly fromQuarter: number;
  readonly toQuarter: number;
}
export interface CheckSite {
  readonly connection: number;
  readonly electricity: boolean;
  readonly meters: readonly CheckedMeter[];
  readonly place: Place;
  /** Connections behind it: those of the job, and whether there are others that this reader may not see. */
  readonly behind: readonly number[];
  readonly behindHidden: boolean;
}
/** What a meter told of its power. */
export interface ToldPower {
  readonly meter: number;
  /** null: it has none for that direction. */
  readonly registers: Both<number | null>;
  readonly readings: Both<readonly CounterReading[]>;
}
export interface CheckJob {
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly columns: QuarterColumns;
  readonly sites: readonly CheckSite[];
  /** In the last quarters before the end. */
  readonly powers: readonly ToldPower[];
}

/** Net import of meters: mains of one connection, which may follow each other, and others that all have to be there. */
export interface Side {
  readonly mains: readonly CheckedMeter[];
  readonly others: readonly { readonly meter: CheckedMeter; readonly weight: 1 | -1 }[];
}

const USED: ReadonlySet<QualityFlag> = new Set(['M', 'I', 'C']);

interface Series {
  readonly amounts: Float64Array;
  readonly flags: (QualityFlag | null)[];
  readonly sources: Int8Array;
}

/** What the meters of a job counted. */
export class CheckSeries {
  readonly job: CheckJob;
  readonly #series: ReadonlyMap<number, Series>;
  /** A main meter stands in many checks. */
  readonly #sums = new Map<Side, Float64Array>();

  constructor(job: CheckJob) {
    this.job = job;
    this.#series = seriesOf(job);
  }

  amountOf(register: number, t: number): number {
    return this.#series.get(register)?.amounts[t] ?? Number.NaN;
  }

  flagOf(register: number, t: number): QualityFlag {
    return this.#series.get(register)?.flags[t] ?? 'X';
  }

  /** What a meter counted in one direction; unknown where one of its tariffs is, and where it does not hang there. */
  counted(meter: CheckedMeter, way: keyof Both<unknown>): Float64Array {
    const registers = meter.registers[way];
    return Float64Array.from({ length: this.job.quarters }, (_, t) =>
      isThere(meter, this.job.firstQuarter + t) ? registers.reduce((sum, register) => sum + this.amountOf(register, t), 0) : Number.NaN,
    );
  }

  net(meter: CheckedMeter): Float64Array {
    const [taken, given] = [this.counted(meter, 'import'), this.counted(meter, 'export')];
    return taken.map((one, t) => one - (given[t] ?? Number.NaN));
  }

  of(side: Side): Float64Array {
    const known = this.#sums.get(side) ?? this.#sum(side);
    this.#sums.set(side, known);
    return known;
  }

  /** Several sides as one. */
  together(sides: readonly Side[]): Float64Array {
    return sides.map((side) => this.of(side)).reduce((sum, one) => sum.map((each, t) => each + (one[t] ?? Number.NaN)), new Float64Array(this.job.quarters));
  }

  #sum({ mains, others }: Side): Float64Array {
    const nets = mains.map((meter) => ({ meter, net: this.net(meter) }));
    const sum = Float64Array.from({ length: this.job.quarters }, (_, t) => {
      if (mains.length === 0) return 0;
      const here = nets.filter(({ meter }) => isThere(meter, this.job.firstQuarter + t));
      return here.length === 0 ? Number.NaN : here.reduce((all, one) => all + (one.net[t] ?? Number.NaN), 0);
    });
    for (const { meter, weight } of others) this.net(meter).forEach((one, t) => (sum[t] = (sum[t] ?? Number.NaN) + weight * one));
    return sum;
  }
}

export const isThere = ({ fromQuarter, toQuarter }: Pick<CheckedMeter, 'fromQuarter' | 'toQuarter'>, quarter: number): boolean => quarter >= fromQuarter && quarter < toQuarter;

/** One array a register; settled stands above live, corrected above both. */
function seriesOf({ columns, firstQuarter, quarters }: CheckJob): Map<number, Series> {
  const series = new Map<number, Series>();
  columns.registers.forEach((register, row) => {
    const one = series.get(register) ?? {
      amounts: new Float64Array(quarters).fill(Number.NaN),
      flags: Array.from<QualityFlag | null>({ length: quarters }).fill(null),
      sources: new Int8Array(quarters).fill(-1),
    };
    series.set(register, one);
    const [t, source, code] = [(columns.quarters[row] ?? 0) - firstQuarter, columns.sources[row] ?? 0, columns.flags[row] ?? 0];
    if (t < 0 || t >= quarters || source < (one.sources[t] ?? -1)) return;
    one.sources[t] = source;
    one.flags[t] = flagOf(code);
    // A share of a total over several quarters has no shape to compare.
    one.amounts[t] = USED.has(flagOf(code)) && !isSpread(code) ? (columns.amounts[row] ?? Number.NaN) : Number.NaN;
  });
  return series;
}
