// Every error the API answers, in one table: code, status and what to do. Bodies are problem+json (RFC 9457).
import type { Context } from 'hono';

const ERRORS = {
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'not-found': { status: 404, title: 'Not found' },
  'invalid-request': { status: 422, title: 'The request does not fit' },
  'reversed-period': { status: 422, title: 'The period ends before it begins' },
  'period-too-long': { status: 422, title: 'The period is too long' },
  'bad-time': { status: 422, title: 'Not a time' },
  suppressed: { status: 403, title: 'Kept back to protect a company' },
  conflict: { status: 409, title: 'It does not fit what is there' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unreadable-file': { status: 422, title: 'The file cannot be read' },
  'storage-full': { status: 507, title: 'No room for more files' },
  'too-many-requests': { status: 429, title: 'Too many of these for now' },
  busy: { status: 503, title: 'Too busy' },
  'journal-unavailable': { status: 503, title: 'Messages cannot be stored now' },
  internal: { status: 500, title: 'Something went wrong here' },
} as const;

export type ErrorCode = keyof typeof ERRORS;
export const errorTable: Readonly<Record<ErrorCode, { status: number; title: string }>> = ERRORS;

/** Thrown by routes; answered as problem+json by the server. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

export function problem(c: Pick<Context, 'body'>, code: ErrorCode, detail: string): Response {
  const { status, title } = ERRORS[code];
  const body = { type: `/docs/errors#${code}`, title, status, code, detail };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}

export const notFound = (what: string): ApiError => new ApiError('not-found', `There is no such ${what}, or you may not see it.`);
