// What may be asked to join: one thing at a time.
import { expect, it } from 'vitest';
import { JoinQuery, wishOf } from '../../src/api/join-wish.ts';

const place = { latDeg: 52, lonDeg: 6 };

it.each([
  [{ kw: '250' }, { kind: 'load', kw: 250 }],
  [{ kwp: '100' }, { kind: 'sun', kwp: 100, place }],
  [{ trucks: '3' }, { kind: 'trucks', trucks: 3 }],
  [
    { trucks: '3', truckKwh: '300' },
    { kind: 'trucks', trucks: 3, truckKwh: 300 },
  ],
])('%o is a wish', (query, wish) => {
  expect(wishOf(JoinQuery.parse(query), place)).toEqual(wish);
});

it.each([{}, { kw: '1', kwp: '1' }, { truckKwh: '300' }])('%o is none', (query) => {
  expect(() => wishOf(JoinQuery.parse(query), place)).toThrow('Ask for one thing');
});
