// Trees over ports on a line: the cheapest one, paths in it, ports that come and go.
import { describe, expect, it } from 'vitest';
import { climbOf, joined, minimumTree, pathBetween, portsOf, without } from '../../../src/domain/heat/trench-tree.ts';

/** Port n lies at n metres. */
const weightOf = (a: number, b: number): number => Math.abs(a - b);
const lengthOf = (tree: readonly (readonly [number, number])[]): number => tree.reduce((sum, [a, b]) => sum + weightOf(a, b), 0);

describe('a tree over ports', () => {
  it('is the shortest: on a line, from end to end', () => {
    const tree = minimumTree([50, 0, 20, 90], weightOf);

    expect(lengthOf(tree)).toBe(90);
    expect(tree.length).toBe(3);
    expect(minimumTree([], weightOf)).toEqual([]);
    expect(minimumTree([7], weightOf)).toEqual([]);
  });

  it('has one path between two of its ports', () => {
    const tree = minimumTree([50, 0, 20, 90], weightOf);
    const climb = climbOf(tree);
    const metres = (a: number, b: number): number => pathBetween(climb, a, b).reduce((sum, edge) => sum + weightOf(...(tree[edge] ?? [0, 0])), 0);

    expect([metres(0, 90), metres(90, 0), metres(20, 50), metres(20, 20)]).toEqual([90, 90, 30, 0]);
    expect(() => pathBetween(climb, 0, 1000)).toThrow(RangeError);
  });

  it('takes in a port where it is nearest, and lets one go without falling apart', () => {
    const grown = joined(minimumTree([0, 100], weightOf), [0, 90, 95], weightOf);
    expect(grown.slice(1)).toEqual([
      [90, 100],
      [95, 100],
    ]);

    const left = without(grown, 100, weightOf);
    expect([...portsOf(left)].sort((a, b) => a - b)).toEqual([0, 90, 95]);
    expect(lengthOf(left)).toBe(95);
    expect(joined([], [3, 5], weightOf)).toEqual([[5, 3]]);
  });
});
