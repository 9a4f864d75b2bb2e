// The import benchmark: a year of quarter-hours of 100 connections as one CSV, from upload to the last value stored,
// while gateways go on publishing. Beside it the CSV parser alone on the same file, which is the least it can take.
import { createReadStream, createWriteStream, openAsBlob, statSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import Papa from 'papaparse';
import { compile, makeDataDir, root } from './build.ts';
import { Child } from './child.ts';
import type { ImportAnswer, ImportQuestion } from './import-child.ts';
import type { LoadAnswer, LoadQuestion, Measured } from './mqtt-load.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { print } from './table.ts';

const FULL = { connections: 100, days: 365, gateways: 50, perSecond: 1000 };
const QUICK = { connections: 5, days: 30, gateways: 10, perSecond: 200 };
const GOAL_S = 60;
const PUBACK_GOAL_MS = 25;
const MEMORY_GOAL_MB = 1500;
const START_MS = 60_000;
const IMPORT_MS = 10 * 60_000;
const WINDOW_MS = 5000;
const QUARTER_MS = 900_000;
const API_KEY = 'the-key-of-the-import-benchmark';
const FIRST = Date.UTC(2025, 0, 1);

export async function importing({ quick }: BenchOptions): Promise<Outcome> {
  const plan = quick ? QUICK : FULL;
  const compiled = compile();
  const dir = makeDataDir();
  const eans = Array.from({ length: plan.connections }, (_, index) => withCheck(`8716870000${String(index).padStart(7, '0')}`));
  const path = join(dir, 'meetdata.csv');
  const values = await writeFile(path, eans, plan.days);
  const app = new Child<ImportQuestion, ImportAnswer>(join(compiled, 'bench/import-child.js'));
  const load = new Child<LoadQuestion, LoadAnswer>(join(compiled, 'bench/mqtt-load.js'));
  try {
    const started = await app.ask({ kind: 'start', dir: join(dir, 'data'), root, apiKey: API_KEY, eans, gateways: plan.gateways }, START_MS);
    if (started.kind !== 'start') throw new Error(`the monitor answered ${started.kind}`);
    const publishers = started.gateways.map(({ username, password, topic }) => ({
      clientId: username,
      login: { username, password },
      topic,
      payload: JSON.stringify({ powerKw: 12.5 }),
    }));
    await load.ask({ kind: 'connect', port: started.port, publishers }, START_MS);
    const before = await publish(load, plan.perSecond);
    const memoryBefore = await memory(app);
    const { seconds, during } = await importWhilePublishing({ web: started.web, path, load, perSecond: plan.perSecond });
    const peakMb = await memory(app);
    const parserSeconds = await parseAlone(path);
    const p99Ms = Math.max(...during.map((one) => one.p99Ms));
    const text = [
      `${values.toLocaleString('en')} values of ${plan.connections} connections in ${Math.round(statSync(path).size / 1e6)} MB, with ${plan.perSecond} messages a second beside it`,
      print({
        title: 'seconds',
        ratioOf: 'ours / parser',
        digits: 1,
        rows: [
          { what: 'kringstroom, upload to stored', values: [seconds], ratio: seconds / parserSeconds, goal: { text: `<= ${GOAL_S}`, met: seconds <= GOAL_S } },
          { what: 'papaparse alone', values: [parserSeconds] },
        ],
      }),
      print({
        title: 'PUBACK p99, ms',
        digits: 1,
        rows: [
          { what: 'before the import', values: [before.p99Ms] },
          { what: 'during the import, each 5 s', values: during.map((one) => one.p99Ms), goal: { text: `<= ${PUBACK_GOAL_MS} in each`, met: p99Ms <= PUBACK_GOAL_MS } },
        ],
      }),
      print({
        title: 'memory of the process, MB',
        digits: 0,
        rows: [
          { what: 'highest before', values: [memoryBefore] },
          { what: 'highest with the import', values: [peakMb], goal: { text: `<= ${MEMORY_GOAL_MB}`, met: peakMb <= MEMORY_GOAL_MB } },
        ],
      }),
    ].join('\n\n');
    return { text, ratios: { parser: seconds / parserSeconds }, figures: { values, seconds, valuesPerSecond: Math.round(values / seconds), pubackP99Ms: p99Ms, peakMb } };
  } finally {
    app.end();
    load.end();
  }
}

/** GS1 mod-10: weights 3 and 1 from the right. */
function withCheck(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return digits + ((10 - (sum % 10)) % 10);
}

/** One line a value, connection after connection, times in UTC. @returns the number of values */
async function writeFile(path: string, eans: readonly string[], days: number): Promise<number> {
  // On disk before anything is measured: it lies on the machine of whoever brings it.
  const file = createWriteStream(path, { flush: true });
  file.write('EAN;Tijdstip (UTC);kWh\r\n');
  const labels = Array.from({ length: days * 96 }, (_, quarter) => new Date(FIRST + quarter * QUARTER_MS).toISOString().slice(0, 16).replace('T', ' '));
  for (const [index, ean] of eans.entries()) {
    const lines = labels.map((label, quarter) => `${ean};${label};${(((quarter * 7 + index * 13) % 4000) / 100).toFixed(2).replace('.', ',')}\r\n`);
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return eans.length * labels.length;
}

async function publish(load: Child<LoadQuestion, LoadAnswer>, perSecond: number): Promise<Measured> {
  const answer = await load.ask({ kind: 'open-loop', perSecond, warmUpMs: 500, forMs: WINDOW_MS }, WINDOW_MS + START_MS);
  if (answer.kind !== 'measured') throw new Error('the load answered without figures');
  return answer;
}

async function memory(app: Child<ImportQuestion, ImportAnswer>): Promise<number> {
  const answer = await app.ask({ kind: 'memory' }, START_MS);
  return answer.kind === 'memory' ? answer.peakMb : 0;
}

async function importWhilePublishing(over: {
  web: string;
  path: string;
  load: Child<LoadQuestion, LoadAnswer>;
  perSecond: number;
}): Promise<{ seconds: number; during: Measured[] }> {
  const progress = { done: false };
  const work = importFile(over.web, over.path).finally(() => (progress.done = true));
  const during: Measured[] = [];
  while (!progress.done) during.push(await publish(over.load, over.perSecond));
  return { seconds: await work, during };
}

/** @returns seconds from the first byte sent to the last value stored */
async function importFile(web: string, path: string): Promise<number> {
  const headers = { authorization: `Bearer ${API_KEY}` };
  const startMs = performance.now();
  const uploaded = await asked(await fetch(`${web}/api/v1/imports?name=meetdata.csv`, { method: 'POST', headers, body: await openAsBlob(path) }));
  const { import: row, preview } = uploaded;
  await asked(await fetch(`${web}/api/v1/imports/${row.id}`, { method: 'POST', headers, body: JSON.stringify({ choices: preview.choices }) }));
  for (;;) {
    const now = await asked(await fetch(`${web}/api/v1/imports/${row.id}`, { headers }));
    if (now.state === 'done') {
      if (now.result.refusedTotal > 0) throw new Error(`${now.result.refusedTotal} lines were refused: ${JSON.stringify(now.result.refused)}`);
      return (performance.now() - startMs) / 1000;
    }
    if (now.state !== 'running') throw new Error(`the import is ${now.state}: ${now.result?.trouble}`);
    if (performance.now() - startMs > IMPORT_MS) throw new Error('the import takes too long');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers are read as the JSON they are
async function asked(response: Response): Promise<any> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function parseAlone(path: string): Promise<number> {
  const startMs = performance.now();
  const decoder = new TextDecoder();
  let [rest, sum] = ['', 0];
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    rest += decoder.decode(piece, { stream: true });
    const cut = rest.lastIndexOf('\n') + 1;
    for (const row of Papa.parse<string[]>(rest.slice(0, cut), { delimiter: ';' }).data) sum += row.length;
    rest = rest.slice(cut);
  }
  if (sum === 0) throw new Error('the parser found nothing');
  return (performance.now() - startMs) / 1000;
}
