// Names and numbers of materials as a reader sees them.
import { expect, it } from 'vitest';
import { className, propertyName, propertyValue } from '../../src/web/material-names.ts';

const band = { value: 0, low: 0, high: 0 };
const book = {
  items: [{ id: 'board', nl: 'Oud karton', en: 'Waste board', virginCo2KgPerTonne: band, secondaryCo2KgPerTonne: band, properties: [] }],
  properties: [
    { id: 'moistureShare', nl: 'vocht', en: 'moisture', unit: '1', sense: 'max' as const },
    { id: 'grainMm', nl: 'korrel', en: 'grain', unit: 'mm', sense: 'max' as const },
  ],
};

it('are of the book, in the language; the id where the book does not know it or is not there yet', () => {
  expect([className(book, 'board', 'nl'), className(book, 'board', 'en'), className(book, 'gold', 'nl'), className(null, 'board', 'nl')]).toEqual([
    'Oud karton',
    'Waste board',
    'gold',
    'board',
  ]);
  expect([propertyName(book, 'grainMm', 'en'), propertyName(book, 'hue', 'en')]).toEqual(['grain', 'hue']);
});

it('show shares as a percentage, and others with their unit', () => {
  expect(propertyValue(book, { id: 'moistureShare', value: 0.125 }, 'nl')).toBe('12,5\u00a0%');
  expect(propertyValue(book, { id: 'grainMm', value: 40 }, 'nl')).toBe('40,0\u00a0mm');
  expect(propertyValue(book, { id: 'hue', value: 3 }, 'en')).toBe('3.0');
});
