// Every error the API answers, in one table: code, status and what to do. Bodies are problem+json (RFC 9457).
import type { Context } from 'hono';
import { type Said, langOf, saidIn } from './said.ts';

/** advice: HTML of ours, what whoever gets it can do. */
const ERRORS = {
  'not-signed-in': {
    status: 401,
    title: 'Sign in first',
    advice: 'Sign in on the page, or send a key of an account as <code>authorization: Bearer KEY</code>. A key that was taken back no longer counts.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    advice: 'The address or an id in it is not known, or is of somebody who does not share it with you. Both are answered alike, so that nobody learns what there is.',
  },
  'invalid-request': {
    status: 422,
    title: 'The request does not fit',
    advice: '<code>detail</code> names each field that does not fit, and why. /api/v1/openapi.json says what each route takes.',
  },
  'reversed-period': {
    status: 422,
    title: 'The period ends before it begins',
    advice: 'Give <code>from</code> before <code>to</code>. The last day is not in the period: one day runs from its date to the next.',
  },
  'period-too-long': { status: 422, title: 'The period is too long', advice: 'Ask for a shorter period or a longer step. <code>detail</code> says how much fits.' },
  'bad-time': { status: 422, title: 'Not a time', advice: 'Write a date as 2026-11-27 (a local day), or a time with its zone as 2026-11-27T10:15:00Z.' },
  suppressed: {
    status: 403,
    title: 'Kept back to protect a company',
    advice:
      'The figure would tell what one company used: fewer than five measure it, one or two are most of it, or its hour has not settled yet. A longer period, or the same one later, may be told; a company can also agree to be seen.',
  },
  conflict: { status: 409, title: 'It does not fit what is there', advice: 'Somebody changed it before you, or it does not fit what is there. Ask for it again and look.' },
  'too-large': { status: 413, title: 'The request is too large', advice: 'Send less at a time. <code>detail</code> says what fits.' },
  'unreadable-file': {
    status: 422,
    title: 'The file cannot be read',
    advice: 'Look whether it is the kind of file that is asked for, and whether it opens on your own machine. Nothing of it was taken over.',
  },
  'storage-full': { status: 507, title: 'No room for more files', advice: 'The operator has to make room. Readings of meters go on being kept.' },
  'too-many-requests': { status: 429, title: 'Too many of these for now', advice: 'Wait a minute. Whoever asks often can follow /api/v1/events instead.' },
  busy: { status: 503, title: 'Too busy', advice: 'Try again in a minute, or ask for less. Readings of meters are safe.' },
  'journal-unavailable': {
    status: 503,
    title: 'Messages cannot be stored now',
    advice: 'The disk does not take messages now, so none is acknowledged: meters keep them and send them again. The operator finds why in the log.',
  },
  internal: { status: 500, title: 'Something went wrong here', advice: 'It was logged, and the operator can find it there. Readings of meters are safe.' },
} as const;

export type ErrorCode = keyof typeof ERRORS;
export const errorTable: Readonly<Record<ErrorCode, { status: number; title: string; advice: string }>> = ERRORS;

/** Thrown by routes; answered as problem+json by the server. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: ErrorCode;
  readonly detail: Said;

  /** Its message is in English, for the log. */
  constructor(code: ErrorCode, detail: Said) {
    super(saidIn(detail, 'en'));
    this.code = code;
    this.detail = detail;
  }
}

/** @param detail in both languages where people meet it in a form; the title names the code and is the same for all readers */
export function problem(c: Pick<Context, 'body' | 'req'>, code: ErrorCode, detail: Said): Response {
  const { status, title } = ERRORS[code];
  const body = { type: `/docs/errors#${code}`, title, status, code, detail: saidIn(detail, langOf(c)) };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}

export const notFound = (what: string): ApiError => new ApiError('not-found', `There is no such ${what}, or you may not see it.`);
