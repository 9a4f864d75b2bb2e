// What fits what and why not, and the chain: what goes in comes out at each stage, and who is unknown is one node.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MatchView } from '../../src/api/shapes-materials.ts';
import { cellKey, chainOf, matrixWithReasons, nameOfNode, stageOf } from '../../src/web/material-chain.ts';

const side = (materialClass: string, name: string | null): MatchView['offer'] => ({
  stream: null,
  company: null,
  name,
  park: null,
  place: null,
  materialClass,
  euralCode: null,
  legalStatus: 'waste',
  agreed: false,
  own: false,
});
const hard = (name: string, outcome: 'met' | 'failed') => ({ kind: 'hard' as const, name, outcome, score: null, offered: null, min: null, max: null });
const match = (offer: string, need: string, over: object = {}) => ({
  offer: side(offer, null),
  need: side(need, null),
  feasible: true,
  tonnesPerYear: 10,
  allottedTonnesPerYear: 5,
  criteria: [hard('moisture', 'met')],
  ...over,
});

describe('the matrix', () => {
  it('has the largest pair that fits, and why others do not', () => {
    const { offered, needed, cells } = matrixWithReasons([
      match('b', 'y', { tonnesPerYear: 5 }),
      match('b', 'y', { tonnesPerYear: 9 }),
      match('a', 'y', { feasible: false, criteria: [hard('moisture', 'failed'), hard('grain', 'failed')] }),
      match('a', 'y', { feasible: false, criteria: [hard('moisture', 'failed'), hard('grain', 'met')] }),
    ]);

    expect([offered, needed]).toEqual([['a', 'b'], ['y']]);
    expect(cells.get(cellKey('b', 'y'))).toEqual({ tonnes: 9, about: false, fitting: 2, refused: 0, reasons: [] });
    expect(cells.get(cellKey('a', 'y'))).toEqual({ tonnes: null, about: false, fitting: 0, refused: 2, reasons: ['moisture', 'grain'] });
  });

  it.each([
    ['the largest is', [{ tonnesPerYear: 47 }, { tonnesPerYear: 50, allottedTonnesPerYear: null }], { tonnes: 50, about: true }],
    ['a smaller one is', [{ tonnesPerYear: 40, allottedTonnesPerYear: null }, { tonnesPerYear: 47 }], { tonnes: 47, about: false }],
    ['one of two as large is', [{ tonnesPerYear: 50, allottedTonnesPerYear: null }, { tonnesPerYear: 50 }], { tonnes: 50, about: false }],
  ])('tells what was rounded for this reader, where %s', (_, given, told) => {
    const { cells } = matrixWithReasons(given.map((one) => match('a', 'y', one)));
    expect(cells.get(cellKey('a', 'y'))).toMatchObject(told);
  });
});

describe('the chain', () => {
  const names = { className: (id: string): string => id.toUpperCase(), partyName: ({ name }: { name: string | null }): string => name ?? 'unknown' };

  it('goes from who offers over both classes to who takes', () => {
    expect(chainOf([match('paper', 'pulp', { need: side('pulp', 'Mill') })], names)).toEqual([
      { from: 'from:unknown', to: 'offered:PAPER', tonnes: 5 },
      { from: 'offered:PAPER', to: 'needed:PULP', tonnes: 5 },
      { from: 'needed:PULP', to: 'to:Mill', tonnes: 5 },
    ]);
  });

  it('leaves out what a reader may not see in tonnes, and what gets none', () => {
    expect(chainOf([match('a', 'b', { allottedTonnesPerYear: null }), match('a', 'b', { allottedTonnesPerYear: 0 })], names)).toEqual([]);
  });

  it('loses no tonne at any stage', () => {
    const classes = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(fc.tuple(classes, classes, fc.integer({ min: 1, max: 1000 }), fc.option(fc.constantFrom('X', 'Y')))), (given) => {
        const flows = chainOf(
          given.map(([offer, need, tonnes, name]) => match(offer, need, { allottedTonnesPerYear: tonnes, offer: side(offer, name) })),
          names,
        );
        const total = given.reduce((sum, [, , tonnes]) => sum + tonnes, 0);
        for (const stage of [0, 1, 2]) expect(flows.filter((flow) => stageOf(flow.from) === stage).reduce((sum, flow) => sum + flow.tonnes, 0)).toBe(total);
      }),
    );
  });

  it('knows a node by stage and name, also where a name has a colon', () => {
    expect([stageOf('offered:paper: mixed'), nameOfNode('offered:paper: mixed'), stageOf('x')]).toEqual([1, 'paper: mixed', -1]);
  });
});
