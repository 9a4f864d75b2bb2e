// A map of bounded size forgets what was not used longest.
import { expect, it } from 'vitest';
import { Recent } from '../../src/domain/recent.ts';

it('lets the one go that was used longest ago', () => {
  const recent = new Recent<string, number>(2);
  recent.put('a', 1);
  recent.put('b', 2);
  recent.put('a', 1);
  recent.put('c', 3);

  expect(recent.size).toBe(2);
  expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual([1, undefined, 3]);
});

it('removes an entry only while it is the one that is meant', () => {
  const recent = new Recent<string, object>(2);
  const [first, second] = [{}, {}];
  recent.put('a', first);
  recent.put('a', second);

  recent.delete('a', first);
  expect(recent.get('a')).toBe(second);
  recent.delete('a', second);
  expect(recent.get('a')).toBeUndefined();
});
