// Who sees what a member of a group drew.
import { afterEach, describe, expect, it } from 'vitest';
import { groupResource, seesMember } from '../../src/api/group-query.ts';
import type { Principal, Role } from '../../src/domain/access.ts';
import { CapacitySql } from '../../src/storage/capacity-sql.ts';
import { type Given, at, givenConnection } from './given.ts';

let given: Given;
afterEach(() => given.stop());
const as = (role: Role): Principal => ({ id: 'x', roles: [role], processor: false });
const now = () => at('2026-06-01T00:00:00Z');
const period = { validFrom: at('2026-01-01T00:00:00Z'), validTo: null, revokedAt: null, grantedBy: 'x' };

describe('a member', () => {
  it('is seen by itself, by whom it shares with, and by fellow members once it consents', async () => {
    given = await givenConnection('871999900000000011');
    const deps = { directory: given.directory, now };
    const company = given.connection.company;
    const [self, other, manager] = [as({ role: 'company', company }), as({ role: 'company', company: 99 }), as({ role: 'parkmanager', parks: ['park-a'] })];
    const seen = () => [self, other, manager, as({ role: 'region' })].map((who) => seesMember(deps, who, company));

    expect(seen()).toEqual([true, false, false, false]);
    await given.directory.addConsent({ company, audience: 'group', ...period });
    expect(seen()).toEqual([true, true, false, false]);
    await given.directory.addConsent({ company, audience: 'parkmanager', ...period });
    expect(seen()).toEqual([true, true, true, false]);
    expect(seesMember(deps, self, 999)).toBe(false);
  });

  it('makes its company one of those who may know of the group', async () => {
    given = await givenConnection('871999900000000011');
    const capacity = await CapacitySql.open(given.db);
    const stamp = { author: 'x', at: now() };
    const group = await capacity.addGroup({ park: 'park-a', name: 'g', rule: 'fixed', from: now(), to: null }, stamp);
    await capacity.addMember({ group: group.id, connection: given.connection.id, shareImportKw: 0, shareExportKw: 0, priority: 1, from: now(), to: null }, stamp);

    expect(groupResource({ directory: given.directory, capacity }, group.id)).toEqual({ kind: 'group', park: 'park-a', companies: [given.connection.company] });
    expect(groupResource({ directory: given.directory, capacity }, 999)).toBeNull();
  });
});
