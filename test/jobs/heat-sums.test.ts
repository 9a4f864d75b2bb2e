// Hours from quarters: four that are known make one, and each keeps how it was made.
import { expect, it } from 'vitest';
import { FLAGS } from '../../src/domain/balance.ts';
import { heatHoursOf } from '../../src/jobs/heat-sums.ts';
import { flagCode } from '../../src/storage/series.ts';

it('adds four quarters, times what a unit is worth', () => {
  const rows = [
    [0, 1, 'M'],
    [1, 2, 'M'],
    [2, 3, 'E'],
    [3, 4, 'M'],
    // The next hour lacks its last quarter.
    [4, 5, 'M'],
    [5, 5, 'M'],
    [6, 5, 'M'],
  ] as const;
  const [port] = heatHoursOf({
    firstQuarter: 100,
    quarters: 8,
    connections: [{ id: 9, company: 1, behind: null, passesOn: false, registers: [{ register: 4, flow: 'import', meter: 1, way: 'total' }] }],
    columns: {
      registers: new Int32Array(rows.length).fill(4),
      quarters: Int32Array.from(rows, ([quarter]) => 100 + quarter),
      amounts: Float64Array.from(rows, ([, amount]) => amount),
      flags: Uint8Array.from(rows, ([, , flag]) => flagCode(flag)),
      sources: new Uint8Array(rows.length),
    },
    before: [],
    factors: [2],
  });

  expect(port?.id).toBe(9);
  expect([...(port?.kw ?? [])]).toEqual([20, NaN]);
  expect(port?.quartersByFlag[FLAGS.indexOf('M')]).toBe(6);
  expect(port?.quartersByFlag[FLAGS.indexOf('E')]).toBe(1);
});
