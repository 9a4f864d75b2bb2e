// The part of the benchmark of scenarios that is measured: compiled, in a process of its own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { FLAGS } from '../src/domain/balance.ts';
import { matchesOf } from '../src/domain/heat/matching.ts';
import { drawsOf } from '../src/domain/heat/uncertainty.ts';
import { valuesOf } from '../src/domain/heat/parameters.ts';
import { type HeatLink, heatPerM3 } from '../src/domain/scenario/heat-steps.ts';
import { type ScenarioValues, scenarioValues } from '../src/domain/scenario/parameters.ts';
import { ScenarioStep } from '../src/domain/scenario/steps.ts';
import { loadFactorLists } from '../src/emission-factors.ts';
import { type BatteryProblem, type SolvedBattery, costEur, solveBattery } from '../src/jobs/battery-solver.ts';
import type { GatherJob } from '../src/jobs/gathering.ts';
import { networkOf } from '../src/jobs/heat-network-sums.ts';
import { solver } from '../src/jobs/heat-solver.ts';
import { scenarioLinks } from '../src/jobs/scenario-links.ts';
import { KeptYear, type ScenarioQuestion } from '../src/jobs/scenario-sums.ts';
import { loadScenarioParameters } from '../src/scenario-parameters.ts';
import { loadHeatParameters } from '../src/heat-parameters.ts';
import { serveQuestions } from './child.ts';
import { FIRST_HOUR, NIGHT_LIMIT_S, portsOf } from './heat-ports.ts';

const COMPANIES = 100;
const QUARTERS = 35_040;
const FIRST_QUARTER = Date.parse('2025-01-01T00:00:00+01:00') / 900_000;
const STRETCH = 2_920;
const M = FLAGS.indexOf('M');
const draw = drawsOf(2026);

export interface ScenariosQuestion {
  /** Of the repository: its configuration and the peer are there. */
  readonly root: string;
  readonly quick: boolean;
}
export interface ScenariosAnswer {
  readonly kind: 'scenarios';
  readonly baseMs: number;
  /** Making the hours of the links, once for each choice; and the choice itself, which begins when a page opens. */
  readonly links: { readonly count: number; readonly ms: number; readonly choiceS: number };
  readonly moves: readonly Move[];
  readonly solved: Solved;
}
/** A move of a slider. */
interface Move {
  readonly what: string;
  readonly ms: readonly number[];
  /** Processor time, of all threads. */
  readonly cpuMs: readonly number[];
}
/** The battery of one connection. */
interface Solved {
  readonly quarters: number;
  readonly year: Timed;
  readonly rolling: Timed;
  readonly noneEur: number;
  readonly ruleEur: number;
  /** null where Python has no scipy. */
  readonly peer: Timed | null;
}
interface Timed {
  readonly ms: number;
  readonly eur: number;
}

/** Companies with shifts, weekends and seasons; every third feeds in what its panels leave. */
function jobs(): GatherJob[] {
  const connections = Array.from({ length: COMPANIES }, (_, at) => ({
    id: at + 1,
    company: at + 1,
    behind: null,
    passesOn: false,
    registers: [
      { register: at * 2 + 1, flow: 'import' as const, meter: at + 1, way: 'total' as const },
      { register: at * 2 + 2, flow: 'export' as const, meter: at + 1, way: 'total' as const },
    ],
  }));
  const shapes = connections.map(() => ({ kw: 50 + draw() * 800, from: 4 + Math.floor(draw() * 6), hours: 8 + Math.floor(draw() * 12), weekend: draw(), sun: draw() * 300 }));
  return Array.from({ length: QUARTERS / STRETCH }, (_, part): GatherJob => {
    const rows = COMPANIES * 2 * STRETCH;
    const columns = {
      registers: new Int32Array(rows),
      quarters: new Int32Array(rows),
      amounts: new Float64Array(rows),
      flags: new Uint8Array(rows).fill(M),
      sources: new Uint8Array(rows),
    };
    let row = 0;
    for (const [at, shape] of shapes.entries())
      for (const way of [0, 1])
        for (let t = 0; t < STRETCH; t++) {
          const quarter = part * STRETCH + t;
          const hour = Math.floor(quarter / 4) % 24;
          const on = (hour + 24 - shape.from) % 24 < shape.hours ? 1 : 0.2;
          const rest = Math.floor(quarter / 96) % 7 >= 5 ? shape.weekend : 1;
          const sun = at % 3 === 0 ? shape.sun * Math.max(Math.sin(((hour - 6) / 12) * Math.PI), 0) * (1 - Math.cos((quarter / QUARTERS) * 2 * Math.PI)) : 0;
          const kw = shape.kw * on * rest * (0.9 + 0.2 * draw()) - sun;
          columns.registers[row] = at * 2 + 1 + way;
          columns.quarters[row] = FIRST_QUARTER + quarter;
          columns.amounts[row] = Math.max(way === 0 ? kw : -kw, 0) / 4;
          row += 1;
        }
    return { firstQuarter: FIRST_QUARTER + part * STRETCH, quarters: STRETCH, connections, columns, before: [] };
  });
}

/** Heat that a park of so many companies would exchange by the matching, and what it is made in. */
async function linksOf({ root }: ScenariosQuestion): Promise<{ links: readonly HeatLink[]; gas: GatherJob[] } & ScenariosAnswer['links']> {
  const parameters = loadHeatParameters(join(root, 'config/parameters'));
  const ports = portsOf(0);
  const { pairs } = matchesOf({ ports, routes: [], parameters, assumedM: 500 });
  const highs = await solver();
  const began = performance.now();
  const { links: chosen } = networkOf(highs, { pairs, ports, routes: [], firstHour: FIRST_HOUR, parameters, timeLimitS: NIGHT_LIMIT_S });
  const choiceS = (performance.now() - began) / 1000;
  const byPort = new Map(ports.map(({ id, kw }) => [id, { kw }] as const));
  const hours = { firstHour: FIRST_QUARTER / 4, hours: QUARTERS / 4, byPort };
  const before = performance.now();
  const links = scenarioLinks({ links: chosen, matches: { pairs, hours } }, { ownerOf: (port) => port, values: valuesOf(parameters) });
  return { links, ms: performance.now() - before, choiceS, count: links.length, gas: gasJobs(ports.filter((port) => port.role === 'sink')) };
}

/** What each company that wants heat burns for it now. */
function gasJobs(sinks: readonly { readonly id: number; readonly kw: Float64Array }[]): GatherJob[] {
  const perM3 = heatPerM3({ boilerEfficiency: 0.9 });
  const connections = sinks.map(({ id }) => ({
    id: 1000 + id,
    company: id,
    behind: null,
    passesOn: false,
    registers: [{ register: id, flow: 'import' as const, meter: id, way: 'total' as const }],
  }));
  return Array.from({ length: QUARTERS / STRETCH }, (_, part): GatherJob => {
    const rows = sinks.length * STRETCH;
    const at = (row: number): { sink: (typeof sinks)[number] | undefined; quarter: number } => ({
      sink: sinks[Math.floor(row / STRETCH)],
      quarter: part * STRETCH + (row % STRETCH),
    });
    const columns = {
      registers: Int32Array.from({ length: rows }, (_unused, row) => at(row).sink?.id ?? 0),
      quarters: Int32Array.from({ length: rows }, (_unused, row) => FIRST_QUARTER + at(row).quarter),
      amounts: Float64Array.from({ length: rows }, (_unused, row) => (at(row).sink?.kw[Math.floor(at(row).quarter / 4)] ?? 0) / perM3 / 4),
      flags: new Uint8Array(rows).fill(M),
      sources: new Uint8Array(rows),
    };
    return { firstQuarter: FIRST_QUARTER + part * STRETCH, quarters: STRETCH, connections, columns, before: [] };
  });
}

const CASES: readonly (readonly [what: string, steps: readonly object[]])[] = [
  ['panels on all roofs', [{ kind: 'pv', kwp: 20_000 }]],
  ['batteries of all, own use', [{ kind: 'battery', kwh: 20_000, kw: 8_000 }]],
  ['batteries of all, lowest peak', [{ kind: 'battery', kwh: 20_000, kw: 8_000, rule: 'peak-shaving' }]],
  ['trucks of all, smart', [{ kind: 'truck-hub', trucks: 100 }]],
  ['one battery, one company', [{ kind: 'battery', company: 7, kwh: 1000, kw: 500, rule: 'peak-shaving' }]],
  ['heat of all matches', [{ kind: 'heat-network' }]],
  ['panels, batteries and heat of all matches', [{ kind: 'pv', kwp: 20_000 }, { kind: 'battery', kwh: 20_000, kw: 8_000 }, { kind: 'heat-network' }]],
  [
    'panels, batteries, trucks and a group contract',
    [
      { kind: 'pv', kwp: 20_000 },
      { kind: 'battery', kwh: 20_000, kw: 8_000 },
      { kind: 'truck-hub', trucks: 100 },
      { kind: 'group-contract', limitKw: 40_000 },
    ],
  ],
];

async function moves(asked: ScenariosQuestion, values: ScenarioValues): Promise<Pick<ScenariosAnswer, 'baseMs' | 'links' | 'moves'>> {
  const { root, quick } = asked;
  const { links, gas, ...made } = await linksOf(asked);
  const factors = loadFactorLists(join(root, 'config/emission-factors'));
  const year = new KeptYear({ firstQuarter: FIRST_QUARTER, quarters: QUARTERS, place: { latDeg: 52.1, lonDeg: 6 }, weather: null, values, factors });
  for (const job of jobs()) year.add('electricity', job);
  for (const job of gas) year.add('gas', job);
  const parts = Array.from({ length: COMPANIES }, (_, at) => ({ of: 'connection' as const, connection: at + 1, rows: [], contractKw: 600, grouped: [] }));
  const question = (steps: readonly object[]): ScenarioQuestion => ({
    steps: steps.map((one) => ScenarioStep.parse(one)),
    order: 'canonical',
    limits: { import: parts, export: parts },
    links: steps.some((step) => 'kind' in step && step.kind === 'heat-network') ? links : [],
    solved: [],
  });
  const before = performance.now();
  year.answer(question([]));
  const baseMs = performance.now() - before;
  return {
    baseMs,
    links: made,
    moves: CASES.map(([what, steps]) => {
      const one = question(steps);
      year.answer(one);
      const [ms, cpuMs]: [number[], number[]] = [[], []];
      for (let run = 0; run < (quick ? 2 : 7); run++) {
        const [start, cpu] = [performance.now(), process.cpuUsage()];
        // As the thread of the API hands it to the worker.
        year.answer(structuredClone(one));
        ms.push(performance.now() - start);
        const { user, system } = process.cpuUsage(cpu);
        cpuMs.push((user + system) / 1000);
      }
      return { what, ms, cpuMs };
    }),
  };
}

async function solvedBattery({ root, quick }: ScenariosQuestion, values: ScenarioValues): Promise<Solved> {
  const highs = await solver();
  const quarters = quick ? 30 * 96 : QUARTERS;
  const problem: BatteryProblem = {
    netKwh: Float64Array.from({ length: quarters }, (_, t) => 60 + 40 * Math.sin(t / 15) + 20 * draw() - (t % 96 > 36 && t % 96 < 68 ? 90 * draw() : 0)),
    battery: { kwh: 800, kw: 400, roundTrip: values.batteryRoundTrip },
    prices: {
      importEur: Float64Array.from({ length: quarters }, (_, t) => (t % 96 < 28 || Math.floor(t / 96) % 7 >= 5 ? values.lowEurPerKwh : values.highEurPerKwh)),
      exportEur: values.exportEurPerKwh,
      peakEurPerKw: new Float64Array(256).fill(values.peakEurPerKwMonth),
      month: Uint8Array.from({ length: quarters }, (_, t) => Math.floor(t / STRETCH)),
    },
  };
  const timed = (foresight: 'rolling' | 'year'): { ms: number; done: SolvedBattery } => {
    const before = performance.now();
    const done = solveBattery(highs, problem, { foresight });
    return { ms: performance.now() - before, done };
  };
  const [year, rolling] = [timed('year'), timed('rolling')];
  const { netKwh, battery, prices } = problem;
  const input = { net: [...netKwh], price: [...prices.importEur], month: [...prices.month], export: prices.exportEur, peak: values.peakEurPerKwMonth, ...battery };
  const run = spawnSync('python3', [join(root, 'bench/scenario_peer.py')], { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 1 << 26 });
  const peer = run.status === 0 ? z.object({ ms: z.number(), eur: z.number() }).parse(JSON.parse(run.stdout)) : null;
  return {
    quarters,
    year: { ms: year.ms, eur: year.done.solverEur },
    rolling: { ms: rolling.ms, eur: rolling.done.solverEur },
    noneEur: costEur(problem, { chargeKwh: new Float64Array(quarters), dischargeKwh: new Float64Array(quarters) }),
    ruleEur: rolling.done.ruleEur,
    peer,
  };
}

serveQuestions<ScenariosQuestion, ScenariosAnswer>(async (question) => {
  const values = scenarioValues(loadScenarioParameters(join(question.root, 'config/parameters')));
  return { kind: 'scenarios', ...(await moves(question, values)), solved: await solvedBattery(question, values) };
});
