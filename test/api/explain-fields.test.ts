// Every figure of the balance has a name under which it is explained, and no other name is taken.
import { describe, expect, it } from 'vitest';
import { figureNamed, nameOf } from '../../src/api/explain-fields.ts';
import { BALANCE_FIELDS } from '../../src/domain/explain.ts';

describe('the name of a figure', () => {
  it('is that of the balance, with its unit', () => {
    for (const unit of ['kWh', 'm3'] as const) for (const field of BALANCE_FIELDS) expect(figureNamed(nameOf(field, unit), unit)).toEqual({ kind: 'sum', field });
  });

  it.each([
    ['flow:sun:carrier', { kind: 'sum', field: 'sun' }],
    ['flow:carrier:company:12', { kind: 'sum', field: 'consumption', of: 12 }],
    ['flow:carrier:companies', { kind: 'sum', field: 'consumption', of: 'others' }],
    ['selfConsumption.individual', { kind: 'ratio', part: 'ownUse', whole: 'supply' }],
    ['selfSufficiency.collective', { kind: 'ratio', part: 'collectiveUse', whole: 'use' }],
    ['peakImportKw', { kind: 'peak' }],
  ])('%s is a flow, a ratio or the peak', (name, figure) => {
    expect(figureNamed(name, 'kWh')).toEqual(figure);
  });

  it.each(['importM3', 'sunKwh', 'flow:carrier:company:', 'flow:carrier:company:1x', 'constructor', ''])('%j is refused with the names there are', (name) => {
    expect(() => figureNamed(name, 'kWh')).toThrow('importKwh');
  });

  it.each(['peakImportKw', 'selfConsumption.individual', 'supplyM3'])('%s does not exist where the carrier is counted in m3', (name) => {
    expect(() => figureNamed(name, 'm3')).toThrow('importM3');
  });
});
