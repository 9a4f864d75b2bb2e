// Tried values as they stand in a field, and what moved in a cell.
import { describe, expect, it } from 'vitest';
import { beforeAfter, movedEur, writtenOf } from '../../src/web/heat-trial.ts';
import { typedNumber } from '../../src/web/typed-number.ts';

const words = { to: (a: string, b: string): string => (a === b ? a : `${a} > ${b}`), gone: 'gone', comes: 'new' };
const result = (rank: number, npvEur: number) => ({ rank, priceFloor: 1, priceCeiling: 2, npvEur, deliveredKwh: 3, confidence: 'A' as const });

it('what is written into a field is read back', () => {
  for (const lang of ['nl', 'en'] as const) for (const value of [0.045, 3000, 1.2, 12_345.5]) expect(typedNumber(writtenOf(value, lang), lang)).toBe(value);
});

describe('a cell', () => {
  const shown = ({ rank }: { rank: number }): string => String(rank);

  it('says what it was and what it becomes', () => {
    expect(beforeAfter({ before: result(1, 5), after: result(3, 2) }, shown, words)).toBe('1 > 3');
    expect(beforeAfter({ before: result(1, 5), after: result(1, 2) }, shown, words)).toBe('1');
  });

  it('says that a match falls away or comes in', () => {
    expect(beforeAfter({ before: result(1, 5), after: null }, shown, words)).toBe('1 > gone');
    expect(beforeAfter({ before: null, after: result(2, 5) }, shown, words)).toBe('new > 2');
    expect(movedEur({ before: result(1, 5), after: null })).toBe(-5);
    expect(movedEur({ before: null, after: result(1, 7) })).toBe(7);
  });
});
