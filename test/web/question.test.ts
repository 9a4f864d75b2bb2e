// Questions of a panel in the address of its page.
import { expect, it } from 'vitest';
import { questionsIn } from '../../src/web/question.ts';

it('stay behind the other parameters of a page, and nothing else does', () => {
  const query = { periode: 'dag', datum: '2026-11-27', past: 'kw-250', past12: 'trucks-3', maand12: '2026-10', vergelijk: 'vorige', pasten: 'x' };

  expect(questionsIn(query)).toBe('&past=kw-250&past12=trucks-3&maand12=2026-10');
  expect(questionsIn({ past: 'kw-1&richting=export' })).toBe('&past=kw-1%26richting%3Dexport');
  expect(questionsIn({})).toBe('');
});
