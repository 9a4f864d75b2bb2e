// When a figure about many says too much of one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contribution, RECOGNISABLE, byEntity, judgeDisclosure, judgeMeasure } from '../../src/domain/disclosure.ts';

const of = (...amounts: number[]): Contribution[] => amounts.map((amount, index) => ({ entity: `kvk ${index}`, amount }));

describe('a figure', () => {
  it.each([
    ['four companies', of(25, 25, 25, 25), { sign: 'x', reason: 'too-few' }],
    ['five equal companies', of(20, 20, 20, 20, 20), { sign: null }],
    ['one with exactly 70 percent', of(70, 10, 10, 5, 5), { sign: null }],
    ['one above 70 percent', of(71, 10, 9, 5, 5), { sign: 'x', reason: 'one-dominates' }],
    ['two with exactly 85 percent', of(45, 40, 5, 5, 5), { sign: null }],
    ['two above 85 percent', of(46, 40, 5, 5, 4), { sign: 'x', reason: 'two-dominate' }],
    ['five of which one gives what another takes', of(-80, 5, 5, 5, 5), { sign: 'x', reason: 'one-dominates' }],
    ['five that used nothing', of(0, 0, 0, 0, 0), { sign: null }],
    ['nobody', [], { sign: '.' }],
  ] as const)('of %s', (_, contributions, expected) => {
    expect(judgeDisclosure(contributions)).toEqual(expected);
  });

  it('counts companies with one KvK number as one', () => {
    const six = of(10, 10, 10, 10, 10, 10).map((one, index) => (index < 2 ? { ...one, entity: 'kvk 12345678' } : one));

    expect(judgeDisclosure(six)).toEqual({ sign: null });
    expect(judgeDisclosure(six.slice(0, 5))).toEqual({ sign: 'x', reason: 'too-few' });
    expect(byEntity(six).get('kvk 12345678')).toBe(20);
  });

  it('of a measure that few take part in is secret, of one that nobody does says nothing', () => {
    expect(judgeMeasure(of(0, 0, 0, 0, 7))).toEqual({ sign: 'x', reason: 'too-few' });
    expect(judgeMeasure(of(0, 0, 0, 0, 0))).toEqual({ sign: null });
  });

  it('of nobody but companies that may be recognised is told; others have to be enough without them', () => {
    const recognisable = (...amounts: number[]): Contribution[] => amounts.map((amount) => ({ entity: RECOGNISABLE, amount }));

    expect(judgeDisclosure(recognisable(90, 10))).toEqual({ sign: null });
    expect(judgeMeasure(recognisable(0, 10))).toEqual({ sign: null });
    // With the large one away the five are equals; with it they would be four and one.
    expect(judgeDisclosure([...recognisable(900), ...of(1, 1, 1, 1, 1)])).toEqual({ sign: null });
    expect(judgeDisclosure([...recognisable(1), ...of(1, 1, 1, 1)])).toEqual({ sign: 'x', reason: 'too-few' });
    expect(byEntity(recognisable(1, 2)).size).toBe(0);
  });

  it('is judged the same in any order and any unit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 9 }), fc.constantFrom(0.001, 1, 1000), (amounts, unit) => {
        const contributions = of(...amounts);
        expect(judgeDisclosure([...contributions].reverse().map((one) => ({ ...one, amount: one.amount * 8 })))).toEqual(judgeDisclosure(contributions));
        expect(judgeDisclosure(contributions.map((one) => ({ ...one, amount: one.amount * unit })))).toHaveProperty('sign');
      }),
    );
  });
});
