// Chooses links: a search finds a choice, a relaxation says how far off the best it can be, and the solver (HiGHS) closes what is left.
import type { Highs } from 'highs';
import { byValue } from '../domain/heat/allocation.ts';
import { LinkColumns } from '../domain/heat/link-columns.ts';
import { type LinkModel, greedyLinks } from '../domain/heat/links.ts';
import { type FoundLinks, searchLinks } from '../domain/heat/links-search.ts';
import { linksModel } from './heat-links-model.ts';
import { type Relaxed, relaxedLinks } from './heat-links-relaxation.ts';
import { type Solved, maximised } from './heat-solver.ts';

export interface SolvedLinks extends Solved {
  readonly chosen: readonly number[];
  /** The clock ended something of it: on a machine that is busier, or less so, the choice may be another. */
  readonly timed: boolean;
}

/** Up to so many links the solver alone is as quick. */
const FEW_LINKS = 100;
const SEARCH_ROUNDS_PER_LINK = 400;
/** Of the time limit, how much may be spent when the search and when the relaxation ends. */
const SEARCH_SHARE = 0.4;
const RELAXED_SHARE = 0.7;
/** A binary comes back as 1.0000000000000007. */
const ON = 0.5;
/** Less than any solver can tell from nothing. */
const NO_EUR = 1e-4;
const LEAST_KW = 1e-6;
/** "Enough" and back to a gap is off by less than that. */
const ROUNDED = 1e-9;

/** The links that are worth most together; a link that is not chosen carries nothing.
 *  @param gap of which it is content, as a share of what the choice is worth
 *  @see docs/residual-heat.md#heat-choice-of-links */
export function solveLinks(highs: Highs, model: LinkModel, { gap, timeLimitS }: { gap: number; timeLimitS: number }): SolvedLinks {
  const before = performance.now();
  const spentS = (): number => (performance.now() - before) / 1000;
  const columns = new LinkColumns(model);
  const few = columns.links <= FEW_LINKS;
  const greedy = greedyLinks(model);
  const start = byValue(model.links).filter((link) => greedy.has(link));
  let timed = false;
  const stop = (): boolean => (timed = spentS() > SEARCH_SHARE * timeLimitS);
  let found = searchLinks(columns, { start, rounds: few ? 0 : SEARCH_ROUNDS_PER_LINK * columns.links, stop });
  const relaxed = few ? null : relaxedLinks(highs, columns, { enoughEur: found.eur * (1 + gap), leftS: () => RELAXED_SHARE * timeLimitS - spentS() });
  let boundEur = relaxed?.boundEur ?? Infinity;
  const leftS = timeLimitS - spentS();
  timed ||= relaxed?.timed === true;
  if (gapOf(boundEur, found.eur) > gap && leftS <= 0) timed = true;
  else if (gapOf(boundEur, found.eur) > gap) {
    const solved = solvedFrom(highs, columns, { found, relaxed, gap, timeLimitS: leftS });
    boundEur = Math.min(boundEur, solved.boundEur);
    if (solved.eur > found.eur) found = solved;
    timed ||= solved.timed;
  }
  const left = gapOf(boundEur, found.eur);
  return { objective: found.eur, gap: left, proved: left <= gap * (1 + ROUNDED), seconds: spentS(), chosen: builtBy(columns, found.kw), timed };
}

/** @returns share of what was found that a choice could at most be worth more */
function gapOf(boundEur: number, foundEur: number): number {
  const more = boundEur - foundEur;
  if (more <= NO_EUR) return 0;
  return foundEur > 0 ? Math.min(1, more / foundEur) : 1;
}

interface From {
  readonly found: FoundLinks;
  readonly relaxed: Relaxed | null;
  readonly gap: number;
  readonly timeLimitS: number;
}

/** The whole model with the cuts, from the choice that was found. Links of which no choice is worth more than enough are left out of it. */
function solvedFrom(highs: Highs, of: LinkColumns, { found, relaxed, gap, timeLimitS }: From): FoundLinks & { boundEur: number; timed: boolean } {
  const enoughEur = found.eur * (1 + gap);
  const built = new Set(builtBy(of, found.kw));
  const all = Array.from({ length: of.links }, (_, link) => link);
  const within = all.filter((link) => built.has(link) || (relaxed?.withLinkEur[link] ?? Infinity) > enoughEur);
  const { columns, rowUpper, builds, flows } = linksModel(of, { within, cuts: relaxed?.cuts ?? [] });
  const start = new Float64Array(columns.cost.length);
  for (const link of within) {
    start[builds[link] ?? 0] = built.has(link) ? 1 : 0;
    for (let arc = link * of.blocks; arc < (link + 1) * of.blocks; arc++) start[flows[arc] ?? 0] = found.kw[arc] ?? 0;
  }
  const solved = maximised(highs, columns, { rowUpper, gap, timeLimitS, ...(relaxed !== null && { start }) });
  const on = (arc: number): boolean => (solved.values[builds[Math.floor(arc / of.blocks)] ?? -1] ?? 0) > ON;
  const kw = Float64Array.from(flows, (column, arc) => (on(arc) ? (solved.values[column] ?? 0) : 0));
  return { eur: solved.objective, boundEur: within.length < all.length ? Math.max(enoughEur, solved.bound) : solved.bound, kw, timed: !solved.proved };
}

/** Links that carry something.
 *  @param kw by arc */
export function builtBy({ links, blocks }: LinkColumns, kw: Float64Array): number[] {
  return Array.from({ length: links }, (_, link) => link).filter((link) => kw.subarray(link * blocks, (link + 1) * blocks).some((one) => one > LEAST_KW));
}
