// English of the import screens says what the Dutch says, and is English.
import { describe, expect, it } from 'vitest';
import { importsEn } from '../../../src/web/i18n/imports-en.ts';
import { importsNl } from '../../../src/web/i18n/imports-nl.ts';

const leaves = (words: object, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? leaves(value, `${path}${key}.`)
      : [[`${path}${key}`, typeof value === 'function' ? String(value('3', '4')) : String(value)] satisfies [string, string]],
  );

describe('English of the import screens', () => {
  it('has the keys of the Dutch', () => {
    expect(
      leaves(importsEn)
        .map(([path]) => path)
        .sort(),
    ).toEqual(
      leaves(importsNl)
        .map(([path]) => path)
        .sort(),
    );
  });

  it('has no Dutch left', () => {
    expect(leaves(importsEn).filter(([, text]) => /\b(een|het|niet|wordt|bestand|waarden|geen|kolom)\b/i.test(text))).toEqual([]);
  });
});
