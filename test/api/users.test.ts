// Accounts over HTTP: made by the operator, used, changed and taken away, each with effect at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP, type Answer, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let small: SmallRegion;
let company: Objects;
let operator: string;
let byKey: Answer;

const api = (method: string, path: string, as: { cookie?: string; key?: string; body?: unknown } = { cookie: operator }): Promise<Answer> =>
  small.ask(method, `/api/v1${path}`, as);
const post = (path: string, body: unknown, cookie = operator): Promise<Answer> => api('POST', path, { cookie, body });

async function made(email: string, roles: unknown = [{ role: 'company', company: company.company }]): Promise<{ id: string; password: string; email: string }> {
  const answer = await post('/users', { email, name: 'Els Jansen', roles });
  expect(answer.status).toBe(201);
  return { id: String(answer.body['id']), password: String(answer.body['password']), email };
}
const detail = (answer: Answer): [number, unknown] => [answer.status, answer.body['detail']];

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  company = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  // The first one is made with the key from the environment.
  const answer = await small.ask('POST', '/api/v1/users', {
    key: BOOTSTRAP,
    body: { email: 'Beheer@test.nl', name: 'Beheer', roles: [{ role: 'operator' }], password: 'a long password' },
  });
  byKey = answer;
  operator = await signIn(small, 'beheer@test.nl', 'a long password');
}, 60_000);
afterAll(() => small.stop());

describe('an account', () => {
  it('of the first operator is made with the key from the environment, its address in small letters', () => {
    expect(byKey).toMatchObject({ status: 201, body: { email: 'beheer@test.nl', password: 'a long password' } });
  });

  it('that the operator makes can sign in with the password that is shown once, and sees what its roles allow', async () => {
    const { id, password, email } = await made('els@test.nl');
    const cookie = await signIn(small, email, password);

    expect((await api('GET', '/me', { cookie })).body).toMatchObject({ name: 'Els Jansen', roles: [{ role: 'company', company: company.company }] });
    expect((await api('GET', `/companies/${company.company}`, { cookie })).status).toBe(200);
    const shown = await api('GET', `/users/${id}`);
    expect(shown.body).toMatchObject({ id, email, roles: [{ role: 'company' }] });
    expect(JSON.stringify([shown.body, (await api('GET', '/users')).body])).not.toContain(password);
    // Only the operator keeps accounts.
    expect([(await api('GET', '/users', { cookie })).status, (await api('PATCH', `/users/${id}`, { cookie, body: { roles: [{ role: 'operator' }] } })).status]).toEqual([404, 404]);
  });

  it('says what is wrong with what is asked', async () => {
    const roles = [{ role: 'region' }];
    expect(detail(await post('/users', { email: 'no address', name: 'X', roles }))).toEqual([422, 'email: is an address such as els@example.org']);
    expect(detail(await post('/users', { email: 'x@test.nl', name: 'X', roles: [] }))).toEqual([422, 'roles: an account has at least one role']);
    expect(detail(await post('/users', { email: 'x@test.nl', name: 'X', roles, password: 'short' }))).toEqual([422, 'password: a password has at least 10 characters']);
    expect(detail(await post('/users', { email: 'x@test.nl', name: 'X', roles: [{ role: 'company', company: 999 }] }))).toEqual([422, 'roles.0.company: there is no company 999']);
    expect(detail(await post('/users', { email: 'x@test.nl', name: 'X', roles: [...roles, { role: 'parkmanager', parks: ['park-a', 'nowhere'] }] }))).toEqual([
      422,
      'roles.1.parks: there is no park nowhere',
    ]);
    expect((await post('/users', { email: 'x@test.nl', name: 'X', roles, admin: true })).status).toBe(422);
    expect(detail(await post('/users', { email: 'BEHEER@test.nl', name: 'X', roles }))).toEqual([409, 'There is an account of beheer@test.nl already.']);
    expect((await api('GET', '/users/no-such-user')).status).toBe(404);
  });

  it('with other roles sees something else at the next request, and without roles nothing', async () => {
    const { id, password, email } = await made('rol@test.nl');
    const cookie = await signIn(small, email, password);
    const sees = async (): Promise<number[]> => Promise.all([`/companies/${company.company}`, '/region/now'].map(async (path) => (await api('GET', path, { cookie })).status));
    expect(await sees()).toEqual([200, 404]);

    await api('PATCH', `/users/${id}`, { cookie: operator, body: { roles: [{ role: 'region' }], name: 'Els de Boer' } });
    expect(await sees()).toEqual([404, 200]);
    expect((await api('GET', '/me', { cookie })).body['roles']).toEqual([{ role: 'region' }]);
    await api('PATCH', `/users/${id}`, { cookie: operator, body: { roles: [] } });
    expect(await sees()).toEqual([404, 404]);
  });

  it('that lost its password gets another one: the old one and its sessions are over', async () => {
    const { id, password, email } = await made('weg@test.nl');
    const cookie = await signIn(small, email, password);
    const answer = await post(`/users/${id}/password`, {});

    expect(answer.body['password']).not.toBe(password);
    expect((await api('GET', `/companies/${company.company}`, { cookie })).status).toBe(401);
    await expect(signIn(small, email, password)).rejects.toThrow('401');
    await signIn(small, email, String(answer.body['password']));
  });

  it('that is removed is out at once, with its sessions and keys; its address is free again', async () => {
    const { id, password, email } = await made('heen@test.nl');
    const cookie = await signIn(small, email, password);
    const key = String((await post('/me/keys', { name: 'script' }, cookie)).body['key']);
    expect((await api('GET', '/parks', { key })).status).toBe(200);

    expect((await api('DELETE', `/users/${id}`)).status).toBe(204);
    expect([(await api('GET', '/parks', { key })).status, (await api('GET', '/parks', { cookie })).status, (await api('GET', `/users/${id}`)).status]).toEqual([401, 401, 404]);
    await made(email);
  });
});
