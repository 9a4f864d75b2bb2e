// What the worker makes of all matches of a place together: the links that pay, their trench, and the pinch of its streams.
import type { Highs } from 'highs';
import { byValue } from '../domain/heat/allocation.ts';
import { capitalRecovery } from '../domain/heat/finance.ts';
import { alikeHours, blocksFor, blocksOf, sampledHours } from '../domain/heat/link-blocks.ts';
import { LinkColumns } from '../domain/heat/link-columns.ts';
import { type KeptLinks, type Link, type LinkModel, type PortKwh, greedyLinks, hoursOfLinks, keptOnFullYear, linkOf } from '../domain/heat/links.ts';
import { searchLinks } from '../domain/heat/links-search.ts';
import type { DrawnRoute } from '../domain/heat/matching.ts';
import type { PairResult } from '../domain/heat/pair.ts';
import type { PortInSlice } from '../domain/heat/pinch-disclosure.ts';
import { type HeatParameters, valuesOf } from '../domain/heat/parameters.ts';
import { type CurvePoint, type Pinch, SLICES, type Slice, aroundPinch, compositeCurves, pinchOf } from '../domain/heat/pinch.ts';
import { slicesAt, streamOf, sumOf } from '../domain/heat/pinch-streams.ts';
import type { HeatPort } from '../domain/heat/port.ts';
import { type Trench, type TrenchLink, sharedTrench } from '../domain/heat/trench.ts';
import { relaxedLinks } from './heat-links-relaxation.ts';
import { builtBy, solveLinks } from './heat-links-solver.ts';

/** A hundredth: at a park's size it is reached within seconds. */
export const GAP = 0.01;
/** Found with 600 and 800 links: more hours or rounds take longer and find hardly more. */
const SAMPLED_HOURS = 91;
const ROUNDS_PER_LINK = 8;
/** Of the time limit, how much may be spent when the choice in blocks and when the search on hours ends; bounds take the rest. */
const CHOICE_SHARE = 0.5;
const SEARCH_SHARE = 0.7;
const BOUND_BLOCKS = [2, 4, 8, 24, 48];

export interface NetworkInput {
  readonly pairs: readonly PairResult[];
  readonly ports: readonly HeatPort[];
  /** That people drew, with or without points. */
  readonly routes: readonly DrawnRoute[];
  readonly firstHour: number;
  readonly parameters: HeatParameters;
  /** Of the whole: choice, search and bounds. */
  readonly timeLimitS: number;
}
export interface NetworkLink {
  readonly source: number;
  readonly sink: number;
  readonly deliveredKwh: number;
  readonly netEur: number;
}
export interface Network {
  readonly links: readonly NetworkLink[];
  readonly deliveredKwh: number;
  readonly rejectedKwh: number;
  readonly backupKwh: number;
  /** Both by port: sources, and sinks. */
  readonly rejected: readonly PortKwh[];
  readonly backup: readonly PortKwh[];
  /** EUR a year on the full year, of what was chosen and of the plain greedy. */
  readonly netEur: number;
  readonly greedyNetEur: number;
  /** What the solver said of its model; null: there was nothing to choose. */
  readonly solver: {
    readonly gap: number;
    readonly proved: boolean;
    readonly seconds: number;
    readonly timeLimitS: number;
    readonly links: number;
    readonly blocks: number;
    /** What no choice of these links can be worth more on the full year, as a share; null: nothing is left of what was chosen. */
    readonly yearGap: number | null;
    /** The clock ended the choice, or the bound behind yearGap: the same on another day may come out otherwise. */
    readonly choiceTimed: boolean;
    readonly boundTimed: boolean;
  } | null;
  /** milp: the solver in its blocks; search: on from there on some hours. */
  readonly chosenBy: 'milp' | 'search' | 'greedy' | 'none';
  readonly trench: Trench | null;
}

export function networkOf(highs: Highs, input: NetworkInput): Network {
  const before = performance.now();
  const spentS = (): number => (performance.now() - before) / 1000;
  const values = valuesOf(input.parameters);
  const links = input.pairs.flatMap((pair) => linkOf(pair, values) ?? []);
  const concerned = new Set(links.flatMap((link) => [link.source, link.sink]));
  const hours = new Map(input.ports.filter((port) => concerned.has(port.id)).map((port) => [port.id, port.kw]));
  if (links.length === 0) return NONE;
  const model = alikeModel(links, hours, blocksFor(links.length));
  const solved = solveLinks(highs, model, { gap: GAP, timeLimitS: CHOICE_SHARE * input.timeLimitS - spentS() });
  const pick = (chosen: Iterable<number>): KeptLinks =>
    keptOnFullYear(
      [...chosen].flatMap((at) => links[at] ?? []),
      hours,
    );
  const byGreedy = pick(greedyLinks(model));
  let isSearchTimed = false;
  const stop = (): boolean => (isSearchTimed = spentS() > SEARCH_SHARE * input.timeLimitS);
  const onHours = onSomeHours(links, hours, { chosen: solved.chosen, stop });
  // Blocks are not hours: whichever is worth most on the hours is taken.
  const choices = [
    { by: 'milp', made: pick(solved.chosen) },
    { by: 'search', made: pick(onHours) },
    { by: 'greedy', made: byGreedy },
  ] as const;
  const { by, made: best } = choices.reduce((a, b) => (b.made.year.netEur > a.made.year.netEur ? b : a));
  const trench = trenchOf(input, best, hours);
  const enoughEur = best.year.netEur * (1 + GAP);
  const { boundEur, timed: boundTimed } = lowestBound(
    highs,
    { links, hours },
    { boundEur: solved.objective * (1 + solved.gap), from: model.blocks.length, enoughEur, leftS: () => input.timeLimitS - spentS() },
  );
  return {
    links: best.links.map((link, at) => {
      const deliveredKwh = best.year.deliveredKwh[at] ?? 0;
      return { source: link.source, sink: link.sink, deliveredKwh, netEur: (deliveredKwh / 1000) * link.eurPerMwh - link.fixedEur };
    }),
    deliveredKwh: best.year.deliveredKwh.reduce((sum, kwh) => sum + kwh, 0),
    rejectedKwh: best.year.rejectedKwh,
    backupKwh: best.year.backupKwh,
    rejected: best.year.rejected,
    backup: best.year.backup,
    netEur: best.year.netEur,
    greedyNetEur: byGreedy.year.netEur,
    solver: {
      gap: solved.gap,
      proved: solved.proved,
      seconds: spentS(),
      timeLimitS: input.timeLimitS,
      links: links.length,
      blocks: model.blocks.length,
      yearGap: best.year.netEur > 0 ? Math.max(0, boundEur / best.year.netEur - 1) : null,
      choiceTimed: solved.timed || isSearchTimed,
      boundTimed,
    },
    chosenBy: by,
    trench,
  };
}

/** The links over so many blocks of hours that are alike. */
function alikeModel(links: readonly Link[], hours: ReadonlyMap<number, Float64Array>, count: number): LinkModel {
  const blockOf = alikeHours(hours, count);
  return { links, blocks: blocksOf(links, hours, { count, keyOf: (hour) => blockOf[hour] ?? 0 }) };
}

interface BoundWish {
  /** Known already, and of how many blocks. */
  readonly boundEur: number;
  readonly from: number;
  readonly enoughEur: number;
  readonly leftS: () => number;
}

/** What any choice is worth on the hours at most: each way to put them in blocks says so, more blocks usually less. As many as there is time
 *  for. */
function lowestBound(highs: Highs, { links, hours }: { links: readonly Link[]; hours: ReadonlyMap<number, Float64Array> }, wish: BoundWish): { boundEur: number; timed: boolean } {
  let lowestEur = wish.boundEur;
  for (const count of BOUND_BLOCKS.filter((blocks) => blocks > wish.from)) {
    if (lowestEur <= wish.enoughEur) break;
    if (wish.leftS() <= 0) return { boundEur: lowestEur, timed: true };
    const { boundEur, timed } = relaxedLinks(highs, new LinkColumns(alikeModel(links, hours, count)), wish);
    lowestEur = Math.min(lowestEur, boundEur);
    if (timed) return { boundEur: lowestEur, timed };
  }
  return { boundEur: lowestEur, timed: false };
}

/** The choice of the blocks, searched on from there on some hours as they were: which ports run in the same hour no mean can tell. */
function onSomeHours(links: readonly Link[], hours: ReadonlyMap<number, Float64Array>, { chosen, stop }: { chosen: readonly number[]; stop: () => boolean }): number[] {
  const columns = new LinkColumns({ links, blocks: sampledHours(hours, SAMPLED_HOURS) });
  const known = new Set(chosen);
  const start = byValue(links).filter((link) => known.has(link));
  return builtBy(columns, searchLinks(columns, { start, rounds: ROUNDS_PER_LINK * links.length, onwards: true, stop }).kw);
}

const NONE: Network = {
  links: [],
  deliveredKwh: 0,
  rejectedKwh: 0,
  backupKwh: 0,
  rejected: [],
  backup: [],
  netEur: 0,
  greedyNetEur: 0,
  solver: null,
  chosenBy: 'none',
  trench: null,
};

/** The trench of links whose pair is known with its money; each flows in its hours as the others leave it. */
function trenchOf({ pairs, ports, routes, parameters }: NetworkInput, { links, year }: KeptLinks, hours: ReadonlyMap<number, Float64Array>): Trench | null {
  const places = new Map(ports.flatMap((port) => (port.place === null ? [] : [[port.id, port.place] as const])));
  const { companyRate, pipeLifeYears, maintenanceShare, engineeringShare } = valuesOf(parameters);
  const pipeYearly = (1 + engineeringShare) * (capitalRecovery(companyRate, pipeLifeYears) + maintenanceShare);
  const flows = hoursOfLinks(links, hours);
  const pipes = links.flatMap((link, at): TrenchLink[] => {
    const pair = pairs.find((one) => one.source === link.source && one.sink === link.sink);
    const flow = flows[at];
    if (pair === undefined || pair.money === null || flow === undefined) return [];
    const { route, pipe, coincidentKwh, deliveredKwh, money } = pair;
    const pipeEur = money.parts.find(({ part }) => part === 'pipe')?.eur ?? 0;
    // What is not pipe is paid first; the pipe is what a shared trench is about.
    const otherEur = link.fixedEur - pipeEur * pipeYearly;
    return [
      {
        source: link.source,
        sink: link.sink,
        route,
        hoursKw: flow.map((kw) => (kw * coincidentKwh) / deliveredKwh),
        rangeK: Math.max(1, pipe.supplyC - pipe.returnC),
        valueEur: ((year.deliveredKwh[at] ?? 0) * link.eurPerMwh) / 1000 - otherEur,
      },
    ];
  });
  return pipes.length < 2 ? null : sharedTrench(pipes, { places, routes }, parameters);
}

export interface PinchInput {
  readonly ports: readonly HeatPort[];
  readonly firstHour: number;
  readonly leastK: number;
}
export interface PinchOfSlice extends Pinch {
  readonly slice: Slice;
  readonly hours: number;
  readonly hot: readonly CurvePoint[];
  readonly cold: readonly CurvePoint[];
  readonly byPort: readonly PortInSlice[];
}

/** @see docs/residual-heat.md#heat-pinch */
export function pinchesOf({ ports, firstHour, leastK }: PinchInput): PinchOfSlice[] {
  const length = Math.max(0, ...ports.map((port) => port.kw.length));
  const sliced = Array.from({ length }, (_, hour) => slicesAt(firstHour + hour));
  return SLICES.map((slice) => {
    const inside = sliced.map((slices) => slices.includes(slice));
    const streams = ports.map((port) => {
      const { kwh, knownHours } = sumOf(port.kw, inside);
      return streamOf(port, knownHours > 0 ? Math.max(kwh / knownHours, 0) : 0);
    });
    const pinch = pinchOf(streams, { leastK });
    const byPort = streams.map((stream, at) => ({ port: ports[at]?.id ?? 0, kind: stream.kind, kw: stream.kw, ...aroundPinch(stream, { leastK, ...pinch }) }));
    return { slice, hours: inside.filter(Boolean).length, ...pinch, ...compositeCurves(streams, pinch), byPort };
  });
}
