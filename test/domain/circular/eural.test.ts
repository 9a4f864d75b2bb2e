// Eural codes as people write them, and what is none.
import { expect, it } from 'vitest';
import { readEural, writeEural } from '../../../src/domain/circular/eural.ts';

it.each(['030310', '03 03 10', '03.03.10', '03-03-10', ' 03 03 10 '])('reads %s', (text) => {
  expect(readEural(text)).toEqual({ code: '03 03 10', hazardous: false, chapter: '03' });
});

it.each(['130208*', '13 02 08*', '13 02 08 *'])('reads the star of %s, and writes it back', (text) => {
  const eural = readEural(text) ?? expect.fail('no code');

  expect(eural.hazardous).toBe(true);
  expect(writeEural(eural)).toBe('13 02 08*');
});

it.each(['01 05 99', '06 13 05', '10 14 01', '13 08 99', '16 11 06', '17 09 04', '19 13 08', '20 03 07'])('knows the last groups of a chapter: %s', (text) => {
  expect(readEural(text)?.code).toBe(text);
});

it.each(['', '0303', '00 03 10', '21 03 10', '03 00 10', '03 03 00', '03 03 1O', '3 03 10', '03 04 10', '06 12 01', '14 01 01', '20 04 01', '030310**', '03 03 10 11'])(
  'takes %s for no code',
  (text) => {
    expect(readEural(text)).toBeNull();
  },
);
