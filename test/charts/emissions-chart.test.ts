// Emissions by month: the sentence is true, the table adds up, what is secret is not drawn and not counted.
import { describe, expect, it } from 'vitest';
import { type EmissionsMonth, emissionsChart } from '../../src/charts/emissions-chart.ts';
import { plainText } from '../../src/charts/sentence.ts';
import { palette } from './figures.ts';

const month = (index: number, scope1: number | null, scope2: number | null = 100): EmissionsMonth => ({ startMs: Date.UTC(2026, index, 1, 12), scope1, scope2, upstream: 10 });
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('emissions by month', () => {
  const drawn = emissionsChart({ months: [month(0, 500), month(1, 900), month(2, 200)], lang: 'nl', palette }, 'Per maand');

  it('names the month with the most', () => {
    expect(plain(plainText(drawn.sentence))).toBe('Meeste uitstoot in februari 2026: 1.010 kg.');
  });

  it('has a table whose last row is the sum', () => {
    expect(drawn.table.foot).toEqual(['Totaal', 1600, 300, 30, 1930]);
  });

  it('leaves out what is secret, from bars, rows and sums', () => {
    const secret = emissionsChart({ months: [month(0, null), month(1, null)], lang: 'nl', palette }, 'Per maand');

    expect(plainText(secret.sentence)).toBe('Een deel is geheim en staat er niet in.');
    expect(secret.table.rows[0]).toEqual(['Januari 2026', null, 100, 10, null]);
    expect(secret.table.foot).toEqual(['Totaal', null, 200, 20, null]);
  });

  it('says so when there is nothing', () => {
    expect(plainText(emissionsChart({ months: [], lang: 'en', palette }, 'By month').sentence)).toBe('Nothing that emits was measured in this period.');
  });
});
