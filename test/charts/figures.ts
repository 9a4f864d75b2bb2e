// Small figures that the chart tests share.
import type { Step } from '../../src/charts/figures.ts';
import { paletteFrom } from '../../src/charts/palette.ts';

/** Each token's colour is its own name, so that a test can see which one was used. */
export const palette = paletteFrom((token) => token);

export const DAY = { fromMs: Date.parse('2026-11-20T23:00:00Z'), toMs: Date.parse('2026-11-21T23:00:00Z') };
const QUARTER_MS = 15 * 60 * 1000;

export const step = (index: number, part: Partial<Step> = {}): Step => ({
  startMs: DAY.fromMs + index * QUARTER_MS,
  endMs: DAY.fromMs + (index + 1) * QUARTER_MS,
  gridIn: 100,
  generation: 50,
  discharge: 0,
  charge: 0,
  gridOut: 10,
  consumption: 140,
  residual: 0,
  coverage: 1,
  estimatedShare: 0,
  ...part,
});
