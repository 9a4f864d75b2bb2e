// A batch of readings as rows, and what is known of each register after it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Reading } from '../../src/domain/reading.ts';
import { epochMs } from '../../src/domain/units.ts';
import { ReadingBatch } from '../../src/ingest/reading-batch.ts';
import { deviceNumber } from '../../src/ingest/registers.ts';
import { GATEWAY, IMPORT, METER, oneMeter, registersOf } from './projecting.ts';

const METER_SNAPSHOT = { id: METER, carrier: 'electricity', serial: 'M-1', maxPerHour: null } as const;
const reading = (at: number, value: number, more: Partial<Reading> = {}): Reading => ({
  register: 'import',
  device: '',
  carrier: 'electricity',
  flow: 'import',
  kind: 'counter',
  unit: 'kWh',
  value,
  at: epochMs(at),
  timeSource: 'device',
  ...more,
});
const record = (seq: number, receivedAt: number): Parameters<ReadingBatch['take']>[2] => ({
  seq,
  gateway: GATEWAY,
  topic: 'data',
  payload: new Uint8Array(),
  receivedAt: epochMs(receivedAt),
});

it('keeps every reading as a row, in the order of the journal, and the latest by its own time', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ at: fc.integer({ min: 1, max: 50 }), value: fc.integer({ min: 0, max: 9 }) }), { minLength: 1, maxLength: 30 }), (told) => {
      const batch = new ReadingBatch(registersOf(oneMeter));
      told.forEach(({ at, value }, index) => batch.take(METER_SNAPSHOT, reading(at, value), record(index + 1, at + 7)));
      const [touched] = batch.touched();

      expect(batch.rows.values).toEqual(told.map((one) => one.value));
      expect(batch.rows.seqs).toEqual(told.map((_, index) => index + 1));
      expect(touched?.rows.map((place) => batch.at(place))).toEqual(told.map((one) => one.at));
      const latest = told.reduce((best, one) => (one.at >= best.at ? one : best));
      expect([batch.at(touched?.last ?? -1), batch.value(touched?.last ?? -1)]).toEqual([latest.at, latest.value]);
      expect(touched).toMatchObject({ register: { id: IMPORT }, skewMs: -7 });
    }),
  );
});

it('gives each row the number of its own device', () => {
  const batch = new ReadingBatch(registersOf(oneMeter));
  for (const device of ['', 'A', 'A', 'B', '', 'A']) batch.take(METER_SNAPSHOT, reading(1, 1, { device }), record(1, 1));

  expect(batch.rows.devices).toEqual(['', 'A', 'A', 'B', '', 'A'].map(deviceNumber));
});

it('asks once for a register that is new, and holds no row of it', () => {
  const batch = new ReadingBatch(registersOf(oneMeter));
  for (const value of [1, 2]) batch.take(METER_SNAPSHOT, reading(1, value, { register: 'heat', carrier: 'heat', unit: 'GJ' }), record(1, 1));

  expect(batch.rows.atMs).toEqual([]);
  expect([...batch.wanted.values()]).toEqual([{ meter: METER, name: 'heat', carrier: 'heat', flow: 'import', kind: 'counter', unit: 'kWh' }]);
});

it('knows no skew of a message that carries no time', () => {
  const batch = new ReadingBatch(registersOf(oneMeter));
  batch.take(METER_SNAPSHOT, reading(1, 1, { timeSource: 'arrival' }), record(1, 1));

  expect([...batch.touched()][0]?.skewMs).toBeNull();
});
