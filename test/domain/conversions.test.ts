// Conversions by hand: a boiler, a CHP, a heat pump and an electrolyser.
import { describe, expect, it } from 'vitest';
import { conversionFigures, conversionTrouble, energyKwh } from '../../src/domain/conversions.ts';

describe('figures of a conversion', () => {
  it('of a boiler: 1,000 m3 of gas is 8,791.7 kWh (31.65 MJ / 3.6); 8,000 kWh of heat is 91 %', () => {
    const found = conversionFigures('boiler', [{ carrier: 'gas', amount: 1000 }], [{ carrier: 'heat', amount: 8000 }]);
    expect(found.inputKwh).toBeCloseTo(8791.667, 2);
    expect(found.efficiency).toBeCloseTo(0.90995, 4);
    expect(found.lossKwh).toBeCloseTo(791.667, 2);
    expect(found).toMatchObject({ ambientKwh: 0, impossible: false });
  });

  it('of a CHP add both outputs: 3,000 + 4,500 of 8,791.7 kWh', () => {
    const outputs = [
      { carrier: 'electricity', amount: 3000 },
      { carrier: 'heat', amount: 4500 },
    ] as const;
    expect(conversionFigures('chp', [{ carrier: 'gas', amount: 1000 }], outputs).efficiency).toBeCloseTo(7500 / 8791.667, 4);
  });

  it('of a heat pump: 100 kWh in, 350 out, 250 from outside, nothing lost, COP 3.5', () => {
    expect(conversionFigures('heat-pump', [{ carrier: 'electricity', amount: 100 }], [{ carrier: 'heat', amount: 350 }])).toEqual({
      inputKwh: 100,
      outputKwh: 350,
      ambientKwh: 250,
      lossKwh: 0,
      efficiency: 3.5,
      impossible: false,
    });
  });

  it('of an electrolyser: 1,000 kWh in, 200 m3 of hydrogen is 600 kWh', () => {
    expect(conversionFigures('electrolyser', [{ carrier: 'electricity', amount: 1000 }], [{ carrier: 'hydrogen', amount: 200 }])).toMatchObject({ outputKwh: 600, lossKwh: 400 });
  });

  it('always close: input + ambient = output + loss', () => {
    for (const [kind, out] of [
      ['boiler', 90],
      ['heat-pump', 400],
      ['heat-pump', 60],
      ['electrolyser', 70],
    ] as const) {
      const { inputKwh, outputKwh, ambientKwh, lossKwh } = conversionFigures(kind, [{ carrier: 'electricity', amount: 100 }], [{ carrier: 'heat', amount: out }]);
      expect((inputKwh ?? 0) + (ambientKwh ?? 0)).toBeCloseTo((outputKwh ?? 0) + (lossKwh ?? 0), 9);
    }
  });

  it('are unknown where a meter is, and impossible where more comes out than can', () => {
    expect(conversionFigures('boiler', [{ carrier: 'gas', amount: null }], [{ carrier: 'heat', amount: 5 }])).toMatchObject({ inputKwh: null, outputKwh: 5, efficiency: null });
    expect(conversionFigures('boiler', [{ carrier: 'gas', amount: 1 }], [{ carrier: 'heat', amount: 10 }]).impossible).toBe(true);
    expect(conversionFigures('boiler', [{ carrier: 'gas', amount: 0 }], [{ carrier: 'heat', amount: 10 }])).toMatchObject({ efficiency: null, impossible: true });
  });
});

it('a declared conversion has carriers that fit on both sides', () => {
  expect(conversionTrouble('boiler', { inputs: ['gas'], outputs: ['heat'] })).toBeNull();
  expect(conversionTrouble('boiler', { inputs: ['gas'], outputs: [] })).toEqual({ side: 'outputs', strange: null, takes: ['heat', 'steam'] });
  expect(conversionTrouble('electrolyser', { inputs: ['gas'], outputs: ['hydrogen'] })).toMatchObject({ side: 'inputs', strange: 'gas' });
  expect(energyKwh('electricity', 7)).toBe(7);
});
