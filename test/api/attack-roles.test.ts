// An account with several roles subtracts what one of them shows it from what another one is told.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../src/domain/access.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['011', '028', '035', '042', '059', '066'].map((end) => `871999900000000${end}`);
const PASSWORD = 'a long password';
const DAY = 'from=2026-10-06&to=2026-10-07';
/** It shares with the region, and not with the manager of its park. */
const HIDDEN = 5;
const kwOf = (index: number): number => 10 + index;
/** kWh of a day of the first so many. */
const dayOf = (companies: number): number => Array.from({ length: companies }, (_, index) => kwOf(index) * 24).reduce((sum, one) => sum + one, 0);

let region: SmallRegion;
const companies: Objects[] = [];
const readers = new Map<string, string>();

const as = (reader: string, path: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, { cookie: readers.get(reader) ?? '' });

async function account(name: string, roles: readonly Role[]): Promise<void> {
  const email = `${name.replaceAll(' ', '-')}@test.nl`;
  await region.app.parts.auth.ensureAccount({ email, password: PASSWORD, name, roles: [...roles] });
  readers.set(name, await signIn(region, email, PASSWORD));
}

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) {
    const one = await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true });
    if (index === HIDDEN) await region.ask('DELETE', `/api/v1/companies/${one.company}/consents/${one.consent}`, { key: BOOTSTRAP });
    await measure(region, one.meter, { from: '2026-10-05T22:00:00Z', kw: Array.from({ length: 96 }, () => kwOf(index)) });
    companies.push(one);
  }
  const manager = { role: 'parkmanager', parks: ['de-mars'] } as const;
  const [first, second] = companies.map(({ company }): Role => ({ role: 'company', company }));
  await account('manager', [manager]);
  await account('region', [{ role: 'region' }]);
  await account('manager and region', [manager, { role: 'region' }]);
  await account('region and two companies', [{ role: 'region' }, ...[first, second].flatMap((role) => role ?? [])]);
}, 60_000);
afterAll(() => region.stop());

it('who manages a park and has the role of the region gets of that park what its manager gets, and no row of who is not shown to it', async () => {
  const [balance, peaks, exchange, own] = await Promise.all([
    as('manager and region', `/parks/de-mars/balance?${DAY}`),
    as('manager and region', `/parks/de-mars/exchange/explain?${DAY}&field=simultaneity.sumOfOwnKw`),
    as('manager and region', `/parks/de-mars/exchange/explain?from=2026-10-06T10:00:00Z&to=2026-10-06T10:15:00Z&field=totals.importKwh`),
    as('manager', `/parks/de-mars/balance?${DAY}`),
  ]);

  expect(own.body['totals']).toMatchObject({ importKwh: dayOf(HIDDEN) });
  expect(balance.body['totals']).toMatchObject({ importKwh: dayOf(HIDDEN) });
  expect([peaks.body['value'], JSON.stringify(peaks.body)]).toEqual([dayOf(HIDDEN) / 24, expect.not.stringContaining('"others"')]);
  expect([exchange.body['value'], JSON.stringify(exchange.body)]).toEqual([dayOf(HIDDEN) / 96, expect.not.stringContaining('"others"')]);
});

it.each(['manager and region', 'region and two companies'])(
  'of the region %s is not told what the others come to, where they are too few without those it sees',
  async (reader) => {
    const { status, body } = await as('region', `/region/balance?${DAY}`);
    const paths = ['balance?', 'emissions?', 'energy-flows?', 'balance/explain?field=importKwh&'].map((name) => `/region/${name}${DAY}`);
    const answers = await Promise.all(paths.map((path) => as(reader, path)));

    expect([status, Object(body)['totals']]).toMatchObject([200, { importKwh: dayOf(6) }]);
    expect(paths.filter((_, at) => JSON.stringify(answers[at]?.body).includes(`:${dayOf(6)}`))).toEqual([]);
    expect(answers.map((answer) => answer.body['code'])).toEqual(['suppressed', undefined, 'suppressed', 'suppressed']);
  },
);

it('a company that has the role of the region is told of its park where the others are enough without it', async () => {
  const path = `/parks/de-mars/balance?${DAY}`;
  expect((await as('region and two companies', path)).body['code']).toBe('suppressed');

  await account('region and a company', [{ role: 'region' }, { role: 'company', company: companies[0]?.company ?? 0 }]);
  expect((await as('region and a company', path)).body['totals']).toMatchObject({ importKwh: dayOf(6) });
});
