// What people do with their own account: another password, and keys for their programs.
import { z } from '@hono/zod-openapi';
import { toIso } from '../domain/time.ts';
import type { Account } from './account-keeping.ts';
import type { Deps } from './deps.ts';
import type { Api, Ctx } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { Key, KeyParams, MadeKey, NewKey, OwnPassword } from './shapes-users.ts';
import { listOf } from './shapes.ts';

/** @throws ApiError when whoever asks is no person: the key from the environment */
async function ownAccount({ principal }: { principal: { id: string | null } }, deps: Deps): Promise<Account> {
  const account = principal.id === null ? null : await deps.auth.accounts.get(principal.id);
  if (account === null) throw new ApiError('conflict', 'BOOTSTRAP_API_KEY belongs to no account: sign in, or use a key of an account.');
  return account;
}

/** A key may not make itself a second one, nor lock out whose it is. */
async function bySession(context: Ctx, deps: Deps): Promise<string> {
  const token = await deps.auth.sessionToken(context.req.raw.headers);
  if (token === null) throw new ApiError('conflict', 'This takes a session: sign in with the password first.');
  return token;
}

export function mountOwnAccount(api: Api): void {
  const shared = { noun: 'account', resource: () => ({ kind: 'own-account' }) as const } as const;
  api.mount({
    ...shared,
    method: 'post',
    path: '/me/password',
    summary: 'Another password for who is signed in; other sessions end',
    body: OwnPassword,
    answer: z.null(),
    status: 204,
    action: 'change',
    handle: async (input, deps) => {
      const { id } = await ownAccount(input, deps);
      const token = await bySession(input.context, deps);
      if (!(await deps.auth.accounts.hasPassword(id, input.body.current)))
        throw new ApiError('invalid-request', { en: 'current: this is not your password', nl: 'current: dit is niet uw wachtwoord' });
      await deps.auth.accounts.setPassword(id, input.body.next, token);
      return null;
    },
  });
  api.mount({
    ...shared,
    method: 'get',
    path: '/me/keys',
    summary: 'Keys of who is signed in; what they open is not shown again',
    answer: listOf(Key),
    action: 'see',
    handle: async (input, deps) => {
      // The key from the environment has none.
      const keys = await deps.auth.accounts.keys(input.principal.id ?? '');
      return { items: keys.map(({ id, name, createdAt }) => ({ id, name, createdAt: toIso(createdAt) })), next: null };
    },
  });
  api.mount({
    ...shared,
    method: 'post',
    path: '/me/keys',
    summary: 'A key for a program, with the roles of who is signed in; answered once',
    body: NewKey,
    answer: MadeKey,
    status: 201,
    action: 'change',
    handle: async (input, deps) => {
      const { id } = await ownAccount(input, deps);
      await bySession(input.context, deps);
      return { name: input.body.name, ...(await deps.auth.accounts.addKey(id, input.body.name)) };
    },
  });
  api.mount({
    ...shared,
    method: 'delete',
    path: '/me/keys/{key}',
    summary: 'Takes a key back',
    params: KeyParams,
    answer: z.null(),
    status: 204,
    action: 'change',
    handle: async (input, deps) => {
      const { id } = await ownAccount(input, deps);
      if (!(await deps.auth.accounts.removeKey(id, input.params.key))) throw notFound('key');
      return null;
    },
  });
}
