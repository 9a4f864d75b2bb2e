// All carriers in one: by hand for a boiler, a CHP and a heat pump, and closed at every node whatever the meters say.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONVERSION_KINDS, energyKwh } from '../../src/domain/conversions.ts';
import { type CarrierFlows, type ConvertedEnergy, type EnergyFlow, energyFlows } from '../../src/domain/energy-flows.ts';
import { toMicro } from '../../src/domain/ledger.ts';

const kwh = (flows: readonly EnergyFlow[], from: string, to: string): number => flows.find((one) => one.from === from && one.to === to)?.kwh ?? 0;
const into = (flows: readonly EnergyFlow[], node: string): number => flows.filter((one) => one.to === node).reduce((sum, one) => sum + one.kwh, 0);
const outOf = (flows: readonly EnergyFlow[], node: string): number => flows.filter((one) => one.from === node).reduce((sum, one) => sum + one.kwh, 0);
const gas: CarrierFlows = {
  carrier: 'gas',
  flows: [
    { from: 'grid', to: 'carrier', amount: 1000 },
    { from: 'carrier', to: 'company:1', amount: 990 },
    { from: 'carrier', to: 'residual', amount: 10 },
  ],
};
const heat: CarrierFlows = {
  carrier: 'heat',
  flows: [
    { from: 'other-generation', to: 'carrier', amount: 4000 },
    { from: 'carrier', to: 'company:1', amount: 4000 },
  ],
};
/** 500 m3 of gas is 4395.833 kWh on the lower heating value; 4000 of them come out as heat. */
const boiler: ConvertedEnergy = {
  conversion: 7,
  company: 1,
  kind: 'boiler',
  user: 'company:1',
  inputs: [{ meter: 1, carrier: 'gas', amount: 500 }],
  outputs: [{ meter: 2, carrier: 'heat', amount: 4000, source: 'other-generation' }],
  ambientKwh: 0,
  lossKwh: 395.833_333,
};

describe('all carriers', () => {
  it('have the gas of a boiler once: as its input, no longer as use, and its heat no longer as a source', () => {
    const flows = energyFlows([gas, heat], [boiler]);

    // 1000 m3 x 31.65 / 3.6.
    expect(kwh(flows, 'grid:gas', 'carrier:gas')).toBeCloseTo(8791.667, 3);
    expect(kwh(flows, 'carrier:gas', 'conversion:boiler')).toBeCloseTo(4395.833, 3);
    expect(kwh(flows, 'carrier:gas', 'company:1')).toBeCloseTo(490 * 8.791_666_67, 3);
    expect(kwh(flows, 'carrier:gas', 'residual')).toBeCloseTo(87.917, 3);
    expect(kwh(flows, 'conversion:boiler', 'carrier:heat')).toBe(4000);
    expect(kwh(flows, 'conversion:boiler', 'loss')).toBeCloseTo(395.833, 3);
    expect(kwh(flows, 'other-generation', 'carrier:heat')).toBe(0);
    expect(into(flows, 'company:1')).toBeCloseTo(490 * 8.791_666_67 + 4000, 3);
  });

  it('bring heat that no balance counts straight to whoever made it', () => {
    const flows = energyFlows([gas], [{ ...boiler, outputs: [{ meter: 2, carrier: 'heat', amount: 4000, source: null }] }]);

    expect(kwh(flows, 'conversion:boiler', 'company:1')).toBe(4000);
    expect(flows.some(({ to }) => to === 'carrier:heat')).toBe(false);
  });

  it('let a heat pump take heat from outside', () => {
    const electricity: CarrierFlows = {
      carrier: 'electricity',
      flows: [
        { from: 'grid', to: 'carrier', amount: 100 },
        { from: 'carrier', to: 'company:1', amount: 100 },
      ],
    };
    const pump: ConvertedEnergy = {
      ...boiler,
      kind: 'heat-pump',
      inputs: [{ meter: 1, carrier: 'electricity', amount: 100 }],
      outputs: [{ meter: 2, carrier: 'heat', amount: 350, source: null }],
      ambientKwh: 250,
      lossKwh: 0,
    };

    expect(energyFlows([electricity], [pump]).map(({ terms: _, ...flow }) => flow)).toEqual([
      { from: 'grid:electricity', to: 'carrier:electricity', kwh: 100 },
      { from: 'carrier:electricity', to: 'conversion:heat-pump', kwh: 100 },
      { from: 'conversion:heat-pump', to: 'company:1', kwh: 350 },
      { from: 'ambient', to: 'conversion:heat-pump', kwh: 250 },
    ]);
  });

  it('say as not metered what a conversion took beyond the use of its owner', () => {
    const little: CarrierFlows = {
      carrier: 'gas',
      flows: [
        { from: 'grid', to: 'carrier', amount: 400 },
        { from: 'carrier', to: 'company:1', amount: 400 },
      ],
    };

    // 500 m3 in where 400 came: 100 m3 that no meter brought.
    expect(kwh(energyFlows([little, heat], [boiler]), 'residual/out', 'carrier:gas')).toBeCloseTo(879.167, 3);
  });

  it('name what each flow is made of: use less what a conversion took, and where it took more, that less all of the use', () => {
    const terms = (flows: readonly EnergyFlow[], from: string, to: string): unknown =>
      flows.find((one) => one.from === from && one.to === to)?.terms.map(({ weight, field, amount }) => [weight, field, amount]);
    const little: CarrierFlows = { carrier: 'gas', flows: [{ from: 'carrier', to: 'company:1', amount: 400 }] };

    expect(terms(energyFlows([gas, heat], [boiler]), 'carrier:gas', 'company:1')).toEqual([
      [1, 'flow:carrier:company:1', 990],
      [-1, 'inputs.amount', 500],
    ]);
    expect(terms(energyFlows([little, heat], [boiler]), 'residual/out', 'carrier:gas')).toEqual([
      [1, 'inputs.amount', 500],
      [-1, 'flow:carrier:company:1', 400],
    ]);
    expect(terms(energyFlows([little, heat], [boiler]), 'conversion:boiler', 'loss')).toEqual([[1, 'lossKwh', 395.833_333]]);
  });

  it('close at every carrier and conversion, whatever was measured, and the sources are the uses', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    const carrier = fc.constantFrom('electricity' as const, 'gas' as const, 'heat' as const, 'hydrogen' as const);
    const balance = fc
      .record({ carrier, grid: amount, made: amount, used: amount, other: amount, exported: amount })
      .map(({ carrier: of, grid, made, used, other, exported }): CarrierFlows => ({
        carrier: of,
        flows: [
          { from: 'grid', to: 'carrier', amount: grid },
          { from: 'chp', to: 'carrier', amount: made },
          { from: 'carrier', to: 'company:1', amount: used },
          { from: 'carrier', to: 'company:2', amount: other },
          { from: 'carrier', to: 'export', amount: exported },
          { from: 'carrier', to: 'residual', amount: grid + made - used - other - exported },
        ],
      }));
    const conversion = fc
      .record({
        kind: fc.constantFrom(...CONVERSION_KINDS),
        from: carrier,
        to: carrier,
        input: amount,
        output: amount,
        counted: fc.boolean(),
        user: fc.constantFrom('company:1', 'company:2'),
      })
      .map(({ kind, from, to, input, output, counted, user }): ConvertedEnergy => {
        const rest = energyKwh(from, input) - energyKwh(to, output);
        const ambientKwh = kind === 'heat-pump' ? Math.max(-rest, 0) : 0;
        const outputs = [{ meter: 2, carrier: to, amount: output, source: counted ? 'chp' : null }];
        return { conversion: 7, company: 1, kind, user, inputs: [{ meter: 1, carrier: from, amount: input }], outputs, ambientKwh, lossKwh: rest + ambientKwh };
      });
    fc.assert(
      fc.property(fc.uniqueArray(balance, { selector: (one) => one.carrier, minLength: 1, maxLength: 4 }), fc.array(conversion, { maxLength: 4 }), (balances, conversions) => {
        const flows = energyFlows(balances, conversions);
        const nodes = new Set(flows.flatMap(({ from, to }) => [from, to]));
        for (const { carrier: of } of balances) expect(into(flows, `carrier:${of}`)).toBeCloseTo(outOf(flows, `carrier:${of}`), 3);
        for (const kind of CONVERSION_KINDS) expect(into(flows, `conversion:${kind}`)).toBeCloseTo(outOf(flows, `conversion:${kind}`), 3);
        const sources = [...nodes].filter((node) => into(flows, node) === 0).reduce((sum, node) => sum + outOf(flows, node), 0);
        const ends = [...nodes].filter((node) => outOf(flows, node) === 0).reduce((sum, node) => sum + into(flows, node), 0);
        expect(sources).toBeCloseTo(ends, 2);
        expect(flows.every((flow) => flow.kwh > 0)).toBe(true);
        const added = flows.map(({ terms }) => terms.reduce((sum, term) => sum + term.weight * toMicro(term.kwh), 0));
        expect(added).toEqual(flows.map((flow) => toMicro(flow.kwh)));
      }),
      { numRuns: 300 },
    );
  });
});
