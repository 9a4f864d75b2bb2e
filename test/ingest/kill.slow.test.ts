// Kill -9 at full speed, twenty times (eight in the gate): no acknowledged message is missing after the restart, and the quarters equal,
// to the last bit, those of a run that nobody killed. A monitor that acknowledges too early is caught by the same.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { JournalReader } from '../../src/ingest/journal-files.ts';
import type { JournalRecord } from '../../src/ingest/journal-format.ts';
import { Projector } from '../../src/ingest/projector.ts';
import { Registers, type RegistrySnapshot } from '../../src/ingest/registers.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { sized } from '../full-size.ts';
import { compiled } from '../program.ts';
import { type Clock, GATEWAYS, KillGateway, counterWh, instantOf, payloadOf } from './kill-gateways.ts';

const ROUNDS = sized(20, 8);
const CONTROL_ROUNDS = 3;
const DAY_MS = 86_400_000;

let dir: string;
const children = new Set<ChildProcess>();
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-kill-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  rmSync(dir, { recursive: true, force: true });
});

async function start(mode: 'app' | 'on-time' | 'early'): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [compiled('ingest/kill-child'), dir, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  if (child.stdout === null) throw new Error('started without a pipe');
  for await (const line of createInterface({ input: child.stdout })) {
    const { port }: { port: number } = JSON.parse(line);
    return { child, port };
  }
  throw new Error(`the monitor ended with ${child.exitCode} before it was ready`);
}

interface Run {
  readonly clock: Clock;
  readonly gateways: readonly KillGateway[];
}
/** Readings of thirty days ago, one every ten seconds. */
function newRun(): Run {
  const clock = { startMs: Math.floor((Date.now() - 30 * DAY_MS) / QUARTER_MS) * QUARTER_MS };
  return { clock, gateways: GATEWAYS.map((_, index) => new KillGateway(index, clock)) };
}

/** Starts, lets the gateways publish, kills somewhere in the middle: of the whole monitor not before it acknowledged something. */
async function round(run: Run, mode: 'app' | 'on-time' | 'early'): Promise<void> {
  const { child, port } = await start(mode);
  const before = ackedOf(run);
  const ended = run.gateways.map((gateway) => gateway.publishUntilKilled(port));
  if (mode === 'app') await vi.waitFor(() => expect(ackedOf(run)).toBeGreaterThan(before), { timeout: 30_000, interval: 5 });
  await sleep(150 + Math.random() * 350);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await Promise.all(ended);
}

/** Everything in the journal, as a restart would find it. */
function journaled(): JournalRecord[] {
  const reader = new JournalReader(join(dir, 'journal'), 1);
  const records = reader.read(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  reader.close();
  expect(reader.lost).toEqual([]);
  return records;
}

/** Acknowledged messages that the journal does not hold. */
function lostOf({ clock, gateways }: Run, records: readonly JournalRecord[]): string[] {
  const held = new Set(records.map((record) => `${record.gateway} ${record.payload.toString()}`));
  return gateways.flatMap((gateway, index) => [...gateway.acked].filter((n) => !held.has(`${index + 1} ${payloadOf(clock, index, n)}`)).map((n) => `${GATEWAYS[index]} ${n}`));
}
const ackedOf = (run: Run): number => run.gateways.reduce((sum, gateway) => sum + gateway.acked.size, 0);

/** What the store thread of the killed monitor knew of the registry. */
async function snapshot(): Promise<RegistrySnapshot> {
  const { registry } = await openRegistry(join(dir, 'registry.db'));
  const { gateways, meters, connections, registers } = await registry.contents();
  await registry.close();
  const maxPerHour = (connection: number): number => 1.1 * (connections.find((one) => one.id === connection)?.physicalImportKw ?? 0);
  return {
    registers,
    gateways: gateways.map(({ id, profile }) => ({
      id,
      profile,
      meters: meters
        .filter((meter) => meter.gateway === id)
        .map((meter) => ({ id: meter.id, carrier: meter.carrier, serial: meter.serial, maxPerHour: maxPerHour(meter.connection) })),
    })),
  };
}

/** Each message once, in the order of its time: a monitor that nobody killed. */
async function unkilled(known: RegistrySnapshot, records: readonly JournalRecord[]): Promise<SeriesDuckdb> {
  const unique = [...new Map(records.map((record) => [`${record.gateway} ${record.payload.toString()}`, record])).values()];
  const registers = new Registers();
  registers.replace(known);
  const store = await SeriesDuckdb.open(join(dir, 'unkilled'));
  const projector = new Projector({ store, registers, newRegisters: () => Promise.reject(new Error('every register is known')) });
  await projector.project(
    unique.map((record, index) => ({ ...record, seq: index + 1 })),
    { journalId: 'unkilled', seq: unique.length },
  );
  return store;
}

interface Row {
  readonly register: number;
  readonly quarter: number;
  readonly amount: number;
  readonly flag: number;
}
async function quartersOf(store: SeriesDuckdb, known: RegistrySnapshot): Promise<Row[]> {
  const columns = await store.readQuarters({ registers: Int32Array.from(known.registers, (one) => one.id), from: 0, to: 2 ** 31 - 1 });
  const rows = [...columns.registers].map((register, at) => ({ register, quarter: columns.quarters[at] ?? 0, amount: columns.amounts[at] ?? 0, flag: columns.flags[at] ?? 0 }));
  return rows.sort((a, b) => a.register - b.register || a.quarter - b.quarter);
}

describe('the whole monitor, killed at full speed', () => {
  it(`loses no acknowledged message in ${ROUNDS} rounds, and its quarters are those of a run that nobody killed`, async () => {
    const run = newRun();
    for (let index = 0; index < ROUNDS; index++) {
      const before = ackedOf(run);
      await round(run, 'app');
      expect(ackedOf(run)).toBeGreaterThan(before);
      expect(lostOf(run, journaled())).toEqual([]);
    }

    // One more start, to store what waits, and a clean stop.
    const { child } = await start('app');
    await stopCleanly(child);
    const records = journaled();
    const known = await snapshot();
    const [killed, reference] = [await SeriesDuckdb.open(join(dir, 'series')), await unkilled(known, records)];
    const duplicates = run.gateways.reduce((sum, gateway) => sum + gateway.resent, 0);
    process.stdout.write(`${ackedOf(run)} acknowledged, ${records.length} journaled, ${duplicates} sent again, ${(await quartersOf(killed, known)).length} quarters\n`);

    await holdsEveryReading(killed, { run, records, known });
    expect(await quartersOf(killed, known)).toEqual(await quartersOf(reference, known));
    await agreesWithTheCounters(killed, { run, known });
    await killed.close();
    await reference.close();
  });
});

/** A clean stop: the store follows the journal to its end first. */
async function stopCleanly(child: ChildProcess): Promise<void> {
  child.stdin?.write('stop\n');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
}

interface Facts {
  readonly run: Run;
  readonly records: readonly JournalRecord[];
  readonly known: RegistrySnapshot;
}
const registerOf = (known: RegistrySnapshot, index: number): number => known.registers.find((one) => one.meter === known.gateways[index]?.meters[0]?.id)?.id ?? -1;

/** Raw holds each acknowledged reading, and each record of the journal exactly once. */
async function holdsEveryReading(store: SeriesDuckdb, { run, records, known }: Facts): Promise<void> {
  for (const [index, gateway] of run.gateways.entries()) {
    const readings = await store.readReadings({ register: registerOf(known, index), from: epochMs(0), to: epochMs(4e12), limit: 10_000_000 });
    const held = new Set(readings.map((one) => Math.round(one.value * 1000)));

    expect([...gateway.acked].filter((n) => !held.has(counterWh(index, n)))).toEqual([]);
    expect(readings).toHaveLength(records.filter((record) => record.gateway === known.gateways[index]?.id).length);
  }
}

/** 90 readings a quarter, on its boundaries: a quarter is the difference of two readings, and all of it measured. */
async function agreesWithTheCounters(store: SeriesDuckdb, { run, known }: Omit<Facts, 'records'>): Promise<void> {
  const rows = await quartersOf(store, known);
  for (const [index] of run.gateways.entries()) {
    const own = rows.filter((row) => row.register === registerOf(known, index));
    const expected = own.map((_, at) => (counterWh(index, (at + 1) * 90) - counterWh(index, at * 90)) / 1000);

    expect(own.length).toBeGreaterThan(0);
    expect(own.map((row) => row.quarter)).toEqual(own.map((_, at) => instantOf(run.clock, at * 90) / QUARTER_MS));
    expect(own.map((row) => row.amount)).toEqual(expected);
    expect(new Set(own.map((row) => row.flag))).toEqual(new Set([1]));
  }
}

describe('the same harness', () => {
  it('finds nothing lost of a broker that acknowledges on time, also on a slow disk', async () => {
    const run = newRun();

    for (let index = 0; index < CONTROL_ROUNDS; index++) await round(run, 'on-time');

    expect(ackedOf(run)).toBeGreaterThan(0);
    expect(lostOf(run, journaled())).toEqual([]);
  });

  it('catches one that acknowledges before the flush: the negative control', async () => {
    const run = newRun();

    for (let index = 0; index < CONTROL_ROUNDS; index++) await round(run, 'early');

    const lost = lostOf(run, journaled());
    process.stdout.write(`negative control: ${lost.length} of ${ackedOf(run)} acknowledged messages lost\n`);
    expect(lost.length).toBeGreaterThan(0);
  });
});
