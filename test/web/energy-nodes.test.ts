// Every node of all carriers has a name of its own, and every flow of one carrier leads to its balance.
import { describe, expect, it } from 'vitest';
import { sankeyChart } from '../../src/charts/sankey.ts';
import { plainText } from '../../src/charts/sentence.ts';
import { chartWords } from '../../src/charts/words.ts';
import { carrierOf, energyNodes, conversionName } from '../../src/web/energy-nodes.ts';
import { conversionsNl } from '../../src/web/i18n/conversions-nl.ts';
import { palette } from '../charts/figures.ts';

const nodes = energyNodes({ words: conversionsNl, chart: chartWords('nl'), palette });

describe('the nodes of all carriers', () => {
  it('are named: gas is supplied, electricity comes from the grid, and a conversion is its kind', () => {
    expect(
      ['grid:electricity', 'grid:gas', 'export:electricity', 'export:heat', 'carrier:hydrogen', 'conversion:chp', 'conversion:heat-pump', 'loss', 'ambient', 'residual'].map(
        (id) => nodes.get(id)?.name,
      ),
    ).toEqual(['Net', 'Gas in', 'Teruglevering', 'Warmte uit', 'Waterstof', 'WKK', 'Warmtepomp', 'Verlies', 'Uit de omgeving', 'Niet gemeten']);
  });

  it('draw what is not metered on both sides without closing a ring, and the sentence closes', () => {
    const flows = [
      { from: 'grid:gas', to: 'carrier:gas', amount: 900 },
      { from: 'residual/out', to: 'carrier:gas', amount: 100 },
      { from: 'carrier:gas', to: 'conversion:boiler', amount: 1000 },
      { from: 'conversion:boiler', to: 'carrier:heat', amount: 800 },
      { from: 'conversion:boiler', to: 'loss', amount: 200 },
      { from: 'carrier:heat', to: 'residual', amount: 50 },
      { from: 'carrier:heat', to: 'company:1', amount: 750 },
    ];
    const drawn = sankeyChart({ flows, unit: 'kWh', carrier: 'electricity', companyName: () => 'Bakker', nodes, narrow: false, lang: 'nl', palette }, 'Alle dragers');

    expect(plainText(drawn.sentence).replaceAll('\u00a0', ' ')).toBe('In 1.000 kWh = uit 1.000 kWh.');
    expect(drawn.table.rows).toContainEqual(['Niet gemeten', 'Gas', 100]);
    expect(drawn.table.rows).toContainEqual(['Warmte', 'Niet gemeten', 50]);
  });

  it('lead to the balance of their carrier', () => {
    expect(carrierOf({ from: 'grid:gas', to: 'carrier:gas', kwh: 1 })).toBe('gas');
    expect(carrierOf({ from: 'conversion:boiler', to: 'loss', kwh: 1 })).toBeNull();
  });
});

it('two conversions of one name are told apart by whose they are', () => {
  const [a, b] = [
    { id: 1, name: 'WKK', companyName: 'Papier' },
    { id: 2, name: 'WKK', companyName: 'Karton' },
  ];

  expect(conversionName(a, [a, b])).toBe('Papier, WKK');
  expect(conversionName(a, [a, { ...b, name: 'Ketel' }])).toBe('WKK');
});
