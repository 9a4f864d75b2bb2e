// The English words of the rules stand beside the Dutch ones.
import { expect, it } from 'vitest';
import { ALERT_KINDS } from '../../../src/domain/alerts.ts';
import { alertRulesEn } from '../../../src/web/i18n/alert-rules-en.ts';
import { alertRulesNl } from '../../../src/web/i18n/alert-rules-nl.ts';

it.each(ALERT_KINDS)('%s is told in a plain sentence', (kind) => {
  expect(alertRulesEn.says[kind]).toMatch(/^[A-Z].{20,}\.$/);
});

it('has the same words', () => {
  expect(Object.keys(alertRulesEn)).toEqual(Object.keys(alertRulesNl));
});
