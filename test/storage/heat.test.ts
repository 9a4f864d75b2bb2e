// A pair has a name that leads back to it, and nothing else does.
import { expect, it } from 'vitest';
import { pairKey, pairOf } from '../../src/storage/heat.ts';

it('is named by its two ports', () => {
  expect(pairOf(pairKey({ source: 12, sink: 34 }))).toEqual({ source: 12, sink: 34 });
});

it.each(['', '12', '12-', '0-1', '1-02x', '1-2-3', '-1-2', '12345678901-1'])('is not named "%s"', (name) => expect(pairOf(name)).toBeNull());
