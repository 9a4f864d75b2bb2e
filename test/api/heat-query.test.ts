// What a reader may know of matches, judged on a registry in memory.
import { describe, expect, it } from 'vitest';
import { type Principal, heatSightOf } from '../../src/domain/access.ts';
import { knownOf, portsTold } from '../../src/api/heat-query.ts';
import { FLAGS } from '../../src/domain/balance.ts';
import { epochMs } from '../../src/domain/units.ts';

const someone = (role: Principal['roles'][number]): Principal => ({ id: 'x', roles: [role], processor: false });
const side = (company: number, parkmanager: boolean, region = parkmanager): { company: number; park: string; sharing: { parkmanager: boolean; region: boolean } } => ({
  company,
  park: 'p',
  sharing: { parkmanager, region },
});
const match = (sides: (ReturnType<typeof side> | null)[], agreed = false): Parameters<typeof heatSightOf>[1] => ({ park: 'p', sides, agreed });

describe('sight', () => {
  it.each([
    ['a company of its own match', { role: 'company', company: 1 }, match([side(1, false), side(2, true)]), 'band'],
    ['of its own, agreed', { role: 'company', company: 1 }, match([side(1, false), side(2, false)], true), 'full'],
    ['of its own with one that takes no part', { role: 'company', company: 1 }, match([side(1, true), side(2, false)]), 'none'],
    ['of its own with the park', { role: 'company', company: 1 }, match([side(1, false), null]), 'full'],
    ['of others', { role: 'company', company: 3 }, match([side(1, true), side(2, true)], true), 'none'],
    ['the manager of both that share', { role: 'parkmanager', parks: ['p'] }, match([side(1, true), side(2, true)]), 'full'],
    ['the manager of one that does not', { role: 'parkmanager', parks: ['p'] }, match([side(1, true), side(2, false)], true), 'none'],
    ['the manager of another park', { role: 'parkmanager', parks: ['q'] }, match([side(1, true), null]), 'none'],
    ['the region', { role: 'region' }, match([side(1, true), side(2, true)], true), 'none'],
    ['the operator', { role: 'operator' }, match([side(1, true), side(2, true, false)]), 'none'],
  ] as const)('%s', (_, role, given, sight) => expect(heatSightOf(someone(role), given)).toBe(sight));
});

it('coverage is of all ports, quality of those that are known', () => {
  const kw = new Float64Array(10);
  const quartersByFlag = FLAGS.map((flag) => (flag === 'M' ? 3 : flag === 'E' ? 1 : 0));
  const hours = { firstHour: 0, hours: 10, byPort: new Map([[1, { kw, knownHours: 5, quartersByFlag }]]), version: 0, readAt: epochMs(0), growing: false };
  const ports = [{ id: 1 }, { id: 2 }];

  expect(knownOf(hours, ports, 2)).toEqual({ coverage: 0.25, quality: { M: 0.75, E: 0.25 }, asOf: '1970-01-01T10:00:00Z' });
  expect(knownOf(hours, [], 0)).toMatchObject({ coverage: 0, quality: {} });
});

it('how ports were measured is told of all to who looks after the park, and to a company of its own', () => {
  const ports = [1, 2, null].map((company) => ({ park: 'p', company }));
  const told = (role: Principal['roles'][number]): (number | null)[] => portsTold(someone(role), ports).map((port) => port.company);

  expect(told({ role: 'parkmanager', parks: ['p'] })).toEqual([1, 2, null]);
  expect(told({ role: 'operator' })).toEqual([1, 2, null]);
  // The shares of a sum with one unknown in it would tell that one.
  expect(told({ role: 'company', company: 2 })).toEqual([2]);
  expect(told({ role: 'parkmanager', parks: ['q'] })).toEqual([]);
  expect(told({ role: 'region' })).toEqual([]);
});
