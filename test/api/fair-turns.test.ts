// Whoever asks much waits behind whoever asks little, and nobody fills the queue.
import { expect, it } from 'vitest';
import { FairTurns } from '../../src/api/fair-turns.ts';

/** Work that ends when it is told to. */
function held(log: string[], name: string): { work: () => Promise<string>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((settle) => (end = settle));
  const work = async (): Promise<string> => {
    log.push(name);
    await ended;
    return name;
  };
  return { work, end };
}
const [els, jan] = [{ id: 'els' }, { id: 'jan' }];

it('serves people in turn, one question at a time', async () => {
  const turns = new FairTurns();
  const log: string[] = [];
  const works = ['e1', 'e2', 'e3', 'j1'].map((name) => held(log, name));
  const answers = works.map(({ work }, at) => turns.take(at < 3 ? els : jan, work));
  expect(log).toEqual(['e1']);
  for (const { end } of works) end();

  expect(await Promise.all(answers)).toEqual(['e1', 'e2', 'e3', 'j1']);
  // Jan asked last and is served second.
  expect(log.indexOf('j1')).toBeLessThan(log.indexOf('e3'));
});

it('refuses who has too much waiting with 429, and everybody with 503 when all together have', async () => {
  const turns = new FairTurns({ ofOne: 2, all: 3 });
  const works = ['e1', 'e2', 'j1'].map((name) => held([], name));
  const [e1, e2, j1] = works.map(({ work }, at) => turns.take(at < 2 ? els : jan, work));
  const more = (): Promise<string> => Promise.resolve('more');

  expect(() => turns.take(els, more)).toThrow(expect.objectContaining({ code: 'too-many-requests' }));
  expect(() => turns.take(jan, more)).toThrow(expect.objectContaining({ code: 'busy' }));
  for (const { end } of works) end();
  await Promise.all([e1, e2, j1]);
  expect(await turns.take(els, more)).toBe('more');
});

it('goes on after work that failed', async () => {
  const turns = new FairTurns({ ofOne: 1, all: 1 });

  await expect(turns.take(els, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.take(els, () => Promise.resolve(1))).toBe(1);
});
