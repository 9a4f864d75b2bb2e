// Dutch of the import screens: a sentence for every reason, in the house's tone.
import { describe, expect, it } from 'vitest';
import { FUELS } from '../../../src/domain/fuel.ts';
import { IMPORT_REFUSALS } from '../../../src/ingest/import-choices.ts';
import { GUESS_REASONS } from '../../../src/ingest/import-infer.ts';
import { importsNl } from '../../../src/web/i18n/imports-nl.ts';

describe('words of the import screens', () => {
  it('have a sentence for every reason to refuse a line, and for every reason of a guess', () => {
    expect(Object.keys(importsNl.reasons).sort()).toEqual([...IMPORT_REFUSALS].sort());
    expect(Object.keys(importsNl.choices.reasons).sort()).toEqual([...GUESS_REASONS].sort());
  });

  it('name every fuel', () => {
    expect(Object.keys(importsNl.figures.fuels).sort()).toEqual(Object.keys(FUELS).sort());
  });

  it('never shout and say u, not je', () => {
    expect(JSON.stringify(importsNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
  });

  it('count one file as one', () => {
    expect([importsNl.says('1'), importsNl.says('2')]).toEqual(['1 bestand met meetgegevens ingelezen', '2 bestanden met meetgegevens ingelezen']);
  });
});
