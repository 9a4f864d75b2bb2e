// A report's tables: what is not known is empty and never zero, and both languages say the same.
import { describe, expect, it } from 'vitest';
import type { ChartTable } from '../../src/charts/figures.ts';
import { gasText } from '../../src/charts/gas-text.ts';
import { reportOf } from '../../src/charts/report-tables.ts';
import { figuresOf } from './report-figures.ts';

const tableOf = (caption: string, over: Parameters<typeof figuresOf>[0] = {}): ChartTable =>
  reportOf(figuresOf(over), 'en').tables.find((one) => one.caption === caption) ?? expect.fail(caption);

describe('the tables of a report', () => {
  it('leave a day empty of which nothing was measured', () => {
    expect(tableOf('Electricity by step').rows).toEqual([
      ['Thursday, 1 October 2026', null, null, null, null, null, 0],
      ['Friday, 2 October 2026', 7, 0, 0, 7, 0, 100],
    ]);
  });

  it('keep what is kept back empty', () => {
    expect(tableOf('Energy').rows).toEqual([['Electricity', 'kWh', 1234.5, 0, null, 1234.5, 0, 0, 50]]);
    expect(tableOf('Own use').rows[0]).toEqual(['Self-consumption', null, 25]);
  });

  it('show no peak where nothing went that way', () => {
    expect(tableOf('Room on the grid').rows).toEqual([
      ['import', 'contract', 500, 420.4, '5 Oct 2026 14:00', 0, 0, 20],
      ['export', null, null, null, null, 0, 0, null],
    ]);
  });

  it('take the change apart into parts that add up', () => {
    const rows = tableOf('Compared with the base year').rows.map(([, kg]) => Number(kg));
    const [base = 0, activity = 0, weather = 0, fuel = 0, factor = 0, coverage = 0, now = 0] = rows;

    expect(base + activity + weather + fuel + factor + coverage).toBe(now);
    expect(tableOf('Compared with the base year').rows[7]).toEqual(['Base year 2025 (provisional)', 240]);
    expect(tableOf('Compared with the base year').rows[8]).toEqual(['Target 2030 (−100\u00a0%): less each year', 48]);
  });

  it('tell of the goal what was told when they were published', () => {
    const { emissions } = figuresOf();
    const trajectory = { baseYear: 2025, baseKg: 240, provisional: true, goalYear: 2030, requiredYearlyRate: 0.1 };
    expect(tableOf('Compared with the base year', { emissions: { ...emissions, trajectory } }).rows[8]).toEqual(['Target 2030: 10\u00a0% / year', null]);
  });

  it('say between which two amounts a figure lies, and nothing where no band is told', () => {
    const bands = { import: { low: 1200, high: 1300 }, export: { low: 0, high: 0 }, generation: { low: 5, high: 9 }, consumption: { low: 1234.5, high: 1234.5 } };
    const energy = figuresOf().energy.map((one) => ({ ...one, bands }));
    // 65.5 of 1,234.5 is 5.3 %; generation is kept back, and nothing was surely exported.
    expect(tableOf('How sure the amounts are', { energy }).rows).toEqual([
      ['Electricity', 'Imported', 'kWh', 1234.5, 1200, 1300, 5.3],
      ['Electricity', 'Consumed', 'kWh', 1234.5, 1234.5, 1234.5, 0],
    ]);
    const steps = figuresOf().steps.map((one, at) => ({ ...one, bands: at === 0 ? null : bands }));
    expect(tableOf('How sure, electricity by step', { steps }).rows).toEqual([
      ['Thursday, 1 October 2026', null, null, null, null, null, null],
      ['Friday, 2 October 2026', 1200, 1300, 5, 9, 1234.5, 1234.5],
    ]);
    expect(reportOf(figuresOf({ energy }), 'en').about.rows.map(([name]) => name)).toContain('How sure the amounts are');
    const without = reportOf(figuresOf(), 'en');
    expect([...without.tables.map(({ caption }) => caption), ...without.about.rows.map(([name]) => name)]).not.toContain('How sure the amounts are');
  });

  it('say of a period that is still running up to when the figures go, and of one that is over nothing', () => {
    const saysOf = (madeAt: string): unknown[] =>
      reportOf(figuresOf({ madeAt }), 'en')
        .about.rows.filter(([name]) => name === 'Provisional')
        .map(([, text]) => text);

    expect(saysOf('2026-10-31T22:59:00Z')).toEqual(['the period is still running: the figures go up to 31 Oct 2026 23:59']);
    expect(saysOf('2026-10-31T23:00:00Z')).toEqual([]);
  });

  it('tell gas in kWh on both heating values, where it was measured', () => {
    const saysOf = (coverage: number): unknown[] => {
      const energy = figuresOf().energy.map((one) => ({ ...one, carrier: 'gas', unit: 'm3', consumptionAmount: 1000, coverage }));
      return reportOf(figuresOf({ energy }), 'en').about.rows.filter(([name]) => String(name).startsWith('Gas'));
    };

    expect(saysOf(1)).toEqual([['Gas as energy (consumption)', gasText(1000, 'en')]]);
    expect(saysOf(0)).toEqual([]);
  });

  it('leave out a table without rows', () => {
    expect(reportOf(figuresOf(), 'en').tables.map(({ caption }) => caption)).not.toContain('Without a factor, in no total');
    expect(tableOf('Without a factor, in no total', { emissions: { ...figuresOf().emissions, notCounted: [{ subject: 'steam', amount: 5, unit: 'kWh' }] } }).rows).toEqual([
      ['Steam', 5, 'kWh'],
    ]);
  });

  it('say the same in both languages, and that figures are simulated', () => {
    const [nl, en] = [reportOf(figuresOf({ simulated: true }), 'nl'), reportOf(figuresOf({ simulated: true }), 'en')];

    expect(nl.tables.map(({ rows }) => rows.length)).toEqual(en.tables.map(({ rows }) => rows.length));
    expect([nl.title, nl.subtitle, en.title, en.subtitle]).toEqual(['Maandrapport De Mars', 'Oktober 2026', 'Monthly report De Mars', 'October 2026']);
    expect([nl.warning, en.warning, reportOf(figuresOf(), 'nl').warning]).toEqual([expect.stringContaining('gesimuleerd'), expect.stringContaining('simulated'), null]);
  });

  it('name the year of a company by its local year, which begins in the last hour of another', () => {
    const year = { kind: 'company-year', company: { id: 1, name: 'Mill' }, from: '2025-12-31T23:00:00Z', to: '2026-12-31T23:00:00Z' } as const;
    expect([reportOf(figuresOf(year), 'nl').title, reportOf(figuresOf(year), 'nl').subtitle]).toEqual(['Jaarrapport Mill', '2026']);
  });
});
