// From stored quarters to the registers of each connection: what every sum of the compute worker begins with.
import { type ConnectionQuarters, NO_VALUE, type RegisterQuarters } from '../domain/balance.ts';
import { countedRegisters } from '../domain/counted-registers.ts';
import { toMicro } from '../domain/ledger.ts';
import type { Validity } from '../domain/meter-validity.ts';
import { type RevisionRun, rewound } from '../storage/revisions.ts';
import type { QuarterColumns } from '../storage/series.ts';

export interface GatherJob {
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly connections: readonly (Omit<ConnectionQuarters, 'registers'> & {
    registers: readonly (Omit<RegisterQuarters, 'amounts' | 'flags' | 'partsAt'> & { register: number; whole?: true; fromQuarter?: number; toQuarter?: number })[];
  })[];
  readonly columns: QuarterColumns;
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

/** Rows -> one array a register, in whole millionths so that sums are exact; a settled value wins over a live one,
 *  a corrected one over both. */
function spread(job: GatherJob): Map<number, { amounts: Float64Array; flags: Uint8Array; sources: Uint8Array }> {
  const wanted = new Set(job.connections.flatMap((connection) => connection.registers.map((one) => one.register)));
  const arrays = new Map(
    [...wanted].map((register) => [
      register,
      { amounts: new Float64Array(job.quarters), flags: new Uint8Array(job.quarters).fill(NO_VALUE), sources: new Uint8Array(job.quarters) },
    ]),
  );
  const { registers, quarters, amounts, flags, sources } = rewound(job.columns, job.before, { from: job.firstQuarter, to: job.firstQuarter + job.quarters });
  let [register, array] = [registers[0] ?? 0, arrays.get(registers[0] ?? 0)];
  for (let row = 0; row < registers.length; row++) {
    // Rows of one register stand together for long stretches.
    if (registers[row] !== register) {
      register = registers[row] ?? 0;
      array = arrays.get(register);
    }
    const t = (quarters[row] ?? 0) - job.firstQuarter;
    if (array === undefined || t < 0 || t >= job.quarters) continue;
    if (array.flags[t] !== NO_VALUE && (sources[row] ?? 0) < (array.sources[t] ?? 0)) continue;
    array.amounts[t] = toMicro(amounts[row] ?? 0);
    array.flags[t] = flags[row] ?? NO_VALUE;
    array.sources[t] = sources[row] ?? 0;
  }
  return arrays;
}

const timeOf = ({ firstQuarter }: GatherJob, { fromQuarter, toQuarter }: { fromQuarter?: number; toQuarter?: number }): Validity => ({
  ...(fromQuarter !== undefined && { validFrom: fromQuarter - firstQuarter }),
  ...(toQuarter !== undefined && { validTo: toQuarter - firstQuarter }),
});
