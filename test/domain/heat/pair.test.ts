// One source and one sink, worked out by hand from temperatures to CO2.
import { describe, expect, it } from 'vitest';
import { byWorth, evaluatePair, hoursOf, tanksOf } from '../../../src/domain/heat/pair.ts';
import { parameters, port, values } from './given.ts';

const route = { lengthM: 640, kind: 'drawn', surfaceFactor: 1.2 } as const;
/** 1,000 kW by day and nothing at night; 600 kW always. */
const byDay = Float64Array.from({ length: 8760 }, (_, hour) => (hour % 24 >= 8 && hour % 24 < 20 ? 1000 : 0));
const source = port({ id: 1, role: 'source', supplyC: 72, returnC: 40, kw: byDay });
const sink = port({ id: 2, role: 'sink', supplyC: 60, returnC: 35, kw: new Float64Array(8760).fill(600) });
const pair = evaluatePair({ source, sink, route, parameters }) ?? expect.fail('no pair');

describe('a pair', () => {
  it('meets by day only: 600 kW and the loss of the pipe, twelve hours a day', () => {
    const hours = 12 * 365;
    // 67 °C there, 40 °C back, 27 K; some 640 kW are more than DN80 carries (19.1 kW/K at 100 Pa/m, 516 kW).
    expect(pair.pipe.size.dn).toBe(100);
    const lossKw = (0.2543 * 640 * (67 - 10 + (40 - 10))) / 1000;
    const lossShare = pair.lossKwh / pair.coincidentKwh;
    // Losses all year while heat flows half of it.
    expect(pair.lossKwh).toBeCloseTo(lossKw * 8760, -4);
    expect(pair.coincidentKwh).toBeCloseTo((600 / (1 - lossShare)) * hours, 0);
    expect(pair.deliveredKwh).toBeCloseTo(600 * hours, 0);
    expect(pair).toMatchObject({ basis: 'measured-year', yearFactor: 1, provenance: 'measured', variant: { kind: 'direct' } });
    expect(pair.coincidence).toMatchObject({ servedHours: hours, longestOutageHours: 12 });
  });

  it('with a tank serves the night too, as far as the source reaches', () => {
    const [none, , day] = tanksOf(pair, hoursOf(pair, { supplyKw: source.kw, demandKw: sink.kw }), values);

    expect(none?.kwh).toBeCloseTo(pair.coincidentKwh, 3);
    // 27/32 of 1,000 kW for twelve hours, less what stands in the tank.
    expect(day?.kwh ?? 0).toBeGreaterThan(pair.coincidentKwh * 1.2);
    expect(day?.kwh ?? 0).toBeLessThanOrEqual((27 / 32) * 1000 * 12 * 365 + 1);
  });

  it('saves gas and CO2 at the consumer, less what the pump takes', () => {
    const gasM3 = pair.deliveredKwh / (8.79 * 0.9);

    expect(pair.gasAvoidedM3).toBeCloseTo(gasM3, 3);
    expect(pair.co2AvoidedKg).toBeCloseTo(gasM3 * 2.134 - pair.pumpKwh * values.electricityKgPerKwh, 3);
    expect(evaluatePair({ source: { ...source, residual: 'no' }, sink, route, parameters })?.co2AvoidedKg).toBe(0);
  });

  it('on less than three months says nothing in euros, and on part of a year that it is not all', () => {
    const cut = (hours: number): Float64Array => byDay.map((kw, hour) => (hour < hours ? kw : NaN));
    const look = evaluatePair({ source: { ...source, kw: cut(2000) }, sink, route, parameters });
    const part = evaluatePair({ source: { ...source, kw: cut(4380) }, sink, route, parameters });

    expect(look).toMatchObject({ basis: 'screening', money: null, uncertainty: null });
    expect(part).toMatchObject({ basis: 'extrapolated', yearFactor: 2 });
    expect(part?.coincidentKwh ?? 0).toBeCloseTo(pair.coincidentKwh, -5);
    expect(part?.money).not.toBeNull();
  });

  it('is none when it is too hot, never at once, or lost on the way', () => {
    const at = (over: Parameters<typeof evaluatePair>[0]): unknown => evaluatePair(over);

    expect(at({ source, sink: { ...sink, supplyC: 140 }, route, parameters })).toBeNull();
    expect(at({ source, sink: { ...sink, kw: byDay.map((kw) => (kw > 0 ? 0 : 600)) }, route, parameters })).toBeNull();
    expect(at({ source: { ...source, kw: byDay.map((kw) => kw / 1000) }, sink, route, parameters })).toBeNull();
  });

  it('takes a heat pump where that is worth more, and counts its electricity', () => {
    const hot = evaluatePair({ source, sink: { ...sink, supplyC: 80, returnC: 50 }, route: { ...route, lengthM: 100 }, parameters });

    expect(hot?.variant.kind).toBe('heat-pump');
    expect(hot?.heatPumpKwh ?? 0).toBeCloseTo((hot?.deliveredKwh ?? 0) * (hot?.variant.electricityPerDelivered ?? 0), 6);
    expect((hot?.coincidentKwh ?? 0) - (hot?.lossKwh ?? 0) + (hot?.heatPumpKwh ?? 0)).toBeCloseTo(hot?.deliveredKwh ?? 0, 3);
  });

  it('gives and takes no more than there is', () => {
    expect(pair.coincidentKwh).toBeLessThanOrEqual(pair.sourceKwh);
    expect(pair.deliveredKwh).toBeLessThanOrEqual(pair.demandKwh + 1);
    expect(pair.deliveredKwh + pair.lossKwh).toBeCloseTo(pair.coincidentKwh, 3);
  });

  it('comes before one that is worth less for each euro, and before one without euros', () => {
    const far = evaluatePair({ source, sink, route: { ...route, lengthM: 2500 }, parameters }) ?? expect.fail('no pair');
    const look = { ...pair, money: null, uncertainty: null };

    expect([look, far, pair].sort(byWorth)).toEqual([pair, far, look]);
  });
});
