// Closed distribution systems: connections behind a connection (the Ecofactorij), alone and among open parks.
import { describe, expect, it } from 'vitest';
import { balanceOf, connection, list, openEnds, register } from './balance-cases.ts';

const root = (imported: readonly (number | null)[], exported: readonly (number | null)[] = imported.map(() => 0)): ReturnType<typeof connection> =>
  connection(100, [register('import', imported), register('export', exported)], { passesOn: true });
const behind = (id: number, imported: readonly (number | null)[], exported: readonly (number | null)[] = imported.map(() => 0)): ReturnType<typeof connection> =>
  connection(id, [register('import', imported), register('export', exported)], { behind: 100 });
/** Makes and gives the same: a roof without a user. */
const solar = (id: number, made: readonly number[]): ReturnType<typeof connection> =>
  connection(
    id,
    [
      register(
        'import',
        made.map(() => 0),
      ),
      register('export', made),
      register('sun', made),
    ],
    { behind: 100 },
  );

describe('a closed distribution system', () => {
  it('is not counted twice: what its root takes in is the import, the connections behind it use it', () => {
    // 100 in, 60 + 38 passed on: 2 lost on the way.
    const balance = balanceOf(1, [root([100]), behind(1, [60]), behind(2, [38])]);

    expect(list(balance.import)).toEqual([100]);
    expect(list(balance.consumption)).toEqual([98]);
    expect(list(balance.residual)).toEqual([2]);
    expect(list(balance.gridImport)).toEqual([100]);
    expect(openEnds(balance)).toEqual([0]);
  });

  it('does not care in which order its root comes', () => {
    const balance = balanceOf(1, [behind(1, [60]), root([100]), behind(2, [38])]);

    expect(list(balance.residual)).toEqual([2]);
    expect(list(balance.import)).toEqual([100]);
  });

  it('exchanges behind its root: 8 of the 10 that one takes come from the sun of its neighbour', () => {
    // 2.5 in at the root, 10 - 8 = 2 needed behind it: 0.5 lost.
    const balance = balanceOf(1, [root([2.5]), behind(1, [10]), solar(2, [8])]);

    expect(list(balance.localExchange)).toEqual([8]);
    expect(list(balance.gridImport)).toEqual([2.5]);
    expect(list(balance.residual)).toEqual([0.5]);
    expect(openEnds(balance)).toEqual([0]);
  });

  it('whose root says nothing is known by what lies behind it, without a loss', () => {
    const balance = balanceOf(2, [root([null, null]), behind(1, [10, 0]), solar(2, [4, 7])]);

    expect(list(balance.import)).toEqual([6, 0]);
    expect(list(balance.export)).toEqual([0, 7]);
    expect(list(balance.residual)).toEqual([0, 0]);
    expect(openEnds(balance)).toEqual([0, 0]);
  });

  it('shows a connection behind it that says nothing as residual', () => {
    const balance = balanceOf(1, [root([100]), behind(1, [60]), behind(2, [null])]);

    expect(list(balance.residual)).toEqual([40]);
    expect(list(balance.present)).toEqual([2]);
  });
});

describe('generation at the root itself', () => {
  it('enters the balance once: 100 in and 20 made, 118 passed on, 2 lost', () => {
    const rootWithSun = connection(100, [register('import', [100]), register('sun', [20])], { passesOn: true });

    const balance = balanceOf(1, [rootWithSun, behind(1, [118])]);

    expect(list(balance.generation.sun)).toEqual([20]);
    expect(list(balance.residual)).toEqual([2]);
    expect(openEnds(balance)).toEqual([0]);
  });

  it('likewise a battery: 30 charged and 10 discharged there', () => {
    const rootWithBattery = connection(100, [register('import', [100]), register('charge', [30]), register('discharge', [10])], { passesOn: true });

    const balance = balanceOf(1, [rootWithBattery, behind(1, [79])]);

    expect(list(balance.charge)).toEqual([30]);
    expect(list(balance.discharge)).toEqual([10]);
    expect(list(balance.residual)).toEqual([1]);
    expect(openEnds(balance)).toEqual([0]);
  });
});

describe('a system behind a system', () => {
  it('is not counted at both roots: 100 in, 50 of it through the inner root, 49 used there', () => {
    const inner = connection(200, [register('import', [50])], { behind: 100, passesOn: true });
    const leaf = connection(3, [register('import', [49])], { behind: 200 });

    const balance = balanceOf(1, [root([100]), inner, behind(1, [48]), leaf]);

    expect(list(balance.import)).toEqual([100]);
    expect(list(balance.consumption)).toEqual([97]);
    // 2 lost behind the outer root, 1 behind the inner one.
    expect(list(balance.residual)).toEqual([3]);
    expect(openEnds(balance)).toEqual([0]);
  });
});

describe('a region with a closed system and open parks', () => {
  it('takes from the grid what is left after exchange, also outside the closed system', () => {
    // Open: A takes 10, B gives 8. Closed: the root takes 5 for the one behind it. 15 taken, 8 of it from B.
    const a = connection(1, [register('import', [10])]);
    const b = connection(2, [register('import', [0]), register('export', [8])]);

    const balance = balanceOf(1, [a, b, root([5]), behind(3, [5])]);

    expect(list(balance.localExchange)).toEqual([8]);
    expect(list(balance.gridImport)).toEqual([7]);
    expect(list(balance.gridExport)).toEqual([0]);
    expect(list(balance.import)).toEqual([15]);
  });

  it('lets a closed system serve an open park: 6 out of its root, 6 of the 10 that A takes', () => {
    const a = connection(1, [register('import', [10])]);

    const balance = balanceOf(1, [a, root([0], [6]), behind(3, [0], [6])]);

    expect(list(balance.localExchange)).toEqual([6]);
    expect(list(balance.gridImport)).toEqual([4]);
    expect(list(balance.gridExport)).toEqual([0]);
  });
});
