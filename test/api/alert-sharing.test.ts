// An alert about a park or a group is its members' readings: known to whom all of them share with, and over when one stops.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alertSharing } from '../../src/api/alert-sharing.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let region: SmallRegion;
const companies: Objects[] = [];
const cookies: Record<string, string> = {};

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of ['871999900000000011', '871999900000000028'].entries())
    companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true }));
  const people = { operator: [{ role: 'operator' }], manager: [{ role: 'parkmanager', parks: ['de-mars'] }] } as const;
  for (const [name, roles] of Object.entries(people)) {
    await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles });
    cookies[name] = await signIn(region, `${name}@test.nl`, 'a long password');
  }
  const { alerts, now } = region.app.parts.deps;
  const about = { park: 'de-mars', company: null, value: 120, limit: 100, unit: 'kW', state: 'raise', severity: 'warning' } as const;
  await alerts.open({ ...about, kind: 'peak-ahead', subject: 'park de-mars' }, now(), []);
  await alerts.open({ ...about, kind: 'coverage-falling', subject: 'park de-mars' }, now(), []);
}, 60_000);
afterAll(() => region.stop());

const listed = async (who: string): Promise<unknown[]> => {
  const { items } = (await region.ask('GET', '/api/v1/alerts?state=all', { cookie: cookies[who] ?? '' })).body;
  return Array.isArray(items) ? items.map((one) => one.kind) : [];
};
const consent = async (company: Objects | undefined, audience: string): Promise<Answer> => {
  const { items } = (await region.ask('GET', `/api/v1/companies/${company?.company}/consents`, { key: BOOTSTRAP })).body;
  const one = Array.isArray(items) ? items.find((row) => row.audience === audience && row.revokedAt === null) : null;
  return region.ask('DELETE', `/api/v1/companies/${company?.company}/consents/${one?.id}`, { key: BOOTSTRAP });
};

it('the operator knows of it while every company shares with the region too', async () => {
  expect(await listed('operator')).toEqual(['coverage-falling', 'peak-ahead']);
  expect((await consent(companies[0], 'region')).status).toBe(204);

  expect(await listed('operator')).toEqual(['coverage-falling']);
  expect(await listed('manager')).toEqual(['coverage-falling', 'peak-ahead']);
});

it('the manager while every company shares with it; then it is over, and nobody reads what it was', async () => {
  expect((await consent(companies[1], 'parkmanager')).status).toBe(204);
  expect(await listed('manager')).toEqual(['coverage-falling']);
  const { jobs, alerts } = region.app.parts.deps;
  jobs.run('watch-meters');
  await jobs.ended('watch-meters');

  expect((await alerts.allOpen()).map((one) => one.kind)).toEqual(['coverage-falling']);
});

it('a connection that ends later is in the sum until then', async () => {
  const { directory, capacity } = region.app.parts.deps;
  const about = { park: 'de-mars', company: null, kind: 'peak-ahead', subject: 'park de-mars' } as const;
  const later = Date.now() + 86_400_000;
  const ended = await region.ask('PATCH', `/api/v1/connections/${companies[1]?.connection}`, { key: BOOTSTRAP, body: { validTo: new Date(later).toISOString() } });
  expect(ended.status).toBe(200);
  const told = (at: number): boolean => alertSharing({ directory, capacity, now: () => epochMs(at) }, about).parkmanager;

  // Its company does not share.
  expect([told(later - 1), told(later)]).toEqual([false, true]);
});

it('of a group, by its members of this moment', async () => {
  const { directory } = region.app.parts;
  const [one, other] = companies;
  const row = (connection: number, to: number | null) => ({
    id: 1,
    group: 5,
    connection,
    shareImportKw: 1,
    shareExportKw: 0,
    priority: 1,
    from: epochMs(0),
    to: to === null ? null : epochMs(to),
  });
  const known = (rows: ReturnType<typeof row>[]) => ({ directory, capacity: { membersOf: () => rows }, now: () => epochMs(Date.now()) });
  const about = { park: 'de-mars', company: null, kind: 'peak-forecast', subject: 'group 5' } as const;

  expect(alertSharing(known([row(one?.connection ?? 0, null)]), about)).toEqual({ parkmanager: true, region: false });
  // The agreement is the consent for the group's own total, whatever a member shares with the park.
  expect(alertSharing(known([row(one?.connection ?? 0, null), row(other?.connection ?? 0, null)]), about)).toEqual({ parkmanager: true, region: false });
  expect(alertSharing(known([row(one?.connection ?? 0, null), row(other?.connection ?? 0, 1)]), about)).toEqual({ parkmanager: true, region: false });
  expect(alertSharing(known([]), { ...about, company: other?.company ?? 0 })).toEqual({ parkmanager: false, region: true });
});
