// From stored quarters to the registers of each connection: what every sum of the compute worker begins with.
import { type ConnectionQuarters, NO_VALUE, type RegisterQuarters } from '../domain/balance.ts';
import { countedRegisters } from '../domain/counted-registers.ts';
import { toMicro } from '../domain/ledger.ts';
import type { Validity } from '../domain/meter-validity.ts';
import { type RevisionRun, rewound } from '../storage/revisions.ts';
import type { PackedDays, QuarterColumns } from '../storage/series.ts';

export interface GatherJob {
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly connections: readonly (Omit<ConnectionQuarters, 'registers'> & {
    registers: readonly (Omit<RegisterQuarters, 'amounts' | 'flags' | 'partsAt'> & { register: number; whole?: true; fromQuarter?: number; toQuarter?: number })[];
  })[];
  readonly columns: QuarterColumns;
  /** What stands beside the rows, and wins over them. */
  readonly days?: PackedDays;
  /** Revisions to take back first, oldest first: the figure as it was before them. */
  readonly before: readonly RevisionRun[];
}

/** One by one, so that a region's month needs no more memory than its rows. */
export function* gathered(job: GatherJob): Generator<ConnectionQuarters> {
  const arrays = spread(job);
  for (const connection of job.connections) {
    const all = connection.registers.flatMap((one) => {
      const array = arrays.get(one.register);
      return array === undefined ? [] : [{ ...one, ...timeOf(job, one), amounts: array.amounts, flags: array.flags }];
    });
    yield { ...connection, registers: countedRegisters(all) };
  }
}

interface Filled {
  readonly amounts: Float64Array;
  readonly flags: Uint8Array;
  readonly sources: Uint8Array;
}

/** Rows -> one array a register, in whole millionths so that sums are exact; a settled value wins over a live one,
 *  a corrected one over both. */
function spread(job: GatherJob): Map<number, Filled> {
  const wanted = new Set(job.connections.flatMap((connection) => connection.registers.map((one) => one.register)));
  const arrays = new Map(
    [...wanted].map((register): [number, Filled] => [
      register,
      { amounts: new Float64Array(job.quarters), flags: new Uint8Array(job.quarters).fill(NO_VALUE), sources: new Uint8Array(job.quarters) },
    ]),
  );
  const columns = rewound(job.columns, job.before, { from: job.firstQuarter, to: job.firstQuarter + job.quarters });
  const { registers } = columns;
  // Rows of one register stand together for long stretches.
  for (let from = 0, to = 0; from < registers.length; from = to) {
    const register = registers[from] ?? 0;
    for (to = from + 1; to < registers.length && registers[to] === register;) to += 1;
    const into = arrays.get(register);
    if (into !== undefined) fill(into, columns, { from, to, firstQuarter: job.firstQuarter });
  }
  if (job.days !== undefined) fillDays(arrays, job.days, job);
  return arrays;
}

function fillDays(arrays: ReadonlyMap<number, Filled>, days: PackedDays, { firstQuarter, quarters }: GatherJob): void {
  for (let row = 0; row < days.registers.length; row++) {
    const length = days.lengths[row] ?? 0;
    const into = arrays.get(days.registers[row] ?? 0);
    const told = days.amounts[days.parts[row] ?? 0];
    const at = (days.firsts[row] ?? 0) - firstQuarter;
    if (into === undefined || told === undefined || at < 0 || at + length > quarters) continue;
    fillDay(into.amounts, told, { at, begin: days.begins[row] ?? 0, length });
    into.flags.fill(days.flags[row] ?? NO_VALUE, at, at + length);
  }
}

function fillDay(amounts: Float64Array, told: Float64Array, { at, begin, length }: { at: number; begin: number; length: number }): void {
  for (let t = 0; t < length; t++) amounts[at + t] = toMicro(told[begin + t] ?? 0);
}

function fill(into: Filled, columns: QuarterColumns, { from, to, firstQuarter }: { from: number; to: number; firstQuarter: number }): void {
  const { amounts, flags, sources } = into;
  const { quarters } = columns;
  for (let row = from; row < to; row++) {
    const t = (quarters[row] ?? 0) - firstQuarter;
    if (t < 0 || t >= amounts.length) continue;
    const source = columns.sources[row] ?? 0;
    if (flags[t] !== NO_VALUE && source < (sources[t] ?? 0)) continue;
    amounts[t] = toMicro(columns.amounts[row] ?? 0);
    flags[t] = columns.flags[row] ?? NO_VALUE;
    sources[t] = source;
  }
}

const timeOf = ({ firstQuarter }: GatherJob, { fromQuarter, toQuarter }: { fromQuarter?: number; toQuarter?: number }): Validity => ({
  ...(fromQuarter !== undefined && { validFrom: fromQuarter - firstQuarter }),
  ...(toQuarter !== undefined && { validTo: toQuarter - firstQuarter }),
});
