// What the look-up of anchors is made of; what it finds, the contract of the port says on every server.
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { inOrder, oneOf, pieces } from '../../src/storage/series-influx-anchors.ts';

it('a condition names integers only', () => {
  expect(oneOf([1, 2.9])).toBe("(register = '1' OR register = '2')");
});

it('a long list of registers is asked in pieces', () => {
  expect(pieces([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(pieces([])).toEqual([]);
});

it('a reading that lies there twice counts once, and others of its instant stay', () => {
  const one = { at: epochMs(5), value: 1, device: 0 };
  const other = { at: epochMs(5), value: 1, device: 2 };
  const earlier = { at: epochMs(4), value: 9, device: 0 };

  expect(inOrder([one, other, { ...one }, earlier])).toEqual([earlier, one, other]);
});
