// Shapes of reports: the figures of a published one are read back as they were written, and nothing else is taken.
import { expect, it } from 'vitest';
import { NewReport, ReportFiguresShape } from '../../src/api/shapes-reports.ts';
import { figuresOf } from '../charts/report-figures.ts';

it('read back what was written, to the last figure', () => {
  expect(ReportFiguresShape.parse(JSON.parse(JSON.stringify(figuresOf())))).toEqual(figuresOf());
});

it('take no report with a field that is not known', () => {
  expect(NewReport.safeParse({ kind: 'park-month', park: 'de-mars', period: '2026-10', figures: {} }).success).toBe(false);
  expect(NewReport.parse({ kind: 'park-month', park: 'de-mars', period: '2026-10' }).factors).toBe('co2emissiefactoren');
});
