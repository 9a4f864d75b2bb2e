// The steps in which an end of a band is made, from what its explanation lists: what a reader can follow with a calculator. Pure.
import type { ExplainedBand } from '../api/shapes-settled.ts';

const QUARTER_S = 900;

export interface BandSteps {
  readonly amount: number;
  /** What is expected to be missing. */
  readonly missing: number;
  /** Margins, each with the one before it in it. */
  readonly ends: number;
  readonly known: number;
  readonly all: number;
  /** The end itself, as the rules of missing amounts leave it. */
  readonly end: number;
}

/** @see docs/methods-explained.md#explained-bands */
export function bandSteps(band: ExplainedBand): BandSteps {
  const { amount, quarters, counterStep, lagSeconds, deviations, stretches } = band;
  const sum = (of: (one: ExplainedBand['stretches'][number]) => number): number => stretches.reduce((total, one) => total + of(one), 0);
  const [variance, missing, missingVariance] = [sum((one) => one.variance), sum((one) => one.weight * one.missing), sum((one) => one.missingVariance)];
  const ends = counterStep + (Math.abs(amount) * lagSeconds) / (Math.max(quarters, 1) * QUARTER_S);
  const known = Math.hypot(ends, deviations * Math.sqrt(variance));
  const all = Math.hypot(known, deviations * Math.sqrt(missingVariance));
  return { amount, missing, ends, known, all, end: band.end === 'low' ? lowOf(amount, missing, { known, all }) : highOf(amount, missing, { known, all }) };
}

interface Margins {
  readonly known: number;
  readonly all: number;
}

function lowOf(amount: number, missing: number, { known, all }: Margins): number {
  const low = missing > 0 ? Math.max(amount + missing - all, amount - known) : amount + missing - all;
  return amount >= 0 ? Math.max(0, low) : low;
}

const highOf = (amount: number, missing: number, { known, all }: Margins): number => (missing < 0 ? Math.min(amount + missing + all, amount + known) : amount + missing + all);
