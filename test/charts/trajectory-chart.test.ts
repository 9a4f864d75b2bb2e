// The way to the goal: what each year must bring, from which base, and the band in the table.
import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/charts/sentence.ts';
import { type TrajectoryFigures, trajectoryChart } from '../../src/charts/trajectory-chart.ts';
import { palette } from './figures.ts';

const figures: TrajectoryFigures = {
  years: [
    { year: 2025, targetKg: 1000, actualKg: 1000, forecast: null },
    { year: 2026, targetKg: 900, actualKg: 980, forecast: null },
    { year: 2027, targetKg: 800, actualKg: null, forecast: { kg: 960, lowKg: 900, highKg: 1020 } },
  ],
  base: { year: 2025, provisional: false },
  goalYear: 2030,
  requiredYearlyRate: 0.1549,
  requiredKgPerYear: 120,
  lang: 'nl',
  palette,
};
const sentence = (over: Partial<TrajectoryFigures> = {}): string => plainText(trajectoryChart({ ...figures, ...over }, 'Doel').sentence).replaceAll('\u00a0', ' ');

describe('the way', () => {
  it('says what each year must bring, as kilograms and as a rate', () => {
    expect(sentence()).toBe('Elk jaar 120 kg minder om in 2030 op het doel te zijn (15,5 % per jaar); basisjaar 2025.');
  });

  it('has no rate to nothing at all, and calls a provisional base provisional', () => {
    expect(sentence({ requiredYearlyRate: null, base: { year: 2026, provisional: true } })).toBe(
      'Elk jaar 120 kg minder om in 2030 op het doel te zijn; basisjaar 2026, voorlopig.',
    );
  });

  it('ends when the year has come', () => {
    expect(sentence({ requiredKgPerYear: null, lang: 'en' })).toBe("The goal's year 2030 has come.");
  });

  it('has the band in its table', () => {
    expect(trajectoryChart(figures, 'Doel').table.rows.at(-1)).toEqual(['2027', 800, null, 960, 900, 1020]);
  });
});
