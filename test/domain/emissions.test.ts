// The inventory against sums by hand, and what must hold for any of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Factor, type FactorList, listsNamed } from '../../src/domain/emission-factors.ts';
import { type Used, avoidedOf, directFactor, emissionTotals, inventoryOf } from '../../src/domain/emissions.ts';
import type { Cover } from '../../src/domain/guarantees.ts';
import { loadFactorLists } from '../../src/emission-factors.ts';

const shipped = loadFactorLists('config/emission-factors');
const lists = listsNamed(shipped, 'co2emissiefactoren');
const none: Cover = { bySource: { wind: 0, sun: 0, hydro: 0, biomass: 0 }, coveredKwh: 0, soldOwnUseKwh: 0 };
const electricity = (amount: number): Used => ({ subject: 'electricity', amount, unit: 'kWh' });
const gas = (amount: number): Used => ({ subject: 'gas', amount, unit: 'm3' });
const totals = (used: readonly Used[], over: { cover?: Cover; year?: number; from?: readonly FactorList[] } = {}): ReturnType<typeof emissionTotals> =>
  emissionTotals(inventoryOf(used, { lists: over.from ?? lists, year: over.year ?? 2026, cover: over.cover ?? none }).lines, []);

describe('the inventory of 2026', () => {
  it('of 1,000 m3 of gas and 10,000 kWh', () => {
    // Direct: 1000 x 1.779; 10,000 x 0.200 by location, x 0.401 grey. Chain: 1000 x 0.355 + 10,000 x 0.044 or x 0.082.
    expect(totals([gas(1000), electricity(10_000)])).toEqual({
      scope1Kg: 1779,
      scope2: { locationBasedKg: 2000, marketBasedKg: 4010 },
      upstream: { locationBasedKg: 795, marketBasedKg: 1175 },
      avoidedKg: 0,
      biogenicKg: 0,
    });
  });

  it('of fuels, heat, biogas and hydrogen', () => {
    const used: Used[] = [
      { subject: 'diesel', amount: 100, unit: 'l' },
      { subject: 'heat', amount: 1000, unit: 'kWh' },
      { subject: 'biogas', amount: 10, unit: 'm3' },
      { subject: 'hydrogen', amount: 100, unit: 'm3' },
    ];

    // Diesel 100 x 2.462 direct, 78.8 chain, 17.6 biogenic. Heat 3.6 GJ x 34.31 and x 6.14. Hydrogen 8.988 kg x 12.516.
    const made = totals(used);
    expect(made.scope1Kg).toBe(246.2);
    expect(made.scope2.locationBasedKg).toBe(123.516);
    expect(made.upstream.locationBasedKg).toBeCloseTo(78.8 + 22.104 + 112.4938, 4);
    expect(made.biogenicKg).toBeCloseTo(17.6 + 13.21, 6);
  });

  it('O20: 1,000 l of petrol E0 at 3.059 and 500 kWh of grey electricity at 0.483 are 3,300.5 kg, well to wheel', () => {
    // The published example; petrol without ethanol stands in no list here, so its factor is given.
    const e0: Factor = { code: 'petrol', name: 'E0', unit: 'l', total: 3.059, direct: 3.059, chain: 0, biogenic: 0, infrastructure: 0, certainty: 'sourced' };
    const [first] = listsNamed(shipped, 'co2emissiefactoren-2026');
    const from = first === undefined ? [] : [{ ...first, factors: [...first.factors.filter((factor) => factor.code !== 'petrol'), e0] }];
    const made = totals([{ subject: 'petrol', amount: 1000, unit: 'l' }, electricity(500)], { from });

    expect(made.scope1Kg).toBe(3059);
    expect(made.scope2.marketBasedKg + made.upstream.marketBasedKg).toBeCloseTo(241.5, 9);
    expect(made.scope1Kg + made.scope2.marketBasedKg + made.upstream.marketBasedKg).toBeCloseTo(3300.5, 9);
  });

  it('of a unit is the direct factor alone, in the unit that is counted', () => {
    const of = (subject: Used['subject']): number | undefined => directFactor(subject, { lists, year: 2026 })?.kgPerUnit;

    // Heat is 34.31 kg/GJ, 0.0036 GJ a kWh; hydrogen emits where it is made.
    expect([of('electricity'), of('gas'), of('heat'), of('hydrogen')]).toEqual([0.2, 1.779, expect.closeTo(0.123_516, 9), 0]);
    expect([of('steam'), of('water')]).toEqual([undefined, undefined]);
  });

  it('says what the set has no factor for, and counts water nowhere', () => {
    const used: Used[] = [
      { subject: 'steam', amount: 5, unit: 'kWh' },
      { subject: 'water', amount: 100, unit: 'm3' },
      { subject: 'lpg', amount: 3, unit: 'l' },
    ];

    expect(inventoryOf(used, { lists, year: 2026, cover: none })).toEqual({ lines: [], notCounted: [used[0], used[2]] });
  });

  it('by contract counts what guarantees cover as their source, and own generation whose guarantees were sold as grey', () => {
    const cover: Cover = { bySource: { wind: 600, sun: 0, hydro: 0, biomass: 100 }, coveredKwh: 700, soldOwnUseKwh: 50 };
    const made = totals([electricity(1000)], { cover });

    expect(made.scope2.locationBasedKg).toBe(200);
    // 300 uncovered + 50 sold, grey: 350 x 0.401; wind and biomass emit nothing directly.
    expect(made.scope2.marketBasedKg).toBe(140.35);
    // 350 x 0.082 + 100 x 0.071
    expect(made.upstream.marketBasedKg).toBe(35.8);
  });
});

describe('a set of direct factors', () => {
  it('has no chain, and one figure for both methods', () => {
    expect(totals([gas(10), electricity(100)], { from: listsNamed(shipped, 'klimaatmonitor') })).toEqual({
      scope1Kg: 17.79,
      scope2: { locationBasedKg: 30, marketBasedKg: 30 },
      upstream: { locationBasedKg: 0, marketBasedKg: 0 },
      avoidedKg: 0,
      biogenicKg: 0,
    });
  });
});

describe('avoided emissions', () => {
  it('are 63.6 kg for a GJ of residual heat: 74.9 of a gas boiler at 90 percent less 11.3 of its own', () => {
    const [heat] = avoidedOf({ renewableExportKwh: 0, residualHeatKwh: 1 / 0.0036 }, { lists, year: 2026 });

    expect(heat?.kg).toBeCloseTo(63.6, 1);
    expect(heat?.baseline).toBe('natural-gas');
  });

  it('are the mix of the grid for renewable electricity that others used, and never come off a scope', () => {
    const avoided = avoidedOf({ renewableExportKwh: 1000, residualHeatKwh: 0 }, { lists, year: 2026 });
    const { lines } = inventoryOf([electricity(10)], { lists, year: 2026, cover: none });

    expect(emissionTotals(lines, avoided)).toMatchObject({ avoidedKg: 244, scope2: { locationBasedKg: 2 } });
  });
});

describe('any inventory', () => {
  const amount = fc.double({ min: 0, max: 1e9, noNaN: true });
  const used = fc.tuple(amount, amount).map(([kwh, m3]): Used[] => [electricity(kwh), gas(m3)]);
  const add = (a: number, b: number): number => Math.abs(a - b) / Math.max(1, Math.abs(a));

  it('is the sum of the inventories of its parts', () => {
    fc.assert(
      fc.property(used, used, (one, other) => {
        const both = totals([...one, ...other]);
        const apart = [totals(one), totals(other)];
        const sum = (of: (made: (typeof apart)[number]) => number): number => apart.reduce((total, part) => total + of(part), 0);
        expect(
          add(
            both.scope1Kg,
            sum((made) => made.scope1Kg),
          ),
        ).toBeLessThan(1e-9);
        expect(
          add(
            both.scope2.marketBasedKg,
            sum((made) => made.scope2.marketBasedKg),
          ),
        ).toBeLessThan(1e-9);
      }),
    );
  });

  it('has no figure that avoided emissions change', () => {
    fc.assert(
      fc.property(used, amount, (of, exported) => {
        const { lines } = inventoryOf(of, { lists, year: 2026, cover: none });
        const { avoidedKg: _, ...rest } = emissionTotals(lines, avoidedOf({ renewableExportKwh: exported, residualHeatKwh: exported }, { lists, year: 2026 }));
        const { avoidedKg: __, ...bare } = emissionTotals(lines, []);
        expect(rest).toEqual(bare);
      }),
    );
  });

  it('never has more by contract than all grey, nor less than nothing', () => {
    fc.assert(
      fc.property(amount, fc.double({ min: 0, max: 2, noNaN: true }), (kwh, share) => {
        const cover: Cover = { bySource: { wind: kwh * share, sun: 0, hydro: 0, biomass: 0 }, coveredKwh: kwh * share, soldOwnUseKwh: 0 };
        const { marketBasedKg } = totals([electricity(kwh)], { cover }).scope2;
        expect(marketBasedKg).toBeGreaterThanOrEqual(0);
        expect(marketBasedKg).toBeLessThanOrEqual(totals([electricity(kwh)]).scope2.marketBasedKg + 1e-6);
      }),
    );
  });
});
