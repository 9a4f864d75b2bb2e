// What moves a figure most, as it is drawn: bars begin at the figure as it is, and what cannot be has none.
import { describe, expect, it } from 'vitest';
import { tornadoChart } from '../../src/charts/tornado-chart.ts';
import { palette } from './figures.ts';

const names = { assumption: 'Aanname', low: 'Laag', high: 'Hoog', none: 'kan niet' };
const bars = [
  { name: 'gasprijs', low: '0,40', high: '0,90', atLow: 60_000, atHigh: 160_000 },
  { name: 'temperatuurval', low: '3', high: '10', atLow: 101_000, atHigh: null },
];
const draw = (narrow: boolean) => tornadoChart({ bars, base: 100_000, unit: '€', digits: 0, lang: 'nl', palette, sentence: ['x'], names, narrow }, 'Wat telt het meest');

describe('a bar', () => {
  it('goes from the figure as it is to what it becomes', () => {
    expect(draw(false).option.series).toMatchObject([{ data: [-40_000, 1000] }, { data: [60_000, '-'] }]);
  });

  it('stands in the table with both bounds and what comes of them', () => {
    expect(draw(false).table.rows).toEqual([
      ['gasprijs', '0,40', 60_000, '0,90', 160_000],
      ['temperatuurval', '3', 101_000, '10', null],
    ]);
  });

  it('is named in full in the table, and shortened beside a narrow drawing', () => {
    const long = 'een aanname met een heel erg lange naam';
    const drawn = tornadoChart(
      { bars: bars.map((bar) => ({ ...bar, name: long })), base: 0, unit: '€', digits: 0, lang: 'nl', palette, sentence: ['x'], names, narrow: true },
      'x',
    );

    expect(drawn.option.yAxis).toMatchObject({ data: ['een aanname met e…', 'een aanname met e…'] });
    expect(drawn.table.rows[0]?.[0]).toBe(long);
  });
});
