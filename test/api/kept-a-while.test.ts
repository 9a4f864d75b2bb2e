// Answers that may be somewhat old: made once, again when something changed and they are old for what they cost, and no failure is kept.
import { describe, expect, it } from 'vitest';
import { AGE_PER_COST, KEPT_MAX, KeptAWhile } from '../../src/api/kept-a-while.ts';

function stand(): { kept: KeptAWhile; make: () => Promise<number>; pass: (ms: number) => void; made: () => number } {
  let [now, made] = [0, 0];
  // Each takes 100 ms.
  const make = async (): Promise<number> => {
    now += 100;
    return ++made;
  };
  return { kept: new KeptAWhile(() => now), make, pass: (ms) => (now += ms), made: () => made };
}

describe('answers kept a while', () => {
  it('are made once, also for two who ask at the same moment', async () => {
    const { kept, make } = stand();

    expect(await Promise.all([kept.of('a', 1, make), kept.of('a', 1, make)])).toEqual([1, 1]);
    expect(await kept.of('b', 1, make)).toBe(2);
  });

  it('are made again after a change, but not before they are old for what they cost', async () => {
    const { kept, make, pass } = stand();
    await kept.of('a', 1, make);

    expect(await kept.of('a', 2, make)).toBe(1);
    pass(100 * AGE_PER_COST - 1);
    expect(await kept.of('a', 2, make)).toBe(1);
    pass(1);
    expect(await kept.of('a', 2, make)).toBe(2);
  });

  it('are good for ever while nothing changes', async () => {
    const { kept, make, pass } = stand();
    await kept.of('a', 1, make);
    pass(1e9);

    expect(await kept.of('a', 1, make)).toBe(1);
  });

  it(`are at most ${KEPT_MAX}`, async () => {
    const { kept, make, made } = stand();
    for (let key = 0; key <= KEPT_MAX; key++) await kept.of(String(key), 1, make);
    await kept.of('0', 1, make);

    expect(made()).toBe(KEPT_MAX + 2);
  });

  it('are no failures', async () => {
    const { kept, make } = stand();

    await expect(kept.of('a', 1, async () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
    expect(await kept.of('a', 1, make)).toBe(1);
  });
});
