// Opens what holds data: registry, journal, store, compute worker; and says what happens after a batch is stored.
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { Imports } from './api/import-run.ts';
import { KeptFiles } from './api/kept-files.ts';
import { Live } from './api/live.ts';
import { companyResource, gatewayResource } from './api/views.ts';
import type { DataFolder } from './data-folder.ts';
import { closedBeforeQuarter } from './domain/closing.ts';
import { toIso } from './domain/time.ts';
import { epochMs } from './domain/units.ts';
import { type FlushGate, Journal } from './ingest/journal.ts';
import { LastValues } from './ingest/last-values.ts';
import type { RegistrySnapshot } from './ingest/registers.ts';
import type { FromStoreThread } from './ingest/store-protocol.ts';
import { Settlement } from './ingest/settlement.ts';
import { Store } from './ingest/store.ts';
import { keepWeighings } from './ingest/weighings.ts';
import { Compute } from './jobs/compute.ts';
import { Credentials } from './mqtt/credentials.ts';
import { Metrics } from './observe/metrics.ts';
import { Directory } from './storage/directory.ts';
import { MeterEvents } from './storage/meter-events.ts';
import { openRegistry } from './storage/registry-sql.ts';
import type { CapacityRegistry } from './storage/capacity.ts';
import { CapacitySql } from './storage/capacity-sql.ts';
import type { Corrections } from './storage/corrections.ts';
import { CorrectionsSql } from './storage/corrections-sql.ts';
import type { Revisions } from './storage/revisions.ts';
import { ImportsSql } from './storage/imports-sql.ts';
import type { Materials } from './storage/materials.ts';
import { MaterialsSql } from './storage/materials-sql.ts';
import { RevisionsSql } from './storage/revisions-sql.ts';
import type { Tables } from './storage/registry-tables.ts';
import type { ParkRow, Registry } from './storage/registry.ts';
import type { SeriesLimits } from './storage/series-keeping.ts';
import { checkInflux } from './storage/series-influx-check.ts';
import { StartError } from './settings.ts';
import type { InfluxServer } from './storage/series.ts';

/** Closes one part; run from the last to the first. */
export type Closer = () => Promise<void> | void;

/** 1.1 x the capacity: meters and fuses are not exact (docs/methods.md#counters). */
const CAPACITY_MARGIN = 1.1;

export interface Data {
  readonly registry: Registry;
  readonly db: Kysely<Tables>;
  readonly directory: Directory;
  readonly journal: Journal;
  readonly closeJournal: Closer;
  readonly store: Store;
  readonly revisions: Revisions;
  readonly settlement: Settlement;
  readonly imports: Imports;
  readonly corrections: Corrections;
  readonly capacity: CapacityRegistry;
  readonly materials: Materials;
  readonly compute: Compute;
  readonly last: LastValues;
  readonly live: Live;
  readonly meterEvents: MeterEvents;
  readonly credentials: Credentials;
  readonly metrics: Metrics;
  /** What the metrics read of parts that are opened later. */
  readonly gauges: { stored: () => number; gateways: () => number };
  readonly health: () => Promise<Record<string, { ok: boolean; detail?: string }>>;
}

export interface DataOptions {
  readonly folder: DataFolder;
  readonly parks: readonly ParkRow[];
  readonly log: Logger;
  readonly simulated: boolean;
  readonly influx: InfluxServer | null;
  readonly closeAfterWorkingDays: number;
  readonly closers: Closer[];
  readonly limits: SeriesLimits;
  readonly flushGate?: FlushGate;
}

export async function openData(options: DataOptions): Promise<Data> {
  const { folder, closers } = options;
  const { registry, db } = await openRegistry(join(folder.dir, 'registry.db'));
  closers.push(() => registry.close());
  const directory = await Directory.load(registry, options.parks);
  const journal = await Journal.open(join(folder.dir, 'journal'), options.flushGate ? { flushGate: options.flushGate } : {});
  const [last, live, credentials, compute] = [new LastValues(), new Live(), new Credentials(), new Compute()];
  closers.push(
    () => live.close(),
    () => compute.close(),
  );
  const gauges = { stored: () => 0, gateways: () => 0 };
  const metrics = new Metrics({ durableSeq: () => journal.durableSeq, storedSeq: () => gauges.stored(), gateways: () => gauges.gateways(), streams: () => live.open });
  const [meterEvents, materials, revisions] = [await MeterEvents.open(db), await MaterialsSql.open(db), new RevisionsSql(db)];
  const store = await openStore({ ...options, journal, directory, metrics, last, live, meterEvents, revisions, materials });
  const settlement = new Settlement({ store, revisions, closedBefore: (at) => closedBeforeQuarter(at, options.closeAfterWorkingDays) });
  const imports = await openImports({ ...options, directory, live, settlement, db });
  gauges.stored = () => store.storedSeq;
  await journal.continueAfter(store.highestSeq);
  if (journal.opened.cutBytes > 0) options.log.info({ cutBytes: journal.opened.cutBytes }, 'the end of the journal was cut: a frame that a crash left unfinished');
  if (journal.opened.unreadable.length > 0) options.log.error({ files: journal.opened.unreadable }, 'journal segments cannot be read: their messages are not stored');
  const closeJournal = once(() => journal.close());
  closers.push(
    () => store.close(),
    closeJournal,
    () => imports.close(),
  );
  directory.onChange(() => store.registry(snapshot(directory)));
  store.registry(snapshot(directory));
  for (const value of await store.ask({ kind: 'last' })) last.put(value);
  let countedSeq = journal.durableSeq;
  journal.onDurable((seq) => {
    metrics.messages.inc(seq - countedSeq);
    countedSeq = seq;
    store.durable(seq);
  });
  store.durable(journal.durableSeq);
  const health = async (): ReturnType<Data['health']> => ({
    journal: journal.health.ok ? { ok: true } : { ok: false, detail: journal.health.reason ?? '' },
    store: store.health.ok
      ? { ok: true, detail: `${journal.durableSeq - store.storedSeq} messages behind${store.linesRefused > 0 ? `, ${store.linesRefused} lines refused` : ''}` }
      : { ok: false, detail: `${store.health.reason ?? ''}; ${journal.durableSeq - store.storedSeq} messages behind` },
    registry: await registry.ping().then(
      () => ({ ok: true }),
      (error: unknown) => ({ ok: false, detail: String(error) }),
    ),
  });
  return {
    registry,
    db,
    directory,
    journal,
    closeJournal,
    store,
    revisions,
    settlement,
    corrections: new CorrectionsSql(db),
    capacity: await CapacitySql.open(db),
    materials,
    imports,
    compute,
    last,
    live,
    meterEvents,
    credentials,
    metrics,
    gauges,
    health,
  };
}

function openImports(parts: DataOptions & Pick<Data, 'directory' | 'live' | 'settlement' | 'db'>): Promise<Imports> {
  const { directory, live, settlement, db, folder, simulated, log } = parts;
  const files = new KeptFiles(join(folder.dir, 'files'));
  const onError = (error: unknown, what: string): void => log.error({ err: error, what }, 'an import stopped');
  return Imports.open({ directory, settlement, rows: new ImportsSql(db), files, live, simulated, now: Date.now, onError });
}

/** The same closing, however often it is asked for. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => (closing ??= close());
}

/** What the store thread has to know of the registry. */
export function snapshot(directory: Directory): RegistrySnapshot {
  const meters = [...directory.meters.values()].map((meter) => {
    const connection = directory.connections.get(meter.connection);
    const limits = [connection?.physicalImportKw, connection?.physicalExportKw].filter((kw) => kw !== null && kw !== undefined);
    const known = connection?.carrier === 'electricity' && limits.length > 0;
    return { gateway: meter.gateway, id: meter.id, carrier: meter.carrier, serial: meter.serial, maxPerHour: known ? Math.max(...limits) * CAPACITY_MARGIN : null };
  });
  const gateways = [...directory.gateways.values()].map(({ id, profile }) => ({
    id,
    profile,
    meters: meters.filter((meter) => meter.gateway === id).map(({ gateway: _, ...meter }) => meter),
  }));
  const places = new Map([...directory.meters.values()].map((meter) => [meter.id, { park: directory.companyOfMeter(meter)?.park ?? 'none', role: meter.role }]));
  return { gateways, registers: [...directory.registers.values()], places };
}

interface StoreParts extends Pick<Data, 'journal' | 'directory' | 'metrics' | 'last' | 'live' | 'meterEvents' | 'revisions' | 'materials'> {
  readonly folder: DataFolder;
  readonly log: Logger;
  readonly simulated: boolean;
  readonly limits: SeriesLimits;
  readonly influx: InfluxServer | null;
  readonly closeAfterWorkingDays: number;
}

async function openStore(parts: StoreParts): Promise<Store> {
  const { folder, journal, directory, metrics, log, influx } = parts;
  const seriesDir = join(folder.dir, 'series');
  const wrong = influx === null ? null : await checkInflux(influx, seriesDir, parts.simulated);
  if (wrong !== null) throw new StartError(wrong);
  return Store.open(
    {
      seriesDir,
      journalDir: join(folder.dir, 'journal'),
      journalId: journal.journalId,
      limits: parts.limits,
      closeAfterWorkingDays: parts.closeAfterWorkingDays,
      ...(influx !== null && { influx }),
    },
    {
      onProjected: (message) => projected(parts, message),
      makeRegisters: (wanted) => directory.addRegisters(wanted),
      keepRevisions: (runs, stamp) => parts.revisions.keep(runs, stamp),
      onTrouble: (message) => {
        metrics.storeTrouble.inc();
        log.error({ message }, 'the series store refused a batch; it is tried again');
      },
      onLineRefused: (reason) => {
        metrics.linesRefused.inc();
        log.error({ reason }, 'InfluxDB refused a line; it is kept in influx-refused.jsonl');
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
  keepRefused(parts.journal.journalId, directory.registry, message).catch((error: unknown) =>
    parts.log.error({ err: error }, 'refused messages could not be kept; the journal still has them'),
  );
  keepWeighed(parts, message).catch((error: unknown) => parts.log.error({ err: error }, 'weighed loads could not be kept; the journal still has them'));
  parts.meterEvents.take(message.events).catch((error: unknown) => parts.log.error({ err: error }, 'what happened to meters could not be kept'));
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
    live.changed(`company ${company}`, {
      event: { type: 'changed', park, company, meters: [...meters], at, simulated },
      resource: () => companyResource({ directory, now: () => epochMs(Date.now()) }, company),
    });
    live.changed(`park ${park}`, { event: { type: 'changed', park, company: null, meters: [], at, simulated }, resource: () => ({ kind: 'park', park }) });
  }
  for (const { gateway } of message.gateways)
    live.changed(`gateway ${gateway}`, {
      event: { type: 'gateway', gateway, at, simulated },
      resource: () => gatewayResource({ directory, now: () => epochMs(Date.now()) }, gateway),
    });
}

async function keepWeighed({ journal, directory, materials, metrics }: StoreParts, { weighed }: Extract<FromStoreThread, { kind: 'projected' }>): Promise<void> {
  const refused = await keepWeighings({ directory, materials, now: epochMs(Date.now()) }, weighed);
  for (const { reason } of refused) metrics.refused.inc({ reason });
  await directory.registry.quarantine(journal.journalId, refused);
}

async function keepRefused(journalId: string, registry: Registry, message: Extract<FromStoreThread, { kind: 'projected' }>): Promise<void> {
  // In pieces: a transaction of the registry stays short.
  for (let at = 0; at < message.refused.length; at += 100) await registry.quarantine(journalId, message.refused.slice(at, at + 100));
}
