// The projector as a process of its own benchmark: records in memory, DuckDB on disk, as in the store thread. Beside it
// the least that anybody could do with the same bytes: parse and append, without register, ledger or quarter.
import { DuckDBInstance } from '@duckdb/node-api';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { epochMs } from '../src/domain/units.ts';
import type { JournalRecord } from '../src/ingest/journal-format.ts';
import { Projector } from '../src/ingest/projector.ts';
import { Registers } from '../src/ingest/registers.ts';
import { encodeP1 } from '../src/simulate/encode-p1.ts';
import type { NewRegister, RegisterRow } from '../src/storage/registry.ts';
import { SeriesDuckdb } from '../src/storage/series-duckdb.ts';
import { serveQuestions } from './child.ts';

export type ProjectorQuestion = { kind: 'project' | 'append'; what: Kind; messages: number; dir: string };
export type ProjectorAnswer = { kind: 'done'; perSecond: number; perCoreSecond: number; readings: number };
export type Kind = 'json' | 'p1';

const METERS = 500;
const BATCH = 8000;
/** Telegrams of a day in summer: no clock is changed in it. */
const START_MS = Date.UTC(2026, 5, 15, 8);
const EVERY_MS = 10_000;
const JOURNAL_ID = 'bench';

/** Message n is of meter n % METERS, which sends every ten seconds. */
function recordsFrom(what: Kind, first: number, count: number): JournalRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = first + index;
    const [meter, round] = [seq % METERS, Math.floor(seq / METERS)];
    const atMs = START_MS + round * EVERY_MS;
    const kwh = 1000 + meter + round * 0.05;
    const payload =
      what === 'json'
        ? Buffer.from(`{"time":"${new Date(atMs).toISOString()}","importKwh":${kwh.toFixed(3)}}`)
        : encodeP1({
            at: atMs,
            version: 50,
            serial: `E${meter}`,
            importT1Kwh: kwh,
            importT2Kwh: 500,
            exportT1Kwh: 0,
            exportT2Kwh: 0,
            powerImportKw: 18,
            powerExportKw: 0,
            mbus: [],
          });
    return { seq: seq + 1, gateway: meter + 1, topic: `ks/1/gw-${meter}/data`, payload, receivedAt: epochMs(atMs + 500) };
  });
}

function registers(what: Kind): Registers {
  const registry = new Registers();
  const gateways = Array.from({ length: METERS }, (_, index) => ({
    id: index + 1,
    profile: what === 'json' ? 'generic-json' : 'dsmr-p1',
    meters: [{ id: index + 1, carrier: 'electricity' as const, serial: '', maxPerHour: 1000 }],
  }));
  registry.replace({ gateways, registers: [] });
  return registry;
}

async function project({ what, messages, dir }: ProjectorQuestion): Promise<ProjectorAnswer> {
  const store = await SeriesDuckdb.open(join(dir, `project-${what}-${process.pid}-${Date.now()}`));
  let ids = 0;
  const newRegisters = async (wanted: readonly NewRegister[]): Promise<RegisterRow[]> => wanted.map((one) => ({ ...one, id: ++ids }));
  const projector = new Projector({ store, registers: registers(what), newRegisters });
  let readings = 0;
  const clock = new CoreClock();
  for (let first = 0; first < messages; first += BATCH) {
    const records = recordsFrom(what, first, Math.min(BATCH, messages - first));
    const end = clock.measure();
    const { outcomes } = await projector.project(records, { journalId: JOURNAL_ID, seq: first + records.length });
    end();
    for (const outcome of outcomes) readings += outcome.taken;
  }
  await store.close();
  return { kind: 'done', ...clock.rates(messages), readings };
}

async function append({ what, messages, dir }: ProjectorQuestion): Promise<ProjectorAnswer> {
  mkdirSync(dir, { recursive: true });
  const instance = await DuckDBInstance.create(join(dir, `append-${process.pid}-${Date.now()}.duckdb`), { threads: '2' });
  const connection = await instance.connect();
  await connection.run('create table readings(gateway integer, at_ms bigint, value double)');
  let readings = 0;
  const clock = new CoreClock();
  for (let first = 0; first < messages; first += BATCH) {
    const records = recordsFrom(what, first, Math.min(BATCH, messages - first));
    const end = clock.measure();
    await connection.run('begin transaction');
    const appender = await connection.createAppender('readings');
    for (const { gateway, payload } of records) {
      for (const { atMs, value } of parsed(what, Buffer.from(payload).toString('latin1'))) {
        appender.appendInteger(gateway);
        appender.appendBigInt(BigInt(atMs));
        appender.appendDouble(value);
        appender.endRow();
        readings += 1;
      }
    }
    appender.flushSync();
    appender.closeSync();
    await connection.run('commit');
    end();
  }
  connection.closeSync();
  instance.closeSync();
  return { kind: 'done', ...clock.rates(messages), readings };
}

/** The shortest way to numbers: JSON.parse, or one regular expression over a telegram; no checksum, no time zone. */
function parsed(what: Kind, text: string): { atMs: number; value: number }[] {
  if (what === 'json') {
    const { time, importKwh }: { time: string; importKwh: number } = JSON.parse(text);
    return [{ atMs: Date.parse(time), value: importKwh }];
  }
  return [...text.matchAll(/1-0:(?:[12]\.8\.[12]|[12]\.7\.0)\((\d+\.\d+)\*/g)].map((match) => ({ atMs: START_MS, value: Number(match[1]) }));
}

/** Adds up the windows that count: making the messages is not in them. */
class CoreClock {
  #wallMs = 0;
  #cpuUs = 0;

  measure(): () => void {
    const [cpu, wallMs] = [process.cpuUsage(), performance.now()];
    return () => {
      const { user, system } = process.cpuUsage(cpu);
      this.#cpuUs += user + system;
      this.#wallMs += performance.now() - wallMs;
    };
  }

  rates(messages: number): { perSecond: number; perCoreSecond: number } {
    return { perSecond: Math.round((messages / this.#wallMs) * 1000), perCoreSecond: Math.round((messages / this.#cpuUs) * 1e6) };
  }
}

serveQuestions<ProjectorQuestion, ProjectorAnswer>((question) => (question.kind === 'project' ? project(question) : append(question)));
