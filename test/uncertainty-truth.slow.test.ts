// How far stated bands can be trusted: faulted runs of simulated parks against the truth they were made from, each firm with one kind of
// fault. `npm run bands` makes more of them and prints them by kind.
import { beforeAll, describe, expect, it } from 'vitest';
import { localAdd, localDate } from '../src/domain/time.ts';
import { sized } from './full-size.ts';
import { type Checked, SCORE_HEAD, scoreOf, scoreText } from './simulate/band-scores.ts';
import { dividedGaps } from './simulate/divided-gaps.ts';
import { TOLD } from './simulate/drawn-faults.ts';
import { faultedRun } from './simulate/faulted-region.ts';

const RUNS = Number(process.env['UNCERTAINTY_RUNS'] ?? sized(8, 5));
/** Of the first run; another one draws other regions and faults. */
const SEED = Number(process.env['UNCERTAINTY_SEED'] ?? 100);
const FIRMS = 5;

let all: Checked[] = [];
const of = (wants: (one: Checked) => boolean): Checked[] => all.filter(wants);
const isAmount = ({ what }: Checked): boolean => what === 'day' || what === 'period' || what === 'month';

beforeAll(async () => {
  const drawn: Checked[] = [];
  for (let run = 0; run < RUNS; run++) {
    const kindOf = (firm: number) => TOLD[(run * FIRMS + firm) % TOLD.length] ?? 'gap';
    drawn.push(...(await faultedRun({ seed: SEED + run, from: localAdd(localDate('2026-03-02'), 'P1D', run * 9), days: 2, firms: FIRMS, faultsEach: 2, kindOf })));
  }
  all = drawn.filter(({ complete }) => complete);
  process.stderr.write(`${RUNS} runs, ${drawn.length} figures, ${drawn.length - all.length} of them with a quarter missing\n${SCORE_HEAD}`);
}, 3_600_000);

/** Says what it found beside asserting it. */
function score(name: string, wants: (one: Checked) => boolean): ReturnType<typeof scoreOf> {
  const found = scoreOf(of(wants));
  process.stderr.write(scoreText(name, found));
  return found;
}

describe('bands of figures with something estimated or lost', () => {
  it('hold the truth nine times out of ten, and are no wider than three times what the figures are off', () => {
    const amounts = score('amounts, unsure', (one) => isAmount(one) && one.touched);

    expect(amounts.figures).toBeGreaterThan(RUNS * 4);
    expect(amounts.covered).toBeGreaterThanOrEqual(0.9);
    // From end to end.
    expect(2 * amounts.medianMargin).toBeLessThanOrEqual(3 * amounts.medianError);
  });

  it.each(['company', 'park'] as const)('hold it nine times out of ten for each %s', (place) => {
    expect(score(`amounts of a ${place}, unsure`, (one) => one.of === place && isAmount(one) && one.touched).covered).toBeGreaterThanOrEqual(0.9);
  });

  it.each(['peak', 'co2'] as const)('hold it nine times out of ten for each %s', (what) => {
    expect(score(what, (one) => one.what === what).covered).toBeGreaterThanOrEqual(0.9);
  });

  it.each([['reset', 'swap'], ['clock-skew']] as const)('say of %s nearly what it is that was lost or moved', (...kinds) => {
    const lost = score(`amounts, ${kinds.join(' and ')}`, (one) => isAmount(one) && one.touched && kinds.some((kind) => kind === one.kind));

    expect(lost.figures).toBeGreaterThan(0);
    expect(lost.covered).toBeGreaterThanOrEqual(0.9);
    expect(2 * lost.medianMargin).toBeLessThanOrEqual(3 * lost.medianError);
  });
});

describe('bands of figures that were measured', () => {
  it('hold the truth nine times out of ten', () => {
    expect(score('amounts, sure', (one) => isAmount(one) && !one.touched).covered).toBeGreaterThanOrEqual(0.9);
  });
});

it('holds nine of ten gaps that a midnight divides, with bands that could be 15 % narrower at most', () => {
  const gaps = scoreOf(Array.from({ length: RUNS }, (_, run) => dividedGaps({ seed: SEED + run, firms: FIRMS })).flat());
  process.stderr.write(scoreText('gaps over midnight, of one counter', gaps));

  expect(gaps.figures).toBeGreaterThan(RUNS * 50);
  expect(gaps.covered).toBeGreaterThanOrEqual(0.9);
  // A margin of three times the error is no measure here: most divisions are off by little and some by very much.
  expect(gaps.needed).toBeGreaterThanOrEqual(0.85);
});
