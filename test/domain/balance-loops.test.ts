// The loops that end a balance, by a hand calculation.
import { expect, it } from 'vitest';
import { BalanceArrays } from '../../src/domain/balance-arrays.ts';
import { addGroupOf, halve, setExchange } from '../../src/domain/balance-loops.ts';
import type { PlainGroup } from '../../src/domain/balance-plain.ts';
import { ScratchArrays } from '../../src/domain/scratch-arrays.ts';

// Two connections: one takes 5 and then 1, the other gives 2 and then 4, and takes 1 in the first quarter as well.
const group: PlainGroup = {
  flag: 1,
  import: Float64Array.of(6, 1),
  export: Float64Array.of(2, 4),
  taken: Float64Array.of(5, 1),
  supplied: null,
  below: null,
  connections: 2,
};

it('adds what the sums of plain connections tell, to what is there', () => {
  const sums = new BalanceArrays(2, new ScratchArrays());
  const [byFlag, present] = [Float64Array.of(10, 0), Uint32Array.of(1, 0)];
  addGroupOf(group, sums.border, { byFlag, present });
  addGroupOf(group, sums.border, { byFlag, present });

  const { import: imported, export: exported, netImport, netExport, leafImport, leafExport, consumption, residual } = sums.border;
  expect([imported, exported].map((one) => [...one])).toEqual([
    [12, 2],
    [4, 8],
  ]);
  // Net export: net import - import + export, 5 - 6 + 2 and 1 - 1 + 4 of each.
  expect([netImport, netExport].map((one) => [...one])).toEqual([
    [10, 2],
    [2, 8],
  ]);
  expect([leafImport, leafExport]).toEqual([netImport, netExport]);
  expect([...consumption]).toEqual([10, 2]);
  // Given without anything that makes it: 6 - 2 - 5 and 1 - 4 - 1.
  expect([...residual]).toEqual([-2, -8]);
  expect([[...byFlag], [...present]]).toEqual([
    [26, 10],
    [5, 4],
  ]);
});

it('exchanges the smaller of both, quarter by quarter', () => {
  const sums = new BalanceArrays(2, new ScratchArrays());
  addGroupOf(group, sums.border, { byFlag: new Float64Array(2), present: new Uint32Array(2) });
  const exchange = { localExchange: new Float64Array(2), gridImport: new Float64Array(2), gridExport: new Float64Array(2) };
  setExchange(sums.border, exchange);

  expect(exchange).toEqual({ localExchange: Float64Array.of(1, 1), gridImport: Float64Array.of(4, 0), gridExport: Float64Array.of(0, 3) });
});

it('halves', () => {
  const amounts = Float64Array.of(4, -1, 0);
  halve(amounts);

  expect([...amounts]).toEqual([2, -0.5, 0]);
});
