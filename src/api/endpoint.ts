// One way to make a route: what it takes, what it answers and whose it is. A route without a rule cannot be written.
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Action, type Principal, type Resource, decide } from '../domain/access.ts';
import { check } from './checked-values.ts';
import type { Deps } from './deps.ts';
import { ApiError, type ErrorCode, errorTable, notFound, problem } from './errors.ts';
import { Problem } from './shapes.ts';

export const PREFIX = '/api/v1';
/** Largest body of a request with JSON; raw ingest has its own limit. */
export const JSON_BYTES_MAX = 256 * 1024;
/** Of a name that is answered back. */
const NAME_CHARS_MAX = 40;

/** The request, with who sent it. */
export type Ctx = Context<{ Variables: { principal: Principal } }>;

export interface Input<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly principal: Principal;
  readonly context: Ctx;
}

export interface Endpoint<P, Q, B> {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Below the prefix, with {name} for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodType<P>;
  /** An object: what it does not name is refused. */
  readonly query?: z.ZodType<Q>;
  /** Passes over what it does not name: a device cannot be told to write another address. */
  readonly anyQuery?: boolean;
  readonly body?: z.ZodType<B>;
  readonly answer: z.ZodType | 'events';
  readonly status?: 200 | 201 | 202 | 204;
  readonly action: Action;
  /** What is asked for; null when there is no such thing. */
  readonly resource: (input: { params: P; body: B }, deps: Deps) => Resource | null | Promise<Resource | null>;
  /** Answers people who did not sign in as well. */
  readonly open?: boolean;
  /** What the thing is called when it is not found. */
  readonly noun: string;
  readonly handle: (input: Input<P, Q, B>, deps: Deps) => Promise<unknown>;
}

export interface Mounted {
  readonly method: string;
  readonly path: string;
  readonly action: Action;
  readonly answer: z.ZodType | 'events';
}

export class Api {
  readonly app: OpenAPIHono<{ Variables: { principal: Principal } }>;
  readonly deps: Deps;
  /** Every route there is, for the test that calls them all. */
  readonly mounted: Mounted[] = [];

  constructor(deps: Deps) {
    this.app = new OpenAPIHono();
    this.deps = deps;
  }

  mount<P, Q, B>(endpoint: Endpoint<P, Q, B>): void {
    this.mounted.push({ method: endpoint.method, path: endpoint.path, action: endpoint.action, answer: endpoint.answer });
    document(this.app, endpoint);
    this.app.on(endpoint.method.toUpperCase(), PREFIX + endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => this.#serve(endpoint, c));
  }

  async #serve<P, Q, B>(endpoint: Endpoint<P, Q, B>, c: Ctx): Promise<Response> {
    const principal = c.get('principal');
    if (principal.id === null && endpoint.open !== true) return problem(c, 'not-signed-in', 'Sign in, or send an API key as "Authorization: Bearer …".');
    const params = endpoint.params?.safeParse(c.req.param());
    // A number that is no number is no object of anybody's.
    if (params?.success === false) throw notFound(endpoint.noun);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no schema means nothing is read from it
    const given = { params: (params?.data ?? {}) as P, body: undefined as B };
    if (endpoint.body !== undefined) given.body = await readBody(endpoint.body, c);
    const resource = await endpoint.resource(given, this.deps);
    const decision = resource === null ? (principal.id === null ? 'sign-in' : 'absent') : decide(principal, endpoint.action, resource);
    if (decision === 'sign-in') return problem(c, 'not-signed-in', 'Sign in, or send an API key as "Authorization: Bearer …".');
    if (decision === 'absent') throw notFound(endpoint.noun);
    if (endpoint.anyQuery !== true) checkNames(endpoint.query, Object.keys(c.req.queries()));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    const query = (endpoint.query === undefined ? {} : check(endpoint.query, c.req.query())) as Q;
    const answer = await endpoint.handle({ ...given, query, principal, context: c }, this.deps);
    if (answer instanceof Response) return answer;
    if (endpoint.status === 204) return c.body(null, 204);
    return c.json(withOrigin(answer, this.deps.simulated), endpoint.status ?? 200);
  }
}

/** Simulated is visible: every answer says whether it rests on simulated data. */
function withOrigin(answer: unknown, simulated: boolean): object {
  const object: object = typeof answer === 'object' && answer !== null ? answer : { value: answer };
  return { ...object, simulated };
}

async function readBody<B>(schema: z.ZodType<B>, c: Ctx): Promise<B> {
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > JSON_BYTES_MAX) throw new ApiError('too-large', `A request has at most ${JSON_BYTES_MAX} bytes.`);
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new ApiError('invalid-request', { en: 'The body is not JSON.', nl: 'De inhoud is geen JSON.' });
  }
  return check(schema, json);
}

/** A parameter that is passed over would answer another question than the one that was asked: all of today where `form=` was meant
 *  to be `from=`.
 *  @throws ApiError that names the unknown ones and those there are */
function checkNames(schema: z.ZodType | undefined, given: readonly string[]): void {
  const known = Object.keys(objectOf(schema)?.shape ?? {});
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const names = unknown.map((name) => name.slice(0, NAME_CHARS_MAX));
  const none = known.length === 0;
  throw new ApiError('invalid-request', {
    en: `${names.map((name) => `${name}: no such parameter`).join('; ')}. This route takes ${none ? 'no parameters' : known.join(', ')}.`,
    nl: `${names.map((name) => `${name}: die parameter is er niet`).join('; ')}. Deze vraag kent ${none ? 'geen parameters' : known.join(', ')}.`,
  });
}

const objectOf = (schema: z.ZodType | undefined): z.ZodObject | undefined => (schema instanceof z.ZodObject ? schema : undefined);

function document<P, Q, B>(app: OpenAPIHono<{ Variables: { principal: Principal } }>, endpoint: Endpoint<P, Q, B>): void {
  const failure = (code: ErrorCode): object => ({ description: errorTable[code].title, content: { 'application/problem+json': { schema: Problem } } });
  const media = endpoint.answer === 'events' ? { 'text/event-stream': { schema: z.string() } } : { 'application/json': { schema: endpoint.answer } };
  const body = endpoint.body === undefined ? {} : { body: { required: true, content: { 'application/json': { schema: endpoint.body } } } };
  const [params, query] = [objectOf(endpoint.params), objectOf(endpoint.query)];
  app.openAPIRegistry.registerPath({
    method: endpoint.method,
    path: PREFIX + endpoint.path,
    summary: endpoint.summary,
    security: [{ session: [] }, { key: [] }],
    request: { ...(params && { params }), ...(query && { query }), ...body },
    responses: {
      [endpoint.status ?? 200]: endpoint.status === 204 ? { description: 'Done' } : { description: endpoint.summary, content: media },
      401: failure('not-signed-in'),
      404: failure('not-found'),
      422: failure('invalid-request'),
      503: failure('busy'),
    },
  });
}
