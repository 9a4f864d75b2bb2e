// The benchmark of scenarios: what a move of a slider costs for a park of 100 companies with a measured year, and what the solver takes
// for the battery of one connection. The peers are scipy with its own HiGHS where Python has it, and plain greedy.
import { join } from 'node:path';
import { compile, root } from './build.ts';
import { Child } from './child.ts';
import type { BenchOptions, Outcome } from './run.ts';
import type { ScenariosAnswer, ScenariosQuestion } from './scenario-child.ts';
import { type Row, median, print } from './table.ts';

/** What each may take. */
const GOALS = { sliderMs: 300 };
const TIMEOUT_MS = 600_000;

export async function scenario({ quick }: BenchOptions): Promise<Outcome> {
  const child = new Child<ScenariosQuestion, ScenariosAnswer>(join(compile(), 'bench/scenario-child.js'));
  const { baseMs, links, moves, solved } = await child.ask({ root, quick }, TIMEOUT_MS);
  child.process.stdin?.end();
  const { quarters, year, rolling, noneEur, ruleEur, peer } = solved;
  const rows: Row[] = [
    ...moves.map(({ what, ms, cpuMs }): Row => ({
      what: `${what}, ms`,
      values: ms,
      goal: { text: `<= ${GOALS.sliderMs}`, met: median(ms) <= GOALS.sliderMs },
      note: `${median(cpuMs).toFixed(0)} of processor time`,
    })),
    { what: `battery LP, ${quarters} quarters at once, ms`, values: [year.ms], ...(peer !== null && { ratio: year.ms / peer.ms }) },
    { what: `battery LP, ${quarters} quarters day by day, ms`, values: [rolling.ms] },
  ];
  const eur = (value: number): string => `EUR ${value.toFixed(0)}`;
  const text = [
    print({ title: 'scenario: a park of 100 companies over a year', ratioOf: 'ours / scipy', digits: 0, rows }),
    `The base itself: ${baseMs.toFixed(0)} ms, once. Heat: ${links.count} links, chosen in ${links.choiceS.toFixed(1)} s from when the page opens, their hours made in ${links.ms.toFixed(1)} ms, once.`,
    `Without a battery ${eur(noneEur)}; best rule ${eur(ruleEur)}; day by day ${eur(rolling.eur)}; at once ${eur(year.eur)}${peer === null ? '; Python has no scipy here.' : `, scipy ${eur(peer.eur)} in ${peer.ms.toFixed(0)} ms.`}`,
  ].join('\n');
  return {
    text,
    ratios: { yearOverRule: year.eur / ruleEur, rollingOverRule: rolling.eur / ruleEur, ...(peer !== null && { batteryYear: year.ms / peer.ms }) },
    figures: { sliderMs: Math.max(...moves.map(({ ms }) => median(ms))), baseMs, linksMs: links.ms, batteryYearMs: year.ms, batteryRollingMs: rolling.ms },
  };
}
