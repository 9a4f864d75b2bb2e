// Registers as people export them, and lines that do not fit.
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { readWasteRegister, tonnesByMonthOf } from '../../src/ingest/waste-register.ts';

const NOW = epochMs(Date.parse('2026-11-26T12:00:00Z'));
const HEAD = 'Afvalstroomnummer;Euralcode;Gebruikelijke benaming;Hoeveelheid (kg);Verwerkingsmethode;Ontvanger;Datum';
const read = (...lines: string[]) => readWasteRegister([HEAD, ...lines].join('\r\n'), NOW);

it('reads a line with Dutch numbers and dates', () => {
  const { lines, refused, missing } = read('061234567890;03 03 10;vezelslib;12.500,5;R10;Akkerbouw BV;31-01-2026');

  expect([refused, missing]).toEqual([[], []]);
  expect(lines).toEqual([
    {
      line: 2,
      wasteNumber: '061234567890',
      euralCode: '03 03 10',
      hazardous: false,
      kg: 12_500.5,
      at: Date.parse('2026-01-30T23:00:00Z'),
      month: 1,
      year: 2026,
      processingCode: 'R10',
      processing: '',
      receiver: 'Akkerbouw BV',
      name: 'vezelslib',
    },
  ]);
});

it('takes columns in any order and under their usual other names, months, and a byte-order mark', () => {
  const { lines } = readWasteRegister('\uFEFFperiode,eural,kg\n2026-03,130208*,1500.25\n03-2025,130208*,900\n', NOW);

  expect(lines.map(({ kg, month, year, hazardous, processingCode }) => [kg, month, year, hazardous, processingCode])).toEqual([
    [1500.25, 3, 2026, true, null],
    [900, 3, 2025, true, null],
  ]);
});

it('keeps what is told in words, or not at all: nobody said a code', () => {
  const { lines, refused } = read('1;200101;;5;papierfabriek;;2026-01', '1;200101;;5;;;2026-02', '1;200101;;5;D.15;;2026-03');

  expect(refused).toEqual([]);
  expect(lines.map(({ processingCode, processing }) => [processingCode, processing])).toEqual([
    [null, 'papierfabriek'],
    [null, ''],
    ['D15', ''],
  ]);
});

it("keeps the receivers' own letters as text: they are no R or D code", () => {
  const { lines } = read('1;200101;;5;B.04;;2026-01', '1;200101;;5;r03;;2026-02', '1;200101;;5;D1;;2026-03', '1;200101;;5;letter D01;;2026-04');

  expect(lines.map(({ processingCode, processing }) => [processingCode, processing])).toEqual([
    [null, 'B.04'],
    ['R3', ''],
    ['D1', ''],
    [null, 'letter D01'],
  ]);
});

describe('a line is refused with its number', () => {
  it.each([
    ['1;;x;5;R3;;2026-01', 'no-eural'],
    ['1;330310;x;5;R3;;2026-01', 'bad-eural'],
    ['1;030910;x;5;R3;;2026-01', 'bad-eural'],
    ['1;030310;x;5;Q9;;2026-01', 'bad-processing'],
    ['1;030310;x;5;R14;;2026-01', 'bad-processing'],
    ['1;030310;x;5;D 16;;2026-01', 'bad-processing'],
    ['1;030310;x;5;R0;;2026-01', 'bad-processing'],
    ['1;030310;x;5;B4;;2026-01', 'bad-processing'],
    ['1;030310;x;5;12;;2026-01', 'bad-processing'],
    ['1;030310;x;5;D01;;2026-01', 'ambiguous-processing'],
    ['1;030310;x;5;D.09;;2026-01', 'ambiguous-processing'],
    ['1;030310;x;-5;R3;;2026-01', 'bad-amount'],
    ['1;030310;x;veel;R3;;2026-01', 'bad-amount'],
    ['1;030310;x;5;R3;;2026-13', 'bad-date'],
    ['1;030310;x;5;R3;;31-02-2026', 'bad-date'],
    ['1;030310;x;5;R3;;2027-01', 'date-ahead'],
  ])('%s: %s', (line, reason) => {
    const { lines, refused } = read('1;030310;x;5;R3;;2026-01', '', line);

    expect(lines).toHaveLength(1);
    expect(refused).toMatchObject([{ line: 4, reason }]);
  });

  it('that stands there twice', () => {
    expect(read('1;030310;x;5;R3;;2026-01', '1;030310;x;5;R3;;2026-01').refused).toEqual([{ line: 3, reason: 'same-line', detail: 'the same as line 2' }]);
  });
});

it('names the columns that are missing', () => {
  expect(readWasteRegister('a;b\n1;2', NOW).missing).toEqual(['Euralcode', 'hoeveelheid (kg)', 'datum']);
  expect(readWasteRegister('', NOW).missing).toHaveLength(3);
});

it('takes the mean of years for a month, and sums its loads', () => {
  const tonnes = tonnesByMonthOf([
    { kg: 1000, month: 3, year: 2025 },
    { kg: 500, month: 3, year: 2026 },
    { kg: 1500, month: 3, year: 2026 },
  ]);

  expect([tonnes[2], tonnes[3]]).toEqual([1.5, 0]);
});
