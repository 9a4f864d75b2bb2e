// How good bands are: how many hold the truth, and how wide they are beside what figures are off.
import type { Band } from '../../src/domain/energy-uncertainty.ts';
import type { FaultKind } from './drawn-faults.ts';

/** One figure beside its truth. */
export interface Checked {
  readonly of: 'company' | 'park';
  readonly what: 'quarter' | 'day' | 'period' | 'month' | 'peak' | 'co2';
  /** The only kind of fault there was; null where there were several. */
  readonly kind: FaultKind | null;
  readonly figure: number;
  readonly truth: number;
  readonly band: Band;
  /** Something of it was estimated or lost. */
  readonly touched: boolean;
  /** No quarter of it is missing: what is missing is told by the coverage, not by the band. */
  readonly complete: boolean;
}

export interface Score {
  readonly figures: number;
  readonly covered: number;
  readonly medianError: number;
  /** Half the distance between the ends of the band. */
  readonly medianMargin: number;
  /** What bands could be multiplied by, around their middle, to hold nine of ten: 1 is exactly right, less is too wide. */
  readonly needed: number;
}

const COVERED = 0.9;
/** A margin is never nothing where a counter has steps; this keeps a ratio finite. */
const LEAST = 1e-9;

const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
};
const marginOf = ({ band }: Checked): number => (band.high - band.low) / 2;

export const scoreOf = (checked: readonly Checked[]): Score => ({
  figures: checked.length,
  covered: checked.filter(({ truth, band }) => truth >= band.low && truth <= band.high).length / Math.max(checked.length, 1),
  medianError: quantile(
    checked.map(({ figure, truth }) => Math.abs(figure - truth)),
    0.5,
  ),
  medianMargin: quantile(checked.map(marginOf), 0.5),
  needed: quantile(
    checked.map((one) => Math.abs(one.truth - (one.band.low + one.band.high) / 2) / Math.max(marginOf(one), LEAST)),
    COVERED,
  ),
});

export const SCORE_HEAD = `${''.padEnd(40)} figures  covered  median error  median margin  margin/error  width/error  needed\n`;
export function scoreText(name: string, { figures, covered, medianError, medianMargin, needed }: Score): string {
  const ratio = medianMargin / medianError;
  const columns = [String(figures).padStart(7), `${(covered * 100).toFixed(1)} %`.padStart(8), medianError.toFixed(4).padStart(13), `± ${medianMargin.toFixed(4)}`.padStart(14)];
  return `${name.padEnd(40)} ${columns.join(' ')} ${ratio.toFixed(2).padStart(13)} ${(2 * ratio).toFixed(2).padStart(12)} ${needed.toFixed(2).padStart(7)}\n`;
}
