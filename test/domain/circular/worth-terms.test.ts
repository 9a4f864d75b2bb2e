// The terms of what a match is worth add up to what the match says, for the middle and for both ends of the band.
import { expect, it } from 'vitest';
import { materialPairs } from '../../../src/domain/circular/matching.ts';
import { sumOfTerms, worthTerms } from '../../../src/domain/circular/worth-terms.ts';
import { book, stream } from './streams.ts';

const places = new Map([['park-a', { lat: 52, lon: 6, areaHa: 100 }]]);

it('gives the worth and the CO2 of a pair, middle, low and high', () => {
  const [offer, need] = [stream({ id: 1, costNowEurPerTonne: 12.5 }), stream({ id: 2, direction: 'need' })];
  const [pair] = materialPairs({ streams: [offer, need], book, places, weighed: new Set() });
  const sides = (['value', 'low', 'high'] as const).map((side) => worthTerms(book, { offer, need, distanceKm: pair?.distanceKm ?? null }, side));

  expect(sides.map(({ eur }) => sumOfTerms(eur))).toEqual([pair?.eurPerTonne.value, pair?.eurPerTonne.low, pair?.eurPerTonne.high]);
  expect(sides.map(({ co2 }) => sumOfTerms(co2))).toEqual([pair?.co2KgPerTonne.value, pair?.co2KgPerTonne.low, pair?.co2KgPerTonne.high]);
  expect(sides[0]?.eur.map(({ name }) => name)).toEqual(['price', 'disposal', 'treatment', 'transport', 'co2Price']);
});
