// The load against its limit: what is above it stands out, what is not measured makes no peak and no violation.
import { describe, expect, it } from 'vitest';
import { type CapacityStep, capacityChart } from '../../src/charts/capacity-chart.ts';
import { plainText } from '../../src/charts/sentence.ts';
import { DAY, palette } from './figures.ts';

const QUARTER_MS = 900_000;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const step = (index: number, over: Partial<CapacityStep> = {}): CapacityStep => {
  const startMs = DAY.fromMs + index * QUARTER_MS;
  return { startMs, endMs: startMs + QUARTER_MS, atMs: startMs, usageKw: 80, limitKw: 100, measured: true, ...over };
};
const chart = (steps: readonly CapacityStep[], kind: 'day' | 'month' = 'day') => capacityChart({ kind, steps, nowMs: DAY.fromMs + 4 * QUARTER_MS, lang: 'nl', palette }, 'Afname');

describe('the load against its limit', () => {
  it('names the highest measured quarter and counts what is above the limit', () => {
    const drawn = chart([step(0), step(1, { usageKw: 120 }), step(2, { usageKw: 500, measured: false })]);

    expect(plain(plainText(drawn.sentence))).toBe('Hoogste kwartier 120 kW van 100 kW, 00:15; 1 van 3 boven de grens.');
    expect(JSON.stringify(drawn.option)).toContain('"color":"fout"');
    expect(JSON.stringify(drawn.option)).toContain('decal');
  });

  it('colours and hatches nothing while all is measured and within', () => {
    const drawn = chart([step(0), step(1)]);

    expect(JSON.stringify(drawn.option)).not.toMatch(/"color":"fout"|decal/);
    expect(plain(plainText(drawn.sentence))).toBe('Hoogste kwartier 80 kW van 100 kW, 00:00.');
  });

  it('has a row for each past step, with the room', () => {
    const drawn = chart([step(0), step(1, { usageKw: null, limitKw: null, measured: false }), step(9, { usageKw: null })]);

    expect(drawn.table.rows).toEqual([
      ['00:00', 80, 100, 20, 'gemeten'],
      ['00:15', null, null, null, 'ontbreekt'],
    ]);
  });

  it('of a longer step tells when its fullest quarter was', () => {
    expect(chart([step(0, { endMs: DAY.toMs, atMs: DAY.fromMs + 3 * QUARTER_MS })], 'month').table.rows[0]?.[0]).toBe('21 nov 00:45');
  });

  it('says so when nothing is measured', () => {
    expect(plainText(chart([step(0, { measured: false })]).sentence)).toBe('Nog te weinig metingen om dit te zeggen.');
  });
});
