// The benchmark of residual heat: screening of all pairs, transport, choice of links, a night of twelve parks, and what such a night
// leaves of ingest. The peers are scipy with its own HiGHS where Python has it, and plain greedy.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { coincidenceMatrix } from '../src/domain/heat/coincidence.ts';
import { type LinkModel, greedyLinks, modelValue } from '../src/domain/heat/links.ts';
import { matchesOf } from '../src/domain/heat/matching.ts';
import { YEAR_HOURS } from '../src/domain/heat/port.ts';
import { loadHeatParameters } from '../src/heat-parameters.ts';
import { networkOf } from '../src/jobs/heat-network-sums.ts';
import { solveLinks } from '../src/jobs/heat-links-solver.ts';
import { solveTransport, solver } from '../src/jobs/heat-solver.ts';
import { besideIngest } from './heat-beside-ingest.ts';
import { FIRST_HOUR, NIGHT_LIMIT_S, PARKS, draw, hoursOf, portsOf } from './heat-ports.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { type Row, median, print } from './table.ts';

const SIDE = 100;
const TRANSPORT = 300;
const LINKS = 800;
/** What each may take. */
const GOALS = { screeningMs: 1000, transportMs: 1000, linksMs: 3000, nightS: 120, nightMb: 1024, ingestShare: 0.9 };

function transport(): Parameters<typeof solveTransport>[1] {
  const amounts = (): number[] => Array.from({ length: TRANSPORT }, () => 10 + draw() * 90);
  const arcs = Array.from({ length: TRANSPORT * TRANSPORT }, (_, at) => ({ from: Math.floor(at / TRANSPORT), to: at % TRANSPORT, value: 20 + draw() * 50 }));
  return { supply: amounts(), demand: amounts(), arcs };
}

/** Sources and sinks on a square of 1,500 m, linked within 300 m. */
function links(): LinkModel {
  const size = 100;
  const at = Array.from({ length: 2 * size }, () => [draw() * 1500, draw() * 1500] as const);
  const kw = new Map(at.map((_, port) => [port, 50 + draw() * 450] as const));
  const near = Array.from({ length: size * size }, (_, pair) => [Math.floor(pair / size), size + (pair % size)] as const)
    .map(([source, sink]) => ({ source, sink, metres: Math.hypot((at[source]?.[0] ?? 0) - (at[sink]?.[0] ?? 0), (at[source]?.[1] ?? 0) - (at[sink]?.[1] ?? 0)) }))
    .sort((a, b) => a.metres - b.metres)
    .slice(0, LINKS);
  return {
    links: near.map(({ source, sink, metres }) => ({ source, sink, eurPerMwh: 55, fixedEur: 3000 + metres * 80, sourcePerDelivered: 1.04, sinkShare: 1, kw: 1000 })),
    blocks: [{ hours: YEAR_HOURS, kw }],
  };
}

async function timed<T>(times: number, work: () => T | Promise<T>): Promise<{ ms: number; runs: number[]; last: T }> {
  let last = await work();
  const runs: number[] = [];
  for (let run = 0; run < times; run++) {
    const before = performance.now();
    last = await work();
    runs.push(performance.now() - before);
  }
  return { ms: median(runs), runs, last };
}

/** The same transport and links with scipy; null where Python has none. */
function peer(problem: object): { transportMs: number; transport: number; linksMs: number; links: number } | null {
  const run = spawnSync('python3', [join(import.meta.dirname, 'heat_peer.py')], { input: JSON.stringify(problem), encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) return null;
  return JSON.parse(run.stdout);
}

export async function heat({ quick }: BenchOptions): Promise<Outcome> {
  const times = quick ? 1 : 5;
  const parameters = loadHeatParameters(join(import.meta.dirname, '../config/parameters'));
  const [sources, sinks] = [Array.from({ length: SIDE }, () => hoursOf(1000)), Array.from({ length: SIDE }, () => hoursOf(500))];
  const screening = await timed(times, () => coincidenceMatrix(sources, sinks));
  const highs = await solver();
  const [goods, model] = [transport(), links()];
  const carried = await timed(times, () => solveTransport(highs, goods));
  const chosen = await timed(Math.min(times, 3), () => solveLinks(highs, model, { gap: 0.01, timeLimitS: 10 }));
  const greedy = await timed(1, () => modelValue(model, greedyLinks(model)));
  const other = peer({ ...goods, model: { links: model.links, kw: [...(model.blocks[0]?.kw ?? [])] } });
  const night = await nightOf(highs, parameters, quick ? 2 : PARKS);
  const beside = await besideIngest(quick);
  const row = (what: string, values: readonly number[], goal: number): Row => ({ what, values, goal: { text: `<= ${goal}`, met: median(values) <= goal } });
  const rows: Row[] = [
    row(`screening, ${SIDE} x ${SIDE} pairs x ${YEAR_HOURS} hours, ms`, screening.runs, GOALS.screeningMs),
    { ...row(`transport, ${TRANSPORT} x ${TRANSPORT}, ms`, carried.runs, GOALS.transportMs), ...(other !== null && { ratio: carried.ms / other.transportMs }) },
    {
      ...row(`links, ${LINKS} to 1 %, ms`, chosen.runs, GOALS.linksMs),
      ...(other !== null && { ratio: chosen.ms / other.linksMs }),
      note: `gap ${(chosen.last.gap * 100).toFixed(2)} %`,
    },
    row(`a night of ${quick ? 2 : PARKS} parks, ${night.ports} ports, ${night.pairs} pairs, s`, [night.seconds], GOALS.nightS),
    row('memory after it, MB', [night.mb], GOALS.nightMb),
    { what: 'durable messages/s, no night', values: beside.without },
    {
      what: 'durable messages/s, a night beside them',
      values: beside.during,
      goal: { text: `>= ${GOALS.ingestShare} x without`, met: beside.share >= GOALS.ingestShare },
      note: `${beside.share.toFixed(2)} x; the night had ${beside.nightCpu.toFixed(2)} of a core`,
    },
  ];
  const ratios = { linksOverGreedy: chosen.last.objective / greedy.last, ...(other !== null && { transport: carried.ms / other.transportMs, links: chosen.ms / other.linksMs }) };
  const peers =
    other === null
      ? 'Python has no scipy here: only plain greedy stands beside it.'
      : `scipy: transport ${other.transportMs.toFixed(0)} ms (same value within ${(Math.abs(other.transport / carried.last.objective - 1) * 1e6).toFixed(1)} ppm), links ${other.linksMs.toFixed(0)} ms (value ${(other.links / chosen.last.objective).toFixed(4)} of ours).`;
  const text = `${print({ title: 'heat', ratioOf: other === null ? '' : 'ours / scipy', digits: 1, rows })}\n${peers}\nLinks are worth ${ratios.linksOverGreedy.toFixed(4)} times what greedy finds in ${greedy.ms.toFixed(0)} ms.`;
  return {
    text,
    ratios,
    figures: {
      screeningMs: screening.ms,
      transportMs: carried.ms,
      linksMs: chosen.ms,
      linksGap: chosen.last.gap,
      nightS: night.seconds,
      nightMb: night.mb,
      ingestShare: beside.share,
    },
  };
}

/** Matching and choice of links, park by park, as the night does it without the store. */
async function nightOf(
  highs: Awaited<ReturnType<typeof solver>>,
  parameters: ReturnType<typeof loadHeatParameters>,
  parks: number,
): Promise<{ seconds: number; mb: number; ports: number; pairs: number }> {
  const all = Array.from({ length: parks }, (_, park) => portsOf(park));
  const before = performance.now();
  let pairs = 0;
  for (const ports of all) {
    const matched = matchesOf({ ports, routes: [], parameters, assumedM: 500 });
    pairs += matched.pairs.length;
    networkOf(highs, { pairs: matched.pairs, ports, routes: [], firstHour: FIRST_HOUR, parameters, timeLimitS: NIGHT_LIMIT_S });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { seconds: (performance.now() - before) / 1000, mb: process.memoryUsage().rss / 1e6, ports: all.reduce((sum, one) => sum + one.length, 0), pairs };
}
