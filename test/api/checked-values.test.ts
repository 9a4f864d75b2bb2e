// What does not fit its shape is named, in English and in Dutch.
import { z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/api/checked-values.ts';
import { ApiError } from '../../src/api/errors.ts';
import { type Said, rule } from '../../src/api/said.ts';

function refusalOf(schema: z.ZodType, value: unknown): Said {
  try {
    check(schema, value);
  } catch (error) {
    if (error instanceof ApiError) return error.detail;
    throw error;
  }
  return 'fits';
}

describe('a value that does not fit', () => {
  const green = z.string().refine((text) => text === 'green', rule({ en: 'must be green', nl: 'moet groen zijn' }));

  it.each<[string, z.ZodType, unknown, string, string]>([
    ['is missing', z.object({ kw: z.number() }), {}, 'kw: is missing', 'kw: ontbreekt'],
    [
      'is none of those there are',
      z.enum(['import', 'export']),
      'both',
      'body: Invalid option: expected one of "import"|"export"',
      'body: Ongeldige optie: verwacht één van "import"|"export"',
    ],
    ['is a text', z.object({ kw: z.number() }), { kw: '5' }, 'kw: Invalid input: expected number, received string', 'kw: verwacht een getal'],
    ['is no whole number', z.int(), 1.5, 'body: Invalid input: expected int, received number', 'body: verwacht een heel getal'],
    ['is too small', z.number().min(3), 2, 'body: Too small: expected number to be >=3', 'body: te klein: ten minste 3'],
    ['is not above the least', z.number().positive(), 0, 'body: Too small: expected number to be >0', 'body: te klein: meer dan 0'],
    ['is too big', z.number().max(3), 4, 'body: Too big: expected number to be <=3', 'body: te groot: hoogstens 3'],
    ['is not below the most', z.number().lt(3), 3, 'body: Too big: expected number to be <3', 'body: te groot: minder dan 3'],
    ['is too short', z.string().min(3), 'ab', 'body: Too small: expected string to have >=3 characters', 'body: te kort: ten minste 3 teken(s)'],
    ['has too many', z.array(z.int()).max(1), [1, 2], 'body: Too big: expected array to have <=1 items', 'body: te veel: hoogstens 1'],
    ['has not exactly as many', z.array(z.int()).length(2), [1], 'body: Too small: expected array to have exactly 2 items', 'body: te weinig: precies 2'],
    ['has a field that nobody knows', z.strictObject({}), { kwh: 1 }, 'body: Unrecognized key: "kwh"', 'body: onbekend: kwh'],
    ['breaks a rule of ours', green, 'red', 'body: must be green', 'body: moet groen zijn'],
  ])('%s: is told so in both languages', (_name, schema, value, en, nl) => {
    expect(refusalOf(schema, value)).toEqual({ en, nl });
  });

  it('names every field that does not fit, and whose it is', () => {
    const said = refusalOf(z.object({ roles: z.array(z.object({ company: z.int() })), name: z.string() }), { roles: [{ company: 'x' }] });

    expect(said).toEqual({ en: 'roles.0.company: Invalid input: expected number, received string; name: is missing', nl: 'roles.0.company: verwacht een getal; name: ontbreekt' });
  });
});

it('what fits comes back as its shape makes it', () => {
  expect(check(z.object({ from: z.string(), step: z.string().default('PT15M') }), { from: '2026-11-27' })).toEqual({ from: '2026-11-27', step: 'PT15M' });
});
