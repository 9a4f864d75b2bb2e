// The matrix of a stretch and the quarters behind it, from rows of the store.
import { describe, expect, it } from 'vitest';
import { servedIn } from '../../src/domain/exchange-flows.ts';
import { exchangeFlowsOf, exchangeOf } from '../../src/jobs/exchange-sums.ts';
import { emptyColumns } from '../../src/storage/series.ts';

/** A gives 8 in the first quarter and takes 6 in the second; B takes 10 and gives 5; C is a main meter that passes on. */
function job() {
  const rows = [
    [11, 100, 0],
    [12, 100, 8],
    [11, 101, 6],
    [12, 101, 0],
    [21, 100, 10],
    [22, 100, 0],
    [21, 101, 0],
    [22, 101, 5],
    [31, 100, 50],
    [31, 101, 50],
  ] as const;
  const columns = emptyColumns(rows.length);
  rows.forEach(([register, quarter, kwh], row) => {
    [columns.registers[row], columns.quarters[row], columns.amounts[row], columns.flags[row]] = [register, quarter, kwh, 1];
  });
  const registers = (id: number) => (['import', 'export'] as const).map((flow, index) => ({ register: 10 * id + index + 1, flow, meter: id, way: 'total' as const }));
  const connections = [1, 2, 3].map((id) => ({ id, company: id, behind: null, passesOn: id === 3, registers: registers(id) }));
  return { firstQuarter: 100, quarters: 2, connections, columns, before: [] };
}

describe('an exchange', () => {
  it('is in whole millionths, without what a main meter passes on', () => {
    expect(exchangeOf({ ...job(), borders: [0, 2] })).toMatchObject([{ companies: [1, 2], exchanged: 13e6, imported: 16e6, exported: 13e6 }]);
    expect(exchangeOf({ ...job(), borders: [0, 1, 2] }).reduce((sum, one) => sum + one.exchanged, 0)).toBe(13e6);
  });

  it('has the quarters of a pair behind it', () => {
    const flows = exchangeFlowsOf({ ...job(), pair: { giver: 1, taker: 2 } });

    expect([0, 1].map((t) => Math.round(servedIn(flows, t)))).toEqual([8e6, 0]);
    expect(flows.own.map(({ connection, at, net }) => [connection, at, net])).toEqual([
      [1, 1, 6e6],
      [2, 0, 10e6],
    ]);
  });
});
