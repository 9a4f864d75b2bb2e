// The steps from then to now: they carry each other, and the sentence names the largest.
import { describe, expect, it } from 'vitest';
import { changeChart } from '../../src/charts/change-chart.ts';
import { plainText } from '../../src/charts/sentence.ts';
import { palette } from './figures.ts';

const figures = { base: 1000, now: 720, activity: 50, weather: -30, fuel: 0, factor: -400, coverage: 100, lang: 'nl', palette, narrow: false } as const;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the change', () => {
  it('says how much less, and what did most', () => {
    expect(plain(plainText(changeChart(figures, 'Waarom').sentence))).toBe('28 % minder uitstoot; het meest door factor (−400 kg).');
    expect(plain(plainText(changeChart({ ...figures, base: 600, now: 720, lang: 'en' }, 'Why').sentence))).toContain('20 % more emissions');
  });

  it('has a row for each step, in their order, that lead from then to now', () => {
    const { rows } = changeChart(figures, 'Waarom').table;

    expect(rows.map((row) => row[0])).toEqual(['Toen', 'Activiteit', 'Weer', 'Brandstof', 'Factor', 'Meters', 'Nu']);
    expect(rows.slice(0, 6).reduce((sum, row) => sum + Number(row[1]), 0)).toBe(rows.at(-1)?.[1]);
  });

  it('floats its steps on what carries them', () => {
    const drawn = JSON.stringify(changeChart(figures, 'Waarom').option);

    // Carried: 0, then 1000, 1020, 1020, 620, 620, and 0 again.
    expect(drawn).toContain('"data":[0,1000,1020,1020,620,620,0]');
  });

  it('names every step on a phone, where level names would hide each other', () => {
    const labels = (narrow: boolean): unknown => Object(changeChart({ ...figures, narrow }, 'Waarom').option.xAxis)['axisLabel'];

    expect(labels(true)).toMatchObject({ rotate: 40, hideOverlap: false });
    expect(labels(false)).not.toHaveProperty('rotate');
  });

  it('has no percentage of nothing', () => {
    expect(plainText(changeChart({ ...figures, base: 0 }, 'Waarom').sentence)).toContain('niets gemeten');
  });
});
