// The projector benchmark: from journal records to raw rows and quarters in DuckDB, against parsing and appending alone.
import { join } from 'node:path';
import { compile, makeDataDir } from './build.ts';
import { Child } from './child.ts';
import type { Kind, ProjectorAnswer, ProjectorQuestion } from './projector-child.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { median, print } from './table.ts';

const MESSAGES: Readonly<Record<Kind, number>> = { json: 400_000, p1: 100_000 };
/** Issued per second of one core, so that it says the same on a machine that is not quiet. */
const GOALS: Readonly<Record<Kind, number>> = { json: 100_000, p1: 15_000 };
const NAMES: Readonly<Record<Kind, string>> = { json: 'JSON of one counter', p1: 'P1 telegrams of six registers' };
const TIMEOUT_MS = 180_000;

export async function projector({ quick }: BenchOptions): Promise<Outcome> {
  const [buildDir, dir] = [compile(), makeDataDir()];
  const execArgv = process.env['BENCH_CPU_PROF'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_CPU_PROF']}`];
  const tables: string[] = [];
  const figures: Record<string, number> = {};
  const ratios: Record<string, number> = {};
  for (const what of ['json', 'p1'] as const) {
    const found: Record<'project' | 'append', ProjectorAnswer[]> = { project: [], append: [] };
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      for (const kind of ['project', 'append'] as const) {
        const child = new Child<ProjectorQuestion, ProjectorAnswer>(join(buildDir, 'bench/projector-child.js'), { execArgv });
        found[kind].push(await child.ask({ kind, what, messages: MESSAGES[what] / (quick ? 4 : 1), dir }, TIMEOUT_MS));
        child.process.stdin?.end();
      }
    }
    const [ours, peer] = [found.project, found.append].map((answers) => answers.map((one) => one.perCoreSecond));
    if (ours === undefined || peer === undefined) continue;
    const rate = median(ours);
    ratios[what] = Math.round((rate / median(peer)) * 1000) / 1000;
    figures[`${what}PerCoreSecond`] = rate;
    figures[`${what}PerSecond`] = median(found.project.map((one) => one.perSecond));
    tables.push(
      print({
        title: `messages a second of one core, ${NAMES[what]}`,
        ratioOf: 'x peer',
        digits: 0,
        rows: [
          {
            what: 'kringstroom: decode, ledger, raw rows, quarters',
            values: ours,
            ratio: rate / median(peer),
            goal: { text: `>= ${GOALS[what].toLocaleString('en')}`, met: rate >= GOALS[what] },
          },
          { what: 'parse and append alone', values: peer, ratio: 1 },
        ],
      }),
    );
  }
  return { text: tables.join('\n\n'), ratios, figures };
}
