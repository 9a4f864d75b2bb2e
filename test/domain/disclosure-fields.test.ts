// What is kept back of a balance with a secret measure.
import { describe, expect, it } from 'vitest';
import { keptBack, keptSteps, secretFields, withoutFields } from '../../src/domain/disclosure-fields.ts';
import type { Disclosed } from '../../src/domain/disclosure.ts';

const open: Disclosed = { sign: null };
const secret: Disclosed = { sign: 'x', reason: 'too-few' };
const totals = {
  importKwh: 10,
  exportKwh: 1,
  generationKwh: 5,
  consumptionKwh: 14,
  chargeKwh: 0,
  dischargeKwh: 0,
  localExchangeKwh: 1,
  gridImportKwh: 9,
  gridExportKwh: 0,
  residualKwh: 0,
  selfConsumption: { individual: 0.8, collective: 1 },
};

describe('a balance of which nothing is secret', () => {
  it('stays as it is', () => {
    const fields = secretFields({ export: open, generation: open, storage: open });

    expect(fields.size).toBe(0);
    expect(withoutFields(totals, fields)).toEqual(totals);
  });
});

describe.each(['export', 'generation', 'storage'] as const)('a balance whose %s is secret', (measure) => {
  const shown = withoutFields(totals, secretFields({ export: open, generation: open, storage: open, [measure]: secret }));

  it('keeps it back, and at least one other term of the sum with it', () => {
    const terms = ['importKwh', 'generationKwh', 'dischargeKwh', 'exportKwh', 'consumptionKwh', 'chargeKwh', 'residualKwh'] as const;
    expect(terms.filter((field) => shown[field] === null).length).toBeGreaterThanOrEqual(2);
    expect(shown.importKwh).toBe(10);
    expect(shown.selfConsumption).toEqual({ individual: null, collective: null });
  });

  it('tells no ratio or peak of it either', () => {
    const fields = secretFields({ export: open, generation: open, storage: open, [measure]: secret });
    expect(['peakImportKw', 'selfSufficiency', 'consumptionKwh'].every((field) => keptBack(field, fields))).toBe(true);
    expect(keptBack('importKwh', fields)).toBe(false);
  });
});

describe('steps', () => {
  it('are kept back by twos, or the total less the rest would tell the one', () => {
    expect(keptSteps([open, secret, open])).toEqual(new Set([0, 1]));
    expect(keptSteps([secret, open, open])).toEqual(new Set([0, 1]));
    expect([...keptSteps([secret, open, secret])]).toEqual([0, 2]);
    expect(keptSteps([open, open]).size).toBe(0);
  });

  it('that are kept back have no amounts at all', () => {
    expect(withoutFields({ start: 'x', importKwh: 1, importM3: 2, coverage: 1 }, null)).toEqual({ start: 'x', importKwh: null, importM3: null, coverage: 1 });
  });
});
