// Who sees the companies behind a figure, and who counts as one.
import { expect, it } from 'vitest';
import { entitiesIn, entityOf, memberOf, protectedEntityOf, seesMembers } from '../../src/api/members.ts';
import { RECOGNISABLE } from '../../src/domain/disclosure.ts';
import { epochMs } from '../../src/domain/units.ts';
import type { Principal } from '../../src/domain/access.ts';
import type { CompanyRow } from '../../src/storage/registry.ts';

const someone = (role: Principal['roles'][number]): Principal => ({ id: 'x', roles: [role], processor: false });
const [park, other, region] = [{ kind: 'park', park: 'a' } as const, { kind: 'park', park: 'b' } as const, { kind: 'region' } as const];

it.each([
  ['the manager of its own park', { role: 'parkmanager', parks: ['a'] }, [true, false, false]],
  ['the operator', { role: 'operator' }, [true, true, true]],
  ['the region', { role: 'region' }, [false, false, false]],
  ['a company', { role: 'company', company: 1 }, [false, false, false]],
] as const)('%s', (_, role, sees) => {
  expect([park, other, region].map((area) => seesMembers(someone(role), area))).toEqual(sees);
});

it('of a company alone nothing is kept back here: access decides who reads it at all', () => {
  expect(seesMembers(someone({ role: 'region' }), { kind: 'company', company: 1 })).toBe(true);
});

it('two companies of one KvK number are one; one without a number is itself', () => {
  const row = (id: number, kvk: string | null): [number, CompanyRow] => [id, { id, park: 'a', name: 'x', kvk, sbi: '17' }];
  const companies = new Map([row(1, '12345678'), row(2, '12345678'), row(3, null), row(5, '12345678')]);
  const sharing = { parkmanager: false, region: true };
  const known = { directory: { companies, isRecognisable: (company: number) => company === 5, sharingOf: () => sharing }, now: () => epochMs(0) };
  const asRegion = someone({ role: 'region' });

  expect(entityOf(known, 1)).toBe(entityOf(known, 2));
  expect(memberOf(known, asRegion, 3)).toEqual({ company: 3, entity: 'company 3', park: 'a' });
  expect(memberOf(known, asRegion, 4)).toEqual({ company: 4, entity: 'company 4', park: '' });
  // Whoever allowed the region to recognise it is nobody to be protected, in figures of energy.
  expect([protectedEntityOf(known, 5), memberOf(known, asRegion, 5).entity, entityOf(known, 5)]).toEqual([RECOGNISABLE, RECOGNISABLE, '12345678']);
  // Whom the reader sees by itself hides nobody from it.
  const members = [1, 3].map((company) => memberOf(known, someone({ role: 'company', company: 1 }), company));
  expect(members.map(({ entity }) => entity)).toEqual([RECOGNISABLE, 'company 3']);
  expect([1, 2].map(entitiesIn(known, members))).toEqual([RECOGNISABLE, '12345678']);
});
