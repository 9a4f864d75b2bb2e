// Can something join: a load, panels, trucks; the binding quarter, the days it fails, and what would always fit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canJoin } from '../../../src/domain/capacity/joining.ts';
import { localDayOf } from '../../../src/domain/local-days.ts';
import { flat, quarterOf } from './loads.ts';

const PLACE = { latDeg: 52.15, lonDeg: 6.1 };
const over = (kw: readonly number[], limit: number, first = '2026-11-02T23:00:00Z') => ({
  kw: Float64Array.from(kw),
  sure: Uint8Array.from(kw, (one) => (Number.isNaN(one) ? 0 : 1)),
  limitKw: new Float64Array(kw.length).fill(limit),
  firstQuarter: quarterOf(first),
});

describe('a load', () => {
  // A day at 50 kW with 80 kW in quarter 40; the limit is 100.
  const day = flat(96, 50).map((kw, t) => (t === 40 ? 80 : kw));

  it('that fits in the fullest quarter fits', () => {
    expect(canJoin(over(day, 100), { kind: 'load', kw: 20 })).toMatchObject({
      fits: true,
      quartersJudged: 96,
      binding: { index: 40, usageKw: 80, extraKw: 20, limitKw: 100 },
      roomAlwaysKw: 20,
      roomUsualKw: 50,
      shareThatFits: 1,
      days: [],
    });
  });

  it('that does not names the quarter and the day', () => {
    // 30 more: 10 kW short for one quarter = 2.5 kWh.
    expect(canJoin(over(day, 100), { kind: 'load', kw: 30 })).toMatchObject({
      fits: false,
      quartersFailing: 1,
      shareThatFits: 20 / 30,
      days: [{ day: localDayOf(quarterOf('2026-11-03T09:00:00Z')), quarters: 1, shortKwMax: 10, shortKwh: 2.5 }],
    });
  });

  it('is not answered from quarters that are missing or have no limit', () => {
    expect(canJoin(over([Number.NaN, 10], 100), { kind: 'load', kw: 90 })).toMatchObject({ fits: true, quartersJudged: 1 });
    expect(canJoin(over([10], Number.NaN), { kind: 'load', kw: 1 })).toMatchObject({ fits: false, quartersJudged: 0, binding: null, roomAlwaysKw: null, roomUsualKw: null });
  });

  it('in 95 % of the quarters has the room of the 95th percentile', () => {
    // 0 to 99 kW of 100: in 95 of 100 quarters at most 94 kW is drawn, so 6 kW is free there.
    const kw = Array.from({ length: 100 }, (_, index) => (index * 37) % 100);

    expect(canJoin(over(kw, 100), { kind: 'load', kw: 1 }).roomUsualKw).toBe(6);
  });

  it('of exactly the share that fits, fits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 96 }), fc.integer({ min: 1, max: 500 }), (kw, wish) => {
        const share = canJoin(over(kw, 100), { kind: 'load', kw: wish }).shareThatFits ?? 0;

        expect(canJoin(over(kw, 100), { kind: 'load', kw: wish * share }).fits).toBe(true);
        expect(canJoin(over(kw, 100), { kind: 'load', kw: wish * share + 0.01 }).fits).toBe(false);
      }),
    );
  });
});

describe('panels', () => {
  it('bind at noon in June and not at night', () => {
    const answer = canJoin(over(flat(96, 0), 100, '2026-06-20T22:00:00Z'), { kind: 'sun', kwp: 200, place: PLACE });

    // The sun is highest at 13:37 local time: quarter 54.
    expect(answer.fits).toBe(false);
    expect(Math.abs((answer.binding?.index ?? 0) - 54)).toBeLessThanOrEqual(1);
    expect(answer.binding?.extraKw).toBeCloseTo(155, -1);
  });
});

describe('trucks', () => {
  // From Tuesday 18:00 local to Wednesday 18:00: one night of 48 quarters.
  const evening = '2026-11-03T17:00:00Z';

  it('that charge evenly take 1/12 of their kWh an hour, from 18:00 to 6:00', () => {
    // 12 trucks of 275 kWh = 3,300 kWh = 275 kW: 25 more than there is.
    const answer = canJoin(over(flat(96, 50), 300, evening), { kind: 'trucks', trucks: 12, truckKwh: 275 });

    expect(answer).toMatchObject({ fits: false, quartersFailing: 48, nights: 1, nightsTooShort: 1 });
    expect(answer.days.map((one) => one.quarters)).toEqual([24, 24]);
  });

  it('may fit when they charge where there is room', () => {
    // Half of the night 250 kW is free, half 300: 3,300 kWh, exactly enough; evenly, 275 kW fails for half of it.
    const kw = Array.from({ length: 96 }, (_, t) => (t < 24 ? 50 : 0));
    const answer = canJoin(over(kw, 300, evening), { kind: 'trucks', trucks: 12, truckKwh: 275 });

    expect(answer).toMatchObject({ fits: false, quartersFailing: 24, nights: 1, nightsTooShort: 0 });
  });

  it('stay away at the weekend', () => {
    expect(canJoin(over(flat(48, 0), 1, '2026-11-07T17:00:00Z'), { kind: 'trucks', trucks: 5, truckKwh: 275 })).toMatchObject({ fits: true, nights: 0 });
  });
});
