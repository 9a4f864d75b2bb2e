// What each legal entity puts into a quarter.
import { describe, expect, it } from 'vitest';
import { RECOGNISABLE } from '../../src/domain/disclosure.ts';
import { EntitySums } from '../../src/domain/entity-sums.ts';

const of = (rows: readonly (readonly [entity: string, amount: number])[]): EntitySums => new EntitySums(rows.map(([entity, amount]) => ({ entity, amountAt: () => amount })));

describe('a quarter', () => {
  it('is judged by everybody who spoke, companies of one owner as one', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((entity): [string, number] => [entity, 0]);

    expect(of(five).judgedAt(0)).toEqual({ sign: null });
    expect(of([...five.slice(1), ['b', 4], ['f', Number.NaN]]).judgedAt(0)).toEqual({ sign: 'x', reason: 'too-few' });
    expect(of([...five, ['f', 4]]).judgedAt(0)).toEqual({ sign: 'x', reason: 'one-dominates' });
    expect(of([]).judgedAt(0)).toEqual({ sign: '.' });
  });

  it('is judged by those to be protected', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((entity): [string, number] => [entity, 1]);

    expect(of([...five, [RECOGNISABLE, 90]]).judgedAt(0)).toEqual({ sign: null });
    expect(of([...five.slice(1), [RECOGNISABLE, 1]]).judgedAt(0)).toEqual({ sign: 'x', reason: 'too-few' });
    expect(of([[RECOGNISABLE, 1]]).judgedAt(0).sign).not.toBe('x');
    expect(of([[RECOGNISABLE, 1]]).measureAt(0)).toEqual({ sign: null });
  });

  it('of a measure is judged by those who contribute to it', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((entity): [string, number] => [entity, 3]);

    expect(
      of([
        ['a', 0],
        ['b', Number.NaN],
      ]).measureAt(0),
    ).toEqual({ sign: null });
    expect(of([['a', 1], ...five.slice(1).map(([entity]): [string, number] => [entity, 0])]).measureAt(0)).toEqual({ sign: 'x', reason: 'too-few' });
    expect(of(five).measureAt(0)).toEqual({ sign: null });
  });
});
