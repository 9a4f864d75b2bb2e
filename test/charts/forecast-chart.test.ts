// The coming 48 hours as a drawing: what is above the limit is said, and the band is drawn from P10 to P90.
import { describe, expect, it } from 'vitest';
import { type ForecastPoint, forecastChart } from '../../src/charts/forecast-chart.ts';
import { plainText } from '../../src/charts/sentence.ts';
import { DAY, palette } from './figures.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const point = (index: number, over: Partial<ForecastPoint> = {}): ForecastPoint => ({
  startMs: DAY.fromMs + index * 900_000,
  p10Kw: 60,
  p50Kw: 80,
  p90Kw: 90,
  limitKw: 100,
  ...over,
});
const chart = (points: readonly ForecastPoint[], lang: 'nl' | 'en' = 'nl') => forecastChart({ points, lang, palette }, 'Verwachting');

describe('the coming 48 hours', () => {
  it('names the highest quarter and the limit', () => {
    expect(plain(plainText(chart([point(0), point(1, { p90Kw: 95 })]).sentence))).toBe('Hoogste verwachte kwartier 95 kW (P90), za 21 00:15; de grens is 100 kW.');
  });

  it('counts the quarters in which the limit may be exceeded', () => {
    const drawn = chart([point(0), point(1, { p90Kw: 120 }), point(2, { p90Kw: 110 })], 'en');

    expect(plain(plainText(drawn.sentence))).toBe('Highest expected quarter-hour 120 kW (P90), Sat 21 00:15; in 2 quarter-hours the limit of 100 kW may be exceeded.');
  });

  it('stacks the band on its lower edge, also below zero', () => {
    const { series } = chart([point(0, { p10Kw: -50, p50Kw: -20, p90Kw: 10 })]).option;

    expect(JSON.stringify(series)).toContain('"stackStrategy":"all"');
    expect(Array.isArray(series) ? series.map((one) => one.data) : []).toEqual([[-50], [60], [-20], [100]]);
  });

  it('has a row a quarter with the room that P90 leaves, and none where there is no limit', () => {
    expect(chart([point(0), point(1, { limitKw: null })]).table.rows).toEqual([
      ['za 21 00:00', 60, 80, 90, 100, 10],
      ['za 21 00:15', 60, 80, 90, null, null],
    ]);
  });

  it('says so when there is nothing', () => {
    expect(plainText(chart([]).sentence)).toBe('Er is nog geen verwachting.');
  });
});
