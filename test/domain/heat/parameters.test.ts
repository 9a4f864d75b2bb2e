// The parameters of the folder are whole, and temperatures go by the longest beginning of an SBI code.
import { describe, expect, it } from 'vitest';
import { COST_CODES, HEAT_CODES, ParameterRow, PIPE_CODES, usualTemperatures } from '../../../src/domain/heat/parameters.ts';
import { parameters, values } from './given.ts';

describe('parameters', () => {
  it('have a value between their bounds, a unit, a source and a day for each code', () => {
    const codes = [...HEAT_CODES, ...PIPE_CODES, ...COST_CODES];

    expect(Object.keys(parameters.rows).sort()).toEqual([...codes].sort());
    for (const code of codes) expect(ParameterRow.safeParse(parameters.rows[code]).success).toBe(true);
    expect(values.exchangerDropK).toBe(5);
  });

  it('refuse a value outside its bounds', () => {
    expect(ParameterRow.safeParse({ value: 3, low: 1, high: 2, unit: 'K', source: 'nobody', validFrom: '2026-01-01' }).success).toBe(false);
  });

  it('know usual temperatures by trade', () => {
    expect(usualTemperatures(parameters, { sbi: '96.01', role: 'sink' })).toMatchObject({ supplyC: 60, returnC: 20 });
    expect(usualTemperatures(parameters, { sbi: '96.02', role: 'sink' })).toMatchObject({ supplyC: 65 });
    expect(() => usualTemperatures({ temperatures: [] }, { sbi: '1', role: 'sink' })).toThrow(/no temperatures/);
  });
});
