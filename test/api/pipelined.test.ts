// Parts two at once, in order, read one after the other; one that fails ends it.
import { describe, expect, it } from 'vitest';
import { missingRuns, pipelined, twoAtOnce } from '../../src/api/pipelined.ts';

describe('parts that follow each other', () => {
  it('are worked on two at once and come out in order', async () => {
    let [running, most] = [0, 0];
    const found = await twoAtOnce([5, 1, 4, 2, 3], async (part, index) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < part; turn++) await Promise.resolve();
      running -= 1;
      return `${index}:${part}`;
    });

    expect(found).toEqual(['0:5', '1:1', '2:4', '3:2', '4:3']);
    expect(most).toBe(2);
    expect(await twoAtOnce([], async () => 1)).toEqual([]);
  });

  it('are read one after the other, the next while one is worked on, and no more than one ahead', async () => {
    const told: string[] = [];
    const lasting = async (turns: number): Promise<void> => {
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    };
    const found = await pipelined([1, 2, 3, 4], {
      read: async (part) => {
        told.push(`read ${part}`);
        await lasting(10);
        told.push(`has ${part}`);
        return part * 10;
      },
      work: async (read, part, index) => {
        told.push(`work ${part}`);
        await lasting(100);
        return [read, index];
      },
    });

    expect(found).toEqual([
      [10, 0],
      [20, 1],
      [30, 2],
      [40, 3],
    ]);
    expect(told.slice(0, 7)).toEqual(['read 1', 'has 1', 'work 1', 'read 2', 'has 2', 'work 2', 'read 3']);
  });

  it('of which one cannot be read fail, and nothing more is read', async () => {
    const read: number[] = [];
    const failing = pipelined([1, 2, 3, 4, 5], {
      read: async (part) => {
        read.push(part);
        if (part === 2) throw new Error('gone');
      },
      work: async () => {},
    });

    await expect(failing).rejects.toThrow('gone');
    expect(read.length).toBeLessThan(5);
  });

  it('end where one fails: what has not begun never does', async () => {
    const begun: number[] = [];
    const failing = twoAtOnce([1, 2, 3, 4, 5], async (part) => {
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

it('a run ends at the cut, where nothing lies between', () => {
  expect(missingRuns([null, null, null], 9, 2)).toEqual([
    [0, 2],
    [2, 3],
  ]);
  expect(missingRuns([null, null], 9, 0)).toEqual([[0, 2]]);
  expect(missingRuns([null, 'kept', null], 9, 1)).toEqual([
    [0, 1],
    [2, 3],
  ]);
});
