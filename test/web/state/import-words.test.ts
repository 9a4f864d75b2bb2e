// The words follow the language of the reader.
import { describe, expect, it } from 'vitest';
import { importsEn } from '../../../src/web/i18n/imports-en.ts';
import { importsNl } from '../../../src/web/i18n/imports-nl.ts';

describe('the words of the import screens', () => {
  it('are those of the two languages, and differ', () => {
    expect(importsEn.choices.start).not.toBe(importsNl.choices.start);
  });
});
