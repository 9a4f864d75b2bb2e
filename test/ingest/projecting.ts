// Runs journal records through the real projector and reads back what stands in the store. Used by several tests.
import type { CounterReading } from '../../src/domain/ledger.ts';
import { epochMs } from '../../src/domain/units.ts';
import type { JournalRecord } from '../../src/ingest/journal-format.ts';
import { Projector } from '../../src/ingest/projector.ts';
import { Registers, type RegistrySnapshot } from '../../src/ingest/registers.ts';
import type { NewRegister, RegisterRow } from '../../src/storage/registry.ts';
import { type SeriesStore, flagOf } from '../../src/storage/series.ts';

export const JOURNAL_ID = 'journal-of-the-test';
export const GATEWAY = 7;
export const METER = 70;
export const IMPORT = 700;
/** 1.1 x 100 kW, as a connection of 100 kW gets. */
export const MAX_PER_HOUR = 110;

const importRegister: RegisterRow = { id: IMPORT, meter: METER, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' };

export const oneMeter: RegistrySnapshot = {
  gateways: [{ id: GATEWAY, profile: 'generic-json', meters: [{ id: METER, carrier: 'electricity', serial: 'M-1', maxPerHour: MAX_PER_HOUR }] }],
  registers: [importRegister],
};

export function registersOf(snapshot: RegistrySnapshot): Registers {
  const registers = new Registers();
  registers.replace(snapshot);
  return registers;
}

/** What a restart is: a new projector, knowing nothing, on the store that is there. */
export function startProjector(store: SeriesStore, registers = registersOf(oneMeter)): Projector {
  let id = 1000;
  const newRegisters = (wanted: readonly NewRegister[]): Promise<RegisterRow[]> => Promise.resolve(wanted.map((one) => ({ ...one, id: ++id })));
  return new Projector({ store, registers, newRegisters });
}

export interface Told {
  readonly atMs: number;
  readonly value: number;
  /** Serial, '' when the message does not say. */
  readonly device?: string;
}

/** A message of the one gateway in its own JSON, received when all of them had been sent. */
export function message(seq: number, { atMs, value, device = '' }: Told): JournalRecord {
  const payload = Buffer.from(JSON.stringify({ ...(device !== '' && { meter: device }), time: atMs, importKwh: value }));
  return { seq, gateway: GATEWAY, topic: 'data', payload, receivedAt: epochMs(atMs + 3_600_000) };
}

/** Every live quarter of the register, in order: what "equal to the last bit" compares. */
export async function liveQuarters(store: SeriesStore, register = IMPORT): Promise<{ quarter: number; amount: number; flag: string }[]> {
  const columns = await store.readQuarters({ registers: Int32Array.of(register), from: 0, to: 2 ** 31 - 1 });
  const rows = [...columns.quarters].map((quarter, at) => ({ quarter, amount: columns.amounts[at] ?? Number.NaN, flag: flagOf(columns.flags[at] ?? 5) }));
  return rows.sort((a, b) => a.quarter - b.quarter);
}

export interface Delivery {
  /** In the order of arrival, cut into batches. */
  readonly batches: readonly (readonly Told[])[];
  /** Numbers of the batches before which the process starts anew. */
  readonly restartsBefore?: ReadonlySet<number>;
}

/** Feeds the batches one by one. */
export async function deliver(store: SeriesStore, { batches, restartsBefore = new Set() }: Delivery): Promise<void> {
  let projector = startProjector(store);
  let seq = 0;
  for (const [index, batch] of batches.entries()) {
    if (restartsBefore.has(index)) projector = startProjector(store);
    const records = batch.map((told) => message(++seq, told));
    await projector.project(records, { journalId: JOURNAL_ID, seq });
  }
}

export const reading = (atMs: number, value: number, device = 0): CounterReading => ({ at: epochMs(atMs), value, device });
