import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/reading.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type GatewaySnapshot, Registers, storedUnit, storedValue } from '../../src/ingest/registers.ts';
import type { RegisterRow } from '../../src/storage/registry.ts';

const reading = (over: Partial<Reading> = {}): Reading => ({
  register: 'import',
  device: '',
  carrier: 'electricity',
  flow: 'import',
  kind: 'counter',
  unit: 'kWh',
  value: 1,
  at: epochMs(0),
  timeSource: 'device',
  ...over,
});
const row = (over: Partial<RegisterRow> = {}): RegisterRow => ({ id: 1, meter: 10, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh', ...over });
const meter = (id: number, serial: string, over: Partial<GatewaySnapshot['meters'][number]> = {}): GatewaySnapshot['meters'][number] => ({
  id,
  carrier: 'electricity',
  serial,
  maxPerHour: 110,
  ...over,
});
const gateway = (...meters: GatewaySnapshot['meters'][number][]): GatewaySnapshot => ({ id: 1, profile: null, meters });

describe('a reading belongs', () => {
  const registers = new Registers();

  it('to the only meter of its carrier, whatever serial it names: a swapped meter goes on', () => {
    expect(registers.meterFor(gateway(meter(10, 'E1'), meter(11, 'G1', { carrier: 'gas' })), reading({ device: 'E2' }))).toMatchObject({ id: 10 });
  });

  it('to the one of several whose serial it names', () => {
    expect(registers.meterFor(gateway(meter(10, 'E1'), meter(11, 'E2')), reading({ device: 'E2' }))).toMatchObject({ id: 11 });
  });

  it('to none when it names none of several, or its carrier has no meter; the sentence says what to do', () => {
    const two = gateway(meter(10, 'E1'), meter(11, 'E2'));

    expect(registers.meterFor(two, reading())).toMatchObject({ reason: 'no-meter', detail: expect.stringContaining('the message names none') });
    expect(registers.meterFor(two, reading({ device: 'E9' }))).toMatchObject({ reason: 'no-meter', detail: expect.stringContaining("'E9'") });
    expect(registers.meterFor(two, reading({ carrier: 'gas' }))).toMatchObject({ reason: 'no-meter', detail: expect.stringContaining('no gas meter') });
  });
});

describe('the rules of a counter', () => {
  it('come from its connection: 110 kWh an hour, plus ten seconds of that and a hundredth', () => {
    const registers = new Registers();
    registers.replace({ gateways: [gateway(meter(10, 'E1'))], registers: [] });

    // 110 x 10/3600 = 0.3056.
    expect(registers.rulesFor(row(), null)).toEqual({ maxPerHour: 110, slack: expect.closeTo(0.01 + 0.305556, 6), modulus: null, integrates: false });
  });

  it('are wide when nobody said how large the connection is, and differ by carrier', () => {
    const registers = new Registers();
    registers.replace({ gateways: [gateway(meter(10, 'E1', { maxPerHour: null }))], registers: [] });

    expect(registers.rulesFor(row(), 1e6)).toMatchObject({ maxPerHour: 100_000, modulus: 1e6 });
    expect(registers.rulesFor(row({ meter: 99, carrier: 'gas' }), null).maxPerHour).toBe(50_000);
    expect(registers.rulesFor(row({ meter: 99, carrier: 'steam' }), null).maxPerHour).toBe(200_000);
  });
});

describe('a new picture of the registry', () => {
  it('takes gateways and meters away that are gone, and keeps the registers', () => {
    const registers = new Registers();
    registers.replace({ gateways: [gateway(meter(10, 'E1'))], registers: [row()] });

    registers.replace({ gateways: [], registers: [] });

    expect(registers.gateway(1)).toBeUndefined();
    expect(registers.find(10, 'import')).toEqual(row());
    expect(registers.byId(1)).toEqual(row());
  });
});

describe('heat', () => {
  it('in GJ is stored in kWh, everything else as it comes', () => {
    expect([storedUnit('GJ'), storedUnit('m3')]).toEqual(['kWh', 'm3']);
    expect(storedValue(reading({ unit: 'GJ', value: 0.0036 }))).toBeCloseTo(1, 12);
    expect(storedValue(reading({ value: 12.3 }))).toBe(12.3);
  });
});
