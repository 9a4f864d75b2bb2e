// One answer for all who ask the same at the same time, and another for who asks afterwards.
import { expect, it } from 'vitest';
import { UnderWay } from '../../src/api/under-way.ts';

/** Makes numbered answers when it is told to. */
function maker(): { make: () => Promise<number>; settle: () => void; refuse: (error: Error) => void; count: () => number } {
  let made = 0;
  let [settle, refuse]: [() => void, (error: Error) => void] = [() => {}, () => {}];
  return {
    make: () => {
      const number = ++made;
      return new Promise((resolve, reject) => {
        settle = () => resolve(number);
        refuse = reject;
      });
    },
    settle: () => settle(),
    refuse: (error) => refuse(error),
    count: () => made,
  };
}

it('who asks the same meanwhile gets the same answer, who asks later one that is made then', async () => {
  const [underWay, answers] = [new UnderWay(), maker()];
  const first = [underWay.share('a', answers.make), underWay.share('a', answers.make)];
  answers.settle();
  expect(await Promise.all(first)).toEqual([1, 1]);

  const later = underWay.share('a', answers.make);
  answers.settle();

  expect(await later).toBe(2);
  expect([answers.count(), underWay.size]).toEqual([2, 0]);
});

it('another question, or the same of somebody else, has an answer of its own', async () => {
  const underWay = new UnderWay();

  expect(await Promise.all(['a', 'b', 'a'].map((key) => underWay.share(key, async () => key)))).toEqual(['a', 'b', 'a']);
});

it('an error is told to all who wait, and is not kept', async () => {
  const [underWay, answers] = [new UnderWay(), maker()];
  const waiting = Promise.allSettled([underWay.share('a', answers.make), underWay.share('a', answers.make)]);
  answers.refuse(new Error('busy'));
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

  expect(await underWay.share('a', async () => 7)).toBe(7);
});
