// The name of an entered delivery is what makes it one.
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { enteredName } from '../../src/storage/materials.ts';

it('is the same for the same delivery, and another for any other', () => {
  const one = { offer: 1, need: 12, deliveredAt: epochMs(5), kg: 3 };
  const names = [one, { ...one }, { ...one, offer: 11, need: 2 }, { ...one, need: null }, { ...one, kg: 4 }, { ...one, deliveredAt: epochMs(6) }].map(enteredName);

  expect(new Set(names).size).toBe(5);
});
