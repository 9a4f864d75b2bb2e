// The sheet of a match: the figures of the match in the reader's language, and of a band no more than the band.
import { describe, expect, it } from 'vitest';
import { matchSheetOf } from '../../src/charts/match-sheet.ts';
import { bandFigures, sheetFigures } from './sheet-figures.ts';

const plainSpaces = (value: unknown): string => JSON.stringify(value).replaceAll(/[\u00a0\u2009\u202f]/g, ' ');

describe('a match that is open', () => {
  const sheet = matchSheetOf(sheetFigures(), 'nl');
  const rows = new Map(sheet.columns.flat().flatMap((section) => section.rows));

  it('says who could deliver how much of whose heat', () => {
    expect(sheet.title).toBe('Warmtekans: Kartonfabriek naar Wasserij');
    // 5,000,000 of 6,250,000 kWh.
    expect(sheet.lead.replaceAll('\u00a0', ' ')).toBe('Kartonfabriek kan 80 % van de warmte van Wasserij leveren.');
    expect(sheet.warning).toContain('Demogegevens');
    expect(sheet.figures.map(([name]) => name)).toHaveLength(5);
  });

  it('ends its sentence once, also after a name that ends with a full stop', () => {
    const sink = { name: 'Wasserij B.V.', mine: false, provenance: 'derived' } as const;

    expect(plainSpaces(matchSheetOf(sheetFigures({ sink }), 'en').lead)).toContain('of the heat of Wasserij B.V."');
    expect(plainSpaces(matchSheetOf(sheetFigures({ sink }), 'nl').lead)).toContain('van Wasserij B.V. leveren."');
  });

  it('has the price room, and its parts add up', () => {
    expect(sheet.corridor).toMatchObject({ floor: 27.25, ceiling: 75.5 });
    // 75,5 less 27,3, as shown.
    expect(rows.get('te verdelen')).toBe('48,2');
    expect(rows.get('leiding DN100, 640 m')).toBe('700.000');
    expect(rows.get('samen')).toBe('1.000.000');
  });

  it('says why, how sure, and what moves it most', () => {
    expect(rows.get('aanbod van de bron')?.replaceAll('\u00a0', ' ')).toBe('20.000,0 MWh');
    expect(rows.get('er blijft iets over in')?.replaceAll('\u00a0', ' ')).toBe('93 % van 1.000 sommen');
    expect(rows.get('gasprijs')).toBe('300.000 tot 3.000.000');
    expect(rows.get('temperatuurval per wisselaar')).toBe('1.500.000 tot kan dan niet');
    expect(sheet.foot.join(' ')).toContain('abc123abc123');
  });

  it('with a heat pump says what its electricity adds to the heat of the source', () => {
    const figures = sheetFigures({ kind: 'heat-pump' });
    const { reasoning } = figures;
    const energy = { sourceKwh: 9_000_000, demandKwh: 6_250_000, coincidentKwh: 3_870_000, lossKwh: 120_000, deliveredKwh: 5_000_000, pumpKwh: 21_000, heatPumpKwh: 1_250_000 };
    const look = matchSheetOf({ ...figures, reasoning: reasoning === null ? null : { ...reasoning, energy } }, 'en');
    const why = look.columns[1][0]?.rows.map((row) => row.map((text) => text.replace('\u00a0', ' ')));

    expect(why?.slice(2, 6)).toEqual([
      ['least of both by the hour, with loss', '3,870.0 MWh'],
      ['lost to the ground', '−120.0 MWh'],
      ['added by the electricity of the heat pump', '+1,250.0 MWh'],
      ['delivered at the consumer', '5,000.0 MWh'],
    ]);
    expect(rows.has('erbij uit de stroom van de warmtepomp')).toBe(false);
  });

  it('without a year of measurements has no euro on it', () => {
    const figures = sheetFigures({ basis: 'screening', npvEur: null, positiveShare: null, paybackYears: null });
    const look = matchSheetOf({ ...figures, reasoning: figures.reasoning === null ? null : { ...figures.reasoning, money: null } }, 'en');

    expect(look.corridor).toBeNull();
    expect(plainSpaces(look)).not.toContain('€');
    expect(look.subtitle).toContain('no money');
  });
});

describe('a match that is a band', () => {
  const sheet = matchSheetOf(bandFigures(), 'en');

  it('has the band and nothing else', () => {
    expect(sheet.title).toBe('Heat opportunity: a company that you do not know yet to Wasserij');
    expect(sheet).toMatchObject({ figures: [], chart: null, corridor: null });
    expect(plainSpaces(sheet.columns)).toContain('500 m to 1,000 m');
    expect(sheet.lead.replace('\u00a0', ' ')).toBe('There is an opportunity of 3,000 to 10,000 MWh a year.');
    expect(plainSpaces(sheet)).not.toMatch(/Kartonfabriek|€|°C|kW"/);
  });
});
