// What a report keeps back, told in the language of the report, a line for each reason.
import { expect, it } from 'vitest';
import { REASONS } from '../../src/api/disclosure-query.ts';
import { withheldLines } from '../../src/charts/report-signs.ts';
import { reportWords } from '../../src/charts/report-words.ts';
import { SETTLING } from '../../src/domain/told-until.ts';

const nearly = { sign: 'x', reason: 'too few companies, or one or two that make up nearly all of it' };

it('names parks and figures in the words of the report, those with one reason together', () => {
  const signs = [
    { figure: 'quarters', sign: 'x', reason: 'some-quarters' },
    { figure: 'De Mars: generationKwh, consumptionKwh', ...nearly },
    { figure: 'A1 Bedrijvenpark: importKwh', ...nearly },
  ];

  expect(withheldLines(signs, reportWords.nl)).toEqual([
    'Kwartieren. Kwartieren met te weinig bedrijven, of waarin één of twee bijna alles uitmaakten, tellen niet mee.',
    'De Mars: opgewekt, verbruikt; A1 Bedrijvenpark: afgenomen. Te weinig bedrijven, of één of twee die er bijna alles van uitmaken.',
  ]);
  expect(withheldLines(signs, reportWords.en)[1]).toBe('De Mars: generated, consumed; A1 Bedrijvenpark: imported. Too few companies, or one or two that make up nearly all of it.');
});

it.each(Object.keys(REASONS))('knows the sentence of an answer that is kept back as %s', (code) => {
  const sentence = Object.entries(REASONS).find(([name]) => name === code)?.[1] ?? '';
  const [line] = withheldLines([{ figure: 'gas', sign: 'x', reason: `x (${code}): ${sentence}` }], reportWords.nl);

  expect(line).toMatch(/^Gas\. /);
  expect(line).not.toContain(sentence);
});

it('says of a running period that its last hours are not in it yet', () => {
  const signs = [{ figure: 'quarters', sign: '*', reason: SETTLING }];

  expect(withheldLines(signs, reportWords.nl)).toEqual(['Kwartieren. De laatste uren van een lopende periode tellen nog niet mee: hun meters waren niet alle binnen.']);
  expect(withheldLines(signs, reportWords.en)[0]).toContain('do not count yet');
});

it('leaves what it does not know as it is', () => {
  expect(withheldLines([{ figure: 'tideKwh', sign: 'x', reason: 'the moon' }], reportWords.nl)).toEqual(['tideKwh. the moon.']);
  expect(withheldLines([], reportWords.nl)).toEqual([]);
});
