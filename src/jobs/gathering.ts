// From stored quarters to the registers of each connection: what every sum of the compute worker begins with.
import { type ConnectionQuarters, NO_VALUE, type RegisterQuarters } from '../domain/balance.ts';
import { countedRegisters } from '../domain/counted-registers.ts';
import { toMicro } from '../domain/ledger.ts';
import type { Validity } from '../domain/meter-validity.ts';
import { ScratchArrays } from '../domain/scratch-arrays.ts';
import { type RevisionRun, rewound } from '../storage/revisions.ts';
import type { PackedDays, QuarterColumns } from '../storage/series.ts';

export interface GatherJob {
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly connections: readonly (Omit<ConnectionQuarters, 'registers' | 'validFrom' | 'validTo'> & {
    fromQuarter?: number;
    toQuarter?: number;
    registers: readonly (Omit<RegisterQuarters, 'amounts' | 'flags' | 'partsAt'> & { register: number; whole?: true; fromQuarter?: number; toQuarter?: number })[];
  })[];
  readonly columns: QuarterColumns;
  /** What stands beside the rows, and wins over them. */
  readonly days?: PackedDays;
  /** Revisions to take back first, oldest first: the figure as it was before them. */
  readonly before: readonly RevisionRun[];
}

/** One by one, so that a region's month needs no more memory than its rows.
 *  @param scratch where the amounts are taken from, at the turn of their connection: they are good until these are freed */
export function* gathered(job: GatherJob, scratch = new ScratchArrays()): Generator<ConnectionQuarters> {
  if (job.connections.length === 0) return;
  const columns = rewound(job.columns, job.before, { from: job.firstQuarter, to: job.firstQuarter + job.quarters });
  const told = { rows: runsOf(columns.registers), days: runsOf(job.days?.registers ?? new Int32Array()) };
  for (const connection of job.connections) {
    const arrays = new Map<number, Filled>();
    for (const { register } of connection.registers) {
      if (arrays.has(register)) continue;
      const into = { amounts: scratch.take(job.quarters), flags: new Uint8Array(job.quarters).fill(NO_VALUE), sources: null };
      arrays.set(register, into);
      for (const run of told.rows.get(register) ?? []) fill(into, columns, { ...run, firstQuarter: job.firstQuarter });
      for (const run of told.days.get(register) ?? []) if (job.days !== undefined) fillDays(into, job.days, { ...run, firstQuarter: job.firstQuarter });
    }
    const all = connection.registers.flatMap((one) => {
      const array = arrays.get(one.register);
      return array === undefined ? [] : [{ ...one, ...timeOf(job, one), amounts: array.amounts, flags: array.flags }];
    });
    yield { ...connection, ...timeOf(job, connection), registers: countedRegisters(all) };
  }
}

/** What of a register is told, in whole millionths so that sums are exact; a settled value wins over a live one, a corrected one
 *  over both. */
interface Filled {
  readonly amounts: Float64Array;
  readonly flags: Uint8Array;
  /** null while no row was told. */
  sources: Uint8Array | null;
}

/** Rows [from, to) that stand together. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** Where the rows of each register stand: together for long stretches. */
function runsOf(registers: Int32Array): Map<number, Run[]> {
  const runs = new Map<number, Run[]>();
  for (let from = 0, to = 0; from < registers.length; from = to) {
    const register = registers[from] ?? 0;
    for (to = from + 1; to < registers.length && registers[to] === register;) to += 1;
    const known = runs.get(register);
    if (known === undefined) runs.set(register, [{ from, to }]);
    else known.push({ from, to });
  }
  return runs;
}

function fillDays(into: Filled, days: PackedDays, { from, to, firstQuarter }: Run & { firstQuarter: number }): void {
  for (let row = from; row < to; row++) {
    const length = days.lengths[row] ?? 0;
    const told = days.amounts[days.parts[row] ?? 0];
    const at = (days.firsts[row] ?? 0) - firstQuarter;
    if (told === undefined || at < 0 || at + length > into.amounts.length) continue;
    fillDay(into.amounts, told, { at, begin: days.begins[row] ?? 0, length, unitMicro: days.unitsMicro[row] ?? 0 });
    into.flags.fill(days.flags[row] ?? NO_VALUE, at, at + length);
  }
}

function fillDay(amounts: Float64Array, told: Int32Array, day: { at: number; begin: number; length: number; unitMicro: number }): void {
  const { at, begin, length, unitMicro } = day;
  for (let t = 0; t < length; t++) amounts[at + t] = (told[begin + t] ?? 0) * unitMicro;
}

function fill(into: Filled, columns: QuarterColumns, { from, to, firstQuarter }: Run & { firstQuarter: number }): void {
  const { amounts, flags } = into;
  const sources = (into.sources ??= new Uint8Array(amounts.length));
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

/** Arrays of connections that wait in a sum: as many as a processor has at hand are used again for the next ones. */
const WAITING_MAX = 64;

/** Between two connections: has the sum take what waits where that are many arrays, which then are free for the next ones. */
export function settledNowAndThen(sum: { readonly settle: () => void }, told: ScratchArrays): void {
  if (told.taken < WAITING_MAX) return;
  sum.settle();
  told.free();
}

const timeOf = ({ firstQuarter }: GatherJob, { fromQuarter, toQuarter }: { fromQuarter?: number; toQuarter?: number }): Validity => ({
  ...(fromQuarter !== undefined && { validFrom: fromQuarter - firstQuarter }),
  ...(toQuarter !== undefined && { validTo: toQuarter - firstQuarter }),
});
