// The temperature test by hand: 72 °C through two exchangers of 5 K, and what can be built with what is left.
import { describe, expect, it } from 'vitest';
import { extractableShare, testTemperatures, variantsOf } from '../../../src/domain/heat/temperature.ts';
import { values } from './given.ts';

const source = { supplyC: 72, returnC: 40, minReturnC: null, peakKw: 1000 };
const sink = (supplyC: number, returnC: number): { supplyC: number; returnC: number; peakKw: number } => ({ supplyC, returnC, peakKw: 500 });
const tested = (supplyC: number, returnC: number): ReturnType<typeof testTemperatures> => testTemperatures(source, sink(supplyC, returnC), { pipeDropK: 1, values });

describe('temperatures', () => {
  it.each([
    [60, 35, { kind: 'direct', availableC: 61, directShare: 1 }],
    // (61 − 41) / (81 − 41)
    [81, 41, { kind: 'preheat', availableC: 61, directShare: 0.5 }],
    [90, 61, { kind: 'uplift', availableC: 61, directShare: 0 }],
    [120, 61, { kind: 'infeasible', availableC: 61, directShare: 0 }],
    [130, 35, { kind: 'infeasible', availableC: 61, directShare: 0 }],
  ] as const)('to %i/%i °C', (supplyC, returnC, expected) => expect(tested(supplyC, returnC)).toEqual(expected));

  it('a source gives what lies above the sink’s return and above its own limit', () => {
    // Down to 35 + 10 = 45 of 72…40 °C.
    expect(extractableShare(source, sink(60, 35), { values, lifted: false })).toBeCloseTo(27 / 32, 9);
    expect(extractableShare({ ...source, minReturnC: 56 }, sink(60, 35), { values, lifted: false })).toBeCloseTo(16 / 32, 9);
    expect(extractableShare(source, sink(60, 35), { values, lifted: true })).toBe(1);
    expect(extractableShare({ ...source, returnC: 72 }, sink(60, 35), { values, lifted: false })).toBe(1);
  });

  it('what is not warm enough preheats or gets a heat pump, and a boiler keeps the rest', () => {
    const variants = variantsOf({ source, sink: sink(81, 41) }, tested(81, 41), values);

    expect(variants.map((one) => one.kind)).toEqual(['preheat', 'heat-pump']);
    expect(variants[0]).toMatchObject({ sinkShare: 0.5, electricityPerDelivered: 0, cop: null });
    const pumped = variants[1];
    expect(pumped?.sinkShare).toBe(1);
    expect((pumped?.sourcePerDelivered ?? 0) + (pumped?.electricityPerDelivered ?? 0)).toBeCloseTo(1, 9);
    expect(pumped?.electricityPerDelivered).toBeCloseTo(0.5 / (pumped?.cop ?? 0), 9);
  });

  it('nothing is built where temperatures do not allow it', () => {
    expect(variantsOf({ source, sink: sink(130, 35) }, tested(130, 35), values)).toEqual([]);
    expect(variantsOf({ source: { ...source, minReturnC: 72 }, sink: sink(60, 35) }, tested(60, 35), values)).toEqual([]);
  });
});
