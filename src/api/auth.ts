// Accounts: sessions and API keys by better-auth, roles from the registry. Says who somebody is, never what they may.
import { createHash, timingSafeEqual } from 'node:crypto';
import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { getMigrations } from 'better-auth/db/migration';
import type { Kysely } from 'kysely';
import { NOBODY, type Principal, type Role } from '../domain/access.ts';
import type { Registry } from '../storage/registry.ts';
import type { Tables } from '../storage/registry-tables.ts';
import { AccountKeeping, isOperator } from './account-keeping.ts';
import { Passwords, PasswordsBusyError } from './passwords.ts';
import { RequestCounts } from './request-counts.ts';

/** Attempts are counted by the address of the socket; what a client says of itself is overwritten. */
const PEER_HEADER = 'x-kringstroom-peer';
const SESSION_CACHE_MS = 500;
const SESSION_CACHE_MAX = 5000;

export interface AuthOptions {
  readonly db: Kysely<Tables>;
  readonly registry: Registry;
  readonly secret: string;
  readonly publicUrl: string;
  /** An operator key from the environment, for the first set-up; null when unset. */
  readonly bootstrapKey: string | null;
  /** The gateway that these credentials belong to; null when they are wrong. */
  readonly gatewayLogin: (username: string, secret: string) => number | null;
}

export interface Person {
  readonly principal: Principal;
  readonly name: string | null;
  readonly email: string | null;
}

const nobody: Person = { principal: NOBODY, name: null, email: null };

export class Auth {
  readonly #options: AuthOptions;
  readonly #auth: ReturnType<typeof makeAuth>;
  readonly #passwords: Passwords;
  readonly #known = new Map<string, { untilMs: number; person: Person }>();
  readonly accounts: AccountKeeping;

  private constructor(
    options: AuthOptions,
    parts: { auth: ReturnType<typeof makeAuth>; context: ConstructorParameters<typeof AccountKeeping>[0]['context']; passwords: Passwords },
  ) {
    this.#options = options;
    this.#auth = parts.auth;
    this.#passwords = parts.passwords;
    this.accounts = new AccountKeeping({
      context: parts.context,
      passwords: parts.passwords,
      registry: options.registry,
      makeKey: (user, name) => this.#makeKey(user, name),
      changed: () => this.#known.clear(),
    });
  }

  static async open(options: AuthOptions): Promise<Auth> {
    const passwords = new Passwords();
    const auth = makeAuth(options, passwords);
    const { runMigrations } = await getMigrations(auth.options);
    await runMigrations();
    return new Auth(options, { auth, context: await auth.$context, passwords });
  }

  close(): Promise<void> {
    return this.#passwords.close();
  }

  /** Answers /api/auth/*: sign in, sign out, sessions. */
  async handle(request: Request, peer: string): Promise<Response> {
    const headers = new Headers(request.headers);
    headers.set(PEER_HEADER, peer);
    const body = request.method === 'GET' ? {} : { body: await request.arrayBuffer() };
    const response = await this.#auth.handler(new Request(request.url, { method: request.method, headers, ...body }));
    this.#known.clear();
    return response;
  }

  /** Who sent this request. Remembered for half a second, so that a page's ten requests ask once; a stream
   *  asks for a fresh answer. */
  async person(headers: Headers, fresh = false): Promise<Person> {
    const authorization = headers.get('authorization');
    if (authorization !== null && /^Basic /i.test(authorization)) return this.#byGateway(authorization);
    const bearer = authorization?.replace(/^Bearer /i, '');
    const cookie = headers.get('cookie');
    if (bearer === undefined && cookie === null) return nobody;
    const key = createHash('sha256')
      .update(bearer === undefined ? `cookie ${cookie}` : `key ${bearer}`)
      .digest('base64');
    const known = this.#known.get(key);
    if (!fresh && known !== undefined && known.untilMs > Date.now()) return known.person;
    const person = bearer === undefined ? await this.#bySession(headers) : await this.#byKey(bearer);
    if (this.#known.size > SESSION_CACHE_MAX) this.#known.clear();
    this.#known.set(key, { untilMs: Date.now() + SESSION_CACHE_MS, person });
    return person;
  }

  /** Webhooks of devices log in as over MQTT. */
  #byGateway(authorization: string): Person {
    const [username = '', ...secret] = Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':');
    const gateway = this.#options.gatewayLogin(username, secret.join(':'));
    return gateway === null ? nobody : { principal: { id: `gateway ${gateway}`, roles: [{ role: 'gateway', gateway }], processor: false }, name: null, email: null };
  }

  async #bySession(headers: Headers): Promise<Person> {
    const session = await this.#auth.api.getSession({ headers });
    if (session === null) return nobody;
    const roles = await this.#options.registry.rolesOf(session.user.id);
    return { principal: { id: session.user.id, roles, processor: false }, name: session.user.name, email: session.user.email };
  }

  async #byKey(key: string): Promise<Person> {
    const { bootstrapKey, registry } = this.#options;
    if (bootstrapKey !== null && sameText(key, bootstrapKey)) {
      return { principal: { id: 'bootstrap', roles: [{ role: 'operator' }], processor: true }, name: 'bootstrap key', email: null };
    }
    const { valid, key: found } = await this.#auth.api.verifyApiKey({ body: { key } });
    if (!valid || found === null) return nobody;
    const roles = await registry.rolesOf(found.referenceId);
    return { principal: { id: found.referenceId, roles, processor: false }, name: found.name, email: null };
  }

  /** Makes an account with roles; an account that exists keeps its password and gets the roles. */
  async ensureAccount(account: { email: string; password: string; name: string; roles: readonly Role[] }): Promise<string> {
    const { roles, ...made } = account;
    const { id } = (await this.accounts.find(account.email)) ?? (await this.accounts.add({ ...made, roles: [] })).account;
    for (const role of roles) await this.#options.registry.addRole(id, role);
    this.#known.clear();
    return id;
  }

  async makeApiKey(user: string, name: string): Promise<string> {
    return (await this.#makeKey(user, name)).key;
  }

  async #makeKey(user: string, name: string): Promise<{ id: string; key: string }> {
    const { id, key } = await this.#auth.api.createApiKey({ body: { userId: user, name, rateLimitEnabled: false } });
    return { id, key };
  }

  /** Of the session that sends a request; null of a key. */
  async sessionToken(headers: Headers): Promise<string | null> {
    return headers.has('authorization') ? null : ((await this.#auth.api.getSession({ headers }))?.session.token ?? null);
  }

  /** An account for who starts an installation in which nobody can keep accounts yet.
   *  @returns null when somebody can */
  async firstOperator(email: string): Promise<{ email: string; password: string } | null> {
    if (this.#options.bootstrapKey !== null || (await this.accounts.list()).some(({ roles }) => isOperator(roles))) return null;
    const { password } = await this.accounts.add({ email, name: 'Operator', roles: [{ role: 'operator' }], password: null });
    return { email, password };
  }
}

const sameText = (a: string, b: string): boolean => timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

function tooBusy(error: unknown): never {
  if (error instanceof PasswordsBusyError) throw new APIError('SERVICE_UNAVAILABLE', { message: 'Too many people sign in at this moment; try again in a few seconds.' });
  throw error;
}

function makeAuth(options: AuthOptions, passwords: Passwords) {
  return betterAuth({
    database: { db: options.db, type: 'sqlite' },
    secret: options.secret,
    baseURL: options.publicUrl,
    basePath: '/api/auth',
    // A sign-in from a page of another site is refused; the address in the browser is this host's own.
    trustedOrigins: (request) => (request === undefined ? [] : [new URL(request.url).origin]),
    telemetry: { enabled: false },
    // People are invited by the operator: nobody makes an account for themselves.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      password: { hash: (password) => passwords.hash(password), verify: (given) => passwords.verify(given).catch(tooBusy) },
    },
    session: { expiresIn: 14 * 24 * 3600, updateAge: 24 * 3600 },
    rateLimit: { enabled: true, window: 60, max: 300, customRules: { '/sign-in/email': { window: 60, max: 30 } }, customStorage: new RequestCounts() },
    advanced: { cookiePrefix: 'kringstroom', ipAddress: { ipAddressHeaders: [PEER_HEADER] }, useSecureCookies: options.publicUrl.startsWith('https:') },
    plugins: [apiKey()],
    logger: { disabled: true },
  });
}
