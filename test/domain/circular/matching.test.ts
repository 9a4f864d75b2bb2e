// Pairs, their worth by hand, and that their order of arrival changes nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MatchGround, materialPairs, replaceable } from '../../../src/domain/circular/matching.ts';
import { epochMs } from '../../../src/domain/units.ts';
import { book, stream } from './streams.ts';

const places = new Map([
  ['park-a', { lat: 52, lon: 6, areaHa: 100 }],
  ['park-b', { lat: 52.5, lon: 6, areaHa: 100 }],
]);
const pairs = (streams: MatchGround['streams']) => materialPairs({ streams, book, places, weighed: new Set() });
const need = (given: Partial<Parameters<typeof stream>[0]> & { id: number }) => stream({ direction: 'need', legalStatus: 'end-of-waste', ...given });

describe('a pair', () => {
  it('is worth what is not bought and not disposed of, less treatment and transport', () => {
    const [pair] = pairs([stream({ id: 1, materialClass: 'pallets', monthly: 10 }), need({ id: 2, park: 'park-b', monthly: 4 })]);

    // Half a tonne of wood at 100, 40 not paid for disposal, 20 for treatment, 55.6 km at 0.1 (0.05 to 0.2).
    expect(pair?.distanceKm).toBeCloseTo(55.6, 1);
    expect(pair?.eurPerTonne.value).toBeCloseTo(50 + 40 - 20 - 5.56, 2);
    expect(pair?.eurPerTonne.low).toBeCloseTo(70 - 11.12, 2);
    expect(pair?.co2KgPerTonne.value).toBeCloseTo(0.5 * (300 - 100) - 5.56, 2);
    // 4 t of wood a month take 8 t of pallets.
    expect(pair?.potentialTonnes).toBe(96);
  });

  it('takes what companies say they pay before what the book says', () => {
    const [pair] = pairs([stream({ id: 1, costNowEurPerTonne: 70 }), need({ id: 2, costNowEurPerTonne: 130 })]);

    expect(pair?.eurPerTonne.value).toBeCloseTo(200 - (pair?.distanceKm ?? 0) * 0.1, 9);
  });

  it('is told by the places that both gave beside that of the parks, which stays the order', () => {
    const [here, there] = [
      { lat: 52, lon: 6 },
      { lat: 52.1, lon: 6 },
    ];
    const [both] = pairs([stream({ id: 1, place: here }), need({ id: 2, park: 'park-b', place: there })]);
    const [one] = pairs([stream({ id: 1, place: here }), need({ id: 2, park: 'park-b' })]);

    // A tenth of a degree is 11.12 km; the roads of this book do not wind. Transport costs 0.1 a tonne and km.
    expect(both?.placed?.distanceKm).toBeCloseTo(11.12, 2);
    expect((both?.placed?.eurPerTonne.value ?? 0) - (both?.eurPerTonne.value ?? 0)).toBeCloseTo((55.6 - 11.12) * 0.1, 2);
    expect(both?.placed?.distanceScore).toBeGreaterThan(both?.soft.find(({ name }) => name === 'distance')?.score ?? 1);
    expect({ ...both, placed: null }).toEqual(one);
  });

  it('takes no more of used material than the need allows', () => {
    const one = need({ id: 2, monthly: 10, maxSubstitutionShare: 0.3 });

    expect(replaceable(one)[0]).toBeCloseTo(3, 9);
    expect(pairs([stream({ id: 1, monthly: 100 }), one])[0]?.potentialTonnes).toBeCloseTo(36, 9);
  });

  it('is none of one company, of classes that do not fit, or of times that do not meet', () => {
    expect(pairs([stream({ id: 1 }), need({ id: 2, company: 1 })])).toEqual([]);
    expect(pairs([stream({ id: 1, materialClass: 'solvent' }), need({ id: 2 })])).toEqual([]);
    expect(pairs([stream({ id: 1, to: epochMs(5) }), need({ id: 2, from: epochMs(5) })])).toEqual([]);
  });

  it('that fails a hard criterion is shown, last, and not feasible', () => {
    const picky = need({ id: 2, specification: { moistureShare: { max: 0.1, hard: true } } });
    const found = pairs([stream({ id: 1, specification: { moistureShare: { value: 0.2, hard: true } }, monthly: 100 }), stream({ id: 3, monthly: 1 }), picky]);

    expect(found.map(({ offer, feasible }) => [offer, feasible])).toEqual([
      [3, true],
      [1, false],
    ]);
  });
});

it('ranks by yearly worth, whatever the order of the streams', () => {
  const streams = [
    stream({ id: 1, monthly: 1 }),
    stream({ id: 2, monthly: 5 }),
    stream({ id: 3, monthly: 5, materialClass: 'pallets' }),
    need({ id: 4, monthly: 3 }),
    need({ id: 5, monthly: 9, park: 'park-b' }),
  ];
  const expected = pairs(streams);

  const worth = expected.map((pair) => pair.eurPerTonne.value * pair.potentialTonnes);
  expect(worth).toEqual([...worth].sort((a, b) => b - a));
  fc.assert(
    fc.property(fc.shuffledSubarray(streams, { minLength: 5 }), (shuffled) => {
      expect(pairs(shuffled)).toEqual(expected);
    }),
  );
});
