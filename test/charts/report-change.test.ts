// Why emissions changed, in a report: both periods to the day, and how cold they were; and as it read before that was kept.
import { describe, expect, it } from 'vitest';
import { type ChangeFigures, changeRows, comparedRows, spanText } from '../../src/charts/report-change.ts';
import { reportWords } from '../../src/charts/report-words.ts';

const older: ChangeFigures = { baseFrom: '2025-09-30T22:00:00Z', baseKg: 20, nowKg: 12, parts: { activity: -5, weather: -1, fuel: 0, factor: -2, coverage: 0 } };
const degreeDays = { base: 350.6, now: 345.2, source: 'station 279', simulated: false };
const over = { baseTo: '2025-10-31T23:00:00Z', from: '2026-09-30T22:00:00Z', to: '2026-10-31T23:00:00Z', likeForLike: { connections: 3, of: 4 }, heatingShare: 0.5, degreeDays };
const nl = { lang: 'nl', words: reportWords.nl } as const;
const en = { lang: 'en', words: reportWords.en } as const;

describe('a change', () => {
  it('goes from the days of the base to those of the period, and adds up', () => {
    const rows = changeRows({ ...older, over }, nl);

    expect(rows.map(([name]) => name)).toEqual(['1 okt 2025 – 31 okt 2025', 'Activiteit', 'Weer', 'Brandstof', 'Factor', 'Meters', '1 okt 2026 – 31 okt 2026']);
    expect(rows.map(([, kg]) => kg)).toEqual([20, -5, -1, 0, -2, 0, 12]);
  });

  it('that was published before both were kept reads as it did', () => {
    expect(changeRows(older, nl).map(([name]) => name)).toEqual(['Oktober 2025', 'Activiteit', 'Weer', 'Brandstof', 'Factor', 'Meters', 'Periode']);
    expect([comparedRows(older, nl), comparedRows(null, nl), changeRows(null, nl)]).toEqual([[], [], []]);
  });

  it('says on which connections, and by which degree days', () => {
    expect(comparedRows({ ...older, over }, en)).toEqual([
      ['Comparison', 'on the 3 of 4 connections that measured both periods; the others stand under Meters'],
      ['Weighted degree days', '351 then, 345 now (station 279); 50\u00a0% of gas and heat is corrected by them'],
    ]);
    const texts = [null, { ...degreeDays, source: null }, { ...degreeDays, simulated: true }].map((one) =>
      String(comparedRows({ ...older, over: { ...over, degreeDays: one } }, en)[1]?.[1]),
    );
    expect(texts).toEqual([expect.stringContaining('not known'), expect.stringContaining('(given)'), expect.stringContaining('(simulated weather service)')]);
  });

  it('names the last day of a period, not the first after it', () => {
    expect(spanText('nl', '2025-12-31T23:00:00Z', '2026-12-31T23:00:00Z')).toBe('1 jan 2026 – 31 dec 2026');
  });
});
