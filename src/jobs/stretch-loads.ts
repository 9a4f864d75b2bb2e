// Loads of stretches of time, as the compute worker makes them of stored quarters: of each connection, or, where only their sum is
// asked for, of all together that are measured throughout. Stretches that follow each other are joined to one period.
import { BalanceSum, MEASURED } from '../domain/balance.ts';
import { type StepSums, sumStep } from '../domain/balance-steps.ts';
import { type Load, type SummedLoads, UNSURE, loadOf, withBegin } from '../domain/capacity/loads.ts';
import { FlagCounts } from '../domain/flag-counts.ts';
import { ScratchArrays } from '../domain/scratch-arrays.ts';
import { type GatherJob, gathered, settledNowAndThen } from './gathering.ts';
import { addPacked } from './packed-balance.ts';

export interface LoadsJob extends GatherJob {
  /** What they draw together is all that is asked for. */
  readonly together?: true;
  /** Of its days as indexes: where they are together, whole days need not be laid out quarter by quarter. */
  readonly borders?: readonly number[];
}
/** Loads of a stretch of quarters, with what is known of them. */
export interface Loads {
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly loads: readonly Load[];
  /** Connections that are not among the loads: each is there, on the public grid and measured in every quarter, and so their sum says
   *  all that a sum of loads needs. */
  readonly together?: { readonly ids: readonly number[]; readonly netMicro: Float64Array };
  readonly sums: StepSums;
}
/** Loads of a period. */
export interface JoinedLoads {
  readonly loads: Load[];
  /** Of connections that are not among the loads in any stretch, or are 0 there where they are in this sum. */
  readonly summed: SummedLoads | null;
  readonly quarters: number;
}

/** What crosses between threads without being copied. */
export const buffersOf = ({ loads, together }: Loads): ArrayBuffer[] =>
  [together?.netMicro, ...loads.flatMap(({ netMicro, bothMicro, sure }) => [netMicro, bothMicro, sure])]
    .map((array) => array?.buffer)
    .filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer);

/** Import minus export of each connection, from the rows of the store.
 *  @param sums,told where arrays are taken from that nobody looks at afterwards */
export function loadsOf(job: LoadsJob, { sums, told } = { sums: new ScratchArrays(), told: new ScratchArrays() }): Loads {
  const { firstQuarter, quarters, borders = [0, quarters], together: isTogether = false } = job;
  const sum = new BalanceSum(quarters, borders, sums);
  const counts = new FlagCounts(quarters);
  const loads: Load[] = [];
  const ids: number[] = [];
  const byItself: Load[] = [];
  const { left, flags } = isTogether ? addPacked(sum, { ...job, borders, usable: SURE }, sums) : { left: job.connections, flags: NONE };
  for (const [id, flag] of flags) {
    counts.addThroughout(flag);
    ids.push(id);
  }
  for (const connection of gathered({ ...job, connections: left }, told)) {
    const flag = sum.add(connection);
    counts.add(connection);
    const isSummed = isTogether && flag !== null && isSure(flag);
    const { validFrom = 0, validTo = quarters } = connection;
    if (isSummed && validFrom <= 0 && validTo >= quarters) ids.push(connection.id);
    else if (connection.registers.length > 0) {
      const load = loadOf(connection, quarters);
      loads.push(load);
      if (isSummed) byItself.push(load);
    }
    settledNowAndThen(sum, told);
  }
  const together = ids.length === 0 ? {} : { together: { ids, netMicro: without(sum.netOfPlain(isSure), byItself) } };
  return { firstQuarter, quarters, loads, ...together, sums: sumStep({ ...sum.finish(), byFlag: counts.finish() }, 0, quarters) };
}

const NONE: ReadonlyMap<number, number> = new Map();
/** Of quarters that may make a peak. */
const SURE: ReadonlySet<number> = new Set([...MEASURED].filter((flag) => !UNSURE.has(flag)));
const isSure = (flag: number): boolean => SURE.has(flag);

/** Who is not there all the time is judged by itself, however it is measured. */
function without(netMicro: Float64Array, loads: readonly Load[]): Float64Array {
  for (const load of loads) for (let t = 0; t < netMicro.length; t++) netMicro[t] = (netMicro[t] ?? 0) - (load.netMicro[t] ?? 0);
  return netMicro;
}

/** A connection of which nothing is known in all this time is left out, as one without a meter; the coverage tells of it. A main
 *  meter stays where what lies behind it can stand in. */
export function measuredOnly<T extends { readonly loads: readonly Load[] }>(all: T): Omit<T, 'loads'> & { loads: Load[] } {
  const { loads } = all;
  const told = new Set(loads.filter((load) => load.netMicro.some((net) => !Number.isNaN(net))).map((load) => load.id));
  const above = new Set(loads.filter((load) => told.has(load.id)).map((load) => load.behind));
  return { ...all, loads: loads.filter((load) => told.has(load.id) || above.has(load.id)).map(withBegin) };
}

/** One array a connection over all stretches; where a connection is not in one, nothing is known of it there. */
export function joined(stretches: readonly Loads[]): JoinedLoads {
  const quarters = stretches.reduce((sum, one) => sum + one.quarters, 0);
  const summed = summedIn(stretches, quarters);
  const [only] = stretches;
  if (stretches.length === 1 && only !== undefined) return { loads: [...only.loads], summed, quarters };
  const loads = new Map<number, Load>();
  let at = 0;
  for (const stretch of stretches) {
    for (const { netMicro, bothMicro, sure, ...load } of stretch.loads) {
      const known: Load = loads.get(load.id) ?? { ...load, netMicro: new Float64Array(quarters).fill(Number.NaN), sure: new Uint8Array(quarters) };
      const whole = bothMicro === undefined ? known : { ...known, bothMicro: known.bothMicro ?? new Float64Array(quarters) };
      loads.set(load.id, whole);
      if (bothMicro !== undefined) whole.bothMicro?.set(bothMicro, at);
      whole.netMicro.set(netMicro, at);
      whole.sure.set(sure, at);
    }
    at += stretch.quarters;
  }
  markSummed(loads, stretches);
  return { loads: [...loads.values()], summed, quarters };
}

function summedIn(stretches: readonly Loads[], quarters: number): SummedLoads | null {
  if (stretches.every(({ together }) => together === undefined)) return null;
  const ids = new Set<number>();
  const [netMicro, parts] = [new Float64Array(quarters), new Uint32Array(quarters)];
  let at = 0;
  for (const { together, quarters: length } of stretches) {
    if (together !== undefined) {
      for (const id of together.ids) ids.add(id);
      netMicro.set(together.netMicro, at);
      parts.fill(together.ids.length, at, at + length);
    }
    at += length;
  }
  for (const { loads } of stretches) for (const { id } of loads) ids.delete(id);
  return { ids: [...ids], netMicro, parts };
}

/** Who stands by itself in one stretch and is in the sum of another adds nothing more there, and is known. */
function markSummed(loads: ReadonlyMap<number, Load>, stretches: readonly Loads[]): void {
  let at = 0;
  for (const { together, quarters } of stretches) {
    for (const id of together?.ids ?? []) {
      const load = loads.get(id);
      load?.netMicro.fill(0, at, at + quarters);
      load?.sure.fill(1, at, at + quarters);
    }
    at += quarters;
  }
}
