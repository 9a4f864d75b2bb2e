// Shares by mass, by hand.
import { describe, expect, it } from 'vitest';
import { destinationOf, destinationShare, herfindahlOf, localLoopRate, secondaryInputShare, supplySecurity } from '../../../src/domain/circular/indicators.ts';
import { stream } from './streams.ts';

const need = (given: Partial<Parameters<typeof stream>[0]> & { id: number }) => stream({ direction: 'need', ...given });

describe('destinations', () => {
  it.each([
    ['R1', 'energy'],
    ['R3', 'recycled'],
    ['R9', 'recycled'],
    ['R10', 'other'],
    ['R13', 'other'],
    ['D10', 'disposal'],
    [null, 'unknown'],
  ] as const)('of %s waste: %s', (processingCode, expected) => {
    expect(destinationOf({ processingCode, legalStatus: 'waste' })).toBe(expected);
  });

  it('count what is no waste as used again', () => {
    expect(destinationOf({ processingCode: null, legalStatus: 'by-product' })).toBe('reused');
  });

  it('are shares of the mass of which they are known', () => {
    const streams = [
      stream({ id: 1, monthly: 6, processingCode: 'R3' }),
      stream({ id: 2, monthly: 2, processingCode: 'D1' }),
      stream({ id: 3, monthly: 2 }),
      need({ id: 4, monthly: 99, processingCode: 'R3' }),
    ];

    expect(destinationShare(streams, ['recycled', 'reused'])).toMatchObject({ part: 72, whole: 96, share: 0.75, coverage: 0.8 });
    expect(destinationShare(streams, ['recycled']).byCompany).toEqual([
      { company: 1, part: 72, whole: 72 },
      { company: 2, part: 0, whole: 24 },
    ]);
    expect(destinationShare([], ['recycled'])).toMatchObject({ share: null, coverage: null });
  });
});

it('weighs secondary input by mass', () => {
  const share = secondaryInputShare([need({ id: 1, monthly: 1, secondaryShare: 1 }), need({ id: 2, monthly: 3, secondaryShare: 0.2 }), need({ id: 3, monthly: 4 })]);

  expect(share.share).toBeCloseTo((1 + 0.6) / 4, 12);
  expect(share.coverage).toBeCloseTo(0.5, 12);
});

it('never loops more than leaves', () => {
  const streams = [stream({ id: 1, monthly: 1 }), stream({ id: 2, monthly: 1 })];

  expect(localLoopRate(streams, new Map([[1, 99]])).share).toBe(0.5);
});

describe('supply', () => {
  it('knows the Herfindahl index: 1 of one supplier, 0.38 of 50, 30 and 20 %', () => {
    const of = (...shares: number[]) => herfindahlOf({ suppliers: shares.map((share) => ({ share, distanceKm: null, secondary: false })) });

    expect([of(1), of(0.5, 0.3, 0.2)]).toEqual([1, expect.closeTo(0.38, 12)]);
    // In proportion, where they do not add up.
    expect(of(5, 3, 2)).toBeCloseTo(0.38, 12);
    expect(of()).toBeNull();
  });

  it('weighs needs of a class by mass and says of how much it is known', () => {
    const supplier = (share: number, distanceKm: number) => ({ share, distanceKm, secondary: false });
    const [wood] = supplySecurity([
      need({ id: 1, monthly: 3, suppliers: [supplier(1, 100)], stockDays: 10, secondaryShare: 0 }),
      need({ id: 2, monthly: 1, suppliers: [supplier(0.5, 10), supplier(0.5, 30)], stockDays: 30, secondaryShare: 1 }),
      need({ id: 3, monthly: 4 }),
    ]);

    expect(wood).toMatchObject({ materialClass: 'wood', tonnes: 96, coverage: 0.5, sources: 1.25, herfindahl: 0.875, distanceKm: 80, stockDays: 15, secondaryShare: 0.25 });
  });
});
