// Which right of a place counts when: the group's while somebody is in it, the contracts of its members before and after.
import { expect, it } from 'vitest';
import type { Limit } from '../../../src/domain/capacity/limits.ts';
import { epochMs } from '../../../src/domain/units.ts';
import { type LimitPart, rightsOf, termsIn } from '../../../src/domain/capacity/limit-parts.ts';
import { QUARTER_MS } from '../../../src/domain/time.ts';

const firm = (kw: number, from: number): Limit => ({ direction: 'import', kind: 'firm', kw, from: epochMs(from * QUARTER_MS), to: null, window: null });
const group = (kw: number, from = 0): LimitPart => ({ of: 'group', group: 9, members: [1, 2], rows: [firm(kw, from)] });
const member = (connection: number, from: number, to: number): LimitPart => ({
  of: 'connection',
  connection,
  rows: [],
  contractKw: 100,
  grouped: [{ group: 9, from, to }],
});
const kwOf = (parts: readonly LimitPart[]): number[][] => rightsOf(parts, { direction: 'import', firstQuarter: 200, quarters: 4 }).map(({ kw }) => [...kw]);

it('counts a group while somebody is in it, and nobody’s contract twice', () => {
  expect(kwOf([member(1, 201, 203), member(2, 202, 203), group(150)])).toEqual([
    [100, 0, 0, 100],
    [100, 100, 0, 100],
    [0, 150, 150, 0],
  ]);
});

it('does not know what members may draw before the limit of their group begins, and knows it where nobody is in it yet', () => {
  expect(kwOf([member(1, 201, Infinity), group(150, 202)])).toEqual([
    [100, 0, 0, 0],
    [0, Number.NaN, 150, 150],
  ]);
});

it('takes a group that stands alone as it is, and leaves contracts alone where it is not there', () => {
  expect(kwOf([group(150)])).toEqual([[150, 150, 150, 150]]);
  expect(kwOf([member(1, 201, 203)])).toEqual([[100, 100, 100, 100]]);
  expect(termsIn([member(1, 201, 203), member(2, 202, 203), group(150)], 8)).toEqual([]);
});
