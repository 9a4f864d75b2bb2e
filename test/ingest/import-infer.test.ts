// What the importer guesses of files as several senders write them, and that those guesses read them right.
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/ingest/import-cells.ts';
import { type Delimiter, type ImportChoices, faultOf } from '../../src/ingest/import-choices.ts';
import { type Guess, infer } from '../../src/ingest/import-infer.ts';
import { LineReader } from '../../src/ingest/import-lines.ts';
import { AUTUMN, GAS, OTHER_POWER, POWER, comma, dutch, known, quarterStarts } from './import-samples.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const QUARTER_MS = 900_000;
const DAY = quarterStarts('2026-10-31T23:00:00Z', '2026-11-01T23:00:00Z');
const HOURS = DAY.filter((_, index) => index % 4 === 0);

const split = (text: string, delimiter: Delimiter): Row[] => Papa.parse<string[]>(text, { delimiter }).data;
const guessed = (text: string, delimiter: Delimiter = ';') => infer({ rows: split(text, delimiter), tail: [], delimiter, excel: false });
const certainty = (guesses: readonly Guess[], field: Guess['field']): string | undefined => guesses.find((one) => one.field === field)?.certainty;

/** kWh of each series, as the guesses read them. */
function totals(rows: readonly Row[], choices: ImportChoices): Record<string, number> {
  const connections = [known(), known({ ean: OTHER_POWER }), known({ ean: GAS, carrier: 'gas', maxImportKw: null })];
  const reader = new LineReader(choices, new Map(connections.map((one) => [one.ean, one])), NOW);
  rows.slice(choices.firstRow).forEach((row, index) => reader.take(row, index));
  expect(reader.summary().refused).toEqual({});
  return Object.fromEntries(reader.summary().series.map(({ ean, flow, totalMicro }) => [`${ean} ${flow}`, totalMicro / 1e6]));
}

describe('one line a value, Dutch signs, the end of the interval', () => {
  // 96 quarters of 12.5 kWh = 1,200 kWh.
  const text = ['EAN-code;Datum;Tijd tot;Afname (kWh);Status', ...DAY.map((at) => `${POWER};${dutch(at + QUARTER_MS).replace(' ', ';')};12,50;Gemeten`)].join('\r\n');
  const { choices, guesses } = guessed(text);

  it('is understood', () => {
    expect(choices).toMatchObject({
      firstRow: 1,
      dateColumn: 1,
      timeColumn: 2,
      decimal: ',',
      dateOrder: 'dmy',
      label: 'end',
      intervalMinutes: 15,
      eanColumn: 0,
      newestFirst: false,
    });
    expect(choices.values).toEqual([{ column: 3, ean: null, flow: 'import', unit: 'kWh' }]);
    expect([certainty(guesses, 'label'), certainty(guesses, 'unit'), certainty(guesses, 'decimal'), certainty(guesses, 'connection')]).toEqual(['sure', 'sure', 'sure', 'sure']);
  });

  it('and read', () => {
    expect(totals(split(text, ';'), choices)).toEqual({ [`${POWER} import`]: 1200 });
  });
});

describe('one column a connection and direction, kW, newest first, on the day of the doubled hour', () => {
  const quarters = quarterStarts(...AUTUMN).reverse();
  // 100 quarters of 400 kW = 100 x 400 / 4 = 10,000 kWh; 8 kW back = 200 kWh.
  const text = [`Tijdstip\t${POWER} levering kW\t${POWER} teruglevering kW`, ...quarters.map((at) => `${dutch(at)}\t400,0\t8,0`)].join('\n');
  const { choices } = guessed(text, '\t');

  it('is understood and read', () => {
    expect(choices).toMatchObject({ newestFirst: true, intervalMinutes: 15, label: 'start', zone: 'amsterdam', eanColumn: null });
    expect(totals(split(text, '\t'), choices)).toEqual({ [`${POWER} import`]: 10_000, [`${POWER} export`]: 200 });
  });
});

describe('EAN above the table, UTC, points, hours of gas', () => {
  // 24 hours of 1.25 m3 = 30 m3.
  const text = [`Aansluiting ${GAS}`, 'Periode 2026-11-01', '', 'timestamp (UTC),m3(n)', ...HOURS.map((at) => `${new Date(at).toISOString()},1.25`)].join('\n');
  const { choices, guesses } = guessed(text, ',');

  it('is understood and read', () => {
    expect(choices).toMatchObject({ firstRow: 4, decimal: '.', intervalMinutes: 60, zone: 'offset', dateOrder: 'ymd' });
    expect(choices.values).toEqual([{ column: 1, ean: GAS, flow: 'import', unit: 'm3' }]);
    expect(totals(split(text, ','), choices)).toEqual({ [`${GAS} import`]: 30 });
    expect(certainty(guesses, 'connection')).toBe('likely');
  });
});

describe('day totals with thousands and two headings', () => {
  const days = ['01-11-2026', '02-11-2026', '13-11-2026'];
  const text = [`;${POWER};${OTHER_POWER}`, 'Datum;kWh;kWh', ...days.map((day) => `${day};1.234,56;2.000,44`)].join('\n');
  const { choices } = guessed(text);

  it('are understood and read', () => {
    expect(choices).toMatchObject({ firstRow: 2, intervalMinutes: 1440, decimal: ',' });
    expect(choices.values.map((value) => value.ean)).toEqual([POWER, OTHER_POWER]);
    // 3 x 1,234.56 and 3 x 2,000.44.
    expect(totals(split(text, ';'), choices)).toEqual({ [`${POWER} import`]: 3703.68, [`${OTHER_POWER} import`]: 6001.32 });
  });
});

describe('a column that says the direction, and one that says the unit', () => {
  const text = [
    'EAN;Richting;Van;Tot;Volume;Eenheid;Tarief',
    ...DAY.flatMap((at) => [`${POWER};LVR;${dutch(at)};${dutch(at + QUARTER_MS)};2500;Wh;1`, `${POWER};TLV;${dutch(at)};${dutch(at + QUARTER_MS)};100;Wh;1`]),
  ].join('\n');
  const { choices } = guessed(text);

  it('are used', () => {
    expect(choices).toMatchObject({ dateColumn: 2, label: 'start', flowColumn: 1, unitColumn: 5, eanColumn: 0 });
    // 96 x 2.5 kWh and 96 x 0.1 kWh.
    expect(totals(split(text, ';'), choices)).toEqual({ [`${POWER} import`]: 240, [`${POWER} export`]: 9.6 });
  });
});

describe('what the file does not say', () => {
  it('is a guess, and a file without any EAN asks for one', () => {
    const { choices, guesses } = guessed(['datum;waarde', ...DAY.slice(0, 8).map((at, n) => `${dutch(at)};${comma(n + 1)}`)].join('\n'));

    expect([certainty(guesses, 'dateOrder'), certainty(guesses, 'unit'), certainty(guesses, 'connection'), certainty(guesses, 'decimal')]).toEqual([
      'guess',
      'guess',
      'guess',
      'guess',
    ]);
    expect(faultOf(choices)).toMatch(/EAN/);
  });

  it('is said to be UTC when the hour that Amsterdam skips is there', () => {
    const { choices } = guessed(
      ['datum;kWh', ...quarterStarts('2026-03-29T00:00:00Z', '2026-03-29T05:00:00Z').map((at) => `${new Date(at).toISOString().slice(0, 16)};1`)].join('\n'),
    );

    expect(choices.zone).toBe('utc');
  });

  it('of American dates is seen where a day is above twelve', () => {
    expect(guessed(['date;kWh', '10/24/2026 00:00;1', '10/24/2026 00:15;1'].join('\n')).choices.dateOrder).toBe('mdy');
  });

  it('of a text that is no table is that nothing was found', () => {
    const { choices, guesses } = guessed('Geachte heer,\n\nHierbij de cijfers.\n');

    expect(certainty(guesses, 'values')).toBe('guess');
    expect(faultOf(choices)).toMatch(/at least one column/);
  });
});
