// Columns that grow come out as they went in, each in a buffer of its own that can be transferred.
import { expect, it } from 'vitest';
import { ColumnList } from '../../src/storage/series-influx-columns.ts';

it('columns keep every row over the growth of their buffers', () => {
  const list = new ColumnList();
  for (let index = 0; index < 5000; index++) list.push({ register: index, quarter: index + 1, amount: index / 3, flag: index % 6, source: index % 3 });

  const columns = list.columns();

  expect([columns.registers.length, columns.registers.buffer.byteLength]).toEqual([5000, 20_000]);
  expect([columns.registers[4999], columns.quarters[4999], columns.amounts[4999], columns.flags[4999], columns.sources[4999]]).toEqual([4999, 5000, 4999 / 3, 4999 % 6, 4999 % 3]);
  expect(new ColumnList().columns().registers).toHaveLength(0);
});
