// Which language a request asks for, and what it is told in it.
import { HonoRequest } from 'hono/request';
import { describe, expect, it } from 'vitest';
import { dutchRule, langOf, rule, saidIn } from '../../src/api/said.ts';

describe('the language of a request', () => {
  it.each([
    ['that names none', undefined, 'en'],
    ['of a page in Dutch', 'nl', 'nl'],
    ['of a page in English', 'en', 'en'],
    ['of a Dutch browser', 'nl-NL,nl;q=0.9,en-US;q=0.8,en;q=0.7', 'nl'],
    ['that rather has English', 'nl;q=0.4, en-GB;q=0.9', 'en'],
    ['of a German who reads Dutch', 'de-DE, de;q=0.9, NL;q=0.5', 'nl'],
    ['that refuses Dutch', 'nl;q=0, fr', 'en'],
    ['for anything', '*', 'en'],
    ['that is nonsense', ';;q=,,', 'en'],
  ])('%s', (_name, header, lang) => {
    expect(langOf({ req: new HonoRequest(new Request('http://here/', { headers: header === undefined ? {} : { 'accept-language': header } })) })).toBe(lang);
  });
});

it('a text in both languages is told in the one that is asked for, a text alone as it is', () => {
  expect([saidIn({ en: 'too late', nl: 'te laat' }, 'nl'), saidIn({ en: 'too late', nl: 'te laat' }, 'en'), saidIn('too late', 'nl')]).toEqual(['te laat', 'too late', 'too late']);
});

it('a rule of a shape gives the validator its English, and its Dutch is found by that', () => {
  expect(rule({ en: 'must be green', nl: 'moet groen zijn' })).toBe('must be green');
  expect([dutchRule('must be green'), dutchRule('must be blue')]).toEqual(['moet groen zijn', 'must be blue']);
});
