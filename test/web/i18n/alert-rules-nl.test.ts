// Every rule has a sentence, and every unit of a limit a word.
import { expect, it } from 'vitest';
import { LIMIT_UNITS } from '../../../src/domain/alert-limits.ts';
import { ALERT_KINDS } from '../../../src/domain/alerts.ts';
import { alertRulesNl } from '../../../src/web/i18n/alert-rules-nl.ts';

it.each(ALERT_KINDS)('%s is told in a plain sentence', (kind) => {
  expect(alertRulesNl.says[kind]).toMatch(/^[A-Z].{20,}\.$/);
});

it('has a word for every unit', () => {
  expect(Object.keys(alertRulesNl.units).sort()).toEqual([...LIMIT_UNITS].sort());
});
