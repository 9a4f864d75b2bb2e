// Which registers tell the hours of a port, and which meters may give one away.
import { describe, expect, it } from 'vitest';
import { derivingFrom, heatRegisters } from '../src/app-heat.ts';
import { epochMs } from '../src/domain/units.ts';
import type { RegisterRow } from '../src/storage/registry.ts';
import { parameters } from './domain/heat/given.ts';

const register = (id: number, name: string, over: Partial<RegisterRow> = {}): RegisterRow => ({
  id,
  meter: 5,
  name,
  carrier: 'heat',
  flow: 'import',
  kind: 'counter',
  unit: 'kWh',
  ...over,
});
const registersOf = (rows: RegisterRow[]) => ({ registersOf: () => rows });

describe('registers of a heat port', () => {
  it('of a source count what leaves it, whatever that is called', () => {
    expect(heatRegisters(registersOf([register(1, 'heat')]), 5, 'source').map((one) => one.register)).toEqual([1]);
    expect(heatRegisters(registersOf([register(1, 'import'), register(2, 'export', { flow: 'export' })]), 5, 'source').map((one) => one.register)).toEqual([2]);
    expect(heatRegisters(registersOf([register(1, 'import'), register(2, 'export', { flow: 'export' })]), 5, 'sink').map((one) => one.register)).toEqual([1]);
  });

  it('leave a temperature out, and know a figure of the whole connection', () => {
    const rows = [register(1, 'heat'), register(2, 'supply', { kind: 'gauge', unit: 'degC' }), register(3, 'given-import')];

    expect(heatRegisters(registersOf(rows), 5, 'sink')).toEqual([
      { register: 1, flow: 'import', meter: 5, way: 'total' },
      { register: 3, flow: 'import', meter: 5, way: 'total', whole: true },
    ]);
  });
});

it('all meters of a company are looked at together', () => {
  const directory = {
    companies: new Map([[7, { id: 7, park: 'p', sbi: '17' }]]),
    connectionsOf: () => [{ id: 1 }, { id: 2 }],
    metersOf: (connection: number) => [{ id: connection * 10, carrier: 'heat', role: 'heat-sink', validFrom: epochMs(0), validTo: null }],
  };
  const rest = { heat: { hadPort: () => false, addPorts: () => Promise.resolve([]) }, parameters, now: () => epochMs(0) };

  expect(derivingFrom(directory, rest).companies()).toMatchObject([{ id: 7, park: 'p', sbi: '17', meters: [{ id: 10 }, { id: 20 }] }]);
});
