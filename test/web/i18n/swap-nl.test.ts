// The words for a meter swap name the counter and its unit in each label.
import { expect, it } from 'vitest';
import { swapNl } from '../../../src/web/i18n/swap-nl.ts';

it('tells the two readings of a counter apart', () => {
  const labels = [swapNl.end('import', 'kWh'), swapNl.start('import', 'kWh')];

  expect(new Set(labels).size).toBe(2);
  for (const label of labels) expect(label).toMatch(/import.*kWh/);
});
