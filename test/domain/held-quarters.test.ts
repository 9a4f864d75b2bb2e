// Rows of a store in any order become what the highest source says of each quarter.
import { expect, it } from 'vitest';
import { heldQuarters } from '../../src/domain/held-quarters.ts';
import { NOTHING, emptyColumns, flagCode } from '../../src/storage/series.ts';

type Row = readonly [register: number, quarter: number, amount: number, source: number];

function columnsOf(rows: readonly Row[]): ReturnType<typeof emptyColumns> {
  const columns = emptyColumns(rows.length);
  rows.forEach(([register, quarter, amount, source], at) => {
    columns.registers[at] = register;
    columns.quarters[at] = quarter;
    columns.amounts[at] = amount;
    columns.flags[at] = flagCode(source === 2 ? 'C' : 'M');
    columns.sources[at] = source;
  });
  return columns;
}

const LIVE: Row = [7, 101, 1, 0];
const SETTLED: Row = [7, 101, 2, 1];
const CORRECTED: Row = [7, 101, 3, 2];

it.each([
  [[LIVE, SETTLED, CORRECTED], 3],
  [[CORRECTED, LIVE, SETTLED], 3],
  [[SETTLED, LIVE], 2],
  [[LIVE], 1],
])('corrected stands above settled, settled above live, in whatever order they come', (rows, amount) => {
  const held = heldQuarters(columnsOf(rows), { from: 100, to: 103, nothing: NOTHING }).get(7);

  expect([...(held?.amounts ?? [])]).toEqual([Number.NaN, amount, Number.NaN]);
  expect([...(held?.flags ?? [])]).toEqual([NOTHING, flagCode(amount === 3 ? 'C' : 'M'), NOTHING]);
});

it('leaves out what lies outside the span, and a register of which nothing lies in it', () => {
  const held = heldQuarters(
    columnsOf([
      [7, 99, 1, 0],
      [8, 100, 2, 0],
      [8, 103, 9, 0],
    ]),
    { from: 100, to: 103, nothing: NOTHING },
  );

  expect([...held.keys()]).toEqual([8]);
  expect([...(held.get(8)?.amounts ?? [])]).toEqual([2, Number.NaN, Number.NaN]);
});
