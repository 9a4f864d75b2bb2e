// Charts as figures: the sentence is true, the table closes, what is not measured is hatched or empty.
import { describe, expect, it } from 'vitest';
import { missingRuns, niceAxis } from '../../src/charts/axes.ts';
import { type BalanceFigures, balanceChart } from '../../src/charts/balance-chart.ts';
import { type BalanceTotals, balanceSentence, equationTerms } from '../../src/charts/balance-sentence.ts';
import { toCsv } from '../../src/charts/csv.ts';
import { layoutFlow, slotMiddles } from '../../src/charts/flow-layout.ts';
import { type QuarterDay, quarterDayChart, slotsOfDay } from '../../src/charts/quarter-day.ts';
import { fittedNames, flowScale, forwards, mergeSmall, sankeyChart, sankeyCompanies, withoutRings } from '../../src/charts/sankey.ts';
import { plainText } from '../../src/charts/sentence.ts';
import { DAY, palette, step } from './figures.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u2009', ' ');
const drawn = (option: object): string => JSON.stringify(option);

const day = (part: Partial<QuarterDay> = {}): QuarterDay => ({
  ...DAY,
  nowMs: DAY.fromMs + 10 * 900_000 + 300_000,
  steps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) => step(index)),
  limitKw: 500,
  running: { startMs: DAY.fromMs + 10 * 900_000, usedKwh: 50, projectedKw: 600 },
  stale: false,
  lang: 'nl',
  palette,
  ...part,
});

describe('quarters of a day', () => {
  it('names the highest measured quarter, its time and the limit', () => {
    const chart = quarterDayChart(day({ steps: [step(0), step(1, { gridIn: 130 })] }), 'Vandaag');

    expect(plain(plainText(chart.sentence))).toBe('Hoogste 520 kW om 00:15; grens 500 kW; 8 ontbreken.');
  });

  it('lets no estimated quarter set the peak', () => {
    const chart = quarterDayChart(day({ steps: [step(0), step(1, { gridIn: 900, estimatedShare: 1 })] }), 'Vandaag');

    expect(plain(plainText(chart.sentence))).toContain('Hoogste 400 kW om 00:00');
    expect(plain(plainText(chart.sentence))).toContain('1 geschat');
  });

  it('hatches what is estimated or expected and nothing else', () => {
    const measured = quarterDayChart(day({ running: { startMs: 0, usedKwh: null, projectedKw: null } }), 'Vandaag');
    const estimated = quarterDayChart(day({ steps: [step(0, { estimatedShare: 1 })] }), 'Vandaag');

    expect(drawn(measured.option)).not.toContain('decal');
    expect(drawn(estimated.option)).toContain('decal');
  });

  it('says so when there is no measured quarter yet', () => {
    expect(plainText(quarterDayChart(day({ steps: [] }), 'Vandaag').sentence)).toBe('Nog geen gemeten kwartier (0 van 10).');
  });

  it('draws 100 quarters on the autumn day and 92 on the spring day', () => {
    const autumn = day({ fromMs: Date.parse('2026-10-24T22:00:00Z'), toMs: Date.parse('2026-10-25T23:00:00Z') });
    const spring = day({ fromMs: Date.parse('2026-03-28T23:00:00Z'), toMs: Date.parse('2026-03-29T22:00:00Z') });

    expect(slotsOfDay(autumn)).toHaveLength(100);
    expect(slotsOfDay(spring)).toHaveLength(92);
  });

  it('closes its table with the energy of the day', () => {
    const { table } = quarterDayChart(day(), 'Vandaag');

    expect(table.foot?.[2]).toBeCloseTo(10 * 100 + 50, 9);
  });
});

const balance = (part: Partial<BalanceFigures> = {}): BalanceFigures => ({
  carrier: 'electricity',
  unit: 'kWh',
  kind: 'day',
  steps: [step(0), step(1)],
  nowMs: DAY.toMs,
  lang: 'nl',
  palette,
  ...part,
});

describe('balance over a period', () => {
  it('sums each column of the table in its foot', () => {
    const { table } = balanceChart(balance(), 'Stroom');

    expect(table.foot).toEqual(['Totaal', 200, 100, 280, 20, null, null]);
  });

  it('tells between which two amounts each part lies, of the whole period its own', () => {
    const bands = (low: number, high: number) => ({ gridIn: { low, high }, generation: { low: 50, high: 50 }, consumption: { low: low + 40, high: high + 40 } });
    const { table } = balanceChart(balance({ steps: [step(0, { bands: bands(90, 120) }), step(1)], bands: bands(185, 225) }), 'Stroom');

    expect(table.columns.slice(7).map(({ head, unit }) => `${head} ${unit}`)).toEqual([
      'Van het net, laagste kWh',
      'Van het net, hoogste kWh',
      'Eigen opwek, laagste kWh',
      'Eigen opwek, hoogste kWh',
      'Verbruik, laagste kWh',
      'Verbruik, hoogste kWh',
    ]);
    expect(table.rows.map((row) => row.slice(7))).toEqual([
      [90, 120, 50, 50, 130, 160],
      [null, null, null, null, null, null],
    ]);
    expect(table.foot?.slice(7)).toEqual([185, 225, 50, 50, 225, 265]);
    expect(toCsv(table, 'nl').split('\r\n')[1]).toMatch(/;90;120;50;50;130;160$/);
  });

  it('leaves a missing step empty in drawing and table', () => {
    const { table, sentence, option } = balanceChart(balance({ steps: [step(0), step(1, { coverage: 0, gridIn: 0 })] }), 'Stroom');

    expect(table.rows[1]?.slice(1, 5)).toEqual([null, null, null, null]);
    expect(plainText(sentence)).toContain('van 2 kwartieren 1 zonder meting');
    expect(drawn(option)).toContain('"stack":"missing"');
  });

  it('draws quarters as power and export below zero', () => {
    const text = drawn(balanceChart(balance({ steps: [step(0)] }), 'Stroom').option);

    expect(text).toContain('"value":400');
    expect(text).toContain('"value":-40');
  });

  it('has one axis and it shows zero', () => {
    const { option } = balanceChart(balance(), 'Stroom');

    expect(option.yAxis).toMatchObject({ min: expect.any(Number) });
    expect(Array.isArray(option.yAxis)).toBe(false);
    expect(niceAxis(0, 4300)).toEqual({ min: 0, max: 4500, interval: 1500 });
    expect(niceAxis(-1400, 3800).min).toBeLessThanOrEqual(-1400);
  });

  it('joins missing steps into runs', () => {
    expect(missingRuns([{ state: 'x' }, { state: 'missing' }, { state: 'missing' }, { state: 'x' }, { state: 'missing' }])).toEqual([
      [1, 2],
      [4, 4],
    ]);
  });
});

const totals: BalanceTotals = {
  gridIn: 17_940,
  generation: 53_740,
  discharge: 0,
  charge: 0,
  consumption: 67_240,
  gridOut: 4_440,
  residual: 1_800,
  exchanged: 0,
  selfSufficiency: 0.73,
  selfConsumption: 0.92,
  selfConsumptionAlone: 0.51,
  selfSufficiencyAlone: 0.3,
  peakImportKw: 2120,
  peakAt: null,
};
const value = (text: string): number => Number(text.replace('.', '').replace(',', '.'));

describe('the closing equation', () => {
  it('prints supply and use with the same sum', () => {
    const { terms } = equationTerms(totals, 'kWh', 'nl');
    const use = terms.findIndex((term) => term.sign === '=');
    const sum = (part: typeof terms): number => part.reduce((all, term) => all + value(term.text), 0);

    expect(sum(terms.slice(0, use))).toBeCloseTo(sum(terms.slice(use)), 9);
  });

  it('shows what came from the grid as the drawing of the flows does: the largest term takes what rounding leaves', () => {
    // 581.4 and 2,229.0 would not add up to 2,810.3.
    const shown = equationTerms({ ...totals, gridIn: 581_360, generation: 2_228_977, discharge: 0, charge: 0, gridOut: 0, consumption: 2_810_337 }, 'kWh', 'nl');

    expect(shown.terms.slice(0, 3).map(({ text }) => text)).toEqual(['581,4', '2.228,9', '2.810,3']);
  });

  it('shows what no meter explains as a term of its own', () => {
    const { terms } = equationTerms({ ...totals, consumption: 60_000 }, 'kWh', 'nl');

    expect(terms.at(-1)).toEqual({ id: 'residual', text: '7,3', sign: '+' });
  });

  it('says the same figures as the sentence', () => {
    const sentence = plain(plainText(balanceSentence({ totals, carrier: 'electricity', unit: 'kWh' }, 'nl')));

    expect(sentence).toBe('Opwek 53,8 MWh, verbruik 67,3 MWh; er ging 4,4 MWh terug het net op.');
  });
});

describe('from source to use', () => {
  const flows = [
    { from: 'grid', to: 'company:1', amount: 900 },
    { from: 'grid', to: 'company:2', amount: 2 },
    { from: 'grid', to: 'company:3', amount: 1 },
    { from: 'sun', to: 'company:1', amount: 97 },
    { from: 'grid', to: 'residual', amount: 1 },
  ];
  const figures = {
    flows,
    unit: 'kWh' as const,
    carrier: 'electricity' as const,
    companyName: (id: number) => (id === 1 ? 'Hanze Gieterij' : null),
    narrow: false,
    lang: 'nl' as const,
    palette,
  };

  it('closes: in = uit', () => {
    expect(plain(plainText(sankeyChart(figures, 'Bron').sentence))).toBe('In 1.001 kWh = uit 1.001 kWh.');
  });

  it('counts what passes the middle once in the total of its table', () => {
    const through = [
      { from: 'grid', to: 'carrier', amount: 10 },
      { from: 'carrier', to: 'company:1', amount: 10 },
    ];

    expect(sankeyChart({ ...figures, flows: through }, 'Bron').table.foot).toEqual(['Totaal', null, 10]);
  });

  it('has room over the bands for the two lines that a phone puts over a node in the middle', () => {
    const [series] = [sankeyChart({ ...figures, narrow: true }, 'Bron').option.series].flat();
    const { top, label }: { top: number; label: { lineHeight: number } } = JSON.parse(JSON.stringify(series));
    // The default distance of a label is 5 px.
    expect(top).toBeGreaterThanOrEqual(2 * label.lineHeight + 5);
  });

  it('merges flows below half a percent, but never what is not metered', () => {
    const merged = mergeSmall(flows);

    expect(merged.map((flow) => flow.to).sort()).toEqual(['company:1', 'company:1', 'other', 'residual']);
    expect(merged.reduce((sum, flow) => sum + flow.amount, 0)).toBe(1001);
  });

  it('leaves the name to a small flow that is alone: "Overig" would be one company', () => {
    const one = [
      { from: 'carrier', to: 'company:1', amount: 1000 },
      { from: 'carrier', to: 'company:2', amount: 2 },
    ];

    expect(mergeSmall(one).map(({ to }) => to)).toEqual(['company:1', 'company:2']);
    expect(mergeSmall([...one, { from: 'carrier', to: 'company:3', amount: 1 }]).map(({ to, amount }) => [to, amount])).toEqual([
      ['company:1', 1000],
      ['other', 3],
    ]);
  });

  it('cuts names that would look the same where they differ', () => {
    expect(fittedNames(['Simulatie Metaalfabriek 1', 'Simulatie Metaalfabriek 2', 'Net', 'Simulatie Laadplein 1'], 16)).toEqual([
      'Simulat…abriek 1',
      'Simulat…abriek 2',
      'Net',
      'Simulatie Laadp…',
    ]);
  });

  it('counts in whole MWh from 10 GWh on, so that a small source is not 0,0', () => {
    expect(flowScale('kWh', 13_400_000)).toEqual({ unit: 'MWh', divisor: 1000, digits: 0 });
    expect(flowScale('kWh', 9_999_999)).toEqual({ unit: 'MWh', divisor: 1000, digits: 1 });
  });

  it('says whose each row of the table and each node is, and nobody of what was merged', () => {
    const told = sankeyCompanies(flows);
    const { table } = sankeyChart({ flows, unit: 'kWh', carrier: 'electricity', companyName: (id) => `Company ${id}`, narrow: false, lang: 'en', palette }, 'Flows');

    expect(told.rows.map((id) => (id === null ? null : `Company ${id}`))).toEqual(
      table.rows.map(([from, to]) => [to, from].find((name) => String(name).startsWith('Company ')) ?? null),
    );
    expect(told.rows).toContain(1);
    expect(told.nodes.filter((id) => id !== null)).toEqual([1]);
    expect(sankeyCompanies([{ from: 'company:7', to: 'carrier', amount: 5 }])).toEqual({ rows: [7], nodes: [7, null] });
  });

  it('turns a negative amount round', () => {
    expect(forwards([{ from: 'carrier', to: 'residual', amount: -2 }])).toEqual([{ from: 'residual', to: 'carrier', amount: 2 }]);
  });

  it('parts givers and takers when they would form a ring', () => {
    const ring = withoutRings([
      { from: 'company:1', to: 'company:2', amount: 1 },
      { from: 'company:2', to: 'company:1', amount: 1 },
    ]);

    expect(ring.every((flow) => flow.from.endsWith('/out'))).toBe(true);
  });
});

describe('flow diagram', () => {
  const box = { heightPx: 300, outerX: 100, hubX: 200, totalKw: 1000 };

  it('keeps labels in place when values change', () => {
    const low = layoutFlow(
      [
        { id: 'grid', kw: 1 },
        { id: 'sun', kw: 999 },
      ],
      box,
    ).map((band) => band.labelY);
    const high = layoutFlow(
      [
        { id: 'grid', kw: 999 },
        { id: 'sun', kw: 1 },
      ],
      box,
    ).map((band) => band.labelY);

    expect(low).toEqual(high);
  });

  it('draws the least flow 3 px wide and none for zero', () => {
    const [least, none] = layoutFlow(
      [
        { id: 'grid', kw: 0.1 },
        { id: 'sun', kw: 0 },
      ],
      box,
    );

    expect(least?.widthPx).toBeGreaterThanOrEqual(3);
    expect(none?.path).toBe('');
  });

  it('leaves a label its height between two slots', () => {
    const middles = slotMiddles(6, 368);

    expect(Math.min(...middles.slice(1).map((y, index) => y - (middles[index] ?? 0)))).toBeGreaterThanOrEqual(36);
  });
});

describe('CSV', () => {
  const table = {
    caption: 'x',
    columns: [{ head: 'Tijd' }, { head: 'Afname', unit: 'kWh' }],
    rows: [
      ['00:00', 1234.5],
      ['=1+1', null],
    ],
    foot: null,
  };

  it('uses the separators that the reader’s spreadsheet expects', () => {
    expect(toCsv(table, 'nl')).toContain('"00:00";1234,5');
    expect(toCsv(table, 'en')).toContain('"00:00",1234.5');
  });

  it('makes a cell that looks like a formula inert', () => {
    expect(toCsv(table, 'nl')).toContain(`"'=1+1"`);
  });
});
