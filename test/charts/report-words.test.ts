// The words of reports: one for everything that a report can name, in both languages.
import { expect, it } from 'vitest';
import { reportWords } from '../../src/charts/report-words.ts';
import { FUELS } from '../../src/domain/fuel.ts';
import { CARRIERS } from '../../src/domain/reading.ts';

it.each(['nl', 'en'] as const)('%s names every carrier and fuel', (lang) => {
  expect(Object.keys(reportWords[lang].carriers)).toEqual(expect.arrayContaining([...CARRIERS, ...Object.keys(FUELS)]));
});

it('has no Dutch in its English', () => {
  expect(JSON.stringify(reportWords.en)).not.toMatch(/\b(een|het|niet|wordt|geen|stroom|uitstoot)\b/i);
});
