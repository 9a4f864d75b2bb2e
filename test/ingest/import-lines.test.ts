// Lines become quarters: doubled and missing hours, both ends of the interval, kW and kWh, and what is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportChoices, KnownConnection } from '../../src/ingest/import-choices.ts';
import { LineReader, REFUSED_LISTED_MAX } from '../../src/ingest/import-lines.ts';
import { AUTUMN, GAS, OTHER_POWER, POWER, SPRING, choicesOf, comma, dutch, known, localText, quarterStarts } from './import-samples.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const QUARTER_MS = 900_000;

function read(rows: readonly (readonly (string | number)[])[], over: { choices?: Partial<ImportChoices>; known?: readonly KnownConnection[] } = {}) {
  const reader = new LineReader(choicesOf(over.choices), new Map((over.known ?? [known()]).map((one) => [one.ean, one])), NOW);
  rows.forEach((row, index) => reader.take(row, index + 2));
  const taken = reader.takeRows();
  return { reader, rows: taken, summary: reader.summary() };
}
const starts = (quarters: readonly number[]): number[] => quarters.map((quarter) => quarter * QUARTER_MS);
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

describe('the day with the doubled hour', () => {
  const expected = quarterStarts(...AUTUMN);

  it.each([
    ['start', false],
    ['start', true],
    ['end', false],
    ['end', true],
  ] as const)('has 100 quarters, each in its place, when the label is the %s and newest first is %s', (label, newestFirst) => {
    // Quarter n holds n kWh: 0 + 1 + … + 99 = 99 x 100 / 2 = 4950 kWh.
    const rows = expected.map((at, n) => [dutch(label === 'end' ? at + QUARTER_MS : at), comma(n)]);
    const { rows: taken, summary } = read(newestFirst ? [...rows].reverse() : rows, { choices: { label, newestFirst } });

    const order = newestFirst ? [...expected].reverse() : expected;
    expect(starts(taken.quarters)).toEqual(order);
    expect(taken.amountsMicro).toEqual(order.map((at) => expected.indexOf(at) * 1e6));
    expect(sum(taken.amountsMicro)).toBe(4950 * 1e6);
    expect([summary.gapQuarters, summary.refused]).toEqual([0, {}]);
  });

  it('is told apart by the offset where the text has one', () => {
    const rows = [
      ['2026-10-25T02:15:00+01:00', '2'],
      ['2026-10-25T02:15:00+02:00', '1'],
    ];

    expect(starts(read(rows, { choices: { zone: 'offset' } }).rows.quarters)).toEqual([Date.parse('2026-10-25T01:15:00Z'), Date.parse('2026-10-25T00:15:00Z')]);
  });

  it('given once only leaves a gap of an hour, which is said', () => {
    const rows = expected.filter((at) => at < Date.parse('2026-10-25T01:00:00Z') || at >= Date.parse('2026-10-25T02:00:00Z')).map((at) => [dutch(at), '1']);
    const { summary } = read(rows);

    expect(summary.values).toBe(96);
    expect(summary.gaps).toEqual([{ ean: POWER, flow: 'import', firstQuarter: Date.parse('2026-10-25T01:00:00Z') / QUARTER_MS, quarters: 4 }]);
  });

  it('of two connections in one file is counted for each', () => {
    const rows = expected.flatMap((at) => [
      [dutch(at), '1', POWER],
      [dutch(at), '2', OTHER_POWER],
    ]);
    const { summary } = read(rows, { choices: { eanColumn: 2, values: [{ column: 1, ean: null, flow: 'import', unit: 'kWh' }] }, known: [known(), known({ ean: OTHER_POWER })] });

    expect(summary.series.map(({ ean, quarters, totalMicro }) => [ean, quarters, totalMicro])).toEqual([
      [POWER, 100, 100e6],
      [OTHER_POWER, 100, 200e6],
    ]);
  });
});

describe('the day with the missing hour', () => {
  it('has 92 quarters and no gap', () => {
    const { summary } = read(quarterStarts(...SPRING).map((at) => [dutch(at), '1']));

    expect([summary.values, summary.gapQuarters, summary.series[0]?.totalMicro]).toEqual([92, 0, 92e6]);
  });

  it('refuses lines in the hour that does not exist, and names them', () => {
    const { summary } = read([
      ['29-03-2026 01:45', '1'],
      ['29-03-2026 02:00', '5'],
      ['29-03-2026 03:00', '1'],
    ]);

    expect(summary.refused).toEqual({ 'missing-hour': 1 });
    expect(summary.listed).toEqual([{ line: 3, reason: 'missing-hour', text: '29-03-2026 02:00 ; 5' }]);
    expect(summary.gapQuarters).toBe(0);
  });

  it('in UTC is a day like any other', () => {
    const rows = quarterStarts('2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z').map((at) => [new Date(at).toISOString().slice(0, 16), '1']);

    expect(read(rows, { choices: { zone: 'utc' } }).summary.values).toBe(96);
  });
});

describe('an interval', () => {
  it('in kW is a quarter of that in kWh', () => {
    // 400 kW during a quarter is 100 kWh.
    const { rows } = read([['01-11-2026 00:00', '400']], { choices: { values: [{ column: 1, ean: POWER, flow: 'import', unit: 'kW' }] } });

    expect(rows.amountsMicro).toEqual([100e6]);
  });

  it('of an hour of gas is spread over four quarters and adds up', () => {
    // 10.000001 m3 = 10,000,001 millionths = 4 x 2,500,000 + 1.
    const { rows } = read([['01-11-2026 00:00', '10,000001']], {
      choices: { intervalMinutes: 60, values: [{ column: 1, ean: GAS, flow: 'import', unit: 'm3' }] },
      known: [known({ ean: GAS, carrier: 'gas', maxImportKw: null })],
    });

    expect(rows.amountsMicro).toEqual([2_500_001, 2_500_000, 2_500_000, 2_500_000]);
    expect(rows.flags).toEqual([2, 2, 2, 2]);
  });

  it.each([
    ['25-10-2026', 100],
    ['29-03-2026', 92],
    ['01-11-2026', 96],
  ])('of the day %s is spread over its %d quarters as estimated, so that it makes no peak', (date, quarters) => {
    const { rows } = read([[date, '1000']], { choices: { intervalMinutes: 1440 } });

    expect([rows.quarters.length, sum(rows.amountsMicro), new Set(rows.flags)]).toEqual([quarters, 1000e6, new Set([3])]);
  });

  it('that begins between two quarters is refused', () => {
    expect(read([['01-11-2026 00:07', '1']]).summary.refused).toEqual({ 'not-a-boundary': 1 });
  });
});

describe('a line is refused', () => {
  const long = { eanColumn: 2, values: [{ column: 1, ean: null, flow: 'import', unit: 'kWh' }] } as const;
  it.each([
    ['bad-time', ['Totaal', '1', POWER]],
    ['in-the-future', ['01-01-2027 00:00', '1', POWER]],
    ['no-ean', ['01-11-2026 00:00', '1', '']],
    ['bad-ean', ['01-11-2026 00:00', '1', '871999900000000012']],
    ['unknown-ean', ['01-11-2026 00:00', '1', OTHER_POWER]],
    ['bad-number', ['01-11-2026 00:00', '1.5', POWER]],
    ['bad-number', ['01-11-2026 00:00', '99999999999999999999', POWER]],
    ['negative-amount', ['01-11-2026 00:00', '-1', POWER]],
    // 630 kW x 0.25 h x 1.1 = 173.25 kWh.
    ['above-limit', ['01-11-2026 00:00', '173,26', POWER]],
    ['outside-validity', ['01-11-2019 00:00', '1', POWER]],
  ] as const)('as %s', (reason, row) => {
    const { summary, rows } = read([row], { choices: long, known: [known({ validFrom: Date.parse('2020-01-01') })] });

    expect(summary.refused).toEqual({ [reason]: 1 });
    expect(rows.quarters).toEqual([]);
  });

  it('as unit-mismatch when gas is given in kWh', () => {
    expect(read([['01-11-2026 00:00', '1']], { known: [known({ carrier: 'gas' })] }).summary.refused).toEqual({ 'unit-mismatch': 1 });
  });

  it('as unknown-flow when the column says neither', () => {
    expect(read([['01-11-2026 00:00', '1', 'dag']], { choices: { flowColumn: 2 } }).summary.refused).toEqual({ 'unknown-flow': 1 });
  });

  it('as given-twice when the quarter stood there before: the first counts', () => {
    const { summary } = read([
      ['01-11-2026 00:00', '1'],
      ['01-11-2026 00:00', '9'],
    ]);

    expect([summary.refused, summary.series[0]?.totalMicro]).toEqual([{ 'given-twice': 1 }, 1e6]);
  });

  it('and the good lines around it go in', () => {
    const { summary } = read([
      ['01-11-2026 00:00', '1'],
      ['01-11-2026 00:15', 'storing'],
      ['01-11-2026 00:30', '3'],
    ]);

    expect([summary.values, summary.refused, summary.gapQuarters]).toEqual([2, { 'bad-number': 1 }, 1]);
  });

  it('and named up to a limit; the count goes on', () => {
    const { summary } = read(Array.from({ length: REFUSED_LISTED_MAX + 50 }, () => ['Totaal', '1']));

    expect([summary.listed.length, summary.refused['bad-time']]).toEqual([REFUSED_LISTED_MAX, REFUSED_LISTED_MAX + 50]);
  });
});

describe('an empty cell', () => {
  it('is a gap, not a fault', () => {
    const { summary } = read([
      ['01-11-2026 00:00', '1'],
      ['01-11-2026 00:15', ''],
      ['01-11-2026 00:30', '1'],
    ]);

    expect([summary.refused, summary.gapQuarters]).toEqual([{}, 1]);
  });
});

describe('whatever the period', () => {
  it('a file in local time gives the quarters it was made from, also over the changes of the clock', () => {
    const first = Date.parse('2025-12-31T23:00:00Z') / QUARTER_MS;
    fc.assert(
      fc.property(fc.integer({ min: first, max: first + 300 * 96 }), fc.integer({ min: 2, max: 3 * 96 }), fc.constantFrom('start', 'end'), (from, count, label) => {
        // A file that begins in the second of the doubled hours cannot know it.
        const at = from * QUARTER_MS;
        fc.pre(localText(at) !== localText(at - 3_600_000) && localText(at + QUARTER_MS) !== localText(at + QUARTER_MS - 3_600_000));
        const quarters = Array.from({ length: count }, (_, index) => from + index);
        const rows = quarters.map((quarter) => [localText((quarter + (label === 'end' ? 1 : 0)) * QUARTER_MS), '1']);

        expect(read(rows, { choices: { label } }).rows.quarters).toEqual(quarters);
      }),
      { numRuns: 50 },
    );
  });
});
