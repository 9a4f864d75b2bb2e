// The composition root: takes the folder, opens the parts in order, ties them together and closes them again.
import { readFileSync } from 'node:fs';
import { Server, createServer } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import type { Auth } from './api/auth.ts';
import type { Deps } from './api/deps.ts';
import type { Api } from './api/endpoint.ts';
import { alertsKnown } from './api/alert-sharing.ts';
import { peaksAhead } from './api/peaks-ahead.ts';
import { partyOf } from './api/group-total.ts';
import { runningPeaks } from './api/running-peaks.ts';
import { makeServer } from './api/server.ts';
import { type AlertsAtWork, alertsAtWork } from './app-alerts.ts';
import { heatOf } from './app-heat.ts';
import { scenariosOf } from './app-scenarios.ts';
import { type Closer, type Data, openData } from './app-data.ts';
import { type Progress, hostOf, makeDeps } from './app-deps.ts';
import { jobsOf, toldByOthers } from './app-jobs.ts';
import { type DataFolder, takeFolder } from './data-folder.ts';
import type { WeatherSource } from './domain/forecast/weather.ts';
import type { FlushGate, Journal } from './ingest/journal.ts';
import type { Store } from './ingest/store.ts';
import { Jobs } from './jobs/schedule.ts';
import { Broker } from './mqtt/broker.ts';
import { loadHeatParameters } from './heat-parameters.ts';
import { loadFactorLists } from './emission-factors.ts';
import { loadMaterials } from './materials.ts';
import { loadCases } from './cases.ts';
import { loadParks } from './parks.ts';
import { letGoFirst } from './priority.ts';
import { type Settings, StartError } from './settings.ts';
import type { Directory } from './storage/directory.ts';
import { AlertsSql } from './storage/alerts-sql.ts';
import { JobRunsSql } from './storage/job-runs.ts';

export interface AppOptions {
  readonly settings: Settings;
  readonly simulated: boolean;
  readonly root: string;
  readonly log?: Logger;
  readonly flushGate?: FlushGate;
  /** Who tells the weather; else whom the settings name, and forecasts do without where nobody does. */
  readonly weather?: WeatherSource;
}

export interface Urls {
  readonly web: string;
  readonly mqtt: string;
  readonly mqtts: string | null;
}

interface Parts {
  readonly directory: Directory;
  readonly deps: Deps;
  readonly api: Api;
  readonly journal: Journal;
  readonly store: Store;
  readonly auth: Auth;
  readonly broker: Broker;
  readonly urls: Urls;
  readonly log: Logger;
  readonly folder: DataFolder;
}

export class App {
  readonly parts: Parts;
  /** How far the demo history is; the filler writes it, the API reads it. */
  readonly #progress: Progress;
  readonly #closers: Closer[];

  constructor(parts: Parts, progress: Progress, closers: Closer[]) {
    this.parts = parts;
    this.#progress = progress;
    this.#closers = closers;
  }

  setHistory(history: ReturnType<Deps['history']>): void {
    this.#progress.current = history;
    if (history.state !== 'none') {
      const { state, share } = history;
      this.parts.deps.live.changed('history', { event: { type: 'history', state, share, simulated: this.parts.deps.simulated }, resource: () => ({ kind: 'directory' }) });
    }
  }

  /** Opens everything. What was opened is closed again when a later part fails.
   *  @throws StartError for what the person who starts it can mend */
  static async start(options: AppOptions): Promise<App> {
    const closers: Closer[] = [];
    try {
      return await open(options, closers);
    } catch (error) {
      for (const close of closers.reverse()) await close();
      throw error;
    }
  }

  /** Of a process that is nothing else: what people ask gives way to the broker and the journal from here on. */
  letMetersGoFirst(): void {
    letGoFirst([this.parts.broker.systemThread, this.parts.journal.systemThread]);
  }

  /** For a process that stays: the first year that somebody asks for finds its sums compiled. */
  warmUp(): Promise<void> {
    return this.parts.deps.compute.warmUp();
  }

  /** Takes no more, commits and acknowledges what came in, closes. */
  async close(): Promise<void> {
    for (const close of [...this.#closers].reverse()) await close();
  }
}

async function open(options: AppOptions, closers: Closer[]): Promise<App> {
  const { settings, simulated } = options;
  const log = options.log ?? pino({ level: settings.logLevel });
  const folder = takeFolder(settings.dataDir, simulated ? 'simulated' : 'real');
  closers.push(() => folder.release());
  const parks = loadParks(join(options.root, 'config/parks'));
  const data = await openData({
    folder,
    parks,
    log,
    simulated,
    influx: settings.influx,
    closers,
    limits: settings.seriesLimits,
    closeAfterWorkingDays: settings.closeAfterWorkingDays,
    ...(options.flushGate && { flushGate: options.flushGate }),
  });
  const alerts = new AlertsSql(data.db);
  // Jobs are there before what they ask; the first minute passes without a look at peaks.
  const opened: Opened = { deps: null, web: settings.publicUrl ?? '' };
  const broker = await openBroker({ data, settings, closers, onSubscribed: (gateway) => void sendWhatWaits(gateway, { alerts, opened, log }) });
  const progress: Progress = { current: { state: 'none', filledFrom: null, target: null, share: 0 } };
  const watching = alertsOf({ data, broker, alerts, settings, simulated, opened });
  const heat = await heatOf({ data, parks, closers, secret: folder.authSecret, parameters: loadHeatParameters(join(options.root, 'config/parameters')) });
  const { gridHours, weather, asking } = toldByOthers(options, { db: data.db, parks });
  const jobs = await Jobs.start([...jobsOf({ data, settings, simulated }), ...watching.jobs, ...asking, heat.job], new JobRunsSql(data.db), log);
  closers.push(() => jobs.stop());
  // Not only at its hour: a page that opens now wants it now.
  for (const { name } of asking) jobs.run(name);
  const factors = loadFactorLists(join(options.root, 'config/emission-factors'));
  const materialBook = loadMaterials(join(options.root, 'config/materials'));
  const cases = loadCases(join(options.root, 'config/cases'));
  const deps = await makeDeps({
    data,
    broker,
    jobs,
    alerts,
    testChannel: watching.test,
    switchAlertRule: watching.switchRule,
    settings,
    folder,
    parks,
    factors,
    materialBook,
    cases,
    simulated,
    progress,
    heat: heat.heat,
    scenarios: scenariosOf({ db: data.db, days: (query) => data.store.ask({ kind: 'days', ...query }), heat: heat.heat, root: options.root, closers }),
    weather,
    gridHours,
  });
  opened.deps = deps;
  jobs.catchUp(deps.now());
  closers.push(() => deps.auth.close());
  const health = async (): Promise<Record<string, { ok: boolean; detail?: string }>> => ({
    ...(await data.health()),
    broker: { ok: true, detail: `${broker.connectedGateways} gateways connected` },
  });
  const onError = (error: unknown, path: string): void => log.error({ err: error, path }, 'a request failed');
  const api = makeServer({ deps, metrics: data.metrics, health, webDir: join(options.root, 'dist/web'), publicUrl: settings.publicUrl, onError });
  const port = await openHttp({ api, broker, deps, settings, closers });
  folder.announce(`http://localhost:${port}`);
  const mqtts = broker.tlsPort === null ? null : `mqtts://${hostOf(settings.publicUrl)}:${broker.tlsPort}`;
  opened.web = settings.publicUrl ?? `http://localhost:${port}`;
  const urls = { web: opened.web, mqtt: deps.mqttUrl(), mqtts };
  return new App({ directory: data.directory, deps, api, journal: data.journal, store: data.store, auth: deps.auth, broker, urls, log, folder }, progress, closers);
}

interface Opened {
  deps: Deps | null;
  /** How people reach it; of port 0 known once it listens. */
  web: string;
}

function alertsOf(over: { data: Data; broker: Broker; alerts: AlertsSql; settings: Settings; simulated: boolean; opened: Opened }): AlertsAtWork {
  const { data, broker, alerts, settings, simulated, opened } = over;
  return alertsAtWork({
    data,
    alerts,
    settings,
    simulated,
    webUrl: () => opened.web,
    tellGateway: (gateway, topic, payload) => broker.tell(gateway, topic, payload),
    peaks: () => (opened.deps === null ? Promise.resolve([]) : runningPeaks(opened.deps)),
    party: (subject) => (opened.deps === null ? [] : partyOf(opened.deps, subject, opened.deps.now())),
    ahead: () => (opened.deps === null ? [] : peaksAhead(opened.deps)),
    known: alertsKnown(data),
  });
}

/** A gateway that was away hears now what it missed, not when it is tried next. */
async function sendWhatWaits(gateway: number, { alerts, opened, log }: { alerts: AlertsSql; opened: Opened; log: Logger }): Promise<void> {
  if (opened.deps === null) return;
  try {
    if ((await alerts.hurryGateway(gateway, opened.deps.now())) > 0) opened.deps.jobs.run('send-alerts');
  } catch (error) {
    log.error({ err: error, gateway }, 'what waits for a gateway is sent later');
  }
}

async function openBroker(over: { data: Data; settings: Settings; closers: Closer[]; onSubscribed: (gateway: number) => void }): Promise<Broker> {
  const { data, settings, closers, onSubscribed } = over;
  const { directory, credentials, journal, metrics } = data;
  const logins = [...directory.gateways.values()].filter(({ revokedAt }) => revokedAt === null).map(({ id, username, secretHash }) => ({ gateway: id, username, secretHash }));
  for (const login of logins) credentials.put(login);
  const broker = await Broker.start({
    port: settings.mqttPort,
    tls: settings.tls === null ? null : { port: settings.tls.port, cert: readFileSync(settings.tls.certPath, 'utf8'), key: readFileSync(settings.tls.keyPath, 'utf8') },
    logins,
    journal: journal.connect(),
    onLogin: (outcome) => metrics.logins.inc({ outcome }),
    onSubscribed,
  }).catch(portTaken('MQTT_PORT', settings.mqttPort));
  data.gauges.gateways = () => broker.connectedGateways;
  // From the end: nothing more comes in, the journal commits and acknowledges, the sockets close, the store follows.
  closers.push(() => broker.close(), data.closeJournal);
  return broker;
}

async function openHttp(over: { api: Api; broker: Broker; deps: Deps; settings: Settings; closers: Closer[] }): Promise<number> {
  const { api, broker, deps, settings, closers } = over;
  const http = await listen(api, settings.port).catch(portTaken('PORT', settings.port));
  broker.attachWebSocket(http.server);
  closers.push(
    () =>
      new Promise<void>((resolve) => {
        deps.live.close();
        http.server.closeAllConnections();
        http.server.close(() => resolve());
      }),
  );
  closers.push(() => broker.stopAccepting());
  return http.port;
}

function portTaken(name: string, port: number): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} is in use by another program: stop that one, or set ${name} to another port.`, { cause: error });
    if (code === 'EACCES') throw new StartError(`Port ${port} needs more rights than this user has: set ${name} to one above 1023.`, { cause: error });
    throw error;
  };
}

/** Longer than browsers, clients and proxies keep a connection that is idle: whoever asks over one that is just being closed gets a
 *  reset instead of an answer, and Node would close after 5 s. */
const KEEP_ALIVE_MS = 72_000;

function listen(api: Api, port: number): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: api.app.fetch, port, createServer, serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 5000 } }, (info) =>
      server instanceof Server ? resolve({ server, port: info.port }) : reject(new Error('this HTTP server is not one of Node')),
    );
    server.once('error', reject);
  });
}
