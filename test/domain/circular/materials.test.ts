// What replaces what, and bands that are none.
import { describe, expect, it } from 'vitest';
import { ClassesFile, EuralFile, useFor } from '../../../src/domain/circular/materials.ts';
import { book } from './streams.ts';

describe('useFor', () => {
  it('lets a class stand in for itself, tonne for tonne, and for what the book names', () => {
    expect(useFor(book, 'wood', 'wood')).toEqual({ yieldShare: 1, treatEur: 0 });
    expect(useFor(book, 'pallets', 'wood')).toMatchObject({ yieldShare: 0.5, treatEur: 20 });
    expect(useFor(book, 'wood', 'pallets')).toBeNull();
  });
});

const file = (virginCo2: readonly number[]): unknown => ({
  edition: 'x',
  source: 'x',
  certainty: 'recalled',
  classes: [{ id: 'wood', nl: 'x', en: 'x', virginCo2, secondaryCo2: [0, 0, 0], virginEur: [0, 0, 0], disposalEur: [0, -1, 1], properties: ['moistureShare'] }],
});

describe('files of the book', () => {
  it('have bands around their value', () => {
    expect(ClassesFile.parse(file([2, 1, 3])).classes[0]?.virginCo2).toEqual({ value: 2, low: 1, high: 3 });
    expect(ClassesFile.safeParse(file([2, 3, 4])).success).toBe(false);
  });

  it('have codes of the right form', () => {
    const codes = (code: string): unknown => ({ source: 'x', certainty: 'recalled', chapters: { '03': 'x' }, codes: [{ code, nl: 'x', class: 'wood' }] });

    expect(EuralFile.safeParse(codes('03 03 10')).success).toBe(true);
    expect(EuralFile.safeParse(codes('33 03 10')).success).toBe(false);
  });
});
