// A year of days and a month of quarters: every cell in its place, what is above the limit told and framed.
import { expect, it } from 'vitest';
import { type CalendarCell, type CalendarFigures, calendarChart, frameOf, knownCells, placeOf } from '../../src/charts/calendar-chart.ts';
import { TOKENS, paletteFrom } from '../../src/charts/palette.ts';
import { plainText } from '../../src/charts/sentence.ts';
import { calendarNl } from '../../src/web/i18n/calendar-nl.ts';

const palette = paletteFrom((token) => `#${TOKENS.indexOf(token).toString(16).padStart(6, '0')}`);
const { weekdays, day, values, limit, none, above, highest } = calendarNl;
const draw = (kind: CalendarFigures['kind'], cells: readonly CalendarCell[]): ReturnType<typeof calendarChart> =>
  calendarChart(
    { kind, cells, unit: 'kW', color: '#123456', lang: 'nl', palette, words: { weekdays, day, value: values.peak, limit, none, above: above[kind], highest } },
    'Kalender 2026',
  );

/** 2026 begins on a Thursday. */
const year = Array.from({ length: 365 }, (_, index): CalendarCell => {
  const startMs = Date.UTC(2026, 0, 1 + index) - 3_600_000;
  return { startMs, date: new Date(startMs + 43_200_000).toISOString().slice(0, 10), quarter: 0, isSecond: false, value: index < 200 ? index : null, limit: 190 };
});

const plain = { quarter: 0, isSecond: false };
const january = { first: '2026-01-01', doubled: null };

it('puts a day in the column of its week and the row of its weekday', () => {
  expect(placeOf('days', { date: '2026-01-01', ...plain }, january)).toEqual([0, 3]);
  expect(placeOf('days', { date: '2026-01-05', ...plain }, january)).toEqual([1, 0]);
  expect(placeOf('days', { date: '2026-12-31', ...plain }, january)).toEqual([52, 3]);
  expect(placeOf('quarters', { date: '2026-03-29', quarter: 12, isSecond: false }, { first: '2026-03-01', doubled: null })).toEqual([28, 12]);
});

it('gives each known day a cell and a row, and no day twice', () => {
  const drawn = draw('days', year);
  const places = new Set(year.map((cell) => placeOf('days', cell, january).join(' ')));

  expect(places.size).toBe(365);
  expect(drawn.table.rows).toHaveLength(200);
  expect(knownCells(year)).toHaveLength(200);
  expect(JSON.stringify(drawn.option)).toContain('"ma"');
});

it('says the highest day and counts those above the limit', () => {
  // Values 0 to 199 against 190: 191 to 199 are above.
  expect(plainText(draw('days', year).sentence)).toBe('Het hoogst: 199\u00a0kW, 19 jul. 9 dagen boven de grens.');
  expect(
    plainText(
      draw(
        'days',
        year.map((cell) => ({ ...cell, value: null })),
      ).sentence,
    ),
  ).toBe('In deze tijd is niets gemeten.');
});

it('lays a month out as days beside each other and quarters below each other', () => {
  const cells = [0, 1, 95].map((quarter): CalendarCell => ({
    startMs: Date.UTC(2026, 4, 31, 22) + quarter * 900_000,
    date: '2026-06-01',
    quarter,
    isSecond: false,
    value: 5,
    limit: null,
  }));
  const drawn = draw('quarters', cells);

  expect(drawn.table.rows.map((row) => row[1])).toEqual([5, 5, 5]);
  expect(JSON.stringify(drawn.option)).toContain('"16:00"');
});

it('gives the hour that comes twice a row for each time, so that none of its quarters hides another', () => {
  // 25 October 2026 in Amsterdam, from midnight: 100 quarters, of which the clock shows 8 to 11 twice.
  const cells = Array.from({ length: 100 }, (_, index): CalendarCell => {
    const quarter = index < 12 ? index : index - 4;
    return { startMs: Date.UTC(2026, 9, 24, 22) + index * 900_000, date: '2026-10-25', quarter, isSecond: index >= 12 && index < 16, value: index, limit: null };
  });
  const frame = frameOf({ kind: 'quarters', cells });
  const drawn = draw('quarters', cells);

  expect(frame).toEqual({ first: '2026-10-25', doubled: 8 });
  expect(cells.map((cell) => placeOf('quarters', cell, frame)[1])).toEqual(cells.map((_, index) => index));
  expect(drawn.table.rows.slice(11, 13).map((row) => row[0])).toEqual([expect.stringMatching(/02:45 \(1e\)$/), expect.stringMatching(/02:00 \(2e\)$/)]);
  expect(JSON.stringify(drawn.option)).toContain('"02:00 (2e)"');
});
