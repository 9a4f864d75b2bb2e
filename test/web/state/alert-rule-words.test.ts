// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { alertRulesEn } from '../../../src/web/i18n/alert-rules-en.ts';
import { alertRulesNl } from '../../../src/web/i18n/alert-rules-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { alertRuleWords } = await import('../../../src/web/state/alert-rule-words.ts');
  expect(alertRuleWords.value).toBe(alertRulesNl);

  lang.value = 'en';
  expect(alertRuleWords.value).toBe(alertRulesEn);
});
