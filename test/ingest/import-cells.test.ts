// Numbers and times as senders write them.
import { describe, expect, it } from 'vitest';
import { Clock, parseMoment, parseNumber, parseTimeOfDay } from '../../src/ingest/import-cells.ts';

describe('a number', () => {
  it.each([
    ['12,5', ',', 12.5],
    ['12.5', '.', 12.5],
    ['1.234,5', ',', 1234.5],
    ['1,234.5', '.', 1234.5],
    ['1 234,5', ',', 1234.5],
    ['1\u00a0234\u00a0567', ',', 1_234_567],
    ["1'234.5", '.', 1234.5],
    ['-3,25', ',', -3.25],
    ['0,000', ',', 0],
    ['1.5E-3', '.', 0.0015],
    [7.25, ',', 7.25],
  ] as const)('%s with decimal %s is %d', (text, decimal, value) => {
    expect(parseNumber(text, decimal)).toBe(value);
  });

  it.each([
    ['12.5', ','],
    ['12,5', '.'],
    ['1.23.456', ','],
    ['', ','],
    ['n.v.t.', ','],
    ['--', '.'],
    ['12,5 kWh', ','],
    ['Infinity', '.'],
    [Number.NaN, '.'],
  ] as const)('%s with decimal %s is refused, not guessed', (text, decimal) => {
    expect(parseNumber(text, decimal)).toBeNull();
  });
});

describe('a moment', () => {
  it.each([
    ['25-10-2026 02:15', 'dmy', '2026-10-25', 135],
    ['25/10/2026 2:15:00', 'dmy', '2026-10-25', 135],
    ['10/25/2026 02:15', 'mdy', '2026-10-25', 135],
    ['2026-10-25T02:15:00.000', 'dmy', '2026-10-25', 135],
    ['25.10.26 02:15', 'dmy', '2026-10-25', 135],
    ['20261025', 'dmy', '2026-10-25', 0],
    ['202610250215', 'dmy', '2026-10-25', 135],
    ['25-10-2026 24:00', 'dmy', '2026-10-25', 1440],
    // 25 October 2026 is day 46,320 since 30 December 1899; 0.09375 of a day is 2 h 15 min.
    [46_320.093_75, 'dmy', '2026-10-25', 135],
  ] as const)('%s (%s) is %s and %d minutes', (cell, order, date, minutes) => {
    expect(parseMoment(cell, order)).toEqual({ date, minutes, offset: null });
  });

  it.each([
    ['2026-10-25T02:15:00+02:00', 120],
    ['2026-10-25T02:15:00Z', 0],
    ['25-10-2026 02:15 CEST', 120],
    ['25-10-2026 02:15 CET', 60],
    ['2026-10-25T02:15-0130', -90],
  ])('%s lies %d minutes east of UTC', (text, offset) => {
    expect(parseMoment(text, 'dmy')?.offset).toBe(offset);
  });

  it.each(['31-02-2026', '29-02-2026', '00-01-2026', '25-13-2026', '25-10-2026 25:00', '25-10-2026 12:60', '25-10-1999', 'Totaal', '', '12,5'])('%s is refused', (text) => {
    expect(parseMoment(text, 'dmy')).toBeNull();
  });

  it('of an interval is its first half', () => {
    expect(parseTimeOfDay('14:00 - 14:15')).toEqual({ minutes: 840, offset: null });
  });

  it('of a day in Excel is a part of one', () => {
    expect(parseTimeOfDay(0.25)).toEqual({ minutes: 360, offset: null });
  });
});

describe('the clock of Amsterdam', () => {
  const clock = new Clock('amsterdam');
  const iso = (date: string, minutes: number): string[] => clock.instants({ date, minutes, offset: null }).map((at) => new Date(at).toISOString());

  it('shows 02:15 twice on 25 October 2026', () => {
    expect(iso('2026-10-25', 135)).toEqual(['2026-10-25T00:15:00.000Z', '2026-10-25T01:15:00.000Z']);
  });

  it('never shows 02:15 on 29 March 2026', () => {
    expect(iso('2026-03-29', 135)).toEqual([]);
  });

  it('is two hours ahead of UTC in summer and one in winter', () => {
    expect(iso('2026-07-01', 0)).toEqual(['2026-06-30T22:00:00.000Z']);
    expect(iso('2026-12-01', 0)).toEqual(['2026-11-30T23:00:00.000Z']);
  });

  it('at 24:00 shows the next midnight', () => {
    expect(iso('2026-10-25', 1440)).toEqual(['2026-10-25T23:00:00.000Z']);
  });

  it('goes by the offset where there is one', () => {
    expect(new Clock('offset').instants({ date: '2026-10-25', minutes: 135, offset: 60 })).toEqual([Date.parse('2026-10-25T01:15:00Z')]);
  });
});
