// A table of figures as people keep them: columns in any order, Dutch or English, refused line by line.
import { describe, expect, it } from 'vitest';
import { figureLines } from '../../src/ingest/figure-lines.ts';

const EAN = '871999900000000011';

describe('a table of figures', () => {
  it('is read by the names of its columns', () => {
    const read = figureLines([
      ['Van', 't/m', 'EAN', 'Brandstof', 'Hoeveelheid', 'Eenheid', 'Richting', 'Notitie'],
      ['1-1-2026', '31-1-2026', EAN, '', '1.234,5', 'kwh', 'teruglevering', 'jaarnota'],
      ['2026-01-01', '2026-03-31', '', 'Benzine', 400, 'l', '', ''],
      ['', '', '', '', '', '', '', ''],
    ]);

    expect(read).toEqual({
      figures: [
        {
          line: 2,
          ean: EAN,
          company: null,
          fuel: null,
          flow: 'export',
          unit: 'kWh',
          from: '2026-01-01',
          to: '2026-02-01',
          amount: 1234.5,
          firstReading: null,
          lastReading: null,
          note: 'jaarnota',
        },
        {
          line: 3,
          ean: null,
          company: null,
          fuel: 'petrol',
          flow: 'import',
          unit: 'l',
          from: '2026-01-01',
          to: '2026-04-01',
          amount: 400,
          firstReading: null,
          lastReading: null,
          note: '',
        },
      ],
      refused: [],
    });
  });

  it('may have readings, an end that does not count, and a company', () => {
    const read = figureLines([
      ['connection', 'company', 'from', 'to', 'first reading', 'last reading', 'unit'],
      [EAN, 7, '01-03-2026', '01-04-2026', '100.5', '250,25', 'm³'],
    ]);

    expect(read?.figures[0]).toMatchObject({ ean: EAN, company: 7, from: '2026-03-01', to: '2026-04-01', amount: null, firstReading: 100.5, lastReading: 250.25, unit: 'm3' });
  });

  it.each([
    [['31-2-2026', '1-4-2026', EAN, '', '5'], 'dates'],
    [['1-1-2026', '1-4-2026', EAN, '', 'veel'], 'no number'],
    [['1-1-2026', '1-4-2026', EAN, '', ''], 'no amount'],
    [['1-1-2026', '1-4-2026', '', 'turf', '5'], "'turf' is no fuel"],
    [['1-1-2026', '1-4-2026', '', '', '5'], 'neither'],
  ])('refuses a line (%j) with a sentence', (row, reason) => {
    expect(figureLines([['van', 'tot', 'ean', 'brandstof', 'hoeveelheid'], row])).toEqual({
      figures: [],
      refused: [{ line: 2, reason: { en: expect.stringContaining(reason), nl: expect.any(String) } }],
    });
  });

  it.each([[['van', 'hoeveelheid', 'ean']], [['van', 'tot', 'ean']], [['van', 'tot', 'hoeveelheid']], [[]]])('without the columns it needs (%j) is none', (heading) => {
    expect(figureLines([heading, ['1-1-2026', '5', EAN]])).toBeNull();
  });
});
