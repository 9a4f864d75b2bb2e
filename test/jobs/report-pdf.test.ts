// A report as PDF: tagged, in its language, over as many pages as it takes, the same bytes for the same figures.
import { expect, it } from 'vitest';
import { reportOf } from '../../src/charts/report-tables.ts';
import { reportPdf } from '../../src/jobs/report-pdf.ts';
import { figuresOf } from '../charts/report-figures.ts';

const at = new Date('2026-11-03T08:00:00Z');
const steps = Array.from({ length: 60 }, (_, day) => ({
  start: new Date(Date.UTC(2026, 9, 1 + day)).toISOString(),
  importKwh: day,
  exportKwh: 0,
  generationKwh: 0,
  consumptionKwh: day,
  localExchangeKwh: 0,
  coverage: 1,
  bands: null,
}));

it('begins a new page with the head of its table', async () => {
  const text = (await reportPdf(reportOf(figuresOf({ steps }), 'nl'), { lang: 'nl', at })).toString('latin1');
  const pages = text.match(/\/Type \/Page\b/g)?.length ?? 0;

  expect(pages).toBeGreaterThan(2);
  // One head for each table, and one more for each page that a table goes on to.
  expect(text.match(/\/S \/Table\b/g)?.length).toBe(8);
  expect(text.match(/\/S \/TR\b/g)?.length).toBeGreaterThan(60 + 8);
});

it('is the same for the same figures, and another for others', async () => {
  const [one, same, other] = await Promise.all(
    [figuresOf(), figuresOf(), figuresOf({ park: { id: 'x', name: 'Elsewhere − far' } })].map((figures) => reportPdf(reportOf(figures, 'en'), { lang: 'en', at })),
  );

  expect(one?.equals(same ?? Buffer.alloc(0))).toBe(true);
  expect(one?.equals(other ?? Buffer.alloc(0))).toBe(false);
});
