// Accounts as they are kept: somebody can always keep them, and the first one is made where nobody can.
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ACCOUNTS_MAX } from '../../src/api/account-keeping.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import { signIn, startApp } from './small-region.ts';

it('the first operator is made where nobody keeps accounts, once, and is never the last that goes', async () => {
  const bare = await startApp({ env: { BOOTSTRAP_API_KEY: '' } });
  const { auth } = bare.app.parts;
  const first = await auth.firstOperator('eerste@test.nl');
  if (first === null) throw new Error('nobody was made');
  const cookie = await signIn(bare, first.email, first.password);
  expect((await bare.ask('GET', '/api/v1/users', { cookie })).status).toBe(200);
  expect(await auth.firstOperator('tweede@test.nl')).toBeNull();

  const [only] = await auth.accounts.list();
  if (only === undefined) throw new Error('nobody is there');
  await expect(auth.accounts.remove(only)).rejects.toThrow('eerste@test.nl is the only operator: make another one first.');
  await expect(auth.accounts.change(only, { roles: [{ role: 'region' }] })).rejects.toThrow('only operator');
  // Another name changes no role.
  expect(await auth.accounts.change(only, { name: 'Anna' })).toMatchObject({ name: 'Anna', roles: [{ role: 'operator' }] });

  const second = await auth.accounts.add({ email: 'Tweede@test.nl', name: 'Bas', roles: [{ role: 'operator' }, { role: 'region' }], password: null });
  expect(second.account).toMatchObject({ email: 'tweede@test.nl' });
  await auth.accounts.remove(only);
  expect((await auth.accounts.list()).map(({ email, roles }) => [email, roles.map(({ role }) => role)])).toEqual([['tweede@test.nl', ['operator', 'region']]]);
  expect((await bare.ask('GET', '/api/v1/users', { cookie })).status).toBe(401);
  await bare.stop();
}, 30_000);

it('where the environment has a key nobody is made: that key makes the first', async () => {
  const small = await startApp();
  expect(await small.app.parts.auth.firstOperator('eerste@test.nl')).toBeNull();
  expect(await small.app.parts.auth.accounts.list()).toEqual([]);
  await small.stop();
}, 30_000);

it('of more people than there may be nobody is added, and those there are are all listed', async () => {
  const small = await startApp();
  const { registry, db } = await openRegistry(join(small.dataDir, 'registry.db'));
  await sql`insert into "user" with recursive n(i) as (select 1 union all select i + 1 from n where i < ${ACCOUNTS_MAX})
    select 'u' || i, 'U', 'u' || i || '@test.nl', 1, null, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' from n`.execute(db);
  await registry.setRoles('u7', [
    { role: 'parkmanager', parks: ['a', 'b'] },
    { role: 'company', company: 3 },
  ]);
  await registry.close();
  const { accounts } = small.app.parts.auth;

  await expect(accounts.add({ email: 'more@test.nl', name: 'X', roles: [], password: null })).rejects.toThrow(`at most ${ACCOUNTS_MAX} accounts`);
  const listed = await accounts.list();
  expect(listed.length).toBe(ACCOUNTS_MAX);
  const seventh = listed.find(({ id }) => id === 'u7');
  expect(seventh?.roles).toEqual([
    { role: 'parkmanager', parks: ['a', 'b'] },
    { role: 'company', company: 3 },
  ]);
  expect(await accounts.find('U7@test.nl')).toEqual(seventh);
  expect(listed.filter(({ roles }) => roles.length > 0).length).toBe(1);
  await small.stop();
}, 30_000);
