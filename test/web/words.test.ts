// Both languages say everything, in the house's tone.
import { describe, expect, it } from 'vitest';
import { en } from '../../src/web/i18n/en.ts';
import { nl } from '../../src/web/i18n/nl.ts';
import { REFUSED_REASONS } from '../../src/domain/reading.ts';

function leaves(words: object, path = ''): [string, unknown][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? leaves(value, `${path}${key}.`) : [[`${path}${key}`, value] satisfies [string, unknown]],
  );
}

/** What a word says; a function is called with sample arguments. */
const texts = (words: object): [string, string][] =>
  leaves(words).map(([path, value]) => [path, typeof value === 'function' ? JSON.stringify(value('3', '4', '5')) : String(value)]);

describe('words', () => {
  it('has the same keys in Dutch and English', () => {
    expect(
      leaves(en)
        .map(([path]) => path)
        .sort(),
    ).toEqual(
      leaves(nl)
        .map(([path]) => path)
        .sort(),
    );
  });

  it.each([
    ['nl', nl],
    ['en', en],
  ] as const)('leaves nothing empty in %s', (_, words) => {
    expect(texts(words).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('never shouts and says u, not je', () => {
    expect(texts(nl).filter(([, text]) => /!|\b(je|jij|jouw)\b|\boeps/i.test(text))).toEqual([]);
  });

  it('has a sentence for every reason to refuse a message', () => {
    expect(Object.keys(nl.messages.reasons).sort()).toEqual([...REFUSED_REASONS].sort());
  });
});
