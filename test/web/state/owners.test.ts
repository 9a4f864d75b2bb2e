// For whom a reader keeps something: a company for itself, a manager for its parks.
import { beforeEach, expect, it, vi } from 'vitest';

const parks = [
  { id: 'a', name: 'Park A' },
  { id: 'b', name: 'Park B' },
];

beforeEach(() => vi.resetModules());

async function ownersWith(session: { roles: unknown[]; own?: unknown }): Promise<readonly unknown[]> {
  const { signal } = await import('@preact/signals');
  vi.doMock('../../../src/web/state/session.ts', () => ({
    me: signal({ roles: session.roles }),
    myParks: signal(parks),
    ownCompany: signal(session.own ?? null),
    parks: signal(parks),
  }));
  return (await import('../../../src/web/state/owners.ts')).owners();
}

it('is the company of a company', async () => {
  expect(await ownersWith({ roles: [{ role: 'company', company: 7 }], own: { id: 7, name: 'Mill', park: 'a' } })).toEqual([{ name: 'Mill', park: 'a', company: 7 }]);
});

it('are the parks that a manager manages, and no other', async () => {
  expect(await ownersWith({ roles: [{ role: 'parkmanager', parks: ['b'] }] })).toEqual([{ name: 'Park B', park: 'b', company: null }]);
});
