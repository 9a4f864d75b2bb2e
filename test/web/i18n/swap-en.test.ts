// The words for a meter swap name the counter and its unit in each label in English.
import { expect, it } from 'vitest';
import { swapEn } from '../../../src/web/i18n/swap-en.ts';

it('tells the two readings of a counter apart', () => {
  const labels = [swapEn.end('import', 'kWh'), swapEn.start('import', 'kWh')];

  expect(new Set(labels).size).toBe(2);
  for (const label of labels) expect(label).toMatch(/import.*kWh/);
});
