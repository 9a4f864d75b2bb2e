// Accounts, kept by the operator: who there is, with which roles, and a new password for who lost theirs.
import type { Role } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import type { Account } from './account-keeping.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { MadeUser, NewPassword, NewUser, ShownPassword, User, UserChange, UserParams } from './shapes-users.ts';
import { listOf } from './shapes.ts';
import { z } from '@hono/zod-openapi';

const INSTALLATION = () => ({ kind: 'installation' }) as const;

const userView = (deps: Pick<Deps, 'simulated'>, { id, email, name, roles, createdAt }: Account): User => ({
  id,
  email,
  name,
  roles: roles.flatMap((role): User['roles'] => (role.role === 'gateway' ? [] : role.role === 'parkmanager' ? [{ ...role, parks: [...role.parks] }] : [role])),
  createdAt: toIso(createdAt),
  simulated: deps.simulated,
});

/** @throws ApiError when a role names what is not there */
function checkRoles(deps: Pick<Deps, 'directory'>, roles: readonly Role[]): void {
  roles.forEach((role, at) => {
    if (role.role === 'company' && !deps.directory.companies.has(role.company)) throw new ApiError('invalid-request', `roles.${at}.company: there is no company ${role.company}`);
    const missing = role.role === 'parkmanager' ? role.parks.find((park) => !deps.directory.parks.has(park)) : undefined;
    if (missing !== undefined) throw new ApiError('invalid-request', `roles.${at}.parks: there is no park ${missing}`);
  });
}

async function accountOf(deps: Pick<Deps, 'auth'>, id: string): Promise<Account> {
  const account = await deps.auth.accounts.get(id);
  if (account === null) throw notFound('account');
  return account;
}

export function mountUsers(api: Api): void {
  const shared = { noun: 'account', resource: INSTALLATION } as const;
  api.mount({
    ...shared,
    method: 'get',
    path: '/users',
    summary: 'Accounts with their roles, the oldest first',
    answer: listOf(User),
    action: 'see',
    handle: async (_, deps) => ({ items: (await deps.auth.accounts.list()).map((account) => userView(deps, account)), next: null }),
  });
  api.mount({
    ...shared,
    method: 'post',
    path: '/users',
    summary: 'Makes an account; its password is answered once',
    body: NewUser,
    answer: MadeUser,
    status: 201,
    action: 'change',
    handle: async ({ body }, deps) => {
      checkRoles(deps, body.roles);
      const { account, password } = await deps.auth.accounts.add({ ...body, password: body.password ?? null });
      return { ...userView(deps, account), password };
    },
  });
  api.mount({
    ...shared,
    method: 'get',
    path: '/users/{id}',
    summary: 'An account',
    params: UserParams,
    answer: User,
    action: 'see',
    handle: async ({ params }, deps) => userView(deps, await accountOf(deps, params.id)),
  });
  mountChanges(api);
}

function mountChanges(api: Api): void {
  const shared = { noun: 'account', resource: INSTALLATION, params: UserParams, action: 'change' } as const;
  api.mount({
    ...shared,
    method: 'patch',
    path: '/users/{id}',
    summary: 'Another name or other roles, all of them; they count at once, also in pages that are open',
    body: UserChange,
    answer: User,
    handle: async ({ params, body }, deps) => {
      const account = await accountOf(deps, params.id);
      checkRoles(deps, body.roles ?? []);
      return userView(deps, await deps.auth.accounts.change(account, body));
    },
  });
  api.mount({
    ...shared,
    method: 'delete',
    path: '/users/{id}',
    summary: 'Removes an account with its sessions and keys; what it wrote keeps its name',
    answer: z.null(),
    status: 204,
    handle: async ({ params }, deps) => {
      await deps.auth.accounts.remove(await accountOf(deps, params.id));
      return null;
    },
  });
  api.mount({
    ...shared,
    method: 'post',
    path: '/users/{id}/password',
    summary: 'A new password, answered once; whoever was signed in with the old one is out',
    body: NewPassword,
    answer: ShownPassword,
    handle: async ({ params, body }, deps) => {
      const { id } = await accountOf(deps, params.id);
      return { password: await deps.auth.accounts.setPassword(id, body.password ?? null) };
    },
  });
}
