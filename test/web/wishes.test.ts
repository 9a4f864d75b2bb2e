// Wishes in an address: amounts that are none are no wish, and what is not wished is not there.
import { expect, it } from 'vitest';
import { addressOf, amountOf } from '../../src/web/wishes.ts';

it.each([
  ['640', 640],
  ['0', 0],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['1234567890', null],
  [undefined, null],
])('%s is the amount %s', (text, amount) => {
  expect(amountOf(text)).toBe(amount);
});

it('an address has what is wished for, and nothing when nothing is', () => {
  expect(
    addressOf([
      ['km', 0],
      ['soort', ''],
      ['bedrijf', null],
      ['naam', 'a&b'],
    ]),
  ).toBe('?km=0&naam=a%26b');
  expect(addressOf([['soort', '']])).toBe('');
});
