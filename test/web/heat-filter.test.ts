// Which matches a reader wants: each wish by itself, through the address and back, and bands that may still fit.
import { describe, expect, it } from 'vitest';
import type { HeatMatchItem } from '../../src/api/shapes-heat.ts';
import { type HeatFilter, NO_FILTER, filterOf, fits, queryOf } from '../../src/web/heat-filter.ts';

const side = { port: 1, company: 1, name: 'A', mine: false, supplyC: 60, returnC: 40, provenance: 'measured', outsidePark: false } as const;
const match: HeatMatchItem = {
  id: 'x',
  park: 'p',
  rank: 1,
  state: 'potential',
  sight: 'full',
  source: { ...side, supplyC: 90 },
  sink: side,
  kind: 'direct',
  basis: 'measured-year',
  confidence: 'B',
  coincidentKwh: 500_000,
  coincidentBandKwh: { low: 300_000, high: 1_000_000 },
  deliveredKwh: 450_000,
  lengthM: 640,
  lengthBandM: { low: 500, high: 1000 },
  priceFloor: 20,
  priceCeiling: 70,
  priceUnit: 'EUR/MWh',
  capexEur: 1,
  npvEur: null,
  positiveShare: null,
  paybackYears: 3,
  gasAvoidedM3: 1,
  co2AvoidedKg: 1,
};
/** What the other side of a match may know of it. */
const band: HeatMatchItem = { ...match, sight: 'band', kind: null, coincidentKwh: null, lengthM: null, sink: { ...side, supplyC: null } };
const wish = (over: Partial<HeatFilter>): HeatFilter => ({ ...NO_FILTER, ...over });

describe('a match', () => {
  it.each([
    [{}, true],
    [{ confidence: 'A' }, false],
    [{ confidence: 'B' }, true],
    [{ pump: 'pumped' }, false],
    [{ pump: 'unpumped' }, true],
    [{ mostM: 640 }, true],
    [{ mostM: 639 }, false],
    [{ leastKwh: 500_000 }, true],
    [{ leastKwh: 500_001 }, false],
    [{ mostC: 60 }, true],
    [{ mostC: 59 }, false],
  ] as const)('with %j is wanted: %j', (over, wanted) => expect(fits(match, wish(over))).toBe(wanted));

  it.each([
    [{ mostM: 500 }, true],
    [{ mostM: 499 }, false],
    [{ leastKwh: 1_000_000 }, true],
    [{ leastKwh: 1_000_001 }, false],
    [{ pump: 'pumped' }, true],
    [{ mostC: 10 }, true],
  ] as const)('of which only a band is known, with %j: %j', (over, wanted) => expect(fits(band, wish(over))).toBe(wanted));
});

describe('in the address', () => {
  it('a wish is kept', () => {
    const full = { confidence: 'A', pump: 'unpumped', mostM: 800, leastKwh: 100_000, mostC: 70 } as const;

    expect(queryOf(full)).toBe('?zeker=A&pomp=zonder&meter=800&kwh=100000&graden=70');
    expect(filterOf(Object.fromEntries(new URLSearchParams(queryOf(full))))).toEqual(full);
    expect(queryOf(NO_FILTER)).toBe('');
  });

  it('what is no wish is none', () => {
    expect(filterOf({ zeker: 'C', pomp: 'x', meter: '-3', kwh: '1e9', graden: '' })).toEqual(NO_FILTER);
  });
});
