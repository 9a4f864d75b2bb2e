// Dutch of the forecast screen: a word for each verdict and each reason why there is none.
import { expect, it } from 'vitest';
import { NoForecast, VerdictName } from '../../../src/api/shapes-forecast.ts';
import { forecastNl } from '../../../src/web/i18n/forecast-nl.ts';

it('names every verdict and every reason', () => {
  expect(
    Object.keys(forecastNl.verdicts)
      .filter((key) => key !== 'better-any')
      .sort(),
  ).toEqual([...VerdictName.options].sort());
  expect(Object.keys(forecastNl.none)).toEqual(NoForecast.options);
});

it('never shouts, and claims nothing where the verdict claims nothing', () => {
  expect(JSON.stringify(forecastNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
  expect(forecastNl.verdicts['no-better']).toMatch(/niet aantoonbaar/i);
});
