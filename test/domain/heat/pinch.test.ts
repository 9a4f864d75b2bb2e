// Oracles O1 to O3: Kemp and Linnhoff, Smith, and the edges; and what must hold for any streams.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Stream, aroundPinch, compositeCurves, pinchOf, slicesOf } from '../../../src/domain/heat/pinch.ts';

const stream = (fromC: number, toC: number, kwPerK: number): Stream => ({ kind: fromC > toC ? 'hot' : 'cold', fromC, toC, kw: kwPerK * Math.abs(fromC - toC) });
const KEMP = [stream(20, 135, 2), stream(170, 60, 3), stream(80, 140, 4), stream(150, 30, 1.5)];
const TEN = { leastK: 10 };

describe('the problem table', () => {
  it('of Kemp and Linnhoff: 20 and 60 kW, pinch at 85 °C', () => {
    const pinch = pinchOf(KEMP, TEN);

    expect(pinch.hotUtilityKw).toBeCloseTo(20, 9);
    expect(pinch.coldUtilityKw).toBeCloseTo(60, 9);
    expect(pinch.pinchesC).toEqual([85]);
    expect(pinch.cascade.map(({ shiftedC }) => shiftedC)).toEqual([165, 145, 140, 85, 55, 25]);
    [20, 80, 82.5, 0, 75, 60].forEach((kw, at) => expect(pinch.cascade[at]?.kw).toBeCloseTo(kw, 9));
  });

  it('of Smith: 7.5 and 10 MW, pinch at 145 °C', () => {
    const pinch = pinchOf([stream(20, 180, 200), stream(140, 230, 300), stream(250, 40, 150), stream(200, 80, 250)], TEN);

    expect(pinch.hotUtilityKw).toBeCloseTo(7500, 6);
    expect(pinch.coldUtilityKw).toBeCloseTo(10_000, 6);
    expect(pinch.pinchesC).toEqual([145]);
  });

  it('of one stream, of none, and of one that boils', () => {
    expect(pinchOf([{ kind: 'cold', fromC: 20, toC: 80, kw: 2400 }], TEN)).toMatchObject({ hotUtilityKw: 2400, coldUtilityKw: 0, pinchesC: [] });
    expect(pinchOf([{ kind: 'hot', fromC: 80, toC: 20, kw: 2400 }], TEN)).toMatchObject({ hotUtilityKw: 0, coldUtilityKw: 2400, pinchesC: [] });
    expect(pinchOf([], TEN)).toMatchObject({ hotUtilityKw: 0, coldUtilityKw: 0, pinchesC: [], cascade: [] });
    expect(pinchOf([{ kind: 'cold', fromC: 100, toC: 100, kw: 50 }], TEN).hotUtilityKw).toBeCloseTo(50, 9);
  });

  it('says of each stream what lies on either side of the pinch: together the heat and the cooling that it takes', () => {
    const around = (streams: readonly Stream[]) => streams.map((one) => aroundPinch(one, { ...TEN, ...pinchOf(streams, TEN) }));

    // Shifted 25 to 140, 165 to 55, 85 to 145 and 145 to 25 °C, with the pinch at 85.
    expect(around(KEMP).map(({ aboveKw, belowKw }) => [aboveKw, belowKw].map((kw) => Math.round(kw)))).toEqual([
      [110, 120],
      [240, 90],
      [240, 0],
      [90, 90],
    ]);
    expect(around([{ kind: 'cold', fromC: 20, toC: 80, kw: 2400 }])).toEqual([{ aboveKw: 2400, belowKw: 0 }]);
    expect(around([{ kind: 'hot', fromC: 80, toC: 20, kw: 2400 }])).toEqual([{ aboveKw: 0, belowKw: 2400 }]);
    expect(around([{ kind: 'hot', fromC: 80, toC: 20, kw: 0 }])).toEqual([{ aboveKw: 0, belowKw: 0 }]);
  });

  const any = fc
    .array(fc.record({ fromC: fc.integer({ min: 0, max: 200 }), toC: fc.integer({ min: 0, max: 200 }), kwPerK: fc.double({ min: 0.1, max: 10, noNaN: true }) }), { maxLength: 8 })
    .map((rows) => rows.filter((row) => row.fromC !== row.toC).map((row) => stream(row.fromC, row.toC, row.kwPerK)));

  it('balances, and does not mind the order or a stream in two parts', () => {
    fc.assert(
      fc.property(any, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (streams, part) => {
        const pinch = pinchOf(streams, TEN);
        const balance = streams.reduce((sum, one) => sum + (one.kind === 'cold' ? one.kw : -one.kw), 0);
        expect(pinch.hotUtilityKw - pinch.coldUtilityKw).toBeCloseTo(balance, 5);
        const split = streams.flatMap((one): Stream[] => {
          const between = one.fromC + (one.toC - one.fromC) * part;
          return [
            { ...one, toC: between, kw: one.kw * part },
            { ...one, fromC: between, kw: one.kw * (1 - part) },
          ];
        });
        expect(pinchOf([...split].reverse(), TEN).hotUtilityKw).toBeCloseTo(pinch.hotUtilityKw, 5);
      }),
    );
  });

  it('never needs more when the temperatures may come closer', () => {
    fc.assert(
      fc.property(any, fc.double({ min: 1, max: 20, noNaN: true }), (streams, leastK) => {
        expect(pinchOf(streams, { leastK: leastK / 2 }).hotUtilityKw).toBeLessThanOrEqual(pinchOf(streams, { leastK }).hotUtilityKw + 1e-6);
      }),
    );
  });
});

describe('the composite curves', () => {
  it('come no closer than the least difference, and touch it at the pinch', () => {
    const curves = compositeCurves(KEMP, pinchOf(KEMP, TEN));

    expect(curves.hot.at(-1)).toEqual({ kw: 510, c: 170 });
    expect(curves.cold.at(0)).toEqual({ kw: 60, c: 20 });
    expect(curves.cold.at(-1)?.kw).toBeCloseTo(60 + 470, 9);
    // Hot at 90 °C has given 30·1.5 + 30·4.5 kW, cold at 80 °C has taken 60 + 60·2.
    expect(curves.cold.find((point) => point.c === 80)?.kw).toBeCloseTo(180, 9);
  });
});

it('an hour belongs to the year, perhaps to a season, and to day or night', () => {
  expect(slicesOf({ month: 1, weekday: 3, hour: 12 })).toEqual(['year', 'winter', 'day']);
  expect(slicesOf({ month: 7, weekday: 6, hour: 12 })).toEqual(['year', 'summer', 'night']);
  expect(slicesOf({ month: 4, weekday: 1, hour: 3 })).toEqual(['year', 'night']);
});
