// Accounts as they are kept: somebody can always keep them, and the first one is made where nobody can.
import { expect, it } from 'vitest';
import { ACCOUNTS_MAX } from '../../src/api/account-keeping.ts';
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
  expect(ACCOUNTS_MAX).toBeGreaterThan(1000);
  await bare.stop();
}, 30_000);

it('where the environment has a key nobody is made: that key makes the first', async () => {
  const small = await startApp();
  expect(await small.app.parts.auth.firstOperator('eerste@test.nl')).toBeNull();
  expect(await small.app.parts.auth.accounts.list()).toEqual([]);
  await small.stop();
}, 30_000);
