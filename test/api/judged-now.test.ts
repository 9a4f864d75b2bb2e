// How long a judgement of what may be shown holds, and for whom there is none.
import { expect, it } from 'vitest';
import { ALL_OPEN, type MeasuresJudged } from '../../src/api/disclosure-query.ts';
import { JUDGED_FOR_MS, JudgedNow } from '../../src/api/judged-now.ts';
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
