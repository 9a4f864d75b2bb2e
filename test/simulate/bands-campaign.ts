// `npm run bands -- [--runs N] [--kinds KIND,…]`: simulated parks with one kind of fault at each firm, by kind and by figure how many bands
// held the simulator's truth and how wide they were. Hours of it where so many runs are asked for; nothing is asserted here.
import { appendFileSync } from 'node:fs';
import { runCommand } from '../../src/command-line.ts';
import { localAdd, localDate } from '../../src/domain/time.ts';
import { type Checked, SCORE_HEAD, scoreOf, scoreText } from './band-scores.ts';
import { type FaultKind, SILENT, TOLD } from './drawn-faults.ts';
import { dividedGaps } from './divided-gaps.ts';
import { faultedRun } from './faulted-region.ts';

const USAGE = 'npm run bands -- [--runs N] [--seed N] [--days N] [--firms N] [--kinds KIND,…] [--figures FILE]';
const options = {
  runs: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1000' },
  days: { type: 'string', default: '3' },
  firms: { type: 'string', default: '5' },
  kinds: { type: 'string' },
  figures: { type: 'string' },
} as const;
/** Each fifth run has the silent kinds only: they would be in the figures of every park. */
const SILENT_EVERY = 5;
const FIGURES: readonly Checked['what'][] = ['quarter', 'day', 'period', 'month', 'peak', 'co2'];

/** Lines of the table: each kind by figure, whether or not its band says that something is unsure. */
function tableOf(checked: readonly Checked[]): string {
  const groups = [...TOLD, ...SILENT, null].flatMap((kind) => FIGURES.flatMap((what) => [true, false].map((touched) => ({ kind, what, touched }))));
  const lines = groups.flatMap(({ kind, what, touched }) => {
    const some = checked.filter((one) => one.kind === kind && one.what === what && one.touched === touched && one.complete);
    return some.length === 0 ? [] : [scoreText(`${kind ?? 'parks, mixed'}, ${what}, ${touched ? 'unsure' : 'sure'}`, scoreOf(some))];
  });
  return SCORE_HEAD + lines.join('');
}

await runCommand(USAGE, { options, names: 0 }, async ({ values }) => {
  const [runs, seed, days, firms] = [values.runs, values.seed, values.days, values.firms].map(Number);
  const asked = [...TOLD, ...SILENT].filter((kind) => values.kinds?.split(',').includes(kind));
  const all: Checked[] = [];
  for (let run = 0; run < (runs ?? 0); run++) {
    const from = localAdd(localDate('2026-01-05'), 'P1D', run * 9);
    const silent = asked.length === 0 && run % SILENT_EVERY === SILENT_EVERY - 1;
    const [kinds, first] = [silent ? SILENT : asked.length > 0 ? asked : TOLD, run * (firms ?? 0)];
    const kindOf = (firm: number): FaultKind => kinds[(first + firm) % kinds.length] ?? 'gap';
    const checked = await faultedRun({ seed: (seed ?? 0) + run, from, days: days ?? 0, firms: firms ?? 0, faultsEach: 2, kindOf });
    all.push(...(silent ? checked.filter(({ of }) => of === 'company') : checked));
    if (values.figures !== undefined) appendFileSync(values.figures, checked.map((one) => `${JSON.stringify({ run, ...one })}\n`).join(''));
  }
  const gaps = Array.from({ length: runs ?? 0 }, (_, run) => dividedGaps({ seed: (seed ?? 0) + run, firms: firms ?? 0 })).flat();
  process.stdout.write(tableOf(all) + scoreText('gaps over midnight, of one counter', scoreOf(gaps)));
});
