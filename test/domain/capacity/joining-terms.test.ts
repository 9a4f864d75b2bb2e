// Which quarters an answer to "can it join" rests on.
import { describe, expect, it } from 'vitest';
import { canJoin } from '../../../src/domain/capacity/joining.ts';
import { joinTerms, shortKw } from '../../../src/domain/capacity/joining-terms.ts';
import { localDayOf } from '../../../src/domain/local-days.ts';
import { flat, quarterOf } from './loads.ts';

describe('a load that does not fit', () => {
  // Two days at 50 kW, with 80 and 90 kW in a quarter of the first; the limit is 100.
  const kw = flat(192, 50).map((one, t) => (t === 40 ? 80 : t === 41 ? 90 : one));
  const over = {
    kw: Float64Array.from(kw),
    sure: new Uint8Array(192).fill(1),
    limitKw: new Float64Array(192).fill(100),
    firstQuarter: quarterOf('2026-11-02T23:00:00Z'),
  };
  const wish = { kind: 'load', kw: 30 } as const;
  const day = localDayOf(over.firstQuarter);
  const at = (field: Parameters<typeof joinTerms>[2]['field']) => joinTerms(over, wish, { field, day });

  it('rests on the quarter with least room, and on the one of the 95th percentile', () => {
    expect(at('roomAlwaysKw')).toMatchObject({ quarters: [{ index: 41, usageKw: 90, limitKw: 100 }], rank: 1, of: 192, below: 0, equal: 1 });
    // 192 x 5 % = 9 quarters may have less.
    expect(at('roomUsualKw')).toMatchObject({ quarters: [{ index: 0, usageKw: 50 }], rank: 10, below: 2, equal: 190 });
    expect(at('shareThatFits').quarters).toMatchObject([{ index: 41 }]);
    expect(at('binding.shortKw').quarters.map(shortKw)).toEqual([20]);
  });

  it('fails on days, in quarters', () => {
    expect(at('quartersFailing').days).toEqual(canJoin(over, wish).days);
    expect(at('days.shortKwh').quarters.map(({ index }) => index)).toEqual([40, 41]);
    expect(at('days.shortKwMax').quarters.map(({ index }) => index)).toEqual([41]);
    expect(joinTerms(over, wish, { field: 'days.quarters', day: day + 1 }).quarters).toEqual([]);
  });

  it('has nights where it is trucks', () => {
    const trucks = { kind: 'trucks', trucks: 1, truckKwh: 100 } as const;
    const { nights } = joinTerms(over, trucks, { field: 'nights', day: null });

    // From Tuesday evening to Wednesday morning, 50 kW free all the time. Monday's night began before, Wednesday's ends after.
    expect(nights).toEqual([{ day, roomKwh: 600, neededKwh: 100 }]);
    expect(joinTerms(over, { ...trucks, truckKwh: 601 }, { field: 'nightsTooShort', day: null }).nights).toMatchObject([{ roomKwh: 50 * 12, neededKwh: 601 }]);
    expect(at('nights').nights).toEqual([]);
  });

  it('has no quarter where none is judged', () => {
    const none = { ...over, sure: new Uint8Array(192) };
    expect(joinTerms(none, wish, { field: 'roomUsualKw', day: null })).toMatchObject({ quarters: [], rank: null, of: 0 });
    expect(joinTerms(none, wish, { field: 'binding.usageKw', day: null }).quarters).toEqual([]);
    expect(joinTerms(none, wish, { field: 'shareThatFits', day: null }).quarters).toEqual([]);
  });
});
