// Accounts as the operator keeps them and as people change their own. People, passwords, sessions and keys are better-auth's, roles the
// registry's; what changes counts from the next request on.
import type { AuthContext, User } from 'better-auth';
import type { Role } from '../domain/access.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { makeSecret } from '../mqtt/credentials.ts';
import type { Registry } from '../storage/registry.ts';
import { ApiError } from './errors.ts';
import type { Passwords } from './passwords.ts';

/** People of one installation: a region has hundreds. */
export const ACCOUNTS_MAX = 5_000;
/** Keys of one person. */
export const KEYS_MAX = 20;

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly createdAt: EpochMs;
}
export interface AccountKey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: EpochMs;
}
export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** null: one is made, and shown once. */
  readonly password: string | null;
}

/** What better-auth keeps, as far as it is used here. */
interface Kept {
  readonly internalAdapter: Pick<
    AuthContext['internalAdapter'],
    | 'listUsers'
    | 'countTotalUsers'
    | 'findUserById'
    | 'findUserByEmail'
    | 'createUser'
    | 'linkAccount'
    | 'updateUser'
    | 'deleteUser'
    | 'updatePassword'
    | 'listSessions'
    | 'deleteSessions'
    | 'findAccounts'
  >;
  readonly adapter: Pick<AuthContext['adapter'], 'findMany' | 'delete' | 'deleteMany'>;
}
interface Parts {
  readonly context: Kept;
  readonly passwords: Passwords;
  readonly registry: Registry;
  readonly makeKey: (user: string, name: string) => Promise<{ id: string; key: string }>;
  /** Who somebody is may be another now. */
  readonly changed: () => void;
}
interface StoredKey {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: Date;
}

export class AccountKeeping {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async list(): Promise<Account[]> {
    const { context, registry } = this.#parts;
    const [users, roles] = [await context.internalAdapter.listUsers(ACCOUNTS_MAX, 0, { field: 'createdAt', direction: 'asc' }), await registry.allRoles()];
    return users.map((user) => accountOf(user, roles.get(user.id) ?? []));
  }

  /** @returns null when there is no such account */
  async get(id: string): Promise<Account | null> {
    const user = await this.#parts.context.internalAdapter.findUserById(id);
    return user === null ? null : accountOf(user, await this.#parts.registry.rolesOf(id));
  }

  /** By its address. @returns null when there is no such account */
  async find(email: string): Promise<Account | null> {
    const found = await this.#parts.context.internalAdapter.findUserByEmail(email.toLowerCase());
    return found === null ? null : accountOf(found.user, await this.#parts.registry.rolesOf(found.user.id));
  }

  /** @returns the account with its password, which is nowhere else
   *  @throws ApiError when somebody has this address, or there are too many */
  async add({ email, name, roles, password }: NewAccount): Promise<{ account: Account; password: string }> {
    const { context, passwords, registry } = this.#parts;
    const address = email.toLowerCase();
    if ((await this.find(address)) !== null) throw new ApiError('conflict', `There is an account of ${address} already.`);
    if ((await context.internalAdapter.countTotalUsers()) >= ACCOUNTS_MAX) throw new ApiError('conflict', `An installation has at most ${ACCOUNTS_MAX} accounts.`);
    const secret = password ?? makeSecret();
    const hash = await passwords.hash(secret);
    const user = await context.internalAdapter.createUser({ email: address, name, emailVerified: true }, { method: 'admin' });
    await context.internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hash });
    await registry.setRoles(user.id, roles);
    this.#parts.changed();
    return { account: accountOf(user, roles), password: secret };
  }

  /** @throws ApiError when nobody could keep accounts any more */
  async change(account: Account, to: { readonly name?: string; readonly roles?: readonly Role[] }): Promise<Account> {
    const { context, registry } = this.#parts;
    if (to.roles !== undefined && !isOperator(to.roles)) await this.#keepsAnOperator(account);
    if (to.name !== undefined) await context.internalAdapter.updateUser(account.id, { name: to.name });
    if (to.roles !== undefined) await registry.setRoles(account.id, to.roles);
    this.#parts.changed();
    return { ...account, ...to };
  }

  /** With its sessions and keys. What it wrote keeps its name.
   *  @throws ApiError when nobody could keep accounts any more */
  async remove(account: Account): Promise<void> {
    const { context, registry } = this.#parts;
    await this.#keepsAnOperator(account);
    await registry.setRoles(account.id, []);
    await context.adapter.deleteMany({ model: 'apikey', where: [{ field: 'referenceId', value: account.id }] });
    await context.internalAdapter.deleteUser(account.id);
    this.#parts.changed();
  }

  /** Another password; whoever was signed in with the one before is out.
   *  @param keepToken of the session that may stay */
  async setPassword(id: string, password: string | null, keepToken: string | null = null): Promise<string> {
    const { context, passwords } = this.#parts;
    const secret = password ?? makeSecret();
    await context.internalAdapter.updatePassword(id, await passwords.hash(secret));
    const sessions = await context.internalAdapter.listSessions(id);
    await context.internalAdapter.deleteSessions(sessions.map(({ token }) => token).filter((token) => token !== keepToken));
    this.#parts.changed();
    return secret;
  }

  async hasPassword(id: string, password: string): Promise<boolean> {
    const known = (await this.#parts.context.internalAdapter.findAccounts(id)).find(({ providerId }) => providerId === 'credential');
    return typeof known?.password === 'string' && this.#parts.passwords.verify({ hash: known.password, password });
  }

  async keys(id: string): Promise<AccountKey[]> {
    const rows = await this.#parts.context.adapter.findMany<StoredKey>({ model: 'apikey', where: [{ field: 'referenceId', value: id }], limit: KEYS_MAX });
    return rows.map((row) => ({ id: row.id, name: row.name ?? '', createdAt: epochMs(new Date(row.createdAt).getTime()) }));
  }

  /** @throws ApiError when there are too many */
  async addKey(id: string, name: string): Promise<{ id: string; key: string }> {
    if ((await this.keys(id)).length >= KEYS_MAX) throw new ApiError('conflict', `An account has at most ${KEYS_MAX} keys; take one back first.`);
    return this.#parts.makeKey(id, name);
  }

  /** @returns whether there was such a key of this account */
  async removeKey(id: string, key: string): Promise<boolean> {
    if (!(await this.keys(id)).some((one) => one.id === key)) return false;
    await this.#parts.context.adapter.delete({ model: 'apikey', where: [{ field: 'id', value: key }] });
    this.#parts.changed();
    return true;
  }

  async #keepsAnOperator(account: Account): Promise<void> {
    if (!isOperator(account.roles)) return;
    const others = (await this.list()).filter((one) => one.id !== account.id && isOperator(one.roles));
    if (others.length === 0) throw new ApiError('conflict', `${account.email} is the only operator: make another one first.`);
  }
}

const accountOf = ({ id, email, name, createdAt }: User, roles: readonly Role[]): Account => ({ id, email, name, roles, createdAt: epochMs(createdAt.getTime()) });

export const isOperator = (roles: readonly Role[]): boolean => roles.some(({ role }) => role === 'operator');
