// A line a day: ninety-six columns, a hundred, or twenty-four; on the days on which the clock jumps as well.
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/ingest/import-cells.ts';
import { faultOf } from '../../src/ingest/import-choices.ts';
import { infer } from '../../src/ingest/import-infer.ts';
import { LineReader } from '../../src/ingest/import-lines.ts';
import { wideColumnsOf } from '../../src/ingest/import-wide.ts';
import { POWER, choicesOf, known } from './import-samples.ts';

const clock = (index: number, minutes: number): string => `${String(Math.floor((index * minutes) / 60)).padStart(2, '0')}:${String((index * minutes) % 60).padStart(2, '0')}`;
const line = (date: string, cells: readonly (number | null)[]): Row => [date, POWER, ...cells.map((cell) => (cell === null ? '' : String(cell).replace('.', ',')))];
const of = (count: number, amount = 1.5): number[] => Array.from({ length: count }, () => amount);
/** Amounts by the start of their quarter. */
function read(rows: readonly Row[], headings: readonly string[]): { quarters: Map<string, number>; refused: object; choices: ReturnType<typeof infer>['choices'] } {
  const { choices } = infer({ rows: [headings, ...rows], tail: [], delimiter: ';', excel: false });
  expect(faultOf(choices)).toBeNull();
  const reader = new LineReader(choices, new Map([[POWER, known()]]), Date.parse('2027-01-01T00:00:00Z'));
  rows.forEach((row, index) => reader.take(row, index + 2));
  const { quarters, amountsMicro } = reader.takeRows();
  const { refused } = reader.summary();
  return { quarters: new Map(quarters.map((quarter, at) => [new Date(quarter * 900_000).toISOString(), (amountsMicro[at] ?? 0) / 1e6])), refused, choices };
}

describe('a line a day', () => {
  const times = Array.from({ length: 96 }, (_, index) => clock(index, 15));

  it('with a column for each time on the clock is understood: the hour that is skipped is empty, the doubled one is given once', () => {
    const spring = of(96).map((amount, index) => (index >= 8 && index < 12 ? null : amount));
    const { quarters, refused, choices } = read([line('28-03-2026', of(96)), line('29-03-2026', spring), line('25-10-2026', of(96))], ['Datum', 'EAN', ...times]);

    expect(choices).toMatchObject({ dayColumns: { count: 96, by: 'clock' }, intervalMinutes: 15, eanColumn: 1, label: 'start', values: [{ column: 2, unit: 'kWh' }] });
    expect([quarters.size, refused]).toEqual([96 + 92 + 96, {}]);
    // 03:00 local is the ninth quarter of the day in March; 02:00 in October is the first of the two.
    expect([quarters.has('2026-03-29T01:00:00.000Z'), quarters.has('2026-10-25T00:00:00.000Z'), quarters.has('2026-10-25T01:00:00.000Z')]).toEqual([true, true, false]);
    expect(quarters.has('2026-10-25T02:00:00.000Z')).toBe(true);
  });

  it('with a hundred numbered columns is in order: 92, 96 and 100 of them are filled', () => {
    const headings = ['Datum', 'EAN', ...Array.from({ length: 100 }, (_, index) => `Kwartier ${index + 1}`)];
    const padded = (count: number): (number | null)[] => [...of(count), ...Array.from({ length: 100 - count }, () => null)];
    const { quarters, refused, choices } = read([line('29-03-2026', padded(92)), line('30-03-2026', padded(96)), line('25-10-2026', padded(100))], headings);

    expect(choices.dayColumns).toEqual({ count: 100, by: 'order' });
    expect([quarters.size, refused]).toEqual([92 + 96 + 100, {}]);
    expect([quarters.has('2026-03-29T21:45:00.000Z'), quarters.has('2026-10-25T22:45:00.000Z'), quarters.has('2026-10-25T23:00:00.000Z')]).toEqual([true, true, false]);
  });

  it('with the hour that comes twice as 3A and 3B is by the clock: 3A every day but in March, 3B on one day', () => {
    const headings = ['Datum', 'EAN', ...['1', '2', '3A', '3B', ...Array.from({ length: 21 }, (_, index) => String(index + 4))].map((name) => `Hour ${name}`)];
    const shown = (hours: number): (number | null)[] => Array.from({ length: 25 }, (_, at) => ((at === 3 && hours < 25) || (at === 2 && hours < 24) ? null : at));
    const lines = [line('29-03-2026', shown(23)), line('30-03-2026', shown(24)), line('25-10-2026', shown(25))];
    const { quarters, refused, choices } = read(lines, headings);

    expect(choices).toMatchObject({ intervalMinutes: 60, dayColumns: { count: 25, by: 'twice' } });
    expect([quarters.size, refused]).toEqual([92 + 96 + 100, {}]);
    // 3A, 3B and 4 in October; 4 in March is the hour after the one that is skipped.
    const hours = ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00', '2026-03-29T01:00'].map((start) => (quarters.get(`${start}:00.000Z`) ?? 0) * 4);
    expect(hours).toEqual([2, 3, 4, 4]);
    expect(read(lines.slice(1, 2), headings).quarters.size).toBe(96);
  });

  it('that gives more intervals than the day has loses those, and says so', () => {
    const { quarters, refused } = read([line('28-03-2026', of(96)), line('29-03-2026', of(96))], ['Datum', 'EAN', ...Array.from({ length: 96 }, (_, index) => String(index + 1))]);

    expect([quarters.size, refused]).toEqual([96 + 92, { 'missing-hour': 4 }]);
  });

  it('by the hour is divided over quarters', () => {
    const { quarters, choices } = read([line('28-03-2026', of(24, 4))], ['Datum', 'EAN', ...Array.from({ length: 24 }, (_, index) => clock(index, 60))]);

    expect(choices).toMatchObject({ intervalMinutes: 60, dayColumns: { count: 24, by: 'clock' } });
    expect([quarters.size, quarters.get('2026-03-27T23:15:00.000Z')]).toEqual([96, 1]);
  });
});

describe('a table', () => {
  const body = [line('28-03-2026', of(24))];

  it('with a column a connection is no line a day', () => {
    const eans = Array.from({ length: 24 }, (_, index) => `8719999000000${String(index).padStart(5, '0')}`);

    expect(wideColumnsOf({ headings: ['Datum', 'EAN', ...eans], body, dateColumn: 0 })).toBeNull();
    expect(wideColumnsOf({ headings: ['Datum', 'EAN'], body: [line('28-03-2026', of(30))], dateColumn: 0 })).toBeNull();
    expect(wideColumnsOf({ headings: [], body: [], dateColumn: -1 })).toBeNull();
  });

  it.each([
    [{ intervalMinutes: 1440 as const }, 'intervalMinutes'],
    [{ zone: 'offset' as const }, 'zone'],
    [{ values: [1, 2].map((column) => ({ column, ean: POWER, flow: 'import' as const, unit: 'kWh' as const })) }, 'values'],
  ])('that cannot be a line a day (%o) has a fault', (over, fault) => {
    expect(faultOf(choicesOf({ dayColumns: { count: 96, by: 'order' }, ...over }))).toMatch(new RegExp(`^${fault}`));
  });
});
