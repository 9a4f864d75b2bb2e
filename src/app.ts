// The composition root: takes the folder, opens the parts in order, ties them together and closes them again.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Server as HttpServer } from 'node:http';
import { serve } from '@hono/node-server';
import { pino, type Logger } from 'pino';
import { Auth } from './api/auth.ts';
import type { Deps } from './api/deps.ts';
import type { Api } from './api/endpoint.ts';
import { Live } from './api/live.ts';
import { makeServer } from './api/server.ts';
import { companyResource, gatewayResource } from './api/views.ts';
import { type DataFolder, takeFolder } from './data-folder.ts';
import { toIso } from './domain/time.ts';
import { epochMs } from './domain/units.ts';
import { Journal, type FlushGate } from './ingest/journal.ts';
import { LastValues } from './ingest/last-values.ts';
import type { RegistrySnapshot } from './ingest/registers.ts';
import { Store } from './ingest/store.ts';
import type { FromStoreThread } from './ingest/store-protocol.ts';
import { Compute } from './jobs/compute.ts';
import { Credentials } from './mqtt/credentials.ts';
import { EmbeddedBroker } from './mqtt/embedded.ts';
import { Metrics } from './observe/metrics.ts';
import { loadParks } from './parks.ts';
import { type Settings, StartError } from './settings.ts';
import { Directory } from './storage/directory.ts';
import type { Registry } from './storage/registry.ts';
import { openRegistry } from './storage/registry-sql.ts';

export interface AppOptions {
  readonly settings: Settings;
  readonly simulated: boolean;
  readonly root: string;
  readonly log?: Logger;
  readonly flushGate?: FlushGate;
}

export interface Urls {
  readonly web: string;
  readonly mqtt: string;
  readonly mqtts: string | null;
}

const RELEASE_EVERY_MS = 10 * 60_000;
/** 1.1 x the capacity: meters and fuses are not exact (docs/methods.md#counters). */
const CAPACITY_MARGIN = 1.1;

interface Progress {
  current: ReturnType<Deps['history']>;
}
interface Parts {
  readonly directory: Directory;
  readonly deps: Deps;
  readonly api: Api;
  readonly journal: Journal;
  readonly store: Store;
  readonly auth: Auth;
  readonly broker: EmbeddedBroker;
  readonly urls: Urls;
  readonly log: Logger;
  readonly folder: DataFolder;
}

export class App {
  readonly parts: Parts;
  /** How far the demo history is; the filler writes it, the API reads it. */
  readonly #progress: Progress;
  readonly #closers: (() => Promise<void> | void)[];

  constructor(parts: Parts, progress: Progress, closers: (() => Promise<void> | void)[]) {
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
    const closers: (() => Promise<void> | void)[] = [];
    try {
      return await open(options, closers);
    } catch (error) {
      for (const close of closers.reverse()) await close();
      throw error;
    }
  }

  /** Takes no more, commits and acknowledges what came in, closes. */
  async close(): Promise<void> {
    for (const close of [...this.#closers].reverse()) await close();
  }
}

async function open(options: AppOptions, closers: (() => Promise<void> | void)[]): Promise<App> {
  const { settings, simulated } = options;
  const log = options.log ?? pino({ level: settings.logLevel });
  const folder = takeFolder(settings.dataDir, simulated ? 'simulated' : 'real');
  closers.push(() => folder.release());
  const parks = loadParks(join(options.root, 'config/parks'));
  const { registry, db } = await openRegistry(join(folder.dir, 'registry.db'));
  closers.push(() => registry.close());
  const directory = await Directory.load(registry, parks);
  const journal = await Journal.open(join(folder.dir, 'journal'), options.flushGate ? { flushGate: options.flushGate } : {});
  const last = new LastValues();
  const live = new Live();
  closers.push(() => live.close());
  const credentials = new Credentials();
  const compute = new Compute();
  closers.push(() => compute.close());
  const metricsSource = { store: () => 0, gateways: () => 0 };
  const metrics = new Metrics({ durableSeq: () => journal.durableSeq, storedSeq: () => metricsSource.store(), gateways: () => metricsSource.gateways(), streams: () => live.open });
  const store = await openStore({ folder, journal, directory, metrics, last, live, log, simulated });
  metricsSource.store = () => store.storedSeq;
  closers.push(() => store.close());
  const closeJournal = once(() => journal.close());
  closers.push(closeJournal);
  directory.onChange(() => store.registry(snapshot(directory)));
  store.registry(snapshot(directory));
  for (const value of await store.ask({ kind: 'last' })) last.put(value);
  for (const gateway of directory.gateways.values()) if (gateway.revokedAt === null) credentials.put({ gateway: gateway.id, username: gateway.username, secretHash: gateway.secretHash });
  journal.onDurable((seq) => store.durable(seq));
  store.durable(journal.durableSeq);

  const broker = await EmbeddedBroker.start({
    port: settings.mqttPort,
    tls: settings.tls === null ? null : { port: settings.tls.port, cert: readFileSync(settings.tls.certPath), key: readFileSync(settings.tls.keyPath) },
    credentials,
    accept: (message, durable) => {
      journal.append(message, durable);
      metrics.messages.inc();
    },
    onLogin: (_, outcome) => metrics.logins.inc({ outcome }),
  }).catch(portTaken('MQTT_PORT', settings.mqttPort));
  metricsSource.gateways = () => broker.connectedGateways;
  // From the end: nothing more comes in, the journal commits and acknowledges, the sockets close, the store follows.
  closers.push(() => broker.close(), closeJournal);

  const mqttUrl = `mqtt://${hostOf(settings.publicUrl)}:${broker.port}`;
  const progress: Progress = { current: { state: 'none', filledFrom: null, target: null, share: 0 } };
  const publicUrl = settings.publicUrl ?? `http://localhost:${settings.port}`;
  const auth = await Auth.open({ db, registry, secret: settings.authSecret ?? folder.authSecret, publicUrl, bootstrapKey: settings.bootstrapKey, gatewayLogin: (username, password) => credentials.check(username, password)?.gateway ?? null });
  const deps: Deps = {
    directory, parks, store, compute, journal, last, live, auth, simulated, now: () => epochMs(Date.now()), mqttUrl: () => mqttUrl, history: () => progress.current,
    credentialsChanged: (id) => {
      const gateway = directory.gateways.get(id);
      if (gateway === undefined) return;
      if (gateway.revokedAt === null) credentials.put({ gateway: id, username: gateway.username, secretHash: gateway.secretHash });
      else credentials.remove(gateway.username);
      broker.disconnect(id);
    },
  };
  const health = async (): Promise<Record<string, { ok: boolean; detail?: string }>> => ({
    journal: journal.health.ok ? { ok: true } : { ok: false, detail: journal.health.reason ?? '' },
    store: { ok: true, detail: `${journal.durableSeq - store.storedSeq} messages behind` },
    registry: await registry.ping().then(() => ({ ok: true }), (error: unknown) => ({ ok: false, detail: String(error) })),
    broker: { ok: true, detail: `${broker.connectedGateways} gateways connected` },
  });
  const api = makeServer({ deps, metrics, health, webDir: join(options.root, 'dist/web'), onError: (error, path) => log.error({ err: error, path }, 'a request failed') });
  const http = await listen(api, settings.port).catch(portTaken('PORT', settings.port));
  broker.attachWebSocket(http.server);
  closers.push(() => new Promise<void>((resolve) => {
    live.close();
    http.server.closeAllConnections();
    http.server.close(() => resolve());
  }));
  closers.push(() => broker.stopAccepting());
  const releasing = setInterval(() => journal.release(store.storedSeq, settings.journalKeep), RELEASE_EVERY_MS);
  closers.push(() => clearInterval(releasing));
  const urls = { web: settings.publicUrl ?? `http://localhost:${http.port}`, mqtt: mqttUrl, mqtts: broker.tlsPort === null ? null : `mqtts://${hostOf(settings.publicUrl)}:${broker.tlsPort}` };
  return new App({ directory, deps, api, journal, store, auth, broker, urls, log, folder }, progress, closers);
}

/** The same closing, however often it is asked for. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => (closing ??= close());
}

const hostOf = (publicUrl: string | null): string => (publicUrl === null ? 'localhost' : new URL(publicUrl).hostname);

function portTaken(name: string, port: number): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} is in use by another program: stop that one, or set ${name} to another port.`, { cause: error });
    if (code === 'EACCES') throw new StartError(`Port ${port} needs more rights than this user has: set ${name} to one above 1023.`, { cause: error });
    throw error;
  };
}

function listen(api: Api, port: number): Promise<{ server: HttpServer; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: api.app.fetch, port }, (info) => resolve({ server: server as HttpServer, port: info.port }));
    server.once('error', reject);
  });
}

/** What the store thread has to know of the registry. */
function snapshot(directory: Directory): RegistrySnapshot {
  const meters = [...directory.meters.values()].map((meter) => {
    const connection = directory.connections.get(meter.connection);
    const limits = [connection?.physicalImportKw, connection?.physicalExportKw].filter((kw) => kw !== null && kw !== undefined);
    const known = connection?.carrier === 'electricity' && limits.length > 0;
    return { gateway: meter.gateway, id: meter.id, carrier: meter.carrier, serial: meter.serial, maxPerHour: known ? Math.max(...limits) * CAPACITY_MARGIN : null };
  });
  const gateways = [...directory.gateways.values()].map(({ id, profile }) => ({ id, profile, meters: meters.filter((meter) => meter.gateway === id).map(({ gateway: _, ...meter }) => meter) }));
  return { gateways, registers: [...directory.registers.values()] };
}

interface StoreParts {
  readonly folder: DataFolder;
  readonly journal: Journal;
  readonly directory: Directory;
  readonly metrics: Metrics;
  readonly last: LastValues;
  readonly live: Live;
  readonly log: Logger;
  readonly simulated: boolean;
}

async function openStore(parts: StoreParts): Promise<Store> {
  const { folder, journal, directory, metrics, log } = parts;
  return Store.open(
    { seriesDir: join(folder.dir, 'series'), journalDir: join(folder.dir, 'journal'), journalId: journal.journalId },
    {
      onProjected: (message) => projected(parts, message),
      makeRegisters: (wanted) => directory.addRegisters(wanted),
      onTrouble: (message) => {
        metrics.storeTrouble.inc();
        log.error({ message }, 'the series store refused a batch; it is tried again');
      },
      onLost: (range) => {
        metrics.lost.inc(range.toSeq - range.fromSeq);
        log.error(range, 'a journal segment is missing: these records are lost');
      },
    },
  );
}

/** After a batch is stored: last values, quarantine, and whoever watches. */
function projected(parts: StoreParts, message: Extract<FromStoreThread, { kind: 'projected' }>): void {
  const { directory, live, last, metrics, simulated } = parts;
  last.take(message);
  metrics.quarters.inc(message.quartersChanged);
  for (const { reason } of message.refused) metrics.refused.inc({ reason });
  keepRefused(parts.journal.journalId, directory.registry, message).catch((error: unknown) => parts.log.error({ err: error }, 'refused messages could not be kept; the journal still has them'));
  const at = toIso(epochMs(Date.now()));
  const changed = new Map<number, { park: string; meters: Set<number> }>();
  for (const { register } of message.last) {
    const meter = directory.meters.get(directory.registers.get(register)?.meter ?? -1);
    const company = meter === undefined ? undefined : directory.companyOfMeter(meter);
    if (meter === undefined || company === undefined) continue;
    const one = changed.get(company.id) ?? { park: company.park, meters: new Set() };
    changed.set(company.id, one);
    one.meters.add(meter.id);
  }
  for (const [company, { park, meters }] of changed) {
    live.changed(`company ${company}`, { event: { type: 'changed', park, company, meters: [...meters], at, simulated }, resource: () => companyResource({ directory, now: () => epochMs(Date.now()) }, company) });
    live.changed(`park ${park}`, { event: { type: 'changed', park, company: null, meters: [], at, simulated }, resource: () => ({ kind: 'park', park }) });
  }
  for (const { gateway } of message.gateways) live.changed(`gateway ${gateway}`, { event: { type: 'gateway', gateway, at, simulated }, resource: () => gatewayResource({ directory, now: () => epochMs(Date.now()) }, gateway) });
}

async function keepRefused(journalId: string, registry: Registry, message: Extract<FromStoreThread, { kind: 'projected' }>): Promise<void> {
  // In pieces: a transaction of the registry stays short.
  for (let at = 0; at < message.refused.length; at += 100) await registry.quarantine(journalId, message.refused.slice(at, at + 100));
}
