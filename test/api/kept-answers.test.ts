// Answers that are kept: made once for a version, made again for another, never more than the limit, and no failure is kept.
import { describe, expect, it } from 'vitest';
import { AGE_PER_COST, ANSWERS_MAX, FORECASTS_MAX, KeptAnswers } from '../../src/api/kept-answers.ts';

describe('kept answers', () => {
  it('are made once, also for two who ask at the same moment, and again when a day changed', async () => {
    const kept = new KeptAnswers();
    let made = 0;
    const make = async (): Promise<number> => ++made;

    expect(await Promise.all([kept.of('a', 1, make), kept.of('a', 1, make)])).toEqual([1, 1]);
    expect(await kept.of('a', 2, make)).toBe(2);
    expect(await kept.of('b', 2, make)).toBe(3);
  });

  it(`are at most ${ANSWERS_MAX}: the one not asked for longest goes`, async () => {
    const kept = new KeptAnswers();
    for (let key = 0; key < ANSWERS_MAX; key++) await kept.of(String(key), 1, async () => 'first');
    await kept.of('0', 1, async () => 'second');
    await kept.of('new', 1, async () => 'first');

    expect(await kept.of('0', 1, async () => 'second')).toBe('first');
    expect(await kept.of('1', 1, async () => 'second')).toBe('second');
  });

  it('are no failures', async () => {
    const kept = new KeptAnswers();

    await expect(kept.of('a', 1, async () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
    expect(await kept.of('a', 1, async () => 'made')).toBe('made');
  });
});

function stand(): { kept: KeptAnswers; make: () => Promise<number>; pass: (ms: number) => void; made: () => number } {
  let [now, made] = [0, 0];
  // Each takes 100 ms.
  const make = async (): Promise<number> => {
    now += 100;
    return ++made;
  };
  return { kept: new KeptAnswers({ max: FORECASTS_MAX, agePerCost: AGE_PER_COST, clock: () => now }), make, pass: (ms) => (now += ms), made: () => made };
}

describe('answers that may be somewhat old', () => {
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

  it(`are at most ${FORECASTS_MAX}`, async () => {
    const { kept, make, made } = stand();
    for (let key = 0; key <= FORECASTS_MAX; key++) await kept.of(String(key), 1, make);
    await kept.of('0', 1, make);

    expect(made()).toBe(FORECASTS_MAX + 2);
  });

  it('are no failures', async () => {
    const { kept, make } = stand();

    await expect(kept.of('a', 1, async () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
    expect(await kept.of('a', 1, make)).toBe(1);
  });
});
