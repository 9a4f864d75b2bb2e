// Items of room: a quarter as it is, a longer step by its tightest measured quarter, and no room where somebody is silent.
import { expect, it } from 'vitest';
import { roomItems } from '../../../src/domain/capacity/room-items.ts';
import { quarterOf } from './loads.ts';

const over = {
  kw: Float64Array.from([50, 90, 400, Number.NaN]),
  sure: Uint8Array.from([1, 1, 0, 0]),
  limitKw: Float64Array.from([60, 120, 500, 100]),
  present: Uint32Array.from([2, 2, 1, 0]),
  expected: Uint32Array.from([2, 2, 2, 2]),
  firstQuarter: quarterOf('2026-11-02T12:00:00Z'),
};

it('shows each quarter as it is', () => {
  expect(roomItems(over, [0, 1, 2, 3, 4]).map((one) => [one.usageKw, one.limitKw, one.headroomKw, one.measured])).toEqual([
    [50, 60, 10, true],
    [90, 120, 30, true],
    [400, 500, null, false],
    [null, null, null, false],
  ]);
});

it('shows an hour by its measured quarter with the least room', () => {
  expect(roomItems(over, [0, 4])).toEqual([
    { start: '2026-11-02T12:00:00Z', end: '2026-11-02T13:00:00Z', usageKw: 50, limitKw: 60, headroomKw: 10, at: '2026-11-02T12:00:00Z', measured: true },
  ]);
});

it('shows an hour by its highest quarter where no limit is known', () => {
  expect(roomItems({ ...over, limitKw: new Float64Array(4).fill(Number.NaN) }, [0, 4])).toMatchObject([{ usageKw: 90, limitKw: null, headroomKw: null }]);
});
