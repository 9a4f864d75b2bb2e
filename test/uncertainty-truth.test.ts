// The short form of the long test: one faulted run of a simulated park, its bands against the truth, and one without faults.
import { expect, it } from 'vitest';
import { localDate } from '../src/domain/time.ts';
import { SCORE_HEAD, scoreOf, scoreText } from './simulate/band-scores.ts';
import { faultedRun } from './simulate/faulted-region.ts';

it('agrees with the truth within 0.1 % without faults, and covers it with faults', { timeout: 120_000 }, async () => {
  const over = { seed: 104, from: localDate('2026-04-07'), days: 2, firms: 2 };
  const clean = await faultedRun({ ...over, faultsEach: 0 });
  for (const { figure, truth } of clean) expect(Math.abs(figure - truth)).toBeLessThanOrEqual(Math.max(truth * 0.001, 0.002));
  expect(clean.every(({ touched, complete }) => complete && !touched)).toBe(true);

  // No band is told of a quarter by itself.
  const faulted = (await faultedRun({ ...over, faultsEach: 2 })).filter(({ complete, what }) => complete && what !== 'quarter');
  process.stderr.write(SCORE_HEAD + scoreText('one faulted run', scoreOf(faulted)));
  expect(faulted.some(({ touched }) => touched)).toBe(true);
  expect(scoreOf(faulted).covered).toBeGreaterThanOrEqual(0.9);
});
