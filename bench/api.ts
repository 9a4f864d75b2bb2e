// The API benchmark: balances of 13 months while readings come in, and the time from a PUBACK to a quarter that the API
// returns. Beside it a bare server that hands out the same bytes: what any monitor pays for HTTP here.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { type Gateway, type Setting, type WholeApp, provision, startWholeApp } from './brokers.ts';
import { compile, makeDataDir, root } from './build.ts';
import { Child } from './child.ts';
import { Histogram } from './histogram.ts';
import type { LoadAnswer, LoadQuestion } from './mqtt-load.ts';
import { watchOthers } from './others.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { type Row, median, print } from './table.ts';

interface Plan {
  readonly historyDays: number;
  /** Answers measured of each kind and round. */
  readonly answers: number;
  readonly rounds: number;
  readonly quarters: number;
}
const FULL: Plan = { historyDays: 396, answers: 40, rounds: 5, quarters: 20 };
const QUICK: Plan = { historyDays: 40, answers: 8, rounds: 1, quarters: 4 };
/** Four readings a message. */
const MESSAGES_PER_SECOND = 1250;
const CONNECTIONS = 1000;
const FRESH_GATEWAYS = 20;
const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
const POLL_MS = 10;
const TIMEOUT_MS = 60_000;
const ROLL_UP_MS = 300_000;

interface Kind {
  readonly name: string;
  readonly goalMs: number;
  /** Fewer of what takes long. */
  readonly share: number;
  readonly path: (draw: number, days: number) => string;
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const balance = (place: string, step: string, fromMs: number, days: number): string =>
  `${place}/balance?${new URLSearchParams({ step, from: dayOf(fromMs), to: dayOf(fromMs + days * DAY_MS) }).toString()}`;
/** A start within the history, another one for each draw. */
const startOf = (draw: number, days: number, lengthDays: number): number => Date.now() - days * DAY_MS + ((draw * 7919) % Math.max(1, days - lengthDays)) * DAY_MS;
const longest = (days: number, wanted: number): number => Math.min(wanted, days - 1);

function kindsOf(parks: readonly string[], companies: readonly number[]): Kind[] {
  const place = (draw: number): string => (draw % 2 === 0 ? `parks/${parks[draw % parks.length]}` : `companies/${companies[draw % companies.length]}`);
  const month = (step: string) => (draw: number, days: number) => balance(place(draw), step, startOf(draw, days, longest(days, 30)), longest(days, 30));
  const whole = (step: string) => (draw: number, days: number) => balance(place(draw), step, Date.now() - days * DAY_MS, days);
  const year = (of: (draw: number) => string) => (draw: number, days: number) => balance(of(draw), 'PT15M', startOf(draw, days, longest(days, 365)), longest(days, 365));
  return [
    { name: 'park or company, a month at PT15M', goalMs: 100, share: 1, path: month('PT15M') },
    { name: 'park or company, a month at PT1H', goalMs: 100, share: 1, path: month('PT1H') },
    { name: 'park or company, the whole period at P1D', goalMs: 100, share: 1, path: whole('P1D') },
    { name: 'park or company, the whole period at P1M', goalMs: 100, share: 1, path: whole('P1M') },
    { name: 'park, a year at PT15M', goalMs: 600, share: 0.25, path: year((draw) => `parks/${parks[draw % parks.length]}`) },
    { name: 'region, a year at PT15M', goalMs: 600, share: 0.1, path: year(() => 'region') },
  ];
}

export async function api({ quick }: BenchOptions): Promise<Outcome> {
  const plan = quick ? QUICK : FULL;
  const setting: Setting = { buildDir: compile(), dataDir: makeDataDir(), root };
  process.stderr.write(`filling a demo region with ${plan.historyDays} days\n`);
  const app = await startWholeApp(setting, plan.historyDays);
  process.stderr.write('rolling up, as a job does every five minutes\n');
  await rollUp(app);
  const fresh = await provision(app.web, { series: 1, count: FRESH_GATEWAYS });
  const load = new Child<LoadQuestion, LoadAnswer>(join(setting.buildDir, 'bench/mqtt-load.js'));
  await load.ask({ kind: 'connect', port: app.port, publishers: app.publishers(CONNECTIONS) }, TIMEOUT_MS);
  const peer = await startPeer();
  const [parks, companies] = await Promise.all([placesOf(app, 'parks'), placesOf(app, 'companies')]);
  const kinds = kindsOf(parks.map(String), companies.map(Number));
  const pressure = keepPublishing(load);
  const others = watchOthers();
  const found = await answersOf({ plan, kinds, app, peer });
  const quarters = await untilVisible({ plan, app, fresh });
  const othersCores = others();
  const puback = await pressure.end();
  load.end();
  return report({ plan, kinds, found, quarters, puback, othersCores });
}

/** What was filled in at once is summed and laid in order, as what came in day by day would be. */
async function rollUp({ web, apiKey }: WholeApp): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const started = Date.now();
  await fetch(`${web}/api/v1/jobs/roll-up/runs`, { method: 'POST', headers });
  for (;;) {
    const { body } = await timed(`${web}/api/v1/jobs`, apiKey);
    const { items }: { items: { name: string; running: boolean; lastCounts?: { left?: number } }[] } = JSON.parse(body.toString());
    const job = items.find(({ name }) => name === 'roll-up');
    if (job?.running === false && job.lastCounts?.left === 0) return;
    if (Date.now() - started > ROLL_UP_MS) throw new Error('the roll-up did not end');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** 5,000 readings a second, for as long as it takes. */
function keepPublishing(load: Child<LoadQuestion, LoadAnswer>): { end: () => Promise<number[]> } {
  const stop = new AbortController();
  const p99Ms: number[] = [];
  const running = (async () => {
    while (!stop.signal.aborted) {
      const answer = await load.ask({ kind: 'open-loop', perSecond: MESSAGES_PER_SECOND, warmUpMs: 0, forMs: 3000 }, TIMEOUT_MS);
      if (answer.kind === 'measured') p99Ms.push(answer.p99Ms);
    }
  })();
  return {
    end: async () => {
      stop.abort();
      await running;
      return p99Ms;
    },
  };
}

interface Answers {
  /** p95 of each round. */
  readonly p95Ms: number[];
  readonly peerP95Ms: number[];
  /** The first time each path was asked. */
  readonly firstMs: number[];
  bytes: number;
}

async function answersOf({ plan, kinds, app, peer }: { plan: Plan; kinds: readonly Kind[]; app: WholeApp; peer: Peer }): Promise<Map<string, Answers>> {
  const found = new Map<string, Answers>(kinds.map(({ name }) => [name, { p95Ms: [], peerP95Ms: [], firstMs: [], bytes: 0 }]));
  let draw = 0;
  for (let round = 0; round < plan.rounds; round++) {
    for (const kind of kinds) {
      const [ours, theirs] = [new Histogram(), new Histogram()];
      const answers = found.get(kind.name);
      if (answers === undefined) continue;
      for (let each = 0; each < Math.max(2, plan.answers * kind.share); each++) {
        const { ms, body } = await timed(`${app.web}/api/v1/${kind.path(draw++, plan.historyDays)}`, app.apiKey);
        ours.add(ms * 1000);
        if (each === 0 && round === 0) answers.firstMs.push(ms);
        answers.bytes = body.length;
        peer.hand(body);
        theirs.add((await timed(peer.url, app.apiKey)).ms * 1000);
      }
      answers.p95Ms.push(ours.percentileUs(0.95) / 1000);
      answers.peerP95Ms.push(theirs.percentileUs(0.95) / 1000);
      process.stderr.write(`round ${round + 1}: ${kind.name}: p95 ${(ours.percentileUs(0.95) / 1000).toFixed(1)} ms\n`);
    }
  }
  return found;
}

async function timed(url: string, apiKey: string): Promise<{ ms: number; body: Buffer }> {
  const began = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` }, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body.toString('utf8', 0, 200)}`);
  return { ms: performance.now() - began, body };
}

interface Peer {
  readonly url: string;
  readonly hand: (body: Buffer) => void;
}

async function startPeer(): Promise<Peer> {
  let body: Buffer = Buffer.alloc(0);
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the peer has no port');
  return { url: `http://127.0.0.1:${address.port}/`, hand: (bytes) => (body = bytes) };
}

async function placesOf(app: WholeApp, what: 'parks' | 'companies'): Promise<(string | number)[]> {
  const { body } = await timed(`${app.web}/api/v1/${what}`, app.apiKey);
  const { items }: { items: { id: string | number }[] } = JSON.parse(body.toString());
  if (items.length === 0) throw new Error(`the region has no ${what}`);
  return items.map(({ id }) => id);
}

/** Each gateway sends one reading on each boundary of the last hours; the clock runs from its PUBACK until the quarter
 *  before it is in the answer. */
async function untilVisible({ plan, app, fresh }: { plan: Plan; app: WholeApp; fresh: readonly Gateway[] }): Promise<Histogram> {
  const visible = new Histogram();
  const lastMs = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
  await Promise.all(
    fresh.map(async ({ username, password, topic, meter }) => {
      const client = await connectAsync(`mqtt://127.0.0.1:${app.port}`, { username, password, clientId: `fresh-${meter}` });
      for (let quarter = 0; quarter <= plan.quarters; quarter++) {
        const atMs = lastMs - (plan.quarters - quarter) * QUARTER_MS;
        await client.publishAsync(topic, JSON.stringify({ time: new Date(atMs).toISOString(), importKwh: 1000 + quarter }), { qos: 1 });
        const acknowledgedMs = performance.now();
        if (quarter === 0) continue;
        const period = new URLSearchParams({ from: new Date(atMs - QUARTER_MS).toISOString(), to: new Date(atMs).toISOString() });
        const url = `${app.web}/api/v1/meters/${meter}/quarters?${period.toString()}`;
        for (let seen = false; !seen;) {
          const { body } = await timed(url, app.apiKey);
          const { items }: { items: { amount: number }[] } = JSON.parse(body.toString());
          seen = items.some(({ amount }) => amount === 1);
          if (performance.now() - acknowledgedMs > TIMEOUT_MS) throw new Error(`the quarter of meter ${meter} never came`);
          if (!seen) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        }
        visible.add((performance.now() - acknowledgedMs) * 1000);
      }
      await client.endAsync(true);
    }),
  );
  return visible;
}

interface Found {
  readonly plan: Plan;
  readonly kinds: readonly Kind[];
  readonly found: ReadonlyMap<string, Answers>;
  readonly quarters: Histogram;
  readonly puback: readonly number[];
  readonly othersCores: number;
}

function report({ plan, kinds, found, quarters, puback, othersCores }: Found): Outcome {
  const rows: Row[] = [];
  const figures: Record<string, number> = {};
  const ratios: Record<string, number> = {};
  for (const { name, goalMs } of kinds) {
    const answers = found.get(name);
    if (answers === undefined) continue;
    const [p95Ms, peerMs] = [median(answers.p95Ms), median(answers.peerP95Ms)];
    const note = `${Math.round(answers.bytes / 1024)} KiB, the very first ${answers.firstMs.map((ms) => ms.toFixed(0)).join(', ')}`;
    rows.push({ what: name, values: answers.p95Ms, ratio: p95Ms / peerMs, goal: { text: `< ${goalMs}`, met: p95Ms < goalMs }, note });
    figures[name] = p95Ms;
    ratios[name] = Math.round((p95Ms / peerMs) * 100) / 100;
  }
  const p99Ms = quarters.percentileUs(0.99) / 1000;
  rows.push({
    what: 'from PUBACK to the quarter in an answer (p99)',
    values: [p99Ms],
    goal: { text: '<= 2000', met: p99Ms <= 2000 },
    note: `p50 ${(quarters.percentileUs(0.5) / 1000).toFixed(0)}`,
  });
  figures['pubackToQuarterP99Ms'] = p99Ms;
  const text = [
    `API: ${plan.historyDays} days of the simulated region, ${MESSAGES_PER_SECOND * 4} readings/s coming in (PUBACK p99 ${median(puback).toFixed(1)} ms, median of ${puback.length} windows); one request at a time, ${plan.rounds} rounds.`,
    print({ title: 'p95 in ms', ratioOf: 'x same bytes', digits: 1, rows }),
    `Beside it the same bytes from a bare node:http server. Other processes took ${othersCores.toFixed(2)} of a core.`,
  ].join('\n\n');
  return { text, ratios, figures };
}
