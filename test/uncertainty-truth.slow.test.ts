// How far stated bands can be trusted: many faulted runs of simulated parks against the truth they were made from.
import { expect, it } from 'vitest';
import { localAdd, localDate } from '../src/domain/time.ts';
import { type Checked, faultedRun, scoreOf, scoreText } from './simulate/faulted-region.ts';

const RUNS = Number(process.env['UNCERTAINTY_RUNS'] ?? 6);
/** Of the first run; another one draws other regions and faults. */
const SEED = Number(process.env['UNCERTAINTY_SEED'] ?? 100);

it('covers the truth nine times out of ten, of single companies too, without margins of three times what figures are off', { timeout: 3_600_000 }, async () => {
  const drawn: Checked[] = [];
  for (let run = 0; run < RUNS; run++)
    drawn.push(...(await faultedRun({ seed: SEED + run, from: localAdd(localDate('2026-03-02'), 'P1D', run * 9), days: 2, firms: 5, faultsEach: 2 })));
  const all = drawn.filter(({ complete }) => complete);
  process.stderr.write(`${RUNS} runs, ${drawn.length} figures, ${drawn.length - all.length} of them with a quarter missing\n`);
  const of = (wants: (one: Checked) => boolean): Checked[] => all.filter(wants);
  const groups: [string, Checked[]][] = [
    ['days of companies, touched', of((one) => one.of === 'company' && one.what === 'day' && one.touched)],
    ['days of companies, untouched', of((one) => one.of === 'company' && one.what === 'day' && !one.touched)],
    ['two days of companies, touched', of((one) => one.of === 'company' && one.what === 'period' && one.touched)],
    ['peaks of companies, touched', of((one) => one.of === 'company' && one.what === 'peak' && one.touched)],
    ['peaks of companies', of((one) => one.of === 'company' && one.what === 'peak')],
    ['days of parks', of((one) => one.of === 'park' && one.what === 'day')],
    ['two days of parks', of((one) => one.of === 'park' && one.what === 'period')],
    ['peaks of parks', of((one) => one.of === 'park' && one.what === 'peak')],
    ['all touched amounts', of((one) => one.what !== 'peak' && one.touched)],
  ];
  for (const [name, checked] of groups) process.stderr.write(scoreText(name, scoreOf(checked)));
  const amounts = scoreOf(of((one) => one.what !== 'peak' && one.touched));
  expect(amounts.figures).toBeGreaterThan(RUNS * 2);
  expect(amounts.covered).toBeGreaterThanOrEqual(0.9);
  expect(amounts.medianMargin).toBeLessThanOrEqual(3 * amounts.medianError);
  for (const what of ['day', 'period'] as const) expect(scoreOf(of((one) => one.of === 'company' && one.what === what && one.touched)).covered).toBeGreaterThanOrEqual(0.9);
  expect(scoreOf(of((one) => one.what === 'peak')).covered).toBeGreaterThanOrEqual(0.9);
  expect(scoreOf(of((one) => one.what !== 'peak' && !one.touched)).covered).toBeGreaterThanOrEqual(0.9);
});
