// Holds what was sent against its shape, and says in both languages what does not fit. For the server: the validator's words are large.
import type { z } from '@hono/zod-openapi';
import dutch from 'zod/v4/locales/nl.js';
import { ApiError } from './errors.ts';
import { dutchRule } from './said.ts';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** @throws ApiError that names each field that does not fit */
export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value, { error: ({ input }) => (input === undefined ? 'is missing' : undefined) });
  if (result.success) return result.data;
  const again = schema.safeParse(value, { error: dutchOf });
  const nl = (again.error ?? result.error).issues.map((issue) => ({ ...issue, message: dutchRule(issue.message) }));
  throw new ApiError('invalid-request', { en: sentences(result.error.issues), nl: sentences(nl) });
}

const sentences = (issues: readonly Pick<z.core.$ZodIssue, 'path' | 'message'>[]): string =>
  issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');

const { localeError } = dutch();
/** The validator's own Dutch leaves the names of types in English. */
const TYPES = new Map([
  ['string', 'een tekst'],
  ['number', 'een getal'],
  ['int', 'een heel getal'],
  ['boolean', 'true of false'],
  ['array', 'een lijst'],
  ['object', 'een object'],
  ['record', 'een object'],
]);
/** By what has the size, else of a number: too small, too big, and what is counted. */
const SIZES = new Map([
  ['string', { less: 'te kort', more: 'te lang', unit: ' teken(s)' }],
  ['array', { less: 'te weinig', more: 'te veel', unit: '' }],
]);
const NUMBER_SIZES = { less: 'te klein', more: 'te groot', unit: '' };

function dutchOf(issue: Issue): ReturnType<z.core.$ZodErrorMap> {
  if (issue.input === undefined) return 'ontbreekt';
  if (issue.code === 'unrecognized_keys') return `onbekend: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_type' && TYPES.has(issue.expected)) return `verwacht ${TYPES.get(issue.expected)}`;
  if (issue.code === 'too_small') {
    const { less, unit } = SIZES.get(issue.origin) ?? NUMBER_SIZES;
    return `${less}: ${issue.exact === true ? 'precies' : issue.inclusive === true ? 'ten minste' : 'meer dan'} ${issue.minimum}${unit}`;
  }
  if (issue.code === 'too_big') {
    const { more, unit } = SIZES.get(issue.origin) ?? NUMBER_SIZES;
    return `${more}: ${issue.exact === true ? 'precies' : issue.inclusive === true ? 'hoogstens' : 'minder dan'} ${issue.maximum}${unit}`;
  }
  return localeError(issue);
}
