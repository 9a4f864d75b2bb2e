// The energy of a heat match as shown: one unit in a column, and what is shown adds up.
import { describe, expect, it } from 'vitest';
import { type HeatEnergy, bandTexts, heatEnergyTexts } from '../../src/charts/heat-energy.ts';

const energy = (over: Partial<HeatEnergy> = {}): HeatEnergy => ({
  sourceKwh: 20_000_000,
  demandKwh: 6_250_000,
  coincidentKwh: 5_120_040,
  lossKwh: 120_040,
  deliveredKwh: 5_000_000,
  pumpKwh: 21_000,
  heatPumpKwh: 0,
  ...over,
});
const plain = (texts: object): object => JSON.parse(JSON.stringify(texts).replaceAll('\u00a0', ' '));
const shown = (text: string | null): number =>
  Number(
    (text ?? '0')
      .replace(/[^\d.,−+]/g, '')
      .replace('−', '-')
      .replaceAll(',', ''),
  );

describe('the steps of the energy', () => {
  it('stand in one unit, that of what is delivered', () => {
    expect(plain(heatEnergyTexts('nl', energy()))).toEqual({
      source: '20.000,0 MWh',
      demand: '6.250,0 MWh',
      coincident: '5.120,0 MWh',
      loss: '−120,0 MWh',
      added: null,
      delivered: '5.000,0 MWh',
      electricity: '21,0 MWh',
    });
  });

  it('have the heat that a heat pump makes of its electricity: source less loss, and it, is what is delivered', () => {
    // COP 4: a quarter of what is delivered is electricity.
    const texts = heatEnergyTexts('en', energy({ coincidentKwh: 3_870_000, heatPumpKwh: 1_250_000, lossKwh: 120_000 }));

    expect(plain(texts)).toMatchObject({ coincident: '3,870.0 MWh', loss: '−120.0 MWh', added: '+1,250.0 MWh', delivered: '5,000.0 MWh', electricity: '1,271.0 MWh' });
  });

  it.each([
    [123_456, 3_456, 40_049],
    [15_049_999, 149_999, 5_049_999],
    [9_999, 51, 0],
    [1_000_049, 49, 51],
  ])('add up as shown: %i less %i and %i', (coincidentKwh, lossKwh, heatPumpKwh) => {
    const texts = heatEnergyTexts('en', energy({ coincidentKwh, lossKwh, heatPumpKwh, deliveredKwh: coincidentKwh - lossKwh + heatPumpKwh }));

    expect(shown(texts.coincident) + shown(texts.loss) + shown(texts.added)).toBeCloseTo(shown(texts.delivered), 6);
  });

  it('have electricity in its own unit: beside GWh of heat a pump would be nothing', () => {
    expect(heatEnergyTexts('nl', energy({ deliveredKwh: 50_000_000, coincidentKwh: 50_120_040 })).electricity).toBe('21,0\u00a0MWh');
  });

  it('have a loss with its minus, also where it rounds to nothing', () => {
    expect(heatEnergyTexts('nl', energy({ lossKwh: 10, coincidentKwh: 5_000_010 })).loss).toBe('−0,0\u00a0MWh');
  });
});

describe('a band', () => {
  it.each([
    [300_000, 1_000_000, ['300', '1.000 MWh']],
    [3_000_000, 10_000_000, ['3.000', '10.000 MWh']],
    [10_000_000, 30_000_000, ['10', '30 GWh']],
    [3_000, 10_000, ['3.000', '10.000 kWh']],
    [0, 100_000, ['0', '100 MWh']],
    [12_345, 67_890, ['12,3', '67,9 MWh']],
  ])('from %i to %i kWh stands in one unit', (low, high, texts) => {
    expect(bandTexts('nl', { low, high }).map((text) => text.replace('\u00a0', ' '))).toEqual(texts);
  });
});
