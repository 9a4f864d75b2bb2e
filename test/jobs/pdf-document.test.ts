// What every PDF begins with: tags, language and title, and signs that its fonts know.
import { expect, it } from 'vitest';
import { marksOfPdf } from './pdf-text.ts';
import { openPdf, plain } from '../../src/jobs/pdf-document.ts';

it('is tagged, in its language, and named', async () => {
  const { doc, root, done } = openPdf({ title: 'A − B', page: { size: 'A4' }, lang: 'nl', at: new Date('2026-11-03T08:00:00Z') });
  root.add(doc.struct('P', {}, () => doc.text('x')));
  root.end();
  doc.end();
  const text = marksOfPdf(await done);

  expect(text).toContain('/Lang (nl-NL)');
  expect(text).toContain('(A - B)');
  expect(text).toContain('/MarkInfo');
  expect(text).toContain('(D:20261103080000Z)');
});

it('writes signs that the fonts lack as their nearest', () => {
  expect(plain('CO₂ −5 → ≤ 6\u2009kW ≥ € °')).toBe('CO2 -5 > <= 6 kW >= € °');
});
