// What may be told of a group's total, so that nobody can reckon one company from it.
import { afterEach, describe, expect, it } from 'vitest';
import { alarmOf, isParty, partyOf, roughly, tellsOne, toldToAll } from '../../src/api/group-total.ts';
import { CapacitySql } from '../../src/storage/capacity-sql.ts';
import { type Given, at, givenConnection } from './given.ts';

const now = at('2026-06-01T00:00:00Z');
const running = { usedKwh: 10, projectedKw: 104, unknown: null, limitKw: 100, headroomKw: -4, comeOffKw: 7.3, lost: false };
let given: Given | null = null;
afterEach(async () => {
  await given?.stop();
  given = null;
});

describe('the alarm of a group', () => {
  it.each([
    [{}, true, { state: 'over', limitKw: 100, comeOffKw: 7.3, exact: true }],
    [{}, false, { state: 'over', limitKw: 100, comeOffKw: 10, exact: false }],
    [{ projectedKw: 95, comeOffKw: 0 }, true, { state: 'near', limitKw: 100, comeOffKw: null, exact: true }],
    [{ projectedKw: 94, comeOffKw: 0 }, false, { state: 'within', limitKw: 100, comeOffKw: null, exact: false }],
    [{ projectedKw: null }, true, { state: 'unknown', limitKw: 100, comeOffKw: null, exact: true }],
    [{ limitKw: 0, projectedKw: 0, comeOffKw: 0 }, true, { state: 'within', limitKw: 0, comeOffKw: null, exact: true }],
    [{ limitKw: 0, comeOffKw: 137.4 }, false, { state: 'over', limitKw: 0, comeOffKw: 200, exact: false }],
    [{ limitKw: null }, true, { state: 'unknown', limitKw: null, comeOffKw: null, exact: true }],
  ])('of %o, exact %s', (over, exact, alarm) => {
    expect(alarmOf({ ...running, ...over }, exact)).toEqual(alarm);
  });

  it('is told in tenths of the limit where it is told roughly', () => {
    expect([101, 110, 110.1, 60].map((kw) => roughly(kw, 100))).toEqual([110, 110, 120, 60]);
    // Of nothing there are no tenths, and the figure itself would be one company's.
    expect([101, 0.42, 900, 0, -3].map((kw) => roughly(kw, 0))).toEqual([200, 0.5, 900, 0, 0]);
    expect([0, 1, 2].map(tellsOne)).toEqual([false, true, false]);
  });
});

describe('the parties', () => {
  it('are the members and the manager of the park, nobody else', () => {
    const group = { park: 'park-a', companies: [1, 2] };
    const may = (roles: Parameters<typeof isParty>[0]['roles']) => isParty({ id: 'x', roles, processor: false }, group);

    expect([may([{ role: 'company', company: 1 }]), may([{ role: 'parkmanager', parks: ['park-a'] }])]).toEqual([true, true]);
    expect([may([{ role: 'company', company: 3 }]), may([{ role: 'parkmanager', parks: ['park-b'] }]), may([{ role: 'region' }]), may([{ role: 'operator' }])]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('of an alert are those of the group that it is about', async () => {
    given = await givenConnection('871999900000000011');
    const capacity = await CapacitySql.open(given.db);
    const stamp = { author: 'x', at: now };
    const group = await capacity.addGroup({ park: 'park-a', name: 'g', rule: 'fixed', from: now, to: null }, stamp);
    await capacity.addMember({ group: group.id, connection: given.connection.id, shareImportKw: 0, shareExportKw: 0, priority: 1, from: now, to: null }, stamp);
    const deps = { directory: given.directory, capacity };

    for (const subject of [`group ${group.id}`, `group ${group.id} export`]) expect(partyOf(deps, subject, now)).toEqual([given.connection.company]);
    expect([partyOf(deps, 'connection 1', now), partyOf(deps, `group ${group.id}`, at('2026-05-01T00:00:00Z'))]).toEqual([[], []]);
  });
});

describe('a total that is told to all of them', () => {
  it('is exact from three companies on that nobody sees but one, and rough where one company would be the rest', async () => {
    given = await givenConnection('871999900000000011');
    const { directory } = given;
    const add = async (name: string): Promise<number> => (await directory.addCompany({ park: 'park-a', name, kvk: null, sbi: '17' })).id;
    const [a, b, c] = [given.connection.company, await add('B'), await add('C')];
    const consent = { validFrom: at('2026-01-01T00:00:00Z'), validTo: null, revokedAt: null, grantedBy: 'x' };

    expect(toldToAll({ directory }, [a, b], now)).toBe(false);
    expect(toldToAll({ directory }, [a, b, c], now)).toBe(true);
    // The manager sees two of three: the third is the rest.
    await directory.addConsent({ company: a, audience: 'parkmanager', ...consent });
    await directory.addConsent({ company: b, audience: 'parkmanager', ...consent });
    expect(toldToAll({ directory }, [a, b, c], now)).toBe(false);
    await directory.addConsent({ company: c, audience: 'parkmanager', ...consent });
    expect(toldToAll({ directory }, [a, b, c], now)).toBe(true);
    // A member sees itself and one that consents: the third is the rest.
    await directory.addConsent({ company: a, audience: 'group', ...consent });
    expect(toldToAll({ directory }, [a, b, c], now)).toBe(false);
    await directory.addConsent({ company: b, audience: 'group', ...consent });
    await directory.addConsent({ company: c, audience: 'group', ...consent });
    expect(toldToAll({ directory }, [a, b], now)).toBe(true);
  });
});
