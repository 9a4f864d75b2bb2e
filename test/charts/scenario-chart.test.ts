// What a scenario changes, drawn and said: two lines with a table beside them, and one sentence.
import { describe, expect, it } from 'vitest';
import { paletteFrom } from '../../src/charts/palette.ts';
import { scenarioChart, scenarioSentence } from '../../src/charts/scenario-chart.ts';
import { plainText } from '../../src/charts/sentence.ts';

const palette = paletteFrom(() => '#000000');
const names = { base: 'Gemeten', scenario: 'Scenario' };

describe('the chart', () => {
  it('of the duration tells what is drawn in one quarter of a hundred', () => {
    const points = [
      { x: 0, baseKw: 500, scenarioKw: 400 },
      { x: 0.01, baseKw: 450, scenarioKw: 380 },
      { x: 1, baseKw: 10, scenarioKw: -50 },
    ];
    const drawn = scenarioChart({ kind: 'duration', points, lang: 'nl', palette, names }, 'Duurkromme');

    expect(plainText(drawn.sentence).replaceAll('\u00a0', ' ')).toBe('In 1 % van de kwartieren wordt minstens 380 kW gevraagd; gemeten was dat 450 kW.');
    expect(drawn.table.rows).toHaveLength(3);
  });

  it('of the week tells the busiest hour, and of nothing that there is too little', () => {
    const week = Array.from({ length: 168 }, (_, x) => ({ x, baseKw: 10, scenarioKw: x === 34 ? 90 : 20 }));

    expect(plainText(scenarioChart({ kind: 'week', points: week, lang: 'en', palette, names }, 'Week').sentence).replaceAll('\u00a0', ' ')).toBe(
      'On average the busiest time is Tue 10:00 with 90 kW; measured it was 10 kW then.',
    );
    expect(plainText(scenarioChart({ kind: 'week', points: [], lang: 'nl', palette, names }, 'Week').sentence)).toContain('Nog te weinig');
  });
});

describe('the sentence', () => {
  const difference = { importKwh: -5000, gasM3: 0, peakKw: 30, co2Kg: -900 };

  it('says more and less in words, and when it is paid back', () => {
    expect(plainText(scenarioSentence('nl', { difference, paybackYears: 8.25, told: true })).replaceAll('\u00a0', ' ')).toBe(
      '5.000 kWh minder afgenomen, 30 kW hogere piek, 900 kg minder CO₂; terugverdiend in 8,3 jaar.',
    );
    expect(plainText(scenarioSentence('en', { difference, paybackYears: null, told: true }))).toContain('not paid back');
    expect(plainText(scenarioSentence('en', { difference: { ...difference, peakKw: null }, paybackYears: null, told: false }))).not.toMatch(/peak|paid/);
  });
});
