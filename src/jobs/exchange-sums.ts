// The figures of an exchange that the compute worker makes: the matrix of a stretch, and the quarters behind it.
import { type ExchangeFlows, type ExchangePair, type PlacedSide, exchangeFlows } from '../domain/exchange-flows.ts';
import { sideOf } from '../domain/exchange-sides.ts';
import { type ExchangeMatrix, exchangeMatrix } from '../domain/exchange.ts';
import type { ScratchArrays } from '../domain/scratch-arrays.ts';
import { type GatherJob, gathered } from './gathering.ts';

export interface ExchangeJob extends GatherJob {
  /** Borders of the parts as indexes, n + 1 for n matrices. */
  readonly borders: readonly number[];
}
export interface FlowsJob extends GatherJob {
  readonly pair: ExchangePair | null;
}

/** In whole millionths, as the balance counts. */
function sidesOf(job: GatherJob, scratch?: ScratchArrays): PlacedSide[] {
  return [...gathered(job, scratch)].flatMap((connection) => {
    const side = sideOf(connection, job.quarters);
    return side === null ? [] : [{ ...side, connection: connection.id }];
  });
}

/** Who served whom in each part of a stretch of quarters.
 *  @param scratch where arrays are taken from that nobody looks at afterwards */
export function exchangeOf(job: ExchangeJob, scratch?: ScratchArrays): ExchangeMatrix[] {
  const sides = sidesOf(job, scratch);
  return job.borders.slice(1).map((to, index) => {
    const from = job.borders[index] ?? 0;
    const part = sides.map((side) => ({ company: side.company, import: side.import.subarray(from, to), export: side.export.subarray(from, to) }));
    return exchangeMatrix(part, to - from);
  });
}

/** What such a matrix is made of, quarter by quarter. */
export const exchangeFlowsOf = (job: FlowsJob): ExchangeFlows => exchangeFlows(sidesOf(job), job.quarters, job.pair);
