// A pair has one key, whichever way it is looked up.
import { expect, it } from 'vitest';
import { pairKey } from '../../src/storage/heat.ts';

it('is known by its two ports, the source first', () => {
  expect(pairKey({ source: 12, sink: 34 })).toBe('12-34');
  expect(pairKey({ source: 34, sink: 12 })).not.toBe('12-34');
});
