// Kringstroom as a process of the benchmark: the broker with the journal alone ("projector paused"), or the whole
// application on a demo folder with history. The flush of the journal can be made slower while it runs.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { App } from '../src/app.ts';
import { DEMO_PASSWORD, prepareDemo } from '../src/demo.ts';
import { type FlushGate, Journal } from '../src/ingest/journal.ts';
import { fillHistory } from '../src/demo-history.ts';
import { Compute } from '../src/jobs/compute.ts';
import { loadHeatParameters } from '../src/heat-parameters.ts';
import { hashSecret, makeSecret } from '../src/mqtt/credentials.ts';
import { Broker } from '../src/mqtt/broker.ts';
import { BEHIND_FIGURES_NICE, letGoFirst, standing } from '../src/priority.ts';
import { readSettings } from '../src/settings.ts';
import { historyDay } from '../src/simulate/history.ts';
import { serveQuestions } from './child.ts';
import { FIRST_HOUR, NIGHT_LIMIT_S, PARKS, portsOf } from './heat-ports.ts';
import type { Login } from './mqtt-packets.ts';

export type OurQuestion =
  | { kind: 'journal-only'; dir: string; gateways: number; slowFlushMs: number }
  | { kind: 'whole-app'; dir: string; root: string; apiKey: string; historyDays: number; slowFlushMs: number }
  | { kind: 'slow-flush'; on: boolean }
  | { kind: 'night'; on: boolean }
  | { kind: 'lag' };
export type OurAnswer =
  | { kind: 'journal-only'; port: number; gateways: readonly (Login & { topic: string })[] }
  | { kind: 'whole-app'; port: number; web: string; emails: readonly string[]; password: string }
  | { kind: 'slow-flush' }
  | { kind: 'night'; cpuS: number }
  | { kind: 'lag'; messages: number };

/** Set to 1 while flushes are slow. */
const cell = new Int32Array(new SharedArrayBuffer(4));
const gateOf = (waitMs: number): FlushGate => ({ cell, waitMs });
let lag = (): number => 0;
let night: Night | null = null;
let projectRoot = '';
/** The journal's sequence, which a night looks at. */
let incoming: BigInt64Array | null = null;

async function journalOnly({ dir, gateways, slowFlushMs }: Extract<OurQuestion, { kind: 'journal-only' }>): Promise<OurAnswer> {
  const journal = await Journal.open(join(dir, 'journal'), { flushGate: gateOf(slowFlushMs) });
  const made = Array.from({ length: gateways }, (_, index) => ({ username: `gw-${index + 1}`, password: makeSecret(), topic: `ks/${(index + 1) % 64}/gw-${index + 1}/data` }));
  const logins = made.map(({ username, password }, index) => ({ gateway: index + 1, username, secretHash: hashSecret(password) }));
  const broker = await Broker.start({ port: 0, tls: null, logins, journal: journal.connect() });
  letGoFirst([broker.systemThread, journal.systemThread]);
  return { kind: 'journal-only', port: broker.port, gateways: made };
}

async function wholeApp({ dir, root, apiKey, historyDays, slowFlushMs }: Extract<OurQuestion, { kind: 'whole-app' }>): Promise<OurAnswer> {
  projectRoot = root;
  const settings = readSettings({ DATA_DIR: dir, PORT: '0', MQTT_PORT: '0', BOOTSTRAP_API_KEY: apiKey, LOG_LEVEL: 'error' });
  const app = await App.start({ settings, simulated: true, root, flushGate: gateOf(slowFlushMs), log: pino({ level: 'error' }, pino.destination(2)) });
  const demo = await prepareDemo(app, { seed: settings.seed, dataDir: dir, parks: app.parts.deps.parks });
  // The history alone: the simulator would only add to the load.
  const day = function* (from: number, to: number): Generator<ReturnType<typeof historyDay>[number] & { meterId: number }> {
    for (const company of demo.plan.companies) {
      for (const series of historyDay({ plan: demo.plan, dayStart: from, dayEnd: to, company })) {
        const meterId = demo.meters.get(series.meter);
        if (meterId !== undefined) yield { ...series, meterId };
      }
    }
  };
  await fillHistory(app, { day, end: demo.startAt, days: historyDays }, () => false);
  app.letMetersGoFirst();
  incoming = app.parts.journal.durable;
  lag = () => app.parts.journal.durableSeq - app.parts.store.storedSeq;
  return { kind: 'whole-app', port: app.parts.broker.port, web: app.parts.urls.web, emails: demo.accounts.map(({ email }) => email), password: DEMO_PASSWORD };
}

/** Parks of a night, made once: making them would hold up the main thread inside the measurement. */
let parksOfNight: ReturnType<typeof portsOf>[] = [];

/** Matches one park after another in a worker of its own, as the application does at night. */
class Night {
  readonly #compute = new Compute({ nice: BEHIND_FIGURES_NICE, incoming });
  #over = false;

  /** Its thread is up, and the first park is on its way. */
  async begin(): Promise<void> {
    if (parksOfNight.length === 0) parksOfNight = Array.from({ length: PARKS }, (_, park) => portsOf(park));
    await this.#compute.dropYear('none');
    void this.#run();
  }

  async #run(): Promise<void> {
    const parameters = loadHeatParameters(join(projectRoot, 'config/parameters'));
    try {
      for (let park = 0; !this.#over; park = (park + 1) % PARKS) {
        const ports = parksOfNight[park] ?? [];
        const { pairs } = await this.#compute.heatMatches({ ports, routes: [], parameters, assumedM: 500 });
        await this.#compute.heatNetwork({ pairs, ports, routes: [], firstHour: FIRST_HOUR, parameters, timeLimitS: NIGHT_LIMIT_S });
      }
    } catch (error) {
      // What it was at when it was ended is refused, and nobody waits for it.
      if (!this.#over) throw error;
    }
  }

  /** @returns seconds of processor that it got */
  async end(): Promise<number> {
    this.#over = true;
    const cpuS = cpuAtNice(BEHIND_FIGURES_NICE);
    await this.#compute.close();
    return cpuS;
  }
}

/** Hundredths of a second: Linux counts the time of a thread in these. */
const TICKS_PER_S = 100;

/** Of the threads of this process that stand so far behind it; 0 where there is no Linux to tell. */
function cpuAtNice(nice: number): number {
  if (process.platform !== 'linux') return 0;
  return readdirSync('/proc/self/task').reduce((sum, task) => {
    const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
    // After the name: utime, stime and nice are the 12th, 13th and 17th.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return fields[16] === standing(nice) ? sum + ((fields[11] ?? 0) + (fields[12] ?? 0)) / TICKS_PER_S : sum;
  }, 0);
}

async function putNight(on: boolean): Promise<number> {
  const cpuS = (await night?.end()) ?? 0;
  night = on ? new Night() : null;
  await night?.begin();
  return cpuS;
}

serveQuestions<OurQuestion, OurAnswer>(async (question) => {
  switch (question.kind) {
    case 'journal-only':
      return journalOnly(question);
    case 'whole-app':
      return wholeApp(question);
    case 'slow-flush':
      cell[0] = question.on ? 1 : 0;
      return { kind: 'slow-flush' };
    case 'night':
      return { kind: 'night', cpuS: await putNight(question.on) };
    case 'lag':
      return { kind: 'lag', messages: lag() };
  }
});
