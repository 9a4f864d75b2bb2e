// The figures of this moment as rows: nothing of the screen is left out, and what is kept back stays empty.
import { describe, expect, it } from 'vitest';
import type { Now } from '../../src/api/shapes-now.ts';
import { toCsv } from '../../src/charts/csv.ts';
import { nowEn } from '../../src/web/i18n/now-en.ts';
import { nowNl } from '../../src/web/i18n/now-nl.ts';
import { type NowTable, nowTable } from '../../src/web/now-table.ts';

const factor = {
  code: 'electricity-grid-mix',
  name: 'Stroom (onbekend)',
  kgPerUnit: 0.2,
  list: 'co2emissiefactoren-2026',
  edition: '2026-01',
  certainty: 'sourced',
  borrowed: false,
} as const;
const line: Now['co2']['lines'][number] = { carrier: 'electricity', unit: 'kWh', perHour: 180, kgPerHour: 36, factor, heard: 4, connections: 5, sign: null, reason: null };
const now: NowTable = {
  importKw: 180,
  drawnKw: 190,
  exportKw: 0,
  generationKw: 40.5,
  generation: [{ kind: 'sun', kw: 40.5 }],
  consumptionKw: 220.5,
  chargeKw: 0,
  dischargeKw: 0,
  selfSufficiency: 0.184,
  co2: { kgPerHour: 36, lines: [line], notCounted: [], factors: { set: 'co2emissiefactoren', name: 'CO2-emissiefactoren' } },
  carriers: [{ carrier: 'gas', unit: 'm3', todayAmount: 10, perHour: 15 }],
  meters: { live: 4, total: 5 },
};

describe('the table of this moment', () => {
  it('has each figure with its unit, and of CO2 the factor and how many were heard', () => {
    const { rows } = nowTable(now, 'nl', nowNl);

    expect(rows.map(([what, value, unit]) => [what, value, unit])).toEqual([
      ['Van het net', 180, 'kW'],
      ['Afname van de aansluitingen', 190, 'kW'],
      ['Teruglevering', 0, 'kW'],
      ['Eigen opwek', 40.5, 'kW'],
      ['Eigen opwek: Zon', 40.5, 'kW'],
      ['Batterij levert', 0, 'kW'],
      ['Batterij laadt', 0, 'kW'],
      ['Verbruik', 220.5, 'kW'],
      ['Zelfvoorziening', 18.4, '%'],
      ['Gas, afname nu', 15, 'm³/h'],
      ['CO₂ nu', 36, 'kg/h'],
      ['CO₂ nu: stroom', 36, 'kg/h'],
    ]);
    expect(rows.at(-1)?.at(-1)).toBe('4 / 5 aansluitingen gehoord; Stroom (onbekend), 2026-01');
  });

  it('is a file in which what is kept back is empty, with the word', () => {
    const secret: NowTable = { ...now, co2: { ...now.co2, kgPerHour: null, lines: [{ ...line, perHour: null, kgPerHour: null, sign: 'x', reason: 'too-few' }] } };

    expect(toCsv(nowTable(secret, 'en', nowEn), 'en')).toContain('"CO₂ now: electricity",,"kg/h","secret (x)"');
  });
});
