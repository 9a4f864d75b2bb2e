// Ports from meters: once each, at their place, with the temperatures of their trade.
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { derivePorts } from '../../src/jobs/heat-ports.ts';
import type { NewHeatPort } from '../../src/storage/heat.ts';
import { parameters } from '../domain/heat/given.ts';

it('writes what was never there, and not what was removed', async () => {
  const written: NewHeatPort[] = [];
  const meter = (id: number, carrier: string, role: string) => ({ id, carrier, role, validFrom: epochMs(1), validTo: null });
  const ports = {
    companies: () => [{ id: 7, park: 'p', sbi: '96.01', meters: [meter(1, 'heat', 'heat-sink'), meter(2, 'heat', 'heat-source'), meter(3, 'gas', 'main')] }],
    heat: {
      hadPort: (id: number) => id === 2,
      addPorts: (rows: readonly NewHeatPort[]) => {
        written.push(...rows);
        return Promise.resolve([]);
      },
    },
    parameters,
    now: () => epochMs(9),
  };

  expect(await derivePorts(ports, () => ({ latDeg: 52, lonDeg: 6 }))).toBe(1);
  expect(written).toMatchObject([{ meter: 1, company: 7, role: 'sink', supplyC: 60, returnC: 20, provenance: 'measured', place: { latDeg: 52, lonDeg: 6 }, from: 1 }]);
});
