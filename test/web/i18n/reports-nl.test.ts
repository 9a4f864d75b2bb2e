// Dutch of the report screens: a word for each kind of report.
import { expect, it } from 'vitest';
import { REPORT_KINDS } from '../../../src/api/shapes-reports.ts';
import { reportsNl } from '../../../src/web/i18n/reports-nl.ts';

it('names each kind, and never shouts', () => {
  expect(Object.keys(reportsNl.kinds)).toEqual([...REPORT_KINDS]);
  expect(JSON.stringify(reportsNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
