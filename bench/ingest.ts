// The ingest benchmark: durable QoS 1 messages a second and the time to a PUBACK, with mosquitto and stock Aedes
// beside it in the same run. One broker works at a time; the others are frozen.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import {
  type Broker,
  type Ours,
  SLOW_FLUSH_MS,
  type Setting,
  type WholeApp,
  mosquittoVersion,
  startJournalOnly,
  startMosquitto,
  startStockAedes,
  startWholeApp,
} from './brokers.ts';
import { compile, makeDataDir, probeFlush, root } from './build.ts';
import { Child } from './child.ts';
import { watchOthers } from './others.ts';
import type { LoadAnswer, LoadQuestion, Measured } from './mqtt-load.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { type SideCounts, SideLoad } from './side-load.ts';
import { type Row, median, print } from './table.ts';

interface Plan {
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly forMs: number;
  readonly historyDays: number;
}
const FULL: Plan = { rounds: 5, warmUpMs: 500, forMs: 3000, historyDays: 396 };
const QUICK: Plan = { rounds: 1, warmUpMs: 1000, forMs: 1000, historyDays: 14 };
const CONNECT_MS = 30_000;
/** Beyond the window: what a broker may take to acknowledge the rest. */
const SPARE_MS = 20_000;
const DEADLINE_MS = 15 * 60_000;
const PER_SECOND = 20_000;
const SIDE_LOAD = { queriesAtOnce: 8, signInsPerSecond: 10 };

type Load = Child<LoadQuestion, LoadAnswer>;
/** One broker in one situation. */
interface Lane {
  readonly name: string;
  readonly broker: Broker;
  readonly load: Load;
  /** Makes the situation; what it answers ends it. */
  readonly during?: () => Promise<() => Promise<void>>;
}
type Results = ReadonlyMap<string, readonly Measured[]>;

interface Bench {
  readonly plan: Plan;
  readonly setting: Setting;
  readonly journal: Ours;
  readonly app: WholeApp;
  readonly mosquitto: Broker;
  readonly aedes: Broker;
  readonly notes: Notes;
}
/** What stands below the tables. */
interface Notes {
  lagMessages: number;
  side: SideCounts | null;
  /** Of one core, what other processes of this machine took in each window. */
  readonly othersCores: number[];
}

const JOURNAL = 'kringstroom, projector paused';
const APP = 'kringstroom, projector and API running';
const MOSQUITTO = 'mosquitto without persistence';
const AEDES = 'stock aedes, nothing on disk';
const slow = (name: string): string => `${name}, flush +${SLOW_FLUSH_MS} ms`;
const busy = (name: string): string => `${name} under queries and sign-ins`;

export async function ingest({ quick }: BenchOptions): Promise<Outcome> {
  const plan = quick ? QUICK : FULL;
  const deadline = setTimeout(() => {
    process.stderr.write(`The benchmark took longer than ${DEADLINE_MS / 60_000} minutes.\n`);
    process.exit(1);
  }, DEADLINE_MS);
  const version = mosquittoVersion();
  if (version === null) throw new Error('mosquitto is not installed: it is the peer of this benchmark (apt-get install mosquitto)');
  say('compiling');
  const setting: Setting = { buildDir: compile(), dataDir: makeDataDir(), root };
  const flush = probeFlush(setting.dataDir);
  say(`filling a demo region with ${plan.historyDays} days`);
  const bench: Bench = {
    plan,
    setting,
    notes: { lagMessages: 0, side: null, othersCores: [] },
    app: await startWholeApp(setting, plan.historyDays),
    journal: await startJournalOnly(setting),
    mosquitto: await startMosquitto(setting),
    aedes: await startStockAedes(setting),
  };
  const open = await openLoop(bench);
  const single = await closedLoop(bench, { connections: 1000, inFlight: 1, withApp: false });
  const many = await closedLoop(bench, { connections: 50, inFlight: 16, withApp: true });
  clearTimeout(deadline);
  const head = [
    `Ingest: durable QoS 1 from ${plan.rounds === 1 ? 'one window' : `${plan.rounds} windows`} of ${plan.forMs / 1000} s each; 120-byte readings, one load process, ${cpus().length} cores for both sides (${cpus()[0]?.model ?? '?'}).`,
    `node ${process.version}, mosquitto ${version}, aedes ${aedesVersion()}; appending and flushing 4 KiB here takes ${flush.p50Ms.toFixed(2)} ms (p99 ${flush.p99Ms.toFixed(1)}).`,
    `"Projector and API running" is the whole application on a simulated region with ${plan.historyDays} days of history; its simulator is off.`,
  ];
  return report(head, { open, single, many, notes: bench.notes });
}

const say = (what: string): void => void process.stderr.write(`${what}\n`);

function aedesVersion(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'node_modules/aedes/package.json'), 'utf8'));
  return version;
}

async function openLoop(bench: Bench): Promise<Results> {
  const { app, mosquitto, aedes } = bench;
  const connections = 1000;
  const load = await startLoad(bench, app, connections);
  const question: LoadQuestion = { kind: 'open-loop', perSecond: PER_SECOND, warmUpMs: bench.plan.warmUpMs, forMs: bench.plan.forMs };
  const alone: Lane[] = [
    { name: APP, broker: app, load },
    { name: MOSQUITTO, broker: mosquitto, load: await startLoad(bench, mosquitto, connections) },
    { name: AEDES, broker: aedes, load: await startLoad(bench, aedes, connections) },
    { name: slow(APP), broker: app, load, during: slowing(app) },
  ];
  const results = await measure(bench, alone, question);
  const lag = await app.ask({ kind: 'lag' }, SPARE_MS);
  if (lag.kind === 'lag') bench.notes.lagMessages = lag.messages;
  // People do not come and go between windows: their queries take longer than one.
  const people = new SideLoad(app, SIDE_LOAD);
  const underLoad = await measure(
    bench,
    [
      { name: busy(APP), broker: app, load },
      { name: slow(busy(APP)), broker: app, load, during: slowing(app) },
    ],
    question,
  );
  bench.notes.side = await people.end();
  for (const lane of alone) lane.load.end();
  return new Map([...results, ...underLoad]);
}

async function closedLoop(bench: Bench, over: { connections: number; inFlight: number; withApp: boolean }): Promise<Results> {
  const { journal, app, mosquitto, aedes } = bench;
  const { connections, inFlight, withApp } = over;
  const load = await startLoad(bench, journal, connections);
  const lanes: Lane[] = [
    { name: JOURNAL, broker: journal, load },
    { name: MOSQUITTO, broker: mosquitto, load: await startLoad(bench, mosquitto, connections) },
    { name: AEDES, broker: aedes, load: await startLoad(bench, aedes, connections) },
    { name: slow(JOURNAL), broker: journal, load, during: slowing(journal) },
    ...(withApp ? [{ name: APP, broker: app, load: await startLoad(bench, app, connections) }] : []),
  ];
  const results = await measure(bench, lanes, { kind: 'closed-loop', inFlight, warmUpMs: bench.plan.warmUpMs, forMs: bench.plan.forMs });
  for (const lane of lanes) lane.load.end();
  return results;
}

const slowing = (ours: Ours) => async (): Promise<() => Promise<void>> => {
  await ours.ask({ kind: 'slow-flush', on: true }, SPARE_MS);
  return async () => void (await ours.ask({ kind: 'slow-flush', on: false }, SPARE_MS));
};

async function startLoad(bench: Bench, broker: Broker, connections: number): Promise<Load> {
  broker.process.kill('SIGCONT');
  const load: Load = new Child(join(bench.setting.buildDir, 'bench/mqtt-load.js'));
  await load.ask({ kind: 'connect', port: broker.port, publishers: broker.publishers(connections) }, CONNECT_MS);
  return load;
}

/** All lanes in turn, round after round, so that a machine that slows down slows all of them. */
async function measure(bench: Bench, lanes: readonly Lane[], question: LoadQuestion): Promise<Results> {
  const results = new Map<string, Measured[]>(lanes.map(({ name }) => [name, []]));
  const brokers = [bench.journal, bench.app, bench.mosquitto, bench.aedes];
  for (let round = 0; round < bench.plan.rounds; round++) {
    for (let turn = 0; turn < lanes.length; turn++) {
      const lane = lanes[(turn + round) % lanes.length];
      if (lane === undefined) continue;
      for (const broker of brokers) broker.process.kill(broker === lane.broker ? 'SIGCONT' : 'SIGSTOP');
      const ended = await lane.during?.();
      const others = watchOthers();
      const answer = await lane.load.ask(question, bench.plan.warmUpMs + bench.plan.forMs + SPARE_MS);
      bench.notes.othersCores.push(others());
      await ended?.();
      if (answer.kind !== 'measured') throw new Error(`the load process answered ${answer.kind}`);
      results.get(lane.name)?.push(answer);
      say(`${question.kind}, round ${round + 1}: ${lane.name}: ${answer.perSecond}/s, PUBACK p50 ${answer.p50Ms} p99 ${answer.p99Ms} ms`);
    }
  }
  for (const broker of brokers) broker.process.kill('SIGCONT');
  return results;
}

interface Found {
  readonly open: Results;
  readonly single: Results;
  readonly many: Results;
  readonly notes: Notes;
}

function report(head: readonly string[], found: Found): Outcome {
  const { open, single, many, notes } = found;
  const rate = (results: Results, name: string): number => median(valuesOf(results, name, 'perSecond'));
  const ratios = {
    mosquitto: rate(many, JOURNAL) / rate(many, MOSQUITTO),
    mosquittoWithProjector: rate(many, APP) / rate(many, MOSQUITTO),
    stockAedes: rate(many, JOURNAL) / rate(many, AEDES),
    mosquittoSingle: rate(single, JOURNAL) / rate(single, MOSQUITTO),
    stockAedesSingle: rate(single, JOURNAL) / rate(single, AEDES),
  };
  const othersCores = median(notes.othersCores);
  const text = [
    ...head,
    '',
    rateTable(many, 'messages/s, 50 connections x 16 in flight', { [JOURNAL]: { perSecond: 100_000, ratio: 1.2 }, [APP]: { perSecond: 0, ratio: 0.9 } }),
    '',
    rateTable(single, 'messages/s, 1,000 connections x 1 in flight', { [JOURNAL]: { perSecond: 40_000, ratio: 0 } }),
    '',
    latencyTable(open, `PUBACK p99 in ms, ${PER_SECOND.toLocaleString('en')} messages/s from 1,000 connections`, { [APP]: 10, [busy(APP)]: 25 }),
    '',
    `Latency counts from the time on the timetable; the generator's own timer of 1 ms is in it. After the open-loop windows the projector was ${notes.lagMessages.toLocaleString('en')} messages behind.`,
    ...(notes.side === null ? [] : [sideText(notes.side)]),
    `Other processes of this machine took ${othersCores.toFixed(2)} of a core (median of the windows; ${Math.max(...notes.othersCores).toFixed(2)} at most): figures of a machine that is not quiet are too low.`,
    '',
    `Ratio to mosquitto ${ratios.mosquitto.toFixed(2)} (projector paused), ${ratios.mosquittoWithProjector.toFixed(2)} (projector and API running); to stock aedes ${ratios.stockAedes.toFixed(2)}.`,
  ].join('\n');
  const figures = {
    manyPerSecond: medians(many, 'perSecond'),
    singlePerSecond: medians(single, 'perSecond'),
    openLoopPerSecond: medians(open, 'perSecond'),
    openLoopP50Ms: medians(open, 'p50Ms'),
    openLoopP99Ms: medians(open, 'p99Ms'),
    openLoopMaxMs: medians(open, 'maxMs'),
    lagMessages: notes.lagMessages,
    othersCores,
  };
  return { text, ratios: Object.fromEntries(Object.entries(ratios).map(([key, value]) => [key, Math.round(value * 1000) / 1000])), figures };
}

type Figure = Exclude<keyof Measured, 'kind'>;
const valuesOf = (results: Results, name: string, figure: Figure): readonly number[] => (results.get(name) ?? []).map((one) => one[figure]);
const medians = (results: Results, figure: Figure): Record<string, number> =>
  Object.fromEntries([...results.keys()].map((name) => [name, median(valuesOf(results, name, figure))]));

function rateTable(results: Results, title: string, goals: Readonly<Record<string, { perSecond: number; ratio: number }>>): string {
  const peer = median(valuesOf(results, MOSQUITTO, 'perSecond'));
  const rows = [...results.keys()].map((name): Row => {
    const values = valuesOf(results, name, 'perSecond');
    const [reached, ratio] = [median(values), median(values) / peer];
    const goal = goals[name];
    const text = [goal?.perSecond ? `>= ${goal.perSecond.toLocaleString('en')}/s` : '', goal?.ratio ? `>= ${goal.ratio} x mosquitto` : '']
      .filter((one) => one !== '')
      .join(' and ');
    return { what: name, values, ratio, ...(goal && { goal: { text, met: reached >= goal.perSecond && ratio >= goal.ratio } }) };
  });
  return print({ title, ratioOf: 'x mosquitto', digits: 0, rows });
}

function latencyTable(results: Results, title: string, goalsMs: Readonly<Record<string, number>>): string {
  const rows = [...results.keys()].map((name): Row => {
    const values = valuesOf(results, name, 'p99Ms');
    const goalMs = goalsMs[name];
    const [p50, perSecond] = [median(valuesOf(results, name, 'p50Ms')), median(valuesOf(results, name, 'perSecond'))];
    return {
      what: name,
      values,
      note: `p50 ${p50.toFixed(2)}, ${perSecond.toLocaleString('en')}/s acknowledged`,
      ...(goalMs !== undefined && { goal: { text: `<= ${goalMs} ms`, met: median(values) <= goalMs } }),
    };
  });
  return print({ title, digits: 2, rows });
}

function sideText({ queries, signIns, refused, forMs }: SideCounts): string {
  const perSecond = (count: number): string => ((count / forMs) * 1000).toFixed(1);
  const rest = Object.entries(refused).map(([what, count]) => `${count} x ${what}`);
  return `Under queries and sign-ins: ${SIDE_LOAD.queriesAtOnce} region-year balances always under way (${perSecond(queries)} answered a second) and ${SIDE_LOAD.signInsPerSecond} sign-ins begun a second (${perSecond(signIns)} answered)${rest.length === 0 ? '' : `; not answered with 200: ${rest.join(', ')}`}.`;
}
