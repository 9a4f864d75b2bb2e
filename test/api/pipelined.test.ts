// Parts two at once, in order; one that fails ends it.
import { describe, expect, it } from 'vitest';
import { missingRuns, pipelined } from '../../src/api/pipelined.ts';

describe('parts that follow each other', () => {
  it('are worked on two at once and come out in order', async () => {
    let [running, most] = [0, 0];
    const found = await pipelined([5, 1, 4, 2, 3], async (part, index) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < part; turn++) await Promise.resolve();
      running -= 1;
      return `${index}:${part}`;
    });

    expect(found).toEqual(['0:5', '1:1', '2:4', '3:2', '4:3']);
    expect(most).toBe(2);
    expect(await pipelined([], async () => 1)).toEqual([]);
  });

  it('end where one fails: what has not begun never does', async () => {
    const begun: number[] = [];
    const failing = pipelined([1, 2, 3, 4, 5], async (part) => {
      begun.push(part);
      await Promise.resolve();
      if (part === 2) throw new Error('busy');
    });

    await expect(failing).rejects.toThrow('busy');
    expect(begun.length).toBeLessThan(5);
  });
});

it('what is missing is done in runs without a gap, none longer than goes at once', () => {
  expect(missingRuns([null, null, null, 'kept', null, null], 2)).toEqual([
    [0, 2],
    [2, 3],
    [4, 6],
  ]);
  expect(missingRuns(['kept'], 2)).toEqual([]);
});
