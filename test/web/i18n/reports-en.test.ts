// English of the report screens is English.
import { expect, it } from 'vitest';
import { reportsEn } from '../../../src/web/i18n/reports-en.ts';
import { reportsNl } from '../../../src/web/i18n/reports-nl.ts';

it('has no Dutch left', () => {
  expect(Object.keys(reportsEn)).toEqual(Object.keys(reportsNl));
  expect(JSON.stringify(reportsEn)).not.toMatch(/\b(een|het|niet|wordt|geen|rapport)\b/i);
});
