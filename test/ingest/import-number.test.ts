// Files with a date beside the number of an hour or quarter-hour, on a plain day and on those on which the clock changes.
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/ingest/import-cells.ts';
import { type ImportChoices, faultOf } from '../../src/ingest/import-choices.ts';
import { infer } from '../../src/ingest/import-infer.ts';
import { LineReader } from '../../src/ingest/import-lines.ts';
import { changeOn, minutesOf, numberIn, numberedBy, tellsWhen, turnIn } from '../../src/ingest/import-number.ts';
import { AUTUMN, OTHER_POWER, POWER, SPRING, choicesOf, known, quarterStarts } from './import-samples.ts';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const PLAIN = ['2026-11-01T23:00:00Z', '2026-11-02T23:00:00Z'] as const;
/** [date, its first and last instant, hours] */
const DAYS: readonly (readonly [string, readonly [string, string], number])[] = [
  ['29-03-2026', SPRING, 23],
  ['25-10-2026', AUTUMN, 25],
  ['02-11-2026', PLAIN, 24],
];

/** Amounts by the start of their quarter, as the guesses read them. */
function read(
  rows: readonly Row[],
  headings: readonly string[],
): { choices: ImportChoices; starts: number[]; kwh: number[]; refused: object; guesses: ReturnType<typeof infer>['guesses'] } {
  const { choices, guesses } = infer({ rows: [headings, ...rows], tail: [], delimiter: ';', excel: false });
  expect(faultOf(choices)).toBeNull();
  const reader = new LineReader(choices, new Map([POWER, OTHER_POWER].map((ean) => [ean, known({ ean })])), NOW);
  rows.forEach((row, index) => reader.take(row, index + 2));
  const { quarters, amountsMicro } = reader.takeRows();
  return { choices, guesses, starts: quarters.map((quarter) => quarter * 900_000), kwh: amountsMicro.map((micro) => micro / 1e6), refused: reader.summary().refused };
}
const numbers = (count: number, first = 1): number[] => Array.from({ length: count }, (_, index) => index + first);

describe.each(DAYS)('the hours of %s by number', (date, span, hours) => {
  it('from 1 on are the hours of the local day in their order', () => {
    const { choices, starts, kwh, refused } = read(
      numbers(hours).map((hour) => [date, String(hour), POWER, '4']),
      ['Datum', 'Uur', 'EAN', 'Verbruik (kWh)'],
    );

    expect(choices).toMatchObject({ dateColumn: 0, timeColumn: 1, timeNumber: { first: 1, by: 'order' }, intervalMinutes: 60, label: 'start', zone: 'amsterdam', eanColumn: 2 });
    expect(choices.values).toEqual([{ column: 3, ean: null, flow: 'import', unit: 'kWh' }]);
    expect([starts, refused]).toEqual([quarterStarts(...span), {}]);
    expect(kwh).toEqual(starts.map(() => 1));
  });

  it('as quarter-hours are its quarters, newest first as well', () => {
    const rows = numbers(4 * hours).map((quarter): Row => [date, `Q${String(quarter).padStart(2, '0')}`, POWER, String(quarter)]);
    const { choices, starts, kwh, refused } = read([...rows].reverse(), ['Date', 'Quarter', 'EAN', 'Import kWh']);

    expect(choices).toMatchObject({ timeColumn: 1, timeNumber: { first: 1, by: 'order' }, intervalMinutes: 15, newestFirst: true });
    expect([[...starts].reverse(), refused]).toEqual([quarterStarts(...span), {}]);
    expect([...kwh].reverse()).toEqual(numbers(4 * hours));
  });

  it('as the clock shows them, from 0 on, leave out one in March and give one twice in October', () => {
    const shown = numbers(24, 0).flatMap((hour) => (hour !== 2 ? [hour] : hours === 23 ? [] : hours === 25 ? [2, 2] : [2]));
    const { choices, starts, refused } = read(
      shown.map((hour) => [date, String(hour), POWER, '4']),
      ['Datum', 'Van', 'EAN', 'kWh'],
    );

    expect(choices.timeNumber).toEqual({ first: 0, by: 'clock' });
    expect([starts, refused]).toEqual([quarterStarts(...span), {}]);
  });

  it('as the clock shows them from 1 on are told from the order by the day itself', () => {
    const shown = numbers(24).flatMap((hour) => (hour !== 3 ? [hour] : hours === 23 ? [] : hours === 25 ? [3, 3] : [3]));
    const { choices, guesses, starts, refused } = read(
      shown.map((hour) => [date, String(hour), POWER, '4']),
      ['Datum', 'Uurnummer', 'EAN', 'kWh'],
    );

    expect(choices.timeNumber).toEqual({ first: 1, by: hours === 24 ? 'order' : 'clock' });
    expect(guesses.find((one) => one.field === 'timeNumber')?.certainty).toBe(hours === 24 ? 'likely' : 'sure');
    expect([starts, refused]).toEqual([quarterStarts(...span), {}]);
  });

  it('from 1 on with the doubled one as 3A and 3B are those of the clock', () => {
    const shown = numbers(24).flatMap((hour) => (hour !== 3 ? [String(hour)] : hours === 23 ? [] : hours === 25 ? ['3A', '3B'] : ['3']));
    const rows = shown.map((hour): Row => [date, hour, POWER, '4']);
    const headings = ['Datum', 'Uur', 'EAN', 'Verbruik (kWh)'];
    const { choices, starts, refused } = read(rows, headings);

    expect(choices.timeNumber?.by).toBe(hours === 24 ? 'order' : 'clock');
    expect([starts, refused]).toEqual([quarterStarts(...span), {}]);
    // The letter says which of the two it is, whatever the order of the lines.
    expect([...read(rows.toReversed(), headings).starts].sort((a, b) => a - b)).toEqual(quarterStarts(...span));
  });

  it.each([
    ['from-1', [1, 2, 3, 4], 'Kwartier'],
    ['from-0', [0, 1, 2, 3], 'Kwartier'],
    ['minutes', [0, 15, 30, 45], 'Minuut'],
    ['from-1', [1, 2, 3, 4], ''],
  ] as const)('with the quarter in a column of its own, %s under %s%s, are its quarter-hours', (counts, quarters, heading) => {
    const rows = numbers(hours).flatMap((hour) => quarters.map((quarter, at): Row => [date, String(quarter), String(hour), POWER, String(4 * hour + at)]));
    const { choices, starts, kwh, refused } = read(rows, ['Datum', heading, 'Uur', 'EAN', 'Verbruik (kWh)']);

    expect(choices).toMatchObject({ timeColumn: 2, intervalMinutes: 15, timeNumber: { first: 1, by: 'order', quarter: { column: 1, counts } } });
    expect([starts, refused]).toEqual([quarterStarts(...span), {}]);
    expect(kwh).toEqual(numbers(4 * hours, 4));
  });

  it('with the quarter beside them and the doubled one as 3A and 3B are those of the clock', () => {
    const shown = numbers(24).flatMap((hour) => (hour !== 3 ? [String(hour)] : hours === 23 ? [] : hours === 25 ? ['3A', '3B'] : ['3']));
    const rows = shown.flatMap((hour) => numbers(4).map((quarter): Row => [date, hour, String(quarter), POWER, '1']));
    const { choices, starts, refused } = read(rows, ['Date', 'Hour', 'Quarter', 'EAN', 'kWh']);

    expect(choices.timeNumber).toEqual({ first: 1, by: hours === 24 ? 'order' : 'clock', quarter: { column: 2, counts: 'from-1' } });
    expect([starts, refused]).toEqual([quarterStarts(...span), {}]);
  });

  it('beside a time of its own, with what ends it, are read by that', () => {
    const clock = (at: number): string => new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit' }).format(at);
    const rows = quarterStarts(...span).map((at): Row => [date, clock(at), clock(at + 900_000), POWER, '1']);
    const { choices, starts, refused } = read(rows, ['Datum', 'Van', 'Tot', 'EAN', 'Waarde']);

    expect(choices).toMatchObject({ timeColumn: 1, label: 'start', intervalMinutes: 15 });
    expect(choices.timeNumber).toBeUndefined();
    expect([starts, refused]).toEqual([quarterStarts(...span), {}]);
  });
});

describe('a column with numbers', () => {
  const body = (hours: readonly (number | string)[], heading: string, amount = '1,5'): Parameters<typeof numberedBy>[0] => ({
    headings: ['Datum', heading, 'kWh'],
    body: hours.map((hour) => ['02-11-2026', String(hour), amount]),
    tail: [],
    dateColumn: 0,
  });

  it('without a heading counts hours or quarters when a whole day does, and is less sure', () => {
    expect(numberedBy(body(numbers(24), ''), 'dmy')).toMatchObject({ interval: 60, named: false, timeNumber: { first: 1, by: 'order' } });
    expect(numberedBy(body(numbers(96, 0), ''), 'dmy')).toMatchObject({ interval: 15, named: false, timeNumber: { first: 0, by: 'clock' } });
    expect(numberedBy(body(numbers(20), ''), 'dmy')).toBeNull();
  });

  it('with a heading needs no whole day', () => {
    expect(numberedBy(body(numbers(5), 'kwartier'), 'dmy')).toMatchObject({ interval: 15, named: true });
    expect(numberedBy(body(numbers(5), 'Hour'), 'dmy')).toMatchObject({ interval: 60, named: true });
    expect(numberedBy(body(numbers(30), 'Uur'), 'dmy')).toBeNull();
  });

  it.each([['Kwartierwaarde'], ['Verbruik per uur'], ['MWh per hour']])('that is called %s is an amount', (heading) => {
    expect([tellsWhen(heading), numberedBy(body(numbers(24), heading), 'dmy')]).toEqual([false, null]);
  });

  it('of a tariff, or beside a day that stands on one line, is no number of an interval', () => {
    expect(numberedBy(body([1, 2, 1, 2, 1, 2], 'Tarief'), 'dmy')).toBeNull();
    const days = { ...body([], 'Uur'), body: numbers(24).map((day): Row => [`${String(day).padStart(2, '0')}-11-2026`, String(day), '1']) };
    expect(numberedBy(days, 'dmy')).toBeNull();
  });

  it('of two connections on each date is one numbering', () => {
    const rows = [POWER, OTHER_POWER].flatMap((ean) => numbers(25).map((hour): Row => ['25-10-2026', String(hour), ean, '4']));
    const { choices, starts, refused } = read(rows, ['Datum', 'Uur', 'EAN', 'kWh']);

    expect([choices.timeNumber, starts.length, refused]).toEqual([{ first: 1, by: 'order' }, 200, {}]);
  });

  it('with an hour that is given once in October, and days behind it, shows the clock', () => {
    const rows = ['25-10-2026', '26-10-2026'].flatMap((date) => numbers(24).map((hour): Row => [date, String(hour), POWER, '4']));
    const { choices, starts, refused } = read(rows, ['Datum', 'Uur', 'EAN', 'kWh']);

    expect([choices.timeNumber, starts.length, refused]).toEqual([{ first: 1, by: 'clock' }, 192, {}]);
    expect(starts).not.toContain(Date.parse('2026-10-25T01:00:00Z'));
  });
});

describe('a line', () => {
  const take = (cells: Row, over: Partial<ImportChoices> = {}) => {
    const choices = choicesOf({
      timeColumn: 1,
      intervalMinutes: 60,
      timeNumber: { first: 1, by: 'order' },
      values: [{ column: 2, ean: POWER, flow: 'import', unit: 'kWh' }],
      ...over,
    });
    return new LineReader(choices, new Map([[POWER, known()]]), NOW).take(cells, 2)[0];
  };

  it('that names an interval that its day does not have is refused, and one that no day has cannot be read', () => {
    expect(take(['02-11-2026', '25', '1'])).toEqual({ ok: false, reason: 'missing-hour' });
    expect(take(['29-03-2026', '24', '1'])).toEqual({ ok: false, reason: 'missing-hour' });
    expect(take(['29-03-2026', '3', '1'], { timeNumber: { first: 1, by: 'clock' } })).toEqual({ ok: false, reason: 'missing-hour' });
    expect(take(['02-11-2026', '25', '1'], { timeNumber: { first: 1, by: 'clock' } })).toEqual({ ok: false, reason: 'missing-hour' });
    for (const number of ['0', '26', '', 'x']) expect(take(['02-11-2026', number, '1'])).toEqual({ ok: false, reason: 'bad-time' });
  });

  it('that names a time of the doubled hour on a day without one is refused, and so is a quarter that no hour has', () => {
    expect(take(['02-11-2026', '3B', '1'])).toEqual({ ok: false, reason: 'missing-hour' });
    const quartered = { intervalMinutes: 15, timeNumber: { first: 1, by: 'order', quarter: { column: 3, counts: 'from-1' } } } as const;
    expect(take(['02-11-2026', '3', '1', '5'], quartered)).toEqual({ ok: false, reason: 'bad-time' });
    expect(take(['02-11-2026', '3', '1', '4'], quartered)).toMatchObject({ firstQuarter: Date.parse('2026-11-02T01:45:00Z') / 900_000 });
  });

  it('in UTC counts from midnight there', () => {
    expect(take(['29-03-2026', '3', '1'], { zone: 'utc' })).toMatchObject({ firstQuarter: Date.parse('2026-03-29T02:00:00Z') / 900_000 });
  });

  it.each([
    [{ timeColumn: null }, 'timeColumn'],
    [{ intervalMinutes: 1440 as const }, 'intervalMinutes'],
    [{ zone: 'offset' as const }, 'zone'],
    [{ intervalMinutes: 60 as const, timeNumber: { first: 1, by: 'order', quarter: { column: 2, counts: 'from-1' } } as const }, 'intervalMinutes'],
    [{ timeNumber: { first: 1, by: 'order', quarter: { column: 1, counts: 'from-1' } } as const }, 'timeNumber'],
  ])('cannot be read with %o', (over, fault) => {
    expect(faultOf(choicesOf({ timeColumn: 1, timeNumber: { first: 1, by: 'order' }, ...over }))).toMatch(new RegExp(`^${fault}`));
  });
});

it('reads a number with or without a word before it', () => {
  expect(['7', '07', 'H07', 'uur 7', 'Q7', 7, '7,0'].map(numberIn)).toEqual([7, 7, 7, 7, 7, 7, 7]);
  expect(['', '7,5', '14:15', '2026-11-02', undefined].map(numberIn)).toEqual([null, null, null, null, null]);
  expect(minutesOf({ number: '100' }, { first: 1, by: 'order' }, 15)).toBe(1485);
  expect(['3A', '3b', 'H03 B', '3', 'A'].map(turnIn)).toEqual([0, 1, 1, null, null]);
});

it('knows the two days of a year on which the clock changes', () => {
  expect(['2026-03-29', '2026-10-25', '2026-03-22', '2026-10-26', '2026-06-28'].map(changeOn)).toEqual(['spring', 'autumn', null, null, null]);
});
