// Hard criteria one by one, and the soft ones by hand.
import { describe, expect, it } from 'vitest';
import { continuityOf, hardCriteria, qualityMargin, quantityOverlap, scoreOf } from '../../../src/domain/circular/criteria.ts';
import type { Requirement } from '../../../src/domain/circular/streams.ts';

const offering = (given?: Omit<Requirement, 'hard'>, hazardous = false) => ({ hazardous, specification: given === undefined ? {} : { moistureShare: { hard: true, ...given } } });
const asking = (asked: Omit<Requirement, 'hard'>, hard = true) => ({ specification: { moistureShare: { hard, ...asked } } });
const outcome = (given: Omit<Requirement, 'hard'> | undefined, asked: Omit<Requirement, 'hard'>) => hardCriteria(offering(given), asking(asked))[0]?.outcome;

describe('a hard criterion', () => {
  it.each([
    ['met inside', { value: 0.1 }, { max: 0.12 }, 'met'],
    ['met on the bound', { value: 0.12 }, { max: 0.12 }, 'met'],
    ['failed beyond', { value: 0.13 }, { max: 0.12 }, 'failed'],
    ['failed below', { value: 0.4 }, { min: 0.5, max: 0.9 }, 'failed'],
    ['failed where part of the range lies outside', { min: 0.1, max: 0.2 }, { max: 0.15 }, 'failed'],
    ['unknown where the range has no end on that side', { min: 0.1 }, { max: 0.15 }, 'unknown'],
    ['unknown where nothing is said', undefined, { max: 0.15 }, 'unknown'],
  ] as const)('is %s', (_, given, asked, expected) => {
    expect(outcome(given, asked)).toBe(expected);
  });

  it('is none of a soft wish', () => {
    expect(hardCriteria(offering({ value: 9 }), asking({ max: 1 }, false))).toEqual([]);
  });

  it('shuts dangerous waste out of where nobody said it is taken', () => {
    expect(hardCriteria(offering(undefined, true), { specification: {} })).toMatchObject([{ name: 'acceptsHazardous', outcome: 'failed' }]);
    expect(hardCriteria(offering(undefined, true), { specification: { acceptsHazardous: { value: 1, hard: true } } })).toMatchObject([{ outcome: 'met' }]);
  });
});

describe('soft criteria', () => {
  it('measure how far inside its bounds an offer lies', () => {
    const margin = (value: number, asked: Omit<Requirement, 'hard'>) => qualityMargin(offering({ value }).specification, asking(asked).specification);

    // Half of the allowed moisture is as good as dry; at the bound nothing is left.
    expect([0.05, 0.1, 0.075, 0.2].map((value) => margin(value, { max: 0.1 }))).toEqual([1, 0, expect.closeTo(0.5, 9), 0]);
    expect(margin(0.5, { min: 0.4, max: 0.6 })).toBeCloseTo(1, 9);
    expect(margin(0.9, { min: 0.9, max: 0.9 })).toBe(1);
    expect(margin(0.9, { value: 1 })).toBeCloseTo(0.9, 9);
    expect(qualityMargin({}, asking({ max: 1 }).specification)).toBeNull();
  });

  it('measure what of the need is covered, month by month', () => {
    // 10 and 0 offered at a yield of 0.5 against 4 and 4 needed: 4 of 8.
    const months = (first: number, second: number) => [first, second, ...Array.from({ length: 10 }, () => 0)];

    expect(quantityOverlap(months(10, 0), months(4, 4), 0.5)).toBe(0.5);
    expect(quantityOverlap(months(10, 0), months(0, 0), 1)).toBe(0);
    expect(continuityOf(months(10, 0), months(4, 4))).toBe(0.5);
  });

  it('score as the mean of what is known', () => {
    expect(
      scoreOf([
        { name: 'quality', score: null },
        { name: 'value', score: 0.2 },
        { name: 'co2', score: 0.6 },
      ]),
    ).toBeCloseTo(0.4, 9);
    expect(scoreOf([])).toBe(0);
  });
});
