// Dutch of sharing: a name for whoever may receive figures, and sentences that count.
import { expect, it } from 'vitest';
import { AUDIENCES } from '../../../src/domain/access.ts';
import { sharingNl } from '../../../src/web/i18n/sharing-nl.ts';

it('names every audience, counts receivers, and addresses the reader politely', () => {
  expect(Object.keys(sharingNl.audience)).toEqual([...AUDIENCES]);
  expect([0, 1, 2].map((count) => sharingNl.says(count))).toEqual([
    'Alleen u ziet de cijfers van uw bedrijf.',
    'Eén ontvanger ziet de cijfers van uw bedrijf.',
    '2 ontvangers zien de cijfers van uw bedrijf.',
  ]);
  expect(JSON.stringify(sharingNl)).not.toMatch(/!|\b(je|jij|jouw)\b|\boeps\b/i);
});
