// What another assumption does: the same figures as working the pair out with it, and nothing where it has no say.
import { describe, expect, it } from 'vitest';
import { heatPerUnit } from '../../../src/domain/heat/port.ts';
import { evaluatePair } from '../../../src/domain/heat/pair.ts';
import { type HeatCode, valuesOf } from '../../../src/domain/heat/parameters.ts';
import { type PairTrial, type TrialPort, sensitivityOf, underOther, withValue } from '../../../src/domain/heat/trial.ts';
import { parameters, port, values } from './given.ts';

const asGiven = { derivation: null, rangeK: 30 } as const;
const source: TrialPort = { ...port({ id: 1, role: 'source', supplyC: 72, returnC: 40, kw: new Float64Array(8760).fill(900) }), derived: asGiven };
const sink: TrialPort = { ...port({ id: 2, role: 'sink', supplyC: 60, returnC: 35, kw: new Float64Array(8760).fill(600) }), derived: asGiven };
const routes = [{ source: 1, sink: 2, lengthM: 640, surfaceFactor: null }];
const trial: PairTrial = { source, sink, routes, parameters, assumedM: 300 };
const moved = sensitivityOf(trial);
const of = (code: HeatCode) => moved.find((one) => one.code === code) ?? expect.fail(`nothing about ${code}`);

describe('another assumption', () => {
  it('leaves those that are kept as they are, and its band holds it', () => {
    const other = withValue(parameters, 'gasEurPerM3', 9);

    expect(other.rows.gasEurPerM3).toMatchObject({ value: 9, high: 9, low: parameters.rows.gasEurPerM3.low });
    expect(parameters.rows.gasEurPerM3.value).toBe(values.gasEurPerM3);
    expect({ ...valuesOf(other), gasEurPerM3: values.gasEurPerM3 }).toEqual(values);
  });

  it('scales hours that were derived with it, and no others', () => {
    const boiler: TrialPort = { ...sink, derived: { derivation: 'boiler', rangeK: 25 } };
    const other = { ...values, boilerEfficiency: 0.8 };

    expect(underOther(boiler, values, other).kw[0]).toBeCloseTo((600 * heatPerUnit('boiler', other).value) / heatPerUnit('boiler', values).value, 9);
    expect(underOther(boiler, values, other).kw[0]).toBeCloseTo((600 * 0.8) / 0.9, 9);
    expect(underOther(boiler, values, { ...values, gasEurPerM3: 2 })).toBe(boiler);
    expect(underOther(sink, values, other)).toBe(sink);
  });
});

describe('what moves a pair', () => {
  it.each(['gasEurPerM3', 'capexFactor', 'companyRate', 'exchangerDropK', 'insulationWPerMK', 'groundC'] as const)('by %s is what comes of working it out with that', (code) => {
    const row = parameters.rows[code];
    for (const [value, at] of [
      [row.low, 'atLow'],
      [row.high, 'atHigh'],
    ] as const) {
      const other = withValue(parameters, code, value);
      const route = { lengthM: 640, kind: 'drawn', surfaceFactor: valuesOf(other).surfaceFactor } as const;
      const pair = evaluatePair({ source, sink, route, parameters: other }) ?? expect.fail('no pair');
      const one = moved.find((each) => each.code === code);
      if (one === undefined) {
        // It moves nothing: the figures are those that everybody sees.
        const base = evaluatePair({ source, sink, route: { ...route, surfaceFactor: values.surfaceFactor }, parameters });
        expect(pair.money?.company.npvEur).toBe(base?.money?.company.npvEur);
      } else {
        expect(one[at]?.npvEur).toBeCloseTo(pair.money?.company.npvEur ?? NaN, 6);
        expect(one[at]?.floorEurPerMwh).toBeCloseTo((pair.money?.sellerEurPerMwh ?? NaN) + (pair.money?.company.transportEurPerMwh ?? NaN), 9);
      }
    }
  });

  it('goes the way that it must: dear gas is worth more, a dear trench less', () => {
    expect(of('gasEurPerM3').atHigh?.npvEur ?? 0).toBeGreaterThan(of('gasEurPerM3').atLow?.npvEur ?? 0);
    expect(of('gasEurPerM3').atHigh?.floorEurPerMwh).toBe(of('gasEurPerM3').atLow?.floorEurPerMwh);
    expect(of('capexFactor').atHigh?.npvEur ?? 0).toBeLessThan(of('capexFactor').atLow?.npvEur ?? 0);
  });

  it('is told with what moves it most first, and without what moves nothing', () => {
    const reach = moved.map(({ atLow, atHigh }) => Math.abs((atHigh?.npvEur ?? Infinity) - (atLow?.npvEur ?? 0)));

    expect(reach).toEqual([...reach].sort((a, b) => b - a));
    for (const still of ['gasKgPerM3', 'serverShare', 'refrigerationEer', 'bufferRangeK', 'linksPerPort']) expect(moved.some((one) => one.code === still)).toBe(false);
  });

  it('knows a heat pump, whose efficiency the price of a direct link does not feel', () => {
    const cold: TrialPort = { ...source, supplyC: 45, returnC: 30 };
    const pumped = sensitivityOf({ ...trial, source: cold });

    expect(moved.some((one) => one.code === 'lorenzEfficiency')).toBe(false);
    const lorenz = pumped.find((one) => one.code === 'lorenzEfficiency') ?? expect.fail('a heat pump has an efficiency');
    expect(lorenz.atHigh?.npvEur ?? 0).toBeGreaterThan(lorenz.atLow?.npvEur ?? 0);
  });
});
