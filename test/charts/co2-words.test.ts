// Kilograms as people read them, and words in both languages.
import { describe, expect, it } from 'vitest';
import { co2Words, formatKg, scaleKg } from '../../src/charts/co2-words.ts';

describe('kilograms', () => {
  it.each([
    [0, '0,0 kg'],
    [99.94, '99,9 kg'],
    [9_999, '9.999 kg'],
    [10_000, '10,0 t'],
    [1_234_567, '1.234,6 t'],
    [12_345_678, '12.345,7 t'],
    [123_456_789, '123,5 kt'],
    [-20_000, '−20,0 t'],
  ])('%f is %s', (kg, expected) => {
    expect(formatKg('nl', kg).replace('\u00a0', ' ')).toBe(expected);
  });

  it('have one scale for a panel, by its largest', () => {
    expect(scaleKg(50_000)).toEqual({ unit: 't', divisor: 1000, digits: 1 });
  });
});

it('words are there in both languages', () => {
  expect(Object.keys(co2Words('en'))).toEqual(Object.keys(co2Words('nl')));
});
