// What the API takes of a material stream, and what it does not.
import { describe, expect, it } from 'vitest';
import { NewProduct, NewStream, StreamChange } from '../../src/api/shapes-materials.ts';

const given = { company: 1, direction: 'offer', tonnesPerMonth: 5 };

describe('a stream', () => {
  it.each([
    {},
    { tonnesPerMonth: Array.from({ length: 12 }, () => 1) },
    { specification: 'clean and dry' },
    { specification: { moistureShare: 0.1, acceptsHazardous: true, purityShare: { min: 0.9 } } },
    { processingCode: 'r3' },
    { costNowEurPerTonne: -40 },
    { suppliers: [{ share: 1 }] },
  ])('may be %j', (over) => {
    expect(NewStream.safeParse({ ...given, ...over }).success).toBe(true);
  });

  it.each([
    { direction: 'both' },
    { tonnesPerMonth: -1 },
    { tonnesPerMonth: [1, 2, 3] },
    { processingCode: 'R14' },
    { legalStatus: 'treasure' },
    { maxSubstitutionShare: 1.1 },
    { specification: { 'moisture share': 1 } },
    { specification: { moistureShare: { min: 2, max: 1 } } },
    { company: undefined },
    { colour: 'red' },
  ])('may not be %j', (over) => {
    expect(NewStream.safeParse({ ...given, ...over }).success).toBe(false);
  });

  it('changes neither its company nor its direction', () => {
    expect(StreamChange.safeParse({ direction: 'need' }).success).toBe(false);
    expect(StreamChange.safeParse({ company: 2 }).success).toBe(false);
    expect(StreamChange.safeParse({}).success).toBe(true);
  });
});

it('takes a product whose shares fit in one', () => {
  const flows = { massTonnes: 1, recycledInput: 0.6, reusedInput: 0.3 };

  expect(NewProduct.safeParse({ name: 'X', flows }).success).toBe(true);
  expect(NewProduct.safeParse({ name: 'X', flows: { ...flows, sustainedInput: 0.2 } }).success).toBe(false);
  expect(NewProduct.safeParse({ name: 'X', flows: { massTonnes: 1, recycledAfter: 0.7, energyAfter: 0.7 } }).success).toBe(false);
});
