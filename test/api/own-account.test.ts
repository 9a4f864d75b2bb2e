// What people do with their own account over HTTP: another password, keys for their programs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYS_MAX } from '../../src/api/account-keeping.ts';
import { BOOTSTRAP, type Answer, type SmallRegion, signIn, startApp } from './small-region.ts';

let small: SmallRegion;
const api = (method: string, path: string, as: { cookie?: string; key?: string; body?: unknown }): Promise<Answer> => small.ask(method, `/api/v1${path}`, as);
const post = (path: string, body: unknown, cookie: string): Promise<Answer> => api('POST', path, { cookie, body });
const detail = (answer: Answer): [number, unknown] => [answer.status, answer.body['detail']];

async function made(email: string): Promise<{ password: string; email: string }> {
  const { password } = await small.app.parts.auth.accounts.add({ email, name: 'Els', roles: [{ role: 'region' }], password: null });
  return { email, password };
}

beforeAll(async () => {
  small = await startApp();
}, 60_000);
afterAll(() => small.stop());

describe('whoever is signed in', () => {
  it('changes the password knowing the one before; other sessions end, this one stays', async () => {
    const { password, email } = await made('zelf@test.nl');
    const [here, elsewhere] = [await signIn(small, email, password), await signIn(small, email, password)];
    const change = (current: string, next: string): Promise<Answer> => post('/me/password', { current, next }, here);

    expect(detail(await change('not my password', 'another long password'))).toEqual([422, 'current: this is not your password']);
    expect((await change(password, 'short')).status).toBe(422);
    expect((await change(password, 'another long password')).status).toBe(204);
    expect([(await api('GET', '/parks', { cookie: here })).status, (await api('GET', '/parks', { cookie: elsewhere })).status]).toEqual([200, 401]);
    await signIn(small, email, 'another long password');
  });

  it('makes keys for programs, sees their names, and takes them back', async () => {
    const { password, email } = await made('sleutel@test.nl');
    const cookie = await signIn(small, email, password);
    const answer = await post('/me/keys', { name: 'excel' }, cookie);
    const other = await made('ander@test.nl');
    const others = await signIn(small, other.email, other.password);
    const key = String(answer.body['key']);

    expect((await api('GET', '/region/now', { key })).status).toBe(200);
    // A key makes no key and sets no password.
    expect([
      (await api('POST', '/me/keys', { key, body: { name: 'more' } })).status,
      (await api('POST', '/me/password', { key, body: { current: password, next: 'another long password' } })).status,
    ]).toEqual([409, 409]);
    const listed = await api('GET', '/me/keys', { cookie });
    expect(listed.body).toMatchObject({ items: [{ id: answer.body['id'], name: 'excel' }] });
    expect(JSON.stringify(listed.body)).not.toContain(key);
    expect((await api('DELETE', `/me/keys/${String(answer.body['id'])}`, { cookie: others })).status).toBe(404);
    expect((await api('DELETE', `/me/keys/${String(answer.body['id'])}`, { cookie })).status).toBe(204);
    expect((await api('GET', '/parks', { key })).status).toBe(401);

    for (let count = 0; count < KEYS_MAX; count++) expect((await post('/me/keys', { name: `key ${count}` }, cookie)).status).toBe(201);
    expect(detail(await post('/me/keys', { name: 'one more' }, cookie))).toEqual([409, `An account has at most ${KEYS_MAX} keys; take one back first.`]);
  });

  it('by the key from the environment is no person', async () => {
    expect((await api('GET', '/me/keys', { key: BOOTSTRAP })).body['items']).toEqual([]);
    expect((await api('POST', '/me/keys', { key: BOOTSTRAP, body: { name: 'x' } })).status).toBe(409);
    expect((await api('POST', '/me/password', { key: BOOTSTRAP, body: { current: 'x', next: 'another long password' } })).status).toBe(409);
  });
});
