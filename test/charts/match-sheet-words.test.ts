// The words of the sheet: both languages whole, and signs that a PDF's fonts know.
import { expect, it } from 'vitest';
import { matchSheetWords } from '../../src/charts/match-sheet-words.ts';
import { plain } from '../../src/jobs/pdf-document.ts';

it('English is English, and never shouts', () => {
  expect(JSON.stringify(matchSheetWords('en'))).not.toMatch(/\b(een|het|niet|wordt|geen)\b/i);
  for (const lang of ['nl', 'en'] as const) expect(JSON.stringify(matchSheetWords(lang))).not.toMatch(/!|\b(je|jij|jouw)\b/i);
});

it('says all that the API can answer', () => {
  for (const lang of ['nl', 'en'] as const) {
    const words = matchSheetWords(lang);
    expect(Object.keys(words.states)).toEqual(['potential', 'proposed', 'agreed', 'declined', 'contracted', 'metered']);
    // Latin-1 and the euro: what stands outside would be drawn as something else.
    expect([...plain(JSON.stringify(words))].filter((sign) => sign > 'ÿ' && !'€’–'.includes(sign))).toEqual([]);
  }
});
