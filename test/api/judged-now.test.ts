// How long a judgement of what may be shown holds, and for whom there is none.
import { expect, it } from 'vitest';
import { ALL_OPEN, type MeasuresJudged } from '../../src/api/disclosure-query.ts';
import { HELD_FOR_MS, JUDGED_FOR_MS, JudgedNow } from '../../src/api/judged-now.ts';
import type { Scope } from '../../src/api/scope.ts';
import { epochMs } from '../../src/domain/units.ts';

const region = { id: 'r', roles: [{ role: 'region' }], processor: false } as const;
const manager = { id: 'm', roles: [{ role: 'parkmanager', parks: ['a'] }], processor: false } as const;
const secret: MeasuresJudged = { ...ALL_OPEN, generation: { sign: 'x', reason: 'too-few' } };
const scopeOf = (company: number): Scope => ({ connections: [{ id: 1, company, behind: null, passesOn: false, registers: [] }], withheld: 0 });

it('is judged again after a while, and at once when other connections count', async () => {
  const judged = new JudgedNow();
  let times = 0;
  const ask = (company: number, now: number, by: typeof region | typeof manager = region): Promise<MeasuresJudged> =>
    judged.of(by, { area: { kind: 'park', park: 'a' }, scope: scopeOf(company), from: epochMs(0), now: epochMs(now) }, async () => {
      times += 1;
      return secret;
    });

  expect(await ask(1, 0)).toBe(secret);
  await ask(1, JUDGED_FOR_MS - 1);
  expect(times).toBe(1);
  await ask(2, JUDGED_FOR_MS - 1);
  expect(times).toBe(2);
  await ask(1, JUDGED_FOR_MS);
  expect(times).toBe(3);
  expect(await ask(1, 0, manager)).toBe(ALL_OPEN);
  expect(times).toBe(3);
});

it('the state now is another one when five companies were heard since, or when too few are heard for a quarter-hour', async () => {
  const judged = new JudgedNow();
  let [made, fresh] = [0, 6];
  const heard = new Map(['a', 'b', 'c', 'd', 'e', 'f'].map((entity) => [entity, epochMs(0)]));
  const ask = (now: number): Promise<number> => judged.held('park', { heard: new Map(heard), fresh: () => fresh, now: epochMs(now) }, () => Promise.resolve((made += 1)));
  const speak = (at: number, ...entities: string[]): void => entities.forEach((entity) => heard.set(entity, epochMs(at)));

  expect(await ask(0)).toBe(1);
  // One of them sends ten times: nobody learns what it did.
  for (let second = 1; second <= 10; second++) {
    speak(second * 1000, 'a');
    expect(await ask(second * 1000)).toBe(1);
  }
  speak(11_000, 'b', 'c', 'd');
  expect(await ask(11_000)).toBe(1);
  speak(12_000, 'e');
  expect(await ask(12_000)).toBe(2);
  expect(await ask(12_000 + HELD_FOR_MS - 1)).toBe(2);
  // Six that speak once an hour: the one that spoke by now is waited with.
  speak(13_000 + HELD_FOR_MS, 'f');
  expect(await ask(13_000 + HELD_FOR_MS)).toBe(2);
  fresh = 4;
  expect(await ask(13_000 + HELD_FOR_MS)).toBe(3);
  await expect(judged.held('other', { heard, fresh: () => 6, now: epochMs(0) }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await judged.held('other', { heard, fresh: () => 6, now: epochMs(0) }, () => Promise.resolve(7))).toBe(7);
});
