// Numbers in fields follow the language of the reader.
import { expect, it, vi } from 'vitest';

it('are read and written as the language that is chosen writes them', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { fieldText, numberOf, numberOrNone } = await import('../../../src/web/state/typed.ts');
  expect([numberOf('1.000'), numberOf('1,5'), numberOf('veel'), numberOf('')]).toEqual([1000, 1.5, Number.NaN, Number.NaN]);
  expect([numberOrNone('1.000'), numberOrNone(' '), numberOrNone('veel')]).toEqual([1000, null, Number.NaN]);
  expect([fieldText(1234.5), fieldText(null)]).toEqual(['1234,5', '']);

  lang.value = 'en';
  expect([numberOf('1,000'), numberOf('1.000')]).toEqual([1000, 1]);
  expect(fieldText(1234.5)).toBe('1234.5');
});
