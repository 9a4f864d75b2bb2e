// What meters give away: heat meters by their role, gas as a boiler, and the same heat never twice.
import { expect, it } from 'vitest';
import { portsGivenAway } from '../../../src/domain/heat/deriving.ts';

const meter = (id: number, carrier: string, role: string): { id: number; carrier: string; role: string } => ({ id, carrier, role });

it('are sources and sinks', () => {
  expect(portsGivenAway([meter(1, 'heat', 'heat-source'), meter(2, 'gas', 'main'), meter(3, 'electricity', 'main'), meter(4, 'heat', 'main')])).toEqual([
    { meter: 1, role: 'source', medium: 'water', derivation: 'direct' },
    { meter: 2, role: 'sink', medium: 'water', derivation: 'boiler' },
  ]);
});

it('leave gas out where a meter counts the heat made of it', () => {
  expect(portsGivenAway([meter(1, 'heat', 'heat-sink'), meter(2, 'gas', 'main')])).toEqual([{ meter: 1, role: 'sink', medium: 'water', derivation: 'direct' }]);
});
