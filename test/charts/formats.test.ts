// Numbers and times as a Dutch reader writes them, also on the days the clock changes.
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatAmount,
  formatClock,
  formatDate,
  formatDifference,
  formatLongDate,
  formatNumber,
  formatPercent,
  localDay,
  roundParts,
  scaleFor,
} from '../../src/charts/formats.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  it('writes dot thousands, a decimal comma and a true minus', () => {
    expect(formatNumber('nl', 1234.5, 1)).toBe('1.234,5');
    expect(formatNumber('nl', -1234.5, 1)).toBe('−1.234,5');
    expect(formatNumber('en', 1234.5, 1)).toBe('1,234.5');
  });

  it('never writes minus zero', () => {
    expect(formatNumber('nl', -0.2)).toBe('0');
  });

  it('gives a difference its sign', () => {
    expect(formatDifference('nl', 30)).toBe('+30');
    expect(formatDifference('nl', -30)).toBe('−30');
    expect(formatDifference('nl', 0)).toBe('0');
    expect(formatDifference('nl', 0.4)).toBe('0');
  });

  it('never rounds an incomplete share to 100 % nor a small one to 0 % or up to 1 %', () => {
    expect(plain(formatPercent('nl', 0.997))).toBe('99 %');
    expect(plain(formatPercent('nl', 1))).toBe('100 %');
    expect(plain(formatPercent('nl', 0.001))).toBe('< 1 %');
    expect(plain(formatPercent('nl', 0.006))).toBe('1 %');
    expect(plain(formatPercent('nl', 0))).toBe('0 %');
  });

  it('writes kW without decimals below 10.000 and MW with one from there', () => {
    expect(plain(formatAmount('nl', 9999, 'kW'))).toBe('9.999 kW');
    expect(plain(formatAmount('nl', 10_000, 'kW'))).toBe('10,0 MW');
    expect(plain(formatAmount('nl', 53_700, 'kWh'))).toBe('53,7 MWh');
    expect(plain(formatAmount('en', 612, 'm3/h'))).toBe('612 m³/h');
  });

  it('rounds parts so that they add up to the rounded total', () => {
    const parts = roundParts([10_440, 10_440, 10_440], 2, scaleFor('kWh', 31_320));

    expect(parts.map((part) => part / 1000)).toEqual([10.4, 10.4, 10.5]);
  });
});

describe('times in Amsterdam', () => {
  it('names the doubled hour of the autumn day twice', () => {
    expect(formatClock('nl', Date.parse('2026-10-25T00:30:00Z'))).toBe('02:30 (1e)');
    expect(formatClock('nl', Date.parse('2026-10-25T01:30:00Z'))).toBe('02:30 (2e)');
    expect(formatClock('en', Date.parse('2026-10-25T01:30:00Z'))).toBe('02:30 (2nd)');
    expect(formatClock('nl', Date.parse('2026-10-25T02:30:00Z'))).toBe('03:30');
  });

  it('has no hour between 02:00 and 03:00 on the spring day', () => {
    expect(formatClock('nl', Date.parse('2026-03-29T00:45:00Z'))).toBe('01:45');
    expect(formatClock('nl', Date.parse('2026-03-29T01:00:00Z'))).toBe('03:00');
  });

  it('takes the local date, not the one of UTC', () => {
    expect(localDay(Date.parse('2026-11-23T23:30:00Z'))).toBe('2026-11-24');
  });

  it('writes dates in words of the language', () => {
    const at = Date.parse('2026-11-23T13:08:00Z');

    expect(formatDate('nl', at)).toBe('23 nov 2026');
    expect(formatDate('en', at)).toBe('23 Nov 2026');
    expect(formatLongDate('nl', at)).toBe('Maandag 23 november 2026');
  });

  it('says how old a measurement is in hours and minutes', () => {
    expect(formatAge('nl', 143 * 60_000)).toBe('2 uur en 23 minuten');
    expect(formatAge('nl', 61 * 60_000)).toBe('1 uur en 1 minuut');
    expect(formatAge('en', 49 * 3_600_000)).toBe('2 days');
  });
});
