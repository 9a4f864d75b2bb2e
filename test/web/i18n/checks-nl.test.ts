// Dutch of the page on cross-checks: a word for each verdict and each check.
import { expect, it } from 'vitest';
import { CHECK_NAMES, VerdictName } from '../../../src/api/shapes-cross-checks.ts';
import { checksNl } from '../../../src/web/i18n/checks-nl.ts';

it('names every verdict and every check', () => {
  expect(Object.keys(checksNl.verdicts)).toEqual(VerdictName.options);
  expect(Object.keys(checksNl.checks)).toEqual(CHECK_NAMES);
});

it('says u, counts one as one, and never shouts', () => {
  expect(JSON.stringify(checksNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
  expect([checksNl.leadWrong('1'), checksNl.leadWrong('2')]).toEqual(['1 vergelijking klopt niet', '2 vergelijkingen kloppen niet']);
});
