// What may be asked of an explanation of CO2, and what each way of making a figure is called on the screen.
import { expect, it } from 'vitest';
import { EmissionsExplainQuery, EmissionsExplanation } from '../../src/api/shapes-emissions-explained.ts';
import { explainedEn } from '../../src/web/i18n/explained-en.ts';
import { explainedNl } from '../../src/web/i18n/explained-nl.ts';

it('takes the query of the emissions with a field, and a year as text', () => {
  expect(EmissionsExplainQuery.parse({})).toEqual({ factors: 'co2emissiefactoren', field: 'scope1Kg', goalYear: 2030, goalReduction: 1, heatingShare: 0 });
  expect(EmissionsExplainQuery.parse({ field: 'trajectory.years.actualKg', year: '2025', baseYear: '2023' })).toMatchObject({ year: 2025, baseYear: 2023 });
});

it.each(['year', '1900', '2024.5'])('refuses %s as a year', (year) => {
  expect(EmissionsExplainQuery.safeParse({ year }).success).toBe(false);
});

it('has a sentence in both languages for each way of making a figure of parts', () => {
  const levels = EmissionsExplanation.shape.level.options.filter((level) => level !== 'terms' && level !== 'carriers').sort();
  for (const words of [explainedNl, explainedEn]) expect(Object.keys(words.history.levels).sort()).toEqual(levels);
});
